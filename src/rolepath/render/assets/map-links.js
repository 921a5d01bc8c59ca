"use strict";
// The links of a map, drawn a slice at a time, so that the page answers in between.
(function () {
  const SLICE = 9; // ms of drawing, after which the page may do something else
  const BATCH = 1500; // links drawn at once
  const TELL = 120; // ms between two reports
  const MANY = 20000; // links in sight, above which they get fainter
  const FEW = 300; // and below which each is drawn plainly
  const PLAIN = 0.42;
  // links by their length in px: short ones show what belongs together, long ones would cover everything
  const LENGTHS = [24, 70, 180, 420, Infinity];
  const OPACITY = [0.42, 0.15, 0.036, 0.009, 0.004];

  // xs, ys: where things stand; from, to: the ends of links
  globalThis.graphPage.mapLinks = function ({ xs, ys, from, to }) {
    let job = 0;

    // 1 for each link of which some can be on the sheet
    function inSight({ x, y, scale, wide, high }, on) {
      const seen = new Uint8Array(from.length);
      const [left, right, top, bottom] = [x - wide / 2 / scale, x + wide / 2 / scale, y - high / 2 / scale, y + high / 2 / scale];
      let count = 0;
      for (let k = 0; k < from.length; k++) {
        if (!on[k]) continue;
        const a = xs[from[k]], b = ys[from[k]], c = xs[to[k]], d = ys[to[k]];
        if ((a < left && c < left) || (a > right && c > right) || (b < top && d < top) || (b > bottom && d > bottom)) continue;
        seen[k] = 1;
        count += 1;
      }
      return { seen, count };
    }

    // sheet: {pen, wide, high, x, y, scale}; on: 1 for each link that is shown; told(done) now and then and at the end.
    // What is begun anew ends what is still going on.
    function draw(sheet, { on, colour, told }) {
      const mine = ++job;
      const { pen, wide, high, x, y, scale } = sheet;
      const { seen, count } = inSight(sheet, on);
      // the fewer links are in sight, the better each of them may be seen
      const plainly = Math.min(1, Math.max(0, Math.log(MANY / Math.max(count, 1)) / Math.log(MANY / FEW)));
      const fainter = Math.min(1, Math.max(0.4, Math.sqrt(MANY / Math.max(count, 1))));
      pen.strokeStyle = colour;
      pen.lineWidth = 1;
      let next = 0, last = performance.now();

      function batch() {
        const paths = LENGTHS.map(() => []);
        for (let taken = 0; next < from.length && taken < BATCH; next++) {
          if (!seen[next]) continue;
          taken += 1;
          const a = (xs[from[next]] - x) * scale + wide / 2, b = (ys[from[next]] - y) * scale + high / 2;
          const c = (xs[to[next]] - x) * scale + wide / 2, d = (ys[to[next]] - y) * scale + high / 2;
          const length = Math.abs(a - c) + Math.abs(b - d);
          let group = 0;
          while (length > LENGTHS[group]) group += 1;
          paths[group].push(a, b, c, d);
        }
        paths.forEach((path, group) => {
          pen.globalAlpha = OPACITY[group] * fainter * (1 - plainly) + PLAIN * plainly;
          pen.beginPath();
          for (let k = 0; k < path.length; k += 4) {
            pen.moveTo(path[k], path[k + 1]);
            pen.lineTo(path[k + 2], path[k + 3]);
          }
          pen.stroke();
        });
      }
      function slice() {
        if (mine !== job) return;
        const begun = performance.now();
        while (next < from.length && performance.now() - begun < SLICE) batch();
        const done = next >= from.length;
        if (!done) setTimeout(slice);
        if (done || performance.now() - last > TELL) { last = performance.now(); told(done); }
      }
      if (count > BATCH) setTimeout(slice);
      else slice();
    }
    return { draw };
  };
})();

"use strict";
// The picture of a whole classification, tens of thousands of things, on a plain canvas of two dimensions. Many computers have no
// graphics processor to speak of; without one WebGL drew 150,000 links less than once a second. So links and things are drawn once
// onto sheets larger than the window, which then only move with it; at rest they are drawn anew, sharp. Same shape as picture-vis.js.
(function () {
  const MARGIN = 0.5; // how far a sheet goes beyond each edge, in pictures
  const REST = 140; // ms without movement
  const NEAREST = 2.5; // px for a unit
  const MOST_NAMES = 150;
  const ease = (t) => (t < 0.5 ? 2 * t * t : 1 - (2 - 2 * t) ** 2 / 2);

  // places: {x, y, size, label}; kindOf(i) → number of a kind; from, to: ends of the links; regions: {x, y, count, label}; a label is a list of rows
  globalThis.makePicture = function ({ holder, places, kinds, kindOf, from, to, regions = [], order, label, onPick, onMove, onPoint }) {
    const page = globalThis.graphPage;
    const count = places.length;
    // the map is wider than high; a phone is not
    const upright = holder.clientHeight > holder.clientWidth * 1.1;
    for (const place of [...places, ...regions]) {
      place.label = place.label.join("\n");
      if (upright) [place.x, place.y] = [place.y, place.x];
    }
    const xs = Float64Array.from(places, (place) => place.x), ys = Float64Array.from(places, (place) => place.y);
    const sizes = Float64Array.from(places, (place) => place.size);
    const kindNumbers = Uint8Array.from(places, (_, i) => kindOf(i));
    // large things over small ones
    const stacked = Uint32Array.from(order).reverse();

    const canvas = document.createElement("canvas");
    canvas.tabIndex = 0;
    canvas.setAttribute("role", "application");
    canvas.setAttribute("aria-label", label);
    Object.assign(canvas.style, { display: "block", width: "100%", height: "100%", touchAction: "none", cursor: "grab" });
    holder.replaceChildren(canvas);
    const context = canvas.getContext("2d", { alpha: false });
    let width = 0, height = 0, ratio = 1;

    const at = { x: 0, y: 0, scale: 1 };
    let shown = null; // what paint was given last
    const marks = page.mapMarks({ kinds, look: () => shown, ratio: () => ratio });
    let thingSheet = null, linkSheet = null;
    let names = [], regionNames = [];
    let framed = 0, resting = 0, moving = 0;

    // --- sheets: pictures larger than the window, with the view they were drawn for

    function newSheet() {
      const made = document.createElement("canvas");
      const wide = width * (1 + 2 * MARGIN), high = height * (1 + 2 * MARGIN);
      made.width = Math.ceil(wide * ratio);
      made.height = Math.ceil(high * ratio);
      const pen = made.getContext("2d");
      pen.scale(ratio, ratio);
      return { made, pen, wide, high, ...at };
    }
    function put(sheet, pen = context) {
      const grown = at.scale / sheet.scale;
      const left = width / 2 + (sheet.x - at.x) * at.scale - (sheet.wide * grown) / 2;
      const top = height / 2 + (sheet.y - at.y) * at.scale - (sheet.high * grown) / 2;
      // whole pixels while nothing is scaled: quicker, and nothing gets soft
      if (grown === 1) pen.drawImage(sheet.made, Math.round(left * ratio) / ratio, Math.round(top * ratio) / ratio, sheet.wide, sheet.high);
      else pen.drawImage(sheet.made, left, top, sheet.wide * grown, sheet.high * grown);
    }
    function covers(sheet) {
      const grown = at.scale / sheet.scale;
      return Math.abs(sheet.x - at.x) * at.scale <= (sheet.wide * grown - width) / 2 && Math.abs(sheet.y - at.y) * at.scale <= (sheet.high * grown - height) / 2;
    }
    const fits = (sheet) => sheet && sheet.scale === at.scale && Math.abs(sheet.x - at.x) * at.scale <= (width * MARGIN) / 2 && Math.abs(sheet.y - at.y) * at.scale <= (height * MARGIN) / 2;

    // --- things

    const least = () => Math.min(2.2, 0.65 + at.scale * 3);
    const radiusOf = (i, floor) => Math.min(60, Math.max(floor * Math.min(2, Math.max(0.85, sizes[i] / 12)), sizes[i] * at.scale));
    function drawThings() {
      const sheet = newSheet();
      const { pen, wide, high } = sheet;
      const { near, lit } = shown;
      const put = (i) => [(xs[i] - at.x) * at.scale + wide / 2, (ys[i] - at.y) * at.scale + high / 2];
      if (lit.size) drawStrong(pen, put, wide, high);
      const floor = least();
      const tiny = kinds.map(() => []);
      const later = [];
      pen.globalAlpha = near ? 0.16 : 1;
      for (const i of stacked) {
        if (!shown.shown[i]) continue;
        const x = (xs[i] - at.x) * at.scale + wide / 2, y = (ys[i] - at.y) * at.scale + high / 2;
        if (x < -60 || y < -60 || x > wide + 60 || y > high + 60) continue;
        if (near && near.has(i)) later.push(i);
        else {
          const radius = radiusOf(i, floor);
          if (radius < 1.7) tiny[kindNumbers[i]].push(x, y, radius);
          else marks.put(pen, kindNumbers[i], radius, x, y);
        }
      }
      for (let number = kinds.length - 1; number >= 0; number--) {
        pen.fillStyle = marks.tone(number);
        const dots = tiny[number];
        for (let k = 0; k < dots.length; k += 3) pen.fillRect(dots[k] - dots[k + 2] * 0.9, dots[k + 1] - dots[k + 2] * 0.9, dots[k + 2] * 1.8, dots[k + 2] * 1.8);
      }
      pen.globalAlpha = 1;
      for (const i of later) {
        const [x, y] = put(i);
        const radius = radiusOf(i, Math.max(floor, 3));
        marks.put(pen, kindNumbers[i], radius, x, y);
      }
      for (const i of [shown.chosen, shown.other]) {
        if (i === null || i === undefined) continue;
        const [x, y] = put(i);
        const radius = radiusOf(i, 5);
        marks.put(pen, kindNumbers[i], radius, x, y);
        pen.lineWidth = 2.5;
        pen.strokeStyle = shown.ink;
        pen.beginPath();
        pen.arc(x, y, radius + 3.5, 0, 2 * Math.PI);
        pen.stroke();
      }
      thingSheet = sheet;
    }
    function drawStrong(pen, put, wide, high) {
      pen.strokeStyle = pen.fillStyle = shown.accent;
      pen.lineWidth = shown.way ? 2.5 : 1.2;
      pen.globalAlpha = Math.min(0.75, Math.max(0.1, 160 / shown.lit.size));
      pen.beginPath();
      for (const link of shown.lit) {
        pen.moveTo(...put(from[link]));
        pen.lineTo(...put(to[link]));
      }
      pen.stroke();
      if (shown.lit.size <= 300) {
        for (const link of shown.lit) {
          const [a, b] = put(from[link]), [c, d] = put(to[link]);
          const length = Math.hypot(c - a, d - b), back = Math.max(radiusOf(to[link], 3) + 1, 5);
          if (length < back + 14) continue;
          const [u, v] = [(c - a) / length, (d - b) / length];
          const [x, y] = [c - u * back, d - v * back];
          pen.beginPath();
          pen.moveTo(x, y);
          pen.lineTo(x - 7 * u + 3 * v, y - 7 * v - 3 * u);
          pen.lineTo(x - 7 * u - 3 * v, y - 7 * v + 3 * u);
          pen.fill();
        }
      }
      pen.globalAlpha = 1;
    }

    // --- links

    const links = page.mapLinks({ xs, ys, from, to });
    function drawLinks() {
      const sheet = newSheet();
      const fresh = linkSheet === null;
      canvas.dataset.links = "drawing";
      links.draw(sheet, {
        on: shown.linkShown, colour: shown.edge,
        // the first time they are shown as they come; later the sheet before stays until the new one is done
        told(done) {
          if (!done && !fresh) return;
          linkSheet = sheet;
          if (done) canvas.dataset.links = "drawn";
          frame();
        },
      });
    }

    // --- names

    const regionSize = (region) => Math.round(Math.min(width < 600 ? 14 : 17, 10.5 + 1.1 * Math.log2(region.count / 8)));
    function chooseNames() {
      const taken = [];
      const free = (x, y, wide, high, room) => {
        const box = [x - wide / 2 - room, x + wide / 2 + room, y - high / 2 - room, y + high / 2 + room];
        if (taken.some(([l, r, t, b]) => box[0] < r && box[1] > l && box[2] < b && box[3] > t)) return false;
        taken.push(box);
        return true;
      };
      const inWindow = (x, y, room) => x > -room && y > -room && x < width + room && y < height + room;
      const where = (x, y) => [(x - at.x) * at.scale + width / 2, (y - at.y) * at.scale + height / 2];
      names = [];
      regionNames = [];
      const first = [shown.chosen, shown.other].filter((i) => i !== null && i !== undefined);
      function tryName(i, room) {
        const [x, y] = where(xs[i], ys[i]);
        const floor = first.includes(i) ? 5 : least();
        const text = marks.writing(places[i].label, 12, first.includes(i) ? 600 : 400);
        const down = radiusOf(i, floor) + (first.includes(i) ? 5 : 1) + text.high / 2;
        if (free(x, y + down, text.wide, text.high, room)) names.push([i, down]);
      }
      first.forEach((i) => tryName(i, 0));
      if (!shown.near) {
        // a name goes once what it stands for fills the window: then it says nothing about what is seen
        for (const region of regions) {
          const [x, y] = where(region.x, region.y);
          if (Math.sqrt(region.count) * 55 * at.scale > Math.min(width, height) * 0.45 || !inWindow(x, y, 0)) continue;
          const text = marks.writing(region.label, regionSize(region), 600);
          const cut = Math.max(text.wide / 2 - x, x + text.wide / 2 - width, 0);
          if (cut < text.wide / 8 && free(x, y, text.wide, text.high, 6)) regionNames.push(region);
        }
      }
      // from afar single things would say little: the nearer, the more of them are named
      let left = shown.near ? MOST_NAMES : Math.min(MOST_NAMES, Math.round(((at.scale - whole.scale * 1.6) / whole.scale) * 14));
      let tried = 0;
      for (const i of order) {
        if (left <= 0 || tried > 4000) break;
        if (!shown.shown[i] || first.includes(i) || (shown.near && !shown.near.has(i))) continue;
        const [x, y] = where(xs[i], ys[i]);
        if (!inWindow(x, y, 30)) continue;
        tried += 1;
        const before = names.length;
        tryName(i, shown.near ? 2 : 10);
        left -= names.length - before;
      }
    }
    function putNames() {
      const where = (x, y) => [(x - at.x) * at.scale + width / 2, (y - at.y) * at.scale + height / 2];
      for (const region of regionNames) {
        const text = marks.writing(region.label, regionSize(region), 600);
        const [x, y] = where(region.x, region.y);
        context.drawImage(text, Math.round(x - text.wide / 2), Math.round(y - text.high / 2), text.wide, text.high);
      }
      for (const [i, down] of names) {
        const text = marks.writing(places[i].label, 12, i === shown.chosen || i === shown.other ? 600 : 400);
        const [x, y] = where(xs[i], ys[i]);
        context.drawImage(text, Math.round(x - text.wide / 2), Math.round(y + down - text.high / 2), text.wide, text.high);
      }
    }

    // --- one frame

    function draw() {
      cancelAnimationFrame(framed);
      framed = 0;
      if (!shown || !width) return;
      if (!thingSheet || !covers(thingSheet)) drawThings();
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
      context.fillStyle = shown.ground;
      context.fillRect(0, 0, width, height);
      if (linkSheet) {
        context.globalAlpha = shown.near ? 0.22 : 1;
        put(linkSheet);
        context.globalAlpha = 1;
      }
      put(thingSheet);
      putNames();
    }
    function frame() {
      if (!framed) framed = requestAnimationFrame(draw);
    }
    function rest() {
      clearTimeout(resting);
      resting = 0;
      if (!shown) return;
      if (!fits(thingSheet)) drawThings();
      if (!fits(linkSheet)) drawLinks();
      chooseNames();
      draw();
      onMove();
    }
    function moved() {
      frame();
      clearTimeout(resting);
      resting = setTimeout(rest, REST);
    }

    // --- views

    function box(some) {
      let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
      for (const i of some) {
        left = Math.min(left, xs[i]); right = Math.max(right, xs[i]); top = Math.min(top, ys[i]); bottom = Math.max(bottom, ys[i]);
      }
      const room = width < 600 ? 40 : 80;
      const scale = Math.min(1.3, (width - room) / Math.max(right - left, 1), (height - room) / Math.max(bottom - top, 1));
      return { x: (left + right) / 2, y: (top + bottom) / 2, scale };
    }
    const all = places.map((_, i) => i);
    let whole = { ...at };
    const bounded = (scale) => Math.min(NEAREST, Math.max(whole.scale / 3, scale));
    function go(view, animate) {
      cancelAnimationFrame(moving);
      const target = { x: view.x, y: view.y, scale: bounded(view.scale) };
      if (!animate || page.still.matches) {
        Object.assign(at, target);
        return rest();
      }
      const begun = performance.now(), start = { ...at };
      (function step() {
        const t = ease(Math.min(1, (performance.now() - begun) / 350));
        at.scale = start.scale * (target.scale / start.scale) ** t;
        at.x = start.x + (target.x - start.x) * t;
        at.y = start.y + (target.y - start.y) * t;
        if (t < 1) moving = requestAnimationFrame(step);
        else Object.assign(at, target);
        draw();
        if (t >= 1) rest();
      })();
    }
    function zoomAt(factor, x, y) {
      const scale = bounded(at.scale * factor);
      const [across, down] = [(x - width / 2), (y - height / 2)];
      at.x += across / at.scale - across / scale;
      at.y += down / at.scale - down / scale;
      at.scale = scale;
      moved();
    }
    function pan(across, down) {
      at.x -= across / at.scale;
      at.y -= down / at.scale;
      moved();
    }
    function resize() {
      const first = !width;
      [width, height, ratio] = [holder.clientWidth, holder.clientHeight, Math.min(2, devicePixelRatio || 1)];
      if (!width || !height) return;
      canvas.width = Math.round(width * ratio);
      canvas.height = Math.round(height * ratio);
      marks.forget();
      thingSheet = linkSheet = null;
      if (count) whole = box(all);
      if (first) Object.assign(at, whole);
      if (shown) { drawThings(); drawLinks(); chooseNames(); draw(); }
    }
    resize();
    new ResizeObserver(() => { if (holder.clientWidth !== width || holder.clientHeight !== height) resize(); }).observe(holder);

    // --- picking

    function under(x, y) {
      let best = null, least = Infinity;
      for (let i = 0; i < count; i++) {
        if (!shown.shown[i]) continue;
        const away = Math.hypot((xs[i] - at.x) * at.scale + width / 2 - x, (ys[i] - at.y) * at.scale + height / 2 - y) - radiusOf(i, 1);
        // what is kept bright is meant rather than what lies dimmed beside it
        const far = away + (shown.near && !shown.near.has(i) ? 6 : 0);
        if (away < 9 && far < least) [best, least] = [i, far];
      }
      return best;
    }
    page.mapHands({
      canvas, under: (x, y) => (shown ? under(x, y) : null), onPick, onPoint,
      moves: { pan, zoomAt, whole: () => go(whole, true), stop: () => cancelAnimationFrame(moving), rest: () => { if (resting) rest(); } },
    });

    const sameSet = (a, b) => a === b || (!!a && !!b && a.size === b.size && [...a].every((each) => b.has(each)));
    const sameBytes = (a, b) => a.length === b.length && a.every((each, i) => each === b[i]);
    return {
      paint(view) {
        const before = shown;
        shown = view;
        if (!width) return;
        const recoloured = !before || before.dark !== view.dark || before.ground !== view.ground;
        if (recoloured) marks.forget();
        const linksChanged = recoloured || !sameBytes(before.linkShown, view.linkShown);
        const thingsChanged = recoloured || ["chosen", "other", "way"].some((key) => before[key] !== view[key]) || !sameBytes(before.shown, view.shown) || !sameSet(before.near, view.near) || !sameSet(before.lit, view.lit);
        if (thingsChanged || !thingSheet) drawThings();
        if (thingsChanged || linksChanged) chooseNames();
        if (thingsChanged) draw();
        if (linksChanged) drawLinks();
      },
      look(some, animate) {
        if (some.length) go(box(some), animate);
      },
      zoom: (factor) => go({ ...at, scale: at.scale * factor }, true),
      turned: upright,
      view: () => ({ ...at }),
      moveTo: go,
      toWindow(i) {
        const area = canvas.getBoundingClientRect();
        return { x: area.left + (xs[i] - at.x) * at.scale + width / 2, y: area.top + (ys[i] - at.y) * at.scale + height / 2 };
      },
      names: () => new Set(names.map(([i]) => i)),
      regions: () => regionNames.map((region) => ({ ...region, size: regionSize(region) })),
      // the links in the window as a picture: as lines they would make a file that nothing can open
      linkPicture() {
        const made = document.createElement("canvas");
        [made.width, made.height] = [canvas.width, canvas.height];
        const pen = made.getContext("2d");
        pen.scale(ratio, ratio);
        if (linkSheet) put(linkSheet, pen);
        return made.toDataURL();
      },
      canvas() {
        draw();
        return canvas;
      },
    };
  };
})();

"use strict";
// The picture of a whole classification, tens of thousands of things, on a plain canvas of two dimensions. Many computers have no
// graphics processor to speak of; without one WebGL drew 150,000 links less than once a second. So links and things are drawn once
// onto sheets larger than the window, which then only move with it; at rest they are drawn anew, sharp. Same shape as picture-vis.js.
(function () {
  const MARGIN = 0.5; // how far a sheet goes beyond each edge, in pictures
  const SLICE = 9; // ms of drawing links, after which the page may do something else
  const BATCH = 1500; // links drawn at once
  const REST = 140; // ms without movement
  const NEAREST = 2.5; // px for a unit
  // links by their length in px: short ones show what belongs together, long ones would cover everything
  const LENGTHS = [24, 70, 180, 420, Infinity];
  const OPACITY = [0.42, 0.15, 0.036, 0.009, 0.004];
  const MANY = 20000; // links in sight, above which they get fainter
  const MOST_NAMES = 150;
  const ease = (t) => (t < 0.5 ? 2 * t * t : 1 - (2 - 2 * t) ** 2 / 2);

  // places: {x, y, size, label}; kindOf(i) → number of a kind; from, to: ends of the links; regions: {x, y, count, label}; a label is a list of rows
  globalThis.makePicture = function ({ holder, places, kinds, kindOf, from, to, regions = [], order, label, onPick, onMove, onPoint }) {
    const { still } = globalThis.graphPage;
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
    const outlines = kinds.map((kind) => new Path2D(kind.outline));
    const face = getComputedStyle(document.body).fontFamily;

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
    let thingSheet = null, linkSheet = null;
    let names = [], regionNames = [];
    let job = 0, framed = 0, resting = 0, moving = 0;

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
    function put(sheet) {
      const grown = at.scale / sheet.scale;
      const left = width / 2 + (sheet.x - at.x) * at.scale - (sheet.wide * grown) / 2;
      const top = height / 2 + (sheet.y - at.y) * at.scale - (sheet.high * grown) / 2;
      // whole pixels while nothing is scaled: quicker, and nothing gets soft
      if (grown === 1) context.drawImage(sheet.made, Math.round(left * ratio) / ratio, Math.round(top * ratio) / ratio, sheet.wide, sheet.high);
      else context.drawImage(sheet.made, left, top, sheet.wide * grown, sheet.high * grown);
    }
    function covers(sheet) {
      const grown = at.scale / sheet.scale;
      return Math.abs(sheet.x - at.x) * at.scale <= (sheet.wide * grown - width) / 2 && Math.abs(sheet.y - at.y) * at.scale <= (sheet.high * grown - height) / 2;
    }
    const fits = (sheet) => sheet && sheet.scale === at.scale && Math.abs(sheet.x - at.x) * at.scale <= (width * MARGIN) / 2 && Math.abs(sheet.y - at.y) * at.scale <= (height * MARGIN) / 2;

    // --- things, as stamps

    const stamps = new Map();
    const toned = (kind) => (shown.dark ? kind.dark : kind.light);
    function stamp(number, radius, ground) {
      const key = number * 1000 + Math.round(radius * 4);
      if (stamps.has(key)) return stamps.get(key);
      const kind = kinds[number];
      const made = document.createElement("canvas");
      const side = Math.ceil((2 * radius + 4) * ratio);
      made.width = made.height = side;
      const pen = made.getContext("2d");
      pen.scale(ratio, ratio);
      pen.translate(side / ratio / 2, side / ratio / 2);
      pen.scale(radius / 8, radius / 8);
      pen.translate(-10, -10);
      pen.fillStyle = kind.hollow ? ground : toned(kind);
      pen.fill(outlines[number]);
      if (radius > 2.5) {
        pen.lineWidth = (8 / radius) * (kind.hollow ? 1.5 : 0.8);
        pen.strokeStyle = kind.hollow ? toned(kind) : ground;
        pen.stroke(outlines[number]);
      }
      made.side = side / ratio;
      stamps.set(key, made);
      return made;
    }
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
          else {
            const mark = stamp(kindNumbers[i], radius, shown.ground);
            pen.drawImage(mark, x - mark.side / 2, y - mark.side / 2, mark.side, mark.side);
          }
        }
      }
      for (let number = kinds.length - 1; number >= 0; number--) {
        pen.fillStyle = toned(kinds[number]);
        const dots = tiny[number];
        for (let k = 0; k < dots.length; k += 3) pen.fillRect(dots[k] - dots[k + 2] * 0.9, dots[k + 1] - dots[k + 2] * 0.9, dots[k + 2] * 1.8, dots[k + 2] * 1.8);
      }
      pen.globalAlpha = 1;
      for (const i of later) {
        const [x, y] = put(i);
        const radius = radiusOf(i, Math.max(floor, 3));
        const mark = stamp(kindNumbers[i], radius, shown.ground);
        pen.drawImage(mark, x - mark.side / 2, y - mark.side / 2, mark.side, mark.side);
      }
      for (const i of [shown.chosen, shown.other]) {
        if (i === null || i === undefined) continue;
        const [x, y] = put(i);
        const radius = radiusOf(i, 5);
        const mark = stamp(kindNumbers[i], radius, shown.ground);
        pen.drawImage(mark, x - mark.side / 2, y - mark.side / 2, mark.side, mark.side);
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
      pen.globalAlpha = shown.lit.size > 300 ? 0.35 : 0.75;
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

    // --- links, a slice at a time

    function drawLinks() {
      const mine = ++job;
      const sheet = newSheet();
      const { pen, wide, high } = sheet;
      const { x: midX, y: midY, scale } = sheet;
      const { linkShown } = shown;
      const fresh = linkSheet === null;
      canvas.dataset.links = "drawing";
      pen.strokeStyle = shown.edge;
      pen.lineWidth = 1;
      // the fewer links are in sight, the better each of them may be seen
      let visible = 0;
      const inside = new Uint8Array(from.length);
      for (let k = 0; k < from.length; k++) {
        if (!linkShown[k]) continue;
        const a = (xs[from[k]] - midX) * scale, b = (ys[from[k]] - midY) * scale, c = (xs[to[k]] - midX) * scale, d = (ys[to[k]] - midY) * scale;
        if ((a < -wide / 2 && c < -wide / 2) || (b < -high / 2 && d < -high / 2) || (a > wide / 2 && c > wide / 2) || (b > high / 2 && d > high / 2)) continue;
        inside[k] = 1;
        visible += 1;
      }
      const few = Math.min(1, Math.max(0, Math.log(MANY / Math.max(visible, 1)) / Math.log(MANY / 300)));
      const weaker = Math.min(1, Math.max(0.4, Math.sqrt(MANY / Math.max(visible, 1))));
      let next = 0, told = performance.now();
      function slice() {
        if (mine !== job) return;
        const begun = performance.now();
        while (next < from.length && performance.now() - begun < SLICE) {
          const paths = LENGTHS.map(() => []);
          for (let taken = 0; next < from.length && taken < BATCH; next++) {
            if (!inside[next]) continue;
            taken += 1;
            const a = (xs[from[next]] - midX) * scale + wide / 2, b = (ys[from[next]] - midY) * scale + high / 2;
            const c = (xs[to[next]] - midX) * scale + wide / 2, d = (ys[to[next]] - midY) * scale + high / 2;
            const length = Math.abs(a - c) + Math.abs(b - d);
            let group = 0;
            while (length > LENGTHS[group]) group += 1;
            paths[group].push(a, b, c, d);
          }
          paths.forEach((path, group) => {
            pen.globalAlpha = OPACITY[group] * weaker * (1 - few) + 0.42 * few;
            pen.beginPath();
            for (let k = 0; k < path.length; k += 4) {
              pen.moveTo(path[k], path[k + 1]);
              pen.lineTo(path[k + 2], path[k + 3]);
            }
            pen.stroke();
          });
        }
        const done = next >= from.length;
        if (done || fresh) linkSheet = sheet;
        if (done) canvas.dataset.links = "drawn";
        else setTimeout(slice);
        if (done || (fresh && performance.now() - told > 120)) { told = performance.now(); frame(); }
      }
      if (fresh || visible > BATCH) setTimeout(slice);
      else slice();
    }

    // --- names

    const written = new Map();
    function writing(text, size, weight) {
      const key = `${weight} ${size} ${text}`;
      if (written.has(key)) return written.get(key);
      if (written.size > 900) written.clear();
      const made = document.createElement("canvas");
      let pen = made.getContext("2d");
      const font = `${weight} ${size}px ${face}`;
      const rows = text.split("\n");
      pen.font = font;
      const wide = Math.ceil(Math.max(...rows.map((row) => pen.measureText(row).width))) + 8, high = Math.ceil(rows.length * size * 1.18) + 6;
      made.width = wide * ratio;
      made.height = high * ratio;
      pen = made.getContext("2d");
      pen.scale(ratio, ratio);
      Object.assign(pen, { font, textAlign: "center", textBaseline: "middle", lineJoin: "round", lineWidth: 3.5, strokeStyle: shown.ground, fillStyle: shown.ink });
      rows.forEach((row, k) => {
        const y = 3 + size * 1.18 * (k + 0.5);
        pen.strokeText(row, wide / 2, y);
        pen.fillText(row, wide / 2, y);
      });
      made.wide = wide;
      made.high = high;
      written.set(key, made);
      return made;
    }
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
        const text = writing(places[i].label, 12, first.includes(i) ? 600 : 400);
        const down = radiusOf(i, floor) + (first.includes(i) ? 5 : 1) + text.high / 2;
        if (free(x, y + down, text.wide, text.high, room)) names.push([i, down]);
      }
      first.forEach((i) => tryName(i, 0));
      if (!shown.near) {
        // a name goes once what it stands for fills the window: then it says nothing about what is seen
        for (const region of regions) {
          const [x, y] = where(region.x, region.y);
          if (Math.sqrt(region.count) * 55 * at.scale > Math.min(width, height) * 0.45 || !inWindow(x, y, 0)) continue;
          const text = writing(region.label, regionSize(region), 600);
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
        const text = writing(region.label, regionSize(region), 600);
        const [x, y] = where(region.x, region.y);
        context.drawImage(text, Math.round(x - text.wide / 2), Math.round(y - text.high / 2), text.wide, text.high);
      }
      for (const [i, down] of names) {
        const text = writing(places[i].label, 12, i === shown.chosen || i === shown.other ? 600 : 400);
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
      if (!animate || still.matches) {
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
      stamps.clear();
      written.clear();
      thingSheet = linkSheet = null;
      if (count) whole = box(all);
      if (first) Object.assign(at, whole);
      if (shown) { drawThings(); drawLinks(); chooseNames(); draw(); }
    }
    resize();
    new ResizeObserver(() => { if (holder.clientWidth !== width || holder.clientHeight !== height) resize(); }).observe(holder);

    // --- pointer, touch, wheel, keys

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
    const inside = (event) => {
      const area = canvas.getBoundingClientRect();
      return [event.clientX - area.left, event.clientY - area.top];
    };
    const fingers = new Map();
    let dragged = false, pointed = null, hovering = 0;
    canvas.addEventListener("pointerdown", (event) => {
      if (event.button > 0) return;
      canvas.setPointerCapture(event.pointerId);
      cancelAnimationFrame(moving);
      if (!fingers.size) dragged = false;
      fingers.set(event.pointerId, [...inside(event), ...inside(event)]);
    });
    canvas.addEventListener("pointermove", (event) => {
      const [x, y] = inside(event);
      const finger = fingers.get(event.pointerId);
      if (!finger) {
        if (event.pointerType === "touch" || hovering) return;
        hovering = requestAnimationFrame(() => {
          hovering = 0;
          const i = shown ? under(x, y) : null;
          canvas.style.cursor = i === null ? "grab" : "pointer";
          if (i !== pointed) onPoint((pointed = i));
        });
        return;
      }
      const [lastX, lastY, startX, startY] = finger;
      if (!dragged && Math.hypot(x - startX, y - startY) < 5) return;
      dragged = true;
      canvas.style.cursor = "grabbing";
      if (fingers.size === 2) {
        const [other] = [...fingers].filter(([id]) => id !== event.pointerId).map(([, place]) => place);
        const middle = [(x + other[0]) / 2, (y + other[1]) / 2];
        const [before, after] = [Math.hypot(lastX - other[0], lastY - other[1]), Math.hypot(x - other[0], y - other[1])];
        pan((x - lastX) / 2, (y - lastY) / 2);
        if (before > 1) zoomAt(after / before, ...middle);
      } else pan(x - lastX, y - lastY);
      fingers.set(event.pointerId, [x, y, startX, startY]);
    });
    function lift(event) {
      if (!fingers.delete(event.pointerId)) return;
      canvas.style.cursor = "grab";
      if (event.type === "pointerup" && !dragged && !fingers.size && shown) onPick(under(...inside(event)));
      else if (resting) rest();
    }
    canvas.addEventListener("pointerup", lift);
    canvas.addEventListener("pointercancel", lift);
    canvas.addEventListener("pointerleave", () => { if (pointed !== null) onPoint((pointed = null)); });
    canvas.addEventListener("wheel", (event) => {
      event.preventDefault();
      cancelAnimationFrame(moving);
      const lines = event.deltaMode === 1 ? 18 : 1;
      zoomAt(Math.exp(-event.deltaY * lines * (event.ctrlKey ? 0.01 : 0.0016)), ...inside(event));
    }, { passive: false });
    const ARROWS = { ArrowLeft: [1, 0], ArrowRight: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
    canvas.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const far = event.shiftKey ? 240 : 60;
      if (ARROWS[event.key]) pan(ARROWS[event.key][0] * far, ARROWS[event.key][1] * far);
      else if (event.key === "+" || event.key === "=") zoomAt(1.25, width / 2, height / 2);
      else if (event.key === "-" || event.key === "_") zoomAt(0.8, width / 2, height / 2);
      else if (event.key === "0" || event.key === "Home") go(whole, true);
      else return;
      event.preventDefault();
    });

    const sameSet = (a, b) => a === b || (!!a && !!b && a.size === b.size && [...a].every((each) => b.has(each)));
    const sameBytes = (a, b) => a.length === b.length && a.every((each, i) => each === b[i]);
    return {
      paint(view) {
        const before = shown;
        shown = view;
        if (!width) return;
        const recoloured = !before || before.dark !== view.dark || before.ground !== view.ground;
        if (recoloured) { stamps.clear(); written.clear(); }
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
      view: () => ({ ...at }),
      moveTo: go,
      toWindow(i) {
        const area = canvas.getBoundingClientRect();
        return { x: area.left + (xs[i] - at.x) * at.scale + width / 2, y: area.top + (ys[i] - at.y) * at.scale + height / 2 };
      },
      names: () => new Set(names.map(([i]) => i)),
      regions: () => regionNames,
      canvas() {
        draw();
        return canvas;
      },
    };
  };
})();

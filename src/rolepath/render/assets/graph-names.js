"use strict";
// Which names can stand in a picture without covering one another, always 12 px high.
(function () {
  const page = globalThis.graphPage;
  const CELL = 64, MOST = 220;
  const measure = document.createElement("canvas").getContext("2d");
  const widths = new Map();
  function width(text) {
    measure.font = "12px " + getComputedStyle(document.body).fontFamily;
    if (!widths.has(text)) widths.set(text, Math.max(...text.split("\n").map((line) => measure.measureText(line).width)));
    return widths.get(text);
  }

  // order: things, the more important first; view: {x, y, scale}; room: {width, height} of the picture in px.
  page.fitNames = function ({ order, places, view, room, visible, close }) {
    const taken = new Map(), names = new Set();
    const far = (room.width * 0.6) / view.scale, deep = (room.height * 0.6) / view.scale;
    const [besides, above] = close ? [5, 2] : [14, 7];
    let tried = 0;
    for (const i of order) {
      if (tried === MOST) break;
      const { x, y, size, label } = places[i];
      if (!visible(i) || Math.abs(x - view.x) > far || Math.abs(y - view.y) > deep) continue;
      tried += 1;
      const half = width(label) / 2 + besides, top = (y + size) * view.scale + 2 - above, bottom = top + 2 * above + 13 * label.split("\n").length;
      const [left, right] = [x * view.scale - half, x * view.scale + half];
      const cells = [];
      for (let cx = Math.floor(left / CELL); cx <= Math.floor(right / CELL); cx++)
        for (let cy = Math.floor(top / CELL); cy <= Math.floor(bottom / CELL); cy++) cells.push(cx + " " + cy);
      if (!cells.every((key) => (taken.get(key) || []).every(([l, r, t, b]) => right < l || left > r || bottom < t || top > b))) continue;
      names.add(i);
      for (const key of cells) taken.set(key, [...(taken.get(key) || []), [left, right, top, bottom]]);
    }
    return names;
  };
})();

"use strict";
// Marks and names of a map, drawn once and then stamped wherever they stand: that is far quicker than drawing each anew.
(function () {
  // kinds: how each kind looks; look() → {dark, ground, ink} as it is now; ratio() → pixels of the screen for one of the page
  globalThis.graphPage.mapMarks = function ({ kinds, look, ratio }) {
    const outlines = kinds.map((kind) => new Path2D(kind.outline));
    const face = getComputedStyle(document.body).fontFamily;
    const stamps = new Map(), written = new Map();
    const MOST_WRITTEN = 900;
    const tone = (number) => (look().dark ? kinds[number].dark : kinds[number].light);

    function stamp(number, radius) {
      const key = number * 1000 + Math.round(radius * 4);
      if (stamps.has(key)) return stamps.get(key);
      const made = document.createElement("canvas");
      const side = Math.ceil((2 * radius + 4) * ratio());
      made.width = made.height = side;
      made.side = side / ratio();
      const pen = made.getContext("2d");
      pen.scale(ratio(), ratio());
      pen.translate(made.side / 2, made.side / 2);
      pen.scale(radius / 8, radius / 8);
      pen.translate(-10, -10);
      const { hollow } = kinds[number];
      pen.fillStyle = hollow ? look().ground : tone(number);
      pen.fill(outlines[number]);
      if (radius > 2.5) {
        pen.lineWidth = (8 / radius) * (hollow ? 1.5 : 0.8);
        pen.strokeStyle = hollow ? tone(number) : look().ground;
        pen.stroke(outlines[number]);
      }
      stamps.set(key, made);
      return made;
    }
    // text: rows between line ends; size in px
    function writing(text, size, weight) {
      const key = `${weight} ${size} ${text}`;
      if (written.has(key)) return written.get(key);
      if (written.size > MOST_WRITTEN) written.clear();
      const made = document.createElement("canvas");
      const font = `${weight} ${size}px ${face}`;
      const rows = text.split("\n");
      let pen = made.getContext("2d");
      pen.font = font;
      made.wide = Math.ceil(Math.max(...rows.map((row) => pen.measureText(row).width))) + 8;
      made.high = Math.ceil(rows.length * size * 1.18) + 6;
      made.width = made.wide * ratio();
      made.height = made.high * ratio();
      pen = made.getContext("2d");
      pen.scale(ratio(), ratio());
      Object.assign(pen, { font, textAlign: "center", textBaseline: "middle", lineJoin: "round", lineWidth: 3.5, strokeStyle: look().ground, fillStyle: look().ink });
      rows.forEach((row, k) => {
        const y = 3 + size * 1.18 * (k + 0.5);
        pen.strokeText(row, made.wide / 2, y);
        pen.fillText(row, made.wide / 2, y);
      });
      written.set(key, made);
      return made;
    }
    return {
      tone, writing,
      put(pen, number, radius, x, y) {
        const mark = stamp(number, radius);
        pen.drawImage(mark, x - mark.side / 2, y - mark.side / 2, mark.side, mark.side);
      },
      // where colours or the screen have changed
      forget() { stamps.clear(); written.clear(); },
    };
  };
})();

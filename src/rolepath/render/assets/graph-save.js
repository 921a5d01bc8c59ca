"use strict";
// What the picture shows now, as a file: SVG, and PNG made from it.
(function () {
  const page = globalThis.graphPage;
  const { kinds, links, texts } = page.data;
  const { kindOf, counted } = page;
  const BAND = 56;

  function element(name, attributes, text) {
    const made = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    if (text !== undefined) made.textContent = text;
    return made;
  }
  const round = (value) => Math.round(value * 10) / 10;

  // holder: the picture's element; view: what is painted; names: things whose names stand there
  page.toSvg = function ({ holder, picture, places, view, title }) {
    const [width, height] = [holder.clientWidth, holder.clientHeight];
    const at = picture.view();
    const put = (i) => [round((places[i].x - at.x) * at.scale + width / 2), round((places[i].y - at.y) * at.scale + height / 2)];
    const beyond = (p, q, edge) => (p < 0 && q < 0) || (p > edge && q > edge);
    const inside = ([x, y], room) => x > -room && y > -room && x < width + room && y < height + room;
    const face = getComputedStyle(document.body).fontFamily;
    const svg = element("svg", { xmlns: "http://www.w3.org/2000/svg", viewBox: `0 0 ${width} ${height + BAND}`, width, height: height + BAND, "font-family": face, "font-size": 12 });
    svg.append(element("title", {}, title), element("rect", { width, height: height + BAND, fill: view.ground }));
    const drawn = element("svg", { width, height }); // cuts off what goes over its edge
    const lines = element("g", { stroke: view.edge, "stroke-opacity": 0.5 });
    const strong = element("g", { stroke: view.accent, "stroke-opacity": 0.9, "stroke-width": 2 });
    if (picture.linkPicture && !view.near) lines.append(element("image", { href: picture.linkPicture(), width, height, preserveAspectRatio: "none" }));
    for (let link = 0; link < links.from.length; link++) {
      if (!view.linkShown[link]) continue;
      const [a, b] = [put(links.from[link]), put(links.to[link])];
      if (beyond(a[0], b[0], width) || beyond(a[1], b[1], height)) continue;
      const lit = view.lit.has(link);
      if ((view.near || picture.linkPicture) && !lit) continue;
      (lit ? strong : lines).append(element("line", { x1: a[0], y1: a[1], x2: b[0], y2: b[1] }));
    }
    drawn.append(lines, strong);
    for (let i = 0; i < places.length; i++) {
      const [x, y] = put(i);
      if (!view.shown[i] || !inside([x, y], 40)) continue;
      const kind = kinds[kindOf(i)];
      const tone = view.dark ? kind.dark : kind.light;
      const size = Math.max(places[i].size * at.scale, 2) / 8;
      drawn.append(element("path", {
        d: kind.outline, transform: `translate(${x} ${y}) scale(${round(size * 100) / 100}) translate(-10 -10)`,
        fill: kind.hollow ? view.ground : tone, stroke: i === view.chosen || i === view.other ? view.ink : tone, "stroke-width": i === view.chosen ? 3 : 1.5,
        opacity: !view.near || view.near.has(i) ? 1 : 0.13,
      }));
    }
    for (const i of picture.names()) {
      const [x, y] = put(i);
      places[i].label.split("\n").forEach((line, row) => drawn.append(element("text", {
        x, y: round(y + Math.max(places[i].size * at.scale, 2) + 12 + 13 * row), "text-anchor": "middle", fill: view.ink, stroke: view.ground, "stroke-width": 3, "paint-order": "stroke", "stroke-linejoin": "round",
      }, line)));
    }
    for (const { x, y, label, size } of picture.regions ? picture.regions() : []) {
      const rows = label.split("\n");
      const [left, top] = [round((x - at.x) * at.scale + width / 2), (y - at.y) * at.scale + height / 2 - (rows.length / 2) * size * 1.18];
      rows.forEach((row, k) => drawn.append(element("text", {
        x: left, y: round(top + (k + 0.8) * size * 1.18), "font-size": size, "font-weight": 600, "text-anchor": "middle", fill: view.ink, stroke: view.ground, "stroke-width": 3.5, "paint-order": "stroke", "stroke-linejoin": "round",
      }, row)));
    }
    svg.append(drawn, legend(view, width, height, title));
    return new XMLSerializer().serializeToString(svg);
  };
  function legend(view, width, height, title) {
    const band = element("g", { transform: `translate(0 ${height})` });
    band.append(element("rect", { width, height: BAND, fill: view.ground }), element("line", { x2: width, stroke: view.edge, "stroke-opacity": 0.5 }));
    band.append(element("text", { x: 12, y: 20, fill: view.ink, "font-weight": 600 }, page.short(title, Math.max(20, Math.floor(width / 8)))));
    let x = 12;
    const measure = document.createElement("canvas").getContext("2d");
    measure.font = "12px " + getComputedStyle(document.body).fontFamily;
    for (const [number, kind] of kinds.entries()) {
      const name = page.short(kind.many, 40);
      const wide = 22 + measure.measureText(name).width + 14;
      if (x + wide > width || !view.kindShown[number]) continue;
      const tone = view.dark ? kind.dark : kind.light;
      band.append(element("path", { d: kind.outline, transform: `translate(${x} 30) scale(0.8)`, fill: kind.hollow ? view.ground : tone, stroke: tone, "stroke-width": 2 }));
      band.append(element("text", { x: x + 20, y: 42, fill: view.ink }, name));
      x += wide;
    }
    return band;
  }

  page.save = function (content, type, name) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([content], { type }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  };
  // PNG at twice the size on the screen; resolves to its bytes
  page.toPng = function (svg) {
    return new Promise((done, failed) => {
      const image = new Image();
      image.onload = () => {
        const canvas = document.createElement("canvas");
        [canvas.width, canvas.height] = [2 * image.width, 2 * image.height];
        canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
        canvas.toBlob((blob) => (blob ? done(blob) : failed(new Error("the browser made no picture"))), "image/png");
      };
      image.onerror = () => failed(new Error("the browser can't read the picture"));
      image.src = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(svg);
    });
  };
})();

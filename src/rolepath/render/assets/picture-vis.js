"use strict";
// The picture as vis-network draws it. Another picture of the same shape stands in picture-map.js.
(function () {
  const MANY = 1500;

  // places: {x, y, size, label, shape}; kindOf(i) → number of a kind; from, to: ends of the links, widths: in px.
  globalThis.makePicture = function ({ holder, places, kinds, kindOf, from, to, widths, options, order, label, onPick, onMove, onPoint }) {
    const page = globalThis.graphPage;
    const usual = from.length > MANY ? 0.4 : 0.55;
    // the layout is wider than high; a phone is not
    const turned = holder.clientHeight > holder.clientWidth * 1.1;
    if (turned) for (const place of places) [place.x, place.y] = [place.y, place.x];
    const said = new Map();
    let network = null;
    let last = null;

    // vis-network takes its time for each thing it is told of: tell it only of those that change
    function changed(look, key) {
      const text = JSON.stringify(look);
      if (said.get(key + look.id) === text) return false;
      said.set(key + look.id, text);
      return true;
    }
    function thing(i, view, names, scale) {
      const kind = kinds[kindOf(i)];
      const tone = view.dark ? kind.dark : kind.light;
      const fill = kind.hollow ? view.ground : tone;
      const marked = i === view.chosen || i === view.other;
      const border = marked ? view.ink : tone;
      const look = {
        id: i,
        label: names.has(i) ? places[i].label : "",
        hidden: !view.shown[i],
        opacity: !view.near || view.near.has(i) ? 1 : 0.13,
        borderWidth: marked ? 4 : kind.hollow ? 2 : 1,
        color: { background: fill, border, highlight: { background: fill, border }, hover: { background: fill, border: view.ink } },
      };
      if (look.label) look.font = { size: 12 / scale, color: view.ink, strokeColor: view.ground, strokeWidth: 3 / scale };
      return look;
    }
    function line(i, view) {
      const lit = view.lit.has(i);
      return {
        id: i,
        hidden: !view.linkShown[i],
        arrows: lit ? "to" : "",
        width: lit ? Math.max(widths[i], view.way ? 3 : 1) : widths[i],
        color: { color: lit ? view.accent : view.edge, opacity: lit ? 0.9 : view.near ? 0.05 : usual },
      };
    }
    function box(some) {
      let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
      for (const i of some) {
        const { x, y } = places[i];
        left = Math.min(left, x); right = Math.max(right, x); top = Math.min(top, y); bottom = Math.max(bottom, y);
      }
      return { x: (left + right) / 2, y: (top + bottom) / 2, width: right - left, height: bottom - top };
    }
    // the scale at which these fill the holder, as vis-network's fit chooses it, but without drawing once to find out
    function fitting({ width, height }) {
      const room = holder.clientWidth < 600 ? 110 : 170; // for names at the edge
      return Math.min(1.3, (holder.clientWidth - room) / Math.max(width, 1), (holder.clientHeight - 90) / Math.max(height, 1));
    }
    const soft = (animate, duration) => (animate && !page.still.matches ? { duration, easingFunction: "easeInOutQuad" } : false);

    let at = null;
    const all = places.map((_, i) => i);
    if (places.length) { const whole = box(all); at = { x: whole.x, y: whole.y, scale: fitting(whole) }; }
    else at = { x: 0, y: 0, scale: 1 };
    const things = new vis.DataSet();
    const lines = new vis.DataSet();

    function namesOf(view) {
      const near = (i) => view.shown[i] && (!view.near || view.near.has(i));
      const first = [view.chosen, view.other].filter((i) => i !== null);
      return page.fitNames({ order: [...first, ...order.filter((i) => !first.includes(i))], places, view: at, room: { width: holder.clientWidth, height: holder.clientHeight }, visible: near, close: view.near !== null });
    }
    const picture = {
      turned,
      paint(view) {
        last = view;
        const names = namesOf(view);
        const looks = all.map((i) => thing(i, view, names, at.scale));
        const strokes = from.map((_, i) => line(i, view));
        if (network) {
          things.update(looks.filter((look) => changed(look, "n")));
          lines.update(strokes.filter((look) => changed(look, "e")));
          return;
        }
        looks.forEach((look) => changed(look, "n"));
        strokes.forEach((look) => changed(look, "e"));
        things.add(looks.map((look, i) => Object.assign({ shape: places[i].shape, size: places[i].size, x: places[i].x, y: places[i].y }, look)));
        // colours of lines that are as usual are vis-network's own default, which is quicker than one for each
        lines.add(strokes.map((look, i) => (view.near ? Object.assign({ from: from[i], to: to[i] }, look) : { id: i, from: from[i], to: to[i], width: look.width, hidden: look.hidden })));
        start(view);
      },
      look(some, animate) {
        if (!some.length) return;
        const whole = box(some);
        picture.moveTo({ x: whole.x, y: whole.y, scale: fitting(whole) }, animate);
      },
      zoom(factor) {
        const { x, y } = network.getViewPosition();
        picture.moveTo({ x, y, scale: Math.min(4, Math.max(0.02, network.getScale() * factor)) }, true);
      },
      view: () => ({ ...at }),
      moveTo(view, animate) {
        at = view;
        network.moveTo({ position: { x: view.x, y: view.y }, scale: view.scale, animation: soft(animate, 350) });
        onMove();
      },
      toWindow(i) {
        const { x, y } = network.canvasToDOM(places[i]);
        const area = holder.getBoundingClientRect();
        return { x: area.left + x, y: area.top + y };
      },
      names: () => namesOf(last),
      canvas() {
        network.redraw();
        return holder.querySelector("canvas");
      },
    };

    function start(view) {
      options.nodes.font.face = getComputedStyle(document.body).fontFamily;
      options.edges.color = { color: view.edge, opacity: usual, inherit: false };
      network = new vis.Network(holder, { nodes: things, edges: lines }, options);
      const frame = holder.querySelector(".vis-network");
      frame.setAttribute("role", "group");
      frame.setAttribute("aria-label", label);
      let settled;
      function settle() {
        clearTimeout(settled);
        settled = setTimeout(() => {
          at = { ...network.getViewPosition(), scale: network.getScale() };
          onMove();
        }, 120);
      }
      network.on("zoom", settle);
      network.on("dragEnd", settle);
      frame.addEventListener("keyup", settle);
      network.on("click", (event) => onPick(event.nodes.length ? event.nodes[0] : null));
      network.on("hoverNode", (event) => { frame.style.cursor = "pointer"; onPoint(event.node); });
      network.on("blurNode", () => { frame.style.cursor = ""; onPoint(null); });
      network.moveTo({ position: { x: at.x, y: at.y }, scale: at.scale, animation: false });
    }
    return picture;
  };
})();

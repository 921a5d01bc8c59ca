"use strict";
(function () {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  const drawn = [];
  let light = false;

  function look(group) {
    const style = getComputedStyle(document.documentElement);
    // paper is light whatever the screen is; the stylesheet's print colours don't reach a canvas
    const get = (name) => (light ? { "--card": "#ffffff", "--ink": "#000000", "--soft": "#444444", "--line": "#cccccc", "--strong-line": "#888888", "--accent": "#0b5a8f", "--accent-soft": "#e4eef5", "--accent-ink": "#ffffff", "--good": "#00694c" }[name] : style.getPropertyValue(name).trim());
    const box = (background, border, ink, width, radius, dashes) => ({
      color: { background, border, highlight: { background, border }, hover: { background, border } },
      font: { color: ink, face: getComputedStyle(document.body).fontFamily },
      borderWidth: width,
      borderWidthSelected: width + 1,
      shapeProperties: { borderRadius: radius, borderDashes: dashes },
    });
    switch (group) {
      case "start": return box(get("--card"), get("--ink"), get("--ink"), 2, 22, false);
      case "role": return box(get("--accent-soft"), get("--accent"), get("--ink"), 2, 22, false);
      case "target": return box(get("--accent"), get("--accent"), get("--accent-ink"), 2, 22, false);
      case "head": return box(get("--accent-soft"), get("--accent-soft"), get("--ink"), 0, 8, false);
      case "must": return box(get("--card"), get("--accent"), get("--ink"), 2, 8, false);
      case "learn": return box(get("--card"), get("--strong-line"), get("--ink"), 1, 8, false);
      case "offer": return box(get("--card"), get("--good"), get("--ink"), 1.5, 0, false);
      case "way": return { color: { color: get("--accent") }, width: 2 };
      case "before": return { color: { color: get("--soft") }, width: 1.25 };
      default: return box(get("--card"), get("--card"), get("--soft"), 0, 0, false);
    }
  }
  function paint(picture) {
    picture.nodes.update(picture.data.nodes.map((node) => Object.assign({ id: node.id }, look(node.group))));
    picture.edges.update(picture.data.edges.map((edge, i) => Object.assign({ id: i }, look(edge.kind))));
  }
  function goTo(anchor) {
    const target = document.getElementById(anchor);
    if (!target) return;
    for (let outer = target; outer; outer = outer.parentElement) if (outer.tagName === "DETAILS") outer.open = true;
    target.scrollIntoView({ block: "center", behavior: still.matches ? "auto" : "smooth" });
    const summary = target.querySelector("summary");
    if (summary) summary.focus({ preventScroll: true });
  }
  function place(picture) {
    const { extent, holder, network } = picture;
    const room = picture.scroller.clientWidth;
    if (!room || light) return;
    // smaller than this the words can't be read: then the picture is wider than the window and can be pushed sideways
    const scale = Math.min(1, Math.max(0.7, room / extent.width));
    holder.style.width = Math.max(room, Math.ceil(extent.width * scale)) - 1 + "px";
    holder.style.height = Math.ceil(extent.height * scale) + "px";
    network.setSize(holder.style.width, holder.style.height);
    network.redraw();
    network.moveTo({ position: { x: extent.left + extent.width / 2, y: extent.top + extent.height / 2 }, scale, animation: false });
  }
  function draw(figure) {
    if (figure.dataset.drawn) return;
    figure.dataset.drawn = "yes";
    figure.hidden = false;
    const way = figure.dataset.way;
    const data = JSON.parse(document.getElementById(way + "-drawing").textContent);
    const extent = JSON.parse(document.getElementById(way + "-extent").textContent);
    const holder = figure.querySelector(".canvas");
    const nodes = new vis.DataSet(data.nodes.map((node) => Object.assign({}, node, { group: undefined }, look(node.group))));
    const edges = new vis.DataSet(data.edges.map((edge, i) => Object.assign({ id: i, from: edge.from, to: edge.to, arrows: "to" }, look(edge.kind))));
    const network = new vis.Network(holder, { nodes, edges }, data.options);
    const frame = holder.querySelector(".vis-network");
    frame.tabIndex = -1;
    const picture = { figure, data, extent, holder, scroller: figure.querySelector(".scroller"), nodes, edges, network };
    network.on("click", (event) => {
      network.unselectAll();
      if (event.nodes.length) goTo(extent.anchors[event.nodes[0]]);
    });
    drawn.push(picture);
    place(picture);
    new ResizeObserver(() => place(picture)).observe(picture.scroller);
  }
  if (window.vis) {
    document.querySelectorAll(".drawing").forEach((figure) => {
      const around = figure.closest("details");
      if (!around) draw(figure);
      else around.addEventListener("toggle", () => around.open && draw(figure));
    });
  }
  function repaint() {
    drawn.forEach(paint);
  }
  dark.addEventListener("change", repaint);

  const steps = [...document.querySelectorAll("main > section:first-of-type .step")];
  document.querySelectorAll(".all-steps").forEach((holder) => { holder.hidden = !steps.length; });
  document.querySelectorAll(".open-all").forEach((button) =>
    button.addEventListener("click", () => {
      const open = !steps.every((step) => step.open);
      steps.forEach((step) => { step.open = open; });
      button.textContent = open ? "Close every step" : "Open every step";
    })
  );
  // a link to something inside a closed part opens it
  addEventListener("hashchange", () => goTo(decodeURIComponent(location.hash.slice(1))));
  const opened = [], papers = [];
  addEventListener("beforeprint", () => {
    light = true;
    repaint();
    // a canvas keeps its size in pixels; an image fits the paper
    for (const { figure, holder, network } of drawn) {
      network.redraw();
      const image = document.createElement("img");
      image.className = "on-paper";
      image.alt = holder.getAttribute("aria-label");
      image.src = holder.querySelector("canvas").toDataURL();
      figure.prepend(image);
      papers.push(image);
    }
    document.querySelectorAll("details[data-print]:not([open])").forEach((part) => { part.open = true; opened.push(part); });
  });
  addEventListener("afterprint", () => {
    light = false;
    repaint();
    papers.splice(0).forEach((image) => image.remove());
    opened.splice(0).forEach((part) => { part.open = false; });
  });
})();

"use strict";
(function () {
  const read = (id) => JSON.parse(document.getElementById(id).textContent);
  const drawing = read("drawing");
  const { kinds, nodes, edges, citations, texts } = read("details");
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  const $ = (id) => document.getElementById(id);
  const panel = $("panel"), search = $("search"), found = $("found");
  const links = nodes.map(() => []);
  edges.forEach((edge, i) => {
    links[edge[0]].push(i);
    if (edge[1] !== edge[0]) links[edge[1]].push(i);
  });
  const hidden = new Set();
  let chosen = null;
  let printing = false;

  // Text from the data only ever becomes text nodes.
  function make(name, className, text) {
    const element = document.createElement(name);
    if (className) element.className = className;
    if (text !== undefined) element.textContent = text;
    return element;
  }
  function short(text, limit) {
    return text.length > limit ? text.slice(0, limit - 1) + " …" : text;
  }
  const isDark = () => dark.matches && !printing;
  const colour = (kind) => (isDark() ? kind.dark : kind.light);

  function icon(kindNumber) {
    const kind = kinds[kindNumber];
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    for (const [name, value] of [["viewBox", "0 0 20 20"], ["width", "14"], ["height", "14"], ["aria-hidden", "true"]]) svg.setAttribute(name, value);
    path.setAttribute("d", kind.outline);
    path.setAttribute("class", kind.hollow ? "mark hollow" : "mark");
    path.dataset.light = kind.light;
    path.dataset.dark = kind.dark;
    paintMark(path);
    svg.append(path);
    return svg;
  }
  function paintMark(path) {
    const value = isDark() ? path.dataset.dark : path.dataset.light;
    path.setAttribute("stroke", value);
    path.setAttribute("fill", path.classList.contains("hollow") ? "none" : value);
  }

  // --- the picture

  function palette() {
    const style = getComputedStyle(document.documentElement);
    const get = (name) => style.getPropertyValue(name).trim();
    if (printing) return { ink: "#000000", ground: "#ffffff", edge: "#7d8794", accent: "#0b5a8f" };
    return { ink: get("--ink"), ground: get("--card"), edge: get("--edge"), accent: get("--accent") };
  }
  function near() {
    return chosen === null ? null : new Set([chosen, ...links[chosen].map((i) => (edges[i][0] === chosen ? edges[i][1] : edges[i][0]))]);
  }
  const holder = $("picture");
  const places = drawing.nodes;
  // the layout is wider than high; a phone is not
  if (holder.clientHeight > holder.clientWidth * 1.1) for (const place of places) [place.x, place.y] = [place.y, place.x];
  const byLinks = nodes.map((_, i) => i).sort((a, b) => links[b].length - links[a].length || a - b);
  const measure = document.createElement("canvas").getContext("2d");
  const widths = new Map();
  function width(text) {
    if (!widths.has(text)) widths.set(text, Math.max(...text.split("\n").map((line) => measure.measureText(line).width)));
    return widths.get(text);
  }
  // Which names can stand beside each other in this view, always 12 px high; the most linked things come first.
  function named(around, scale) {
    const cell = 64, taken = new Map(), names = new Set();
    const middle = network ? network.getViewPosition() : { x: box(places).x, y: box(places).y };
    const [far, deep] = [(holder.clientWidth * 0.75) / scale, (holder.clientHeight * 0.75) / scale];
    const visible = (i) => !hidden.has(nodes[i][2]) && Math.abs(places[i].x - middle.x) < far && Math.abs(places[i].y - middle.y) < deep;
    const candidates = around ? [chosen, ...byLinks.filter((i) => i !== chosen && around.has(i) && visible(i))] : byLinks.filter(visible);
    const [besides, above] = around ? [5, 2] : [14, 7];
    for (const i of candidates.slice(0, 160)) {
      const { x, y, size, label } = places[i];
      const half = width(label) / 2 + besides, top = (y + size) * scale + 2 - above, bottom = top + 2 * above + 13 * label.split("\n").length;
      const [left, right] = [x * scale - half, x * scale + half];
      const cells = [];
      for (let cx = Math.floor(left / cell); cx <= Math.floor(right / cell); cx++)
        for (let cy = Math.floor(top / cell); cy <= Math.floor(bottom / cell); cy++) cells.push(cx + " " + cy);
      const free = cells.every((key) => (taken.get(key) || []).every(([l, r, t, b]) => right < l || left > r || bottom < t || top > b));
      if (!free) continue;
      names.add(i);
      for (const key of cells) taken.set(key, [...(taken.get(key) || []), [left, right, top, bottom]]);
    }
    return names;
  }
  function nodeLook(i, colours, around, names) {
    const kind = kinds[nodes[i][2]];
    const tone = colour(kind);
    const lit = !around || around.has(i);
    const fill = kind.hollow ? colours.ground : tone;
    const border = i === chosen ? colours.ink : tone;
    const look = {
      id: i,
      label: names.has(i) ? places[i].label : "",
      hidden: hidden.has(nodes[i][2]),
      opacity: lit ? 1 : 0.13,
      borderWidth: i === chosen ? 4 : kind.hollow ? 2 : 1,
      color: { background: fill, border, highlight: { background: fill, border }, hover: { background: fill, border: colours.ink } },
    };
    if (look.label) look.font = { size: 12 / scale, color: colours.ink, strokeColor: colours.ground, strokeWidth: 3 / scale };
    return look;
  }
  function edgeLook(i, colours, around) {
    const [from, to] = edges[i];
    const lit = chosen !== null && (from === chosen || to === chosen);
    return {
      id: i,
      hidden: hidden.has(nodes[from][2]) || hidden.has(nodes[to][2]),
      arrows: lit ? "to" : "",
      color: { color: lit ? colours.accent : colours.edge, opacity: lit ? 0.9 : around ? 0.05 : usual },
    };
  }
  const usual = edges.length > 1500 ? 0.4 : 0.55;

  const face = getComputedStyle(document.body).fontFamily;
  measure.font = "12px " + face;
  let scale = fitting(places);
  let network;
  const drawnNodes = new vis.DataSet();
  const drawnEdges = new vis.DataSet();
  const looks = new Map();
  // vis-network takes its time for each thing it is told of: tell it only of those that change
  function changed(look, key) {
    const text = JSON.stringify(look);
    if (looks.get(key + look.id) === text) return false;
    looks.set(key + look.id, text);
    return true;
  }
  {
    const colours = palette();
    const names = named(null, scale);
    drawing.options.nodes.font.face = face;
    drawing.options.edges.color = { color: colours.edge, opacity: usual, inherit: false };
    drawnNodes.add(places.map((node, i) => {
      const look = nodeLook(i, colours, null, names);
      changed(look, "n");
      return Object.assign({ shape: node.shape, size: node.size, x: node.x, y: node.y }, look);
    }));
    drawnEdges.add(drawing.edges.map((edge, i) => {
      changed(edgeLook(i, colours, null), "e");
      return { id: i, from: edge.from, to: edge.to, width: edge.width };
    }));
  }
  network = new vis.Network(holder, { nodes: drawnNodes, edges: drawnEdges }, drawing.options);
  const frame = holder.querySelector(".vis-network");
  frame.setAttribute("role", "group");
  frame.setAttribute("aria-label", "Picture of all things and their links; arrow keys move it, plus and minus change its size. The list below has the same content.");

  // the scale at which these places fill the holder, as vis-network's fit chooses it, but without drawing once to find out
  function box(some) {
    const xs = some.map((n) => n.x), ys = some.map((n) => n.y);
    const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
    return { x: (left + right) / 2, y: (top + bottom) / 2, width: right - left, height: bottom - top };
  }
  function fitting(some) {
    if (!some.length) return 1;
    const { width, height } = box(some);
    const room = holder.clientWidth < 600 ? 50 : 130;
    return Math.min(1.3, (holder.clientWidth - room) / Math.max(width, 1), (holder.clientHeight - 90) / Math.max(height, 1));
  }
  function look(some, animate) {
    if (!some.length) return;
    scale = fitting(some);
    const { x, y } = box(some);
    network.moveTo({ position: { x, y }, scale, animation: animate && !still.matches ? { duration: 350, easingFunction: "easeInOutQuad" } : false });
  }
  function paint() {
    const colours = palette();
    const around = near();
    const names = named(around, scale);
    drawnNodes.update(nodes.map((_, i) => nodeLook(i, colours, around, names)).filter((look) => changed(look, "n")));
    drawnEdges.update(edges.map((_, i) => edgeLook(i, colours, around)).filter((look) => changed(look, "e")));
    document.querySelectorAll(".mark").forEach(paintMark);
  }
  let settled;
  function settle() {
    clearTimeout(settled);
    settled = setTimeout(() => { scale = network.getScale(); paint(); }, 120);
  }
  network.on("zoom", settle);
  network.on("dragEnd", settle);
  function shown() {
    return places.filter((_, i) => !hidden.has(nodes[i][2]));
  }
  function showAll() {
    look(shown(), true);
    paint();
  }

  // --- the panel

  function cites(numbers) {
    const list = make("ul", "cites");
    for (const number of numbers) {
      const [source, text, estimate] = citations[number];
      const item = make("li");
      if (estimate) item.append(make("span", "estimate", "estimate"), " ");
      item.append(make("span", "title", texts[source]), text ? ": " : "", make("span", "", text));
      list.append(item);
    }
    return list;
  }
  function factList(facts) {
    const list = make("dl");
    let before = null;
    for (const [name, value, strength, numbers, isLink] of facts) {
      const estimate = numbers.length > 0 && numbers.every((n) => citations[n][2]);
      const row = make("div", estimate ? "fact is-estimate" : "fact");
      // several values of one name in a row stand under one heading
      const same = before && before.name === name && !estimate && !before.estimate;
      if (!same) row.append(make("dt", "", texts[name]));
      const body = make("dd");
      if (isLink) {
        const link = make("a", "", value);
        link.href = value;
        link.rel = "noopener noreferrer";
        body.append(link);
      } else body.append(make("span", "", value));
      if (strength !== null) body.append(" ", make("span", "pill", texts[strength]));
      if (estimate) body.append(" ", make("span", "pill", "estimate"));
      if (numbers.length) body.append(cites(numbers));
      if (same) before.row.append(body);
      else {
        row.append(body);
        list.append(row);
        before = { name, estimate, row };
      }
    }
    return list;
  }
  function goTo(i) {
    const button = make("button", "goto", short(nodes[i][1], 120));
    button.type = "button";
    button.addEventListener("click", () => choose(i, true));
    return button;
  }
  function neighbour(other, facts) {
    const item = make("li");
    const line = make("div", "link");
    line.append(icon(nodes[other][2]), goTo(other));
    const strength = facts.find((fact) => fact[2] !== null);
    if (strength) line.append(make("span", "pill", texts[strength[2]]));
    item.append(line);
    if (facts.length) {
      const more = make("details");
      const summary = make("summary", "", "Who says so");
      summary.setAttribute("aria-label", "Who says so: " + short(nodes[other][1], 120));
      more.append(summary);
      more.addEventListener("toggle", () => more.children.length === 1 && more.append(factList(facts)));
      item.append(more);
    }
    return item;
  }
  function groups(i) {
    const sorted = new Map();
    for (const number of links[i]) {
      const [from, to, label, facts] = edges[number];
      const out = from === i;
      const key = (out ? "0" : "1") + texts[label];
      if (!sorted.has(key)) sorted.set(key, { heading: out ? texts[label] : texts[label] + " this", items: [] });
      sorted.get(key).items.push([out ? to : from, facts]);
    }
    return [...sorted.keys()].sort().map((key) => sorted.get(key));
  }
  function showPanel(i) {
    const [, label, kindNumber, facts] = nodes[i];
    const head = make("p", "what-kind");
    const close = make("button", "close", "Close");
    close.type = "button";
    close.addEventListener("click", () => choose(null, true));
    head.append(icon(kindNumber), make("span", "", kinds[kindNumber].one), close);
    const title = make("h2", "", short(label, 300));
    title.tabIndex = -1;
    panel.replaceChildren(head, title);
    panel.append(facts.length ? factList(facts) : make("p", "hint", "Nothing more is noted of it than its links."));
    for (const { heading, items } of groups(i)) {
      panel.append(make("h3", "", `${short(heading, 80)} (${items.length})`));
      const list = make("ul", "group");
      const rest = items.slice(10);
      list.append(...items.slice(0, rest.length > 2 ? 10 : items.length).map((item) => neighbour(...item)));
      panel.append(list);
      if (rest.length > 2) {
        const more = make("button", "more", `Show ${rest.length} more`);
        more.type = "button";
        more.addEventListener("click", () => {
          const added = rest.map((item) => neighbour(...item));
          list.append(...added);
          more.remove();
          added[0].querySelector("button").focus();
        });
        panel.append(more);
      }
    }
    panel.scrollTop = 0;
    return title;
  }
  function choose(i, moveFocus) {
    const before = chosen;
    chosen = i;
    if (i === null) {
      panel.replaceChildren(make("p", "hint", "Nothing is chosen. Find something by name, or press a mark in the picture."));
      network.unselectAll();
      paint();
      if (moveFocus && before !== null) search.focus();
      return;
    }
    for (const kind of [nodes[i][2]]) if (hidden.has(kind)) toggle(kind);
    const title = showPanel(i);
    network.selectNodes([i], false);
    const around = [...near()].filter((n) => !hidden.has(nodes[n][2])).map((n) => places[n]);
    look(around, true);
    paint();
    if (moveFocus) title.focus({ preventScroll: true });
    if (panel.getBoundingClientRect().top > innerHeight * 0.8 || moveFocus) {
      (panel.offsetTop > holder.offsetHeight && innerWidth < 896 ? panel : panel.parentElement).scrollIntoView({ block: "nearest", behavior: still.matches ? "auto" : "smooth" });
    }
  }
  network.on("click", (event) => (event.nodes.length ? choose(event.nodes[0], false) : chosen !== null && choose(null, false)));
  network.on("hoverNode", () => { frame.style.cursor = "pointer"; });
  network.on("blurNode", () => { frame.style.cursor = ""; });

  // --- the legend

  function toggle(kind) {
    if (!hidden.delete(kind)) hidden.add(kind);
    document.querySelector(`.kind[data-kind="${kind}"]`).setAttribute("aria-pressed", String(!hidden.has(kind)));
  }
  document.querySelectorAll(".kind").forEach((button) =>
    button.addEventListener("click", () => {
      toggle(Number(button.dataset.kind));
      paint();
    })
  );

  // --- the search

  const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const folded = nodes.map((node) => fold(node[1]));
  let hits = [], marked = -1;

  function rank(name, words, whole) {
    if (name === whole) return 0;
    if (name.startsWith(whole)) return 1;
    if (words.every((word) => (" " + name).includes(" " + word))) return 2;
    return words.every((word) => name.includes(word)) ? 3 : -1;
  }
  function suggest() {
    const whole = fold(search.value.trim());
    const words = whole.split(/\s+/);
    const all = !whole ? [] : folded
      .map((name, i) => [rank(name, words, whole), i])
      .filter(([score]) => score >= 0)
      .sort((a, b) => a[0] - b[0] || nodes[a[1]][2] - nodes[b[1]][2] || links[b[1]].length - links[a[1]].length || a[1] - b[1]);
    hits = all.slice(0, 12).map(([, i]) => i);
    marked = hits.length ? 0 : -1;
    found.replaceChildren(...hits.map((i, n) => {
      const item = make("li");
      item.id = "found-" + n;
      item.setAttribute("role", "option");
      item.append(icon(nodes[i][2]), make("span", "", short(nodes[i][1], 120)), make("span", "what", kinds[nodes[i][2]].one));
      item.addEventListener("pointerdown", (event) => event.preventDefault());
      item.addEventListener("click", () => pick(n));
      return item;
    }));
    $("count").textContent = !whole ? "" : !hits.length ? "Nothing here has that in its name." : all.length > hits.length ? `The first ${hits.length} of ${all.length}; type more to narrow it.` : "";
    mark();
  }
  function mark() {
    found.hidden = !hits.length;
    search.setAttribute("aria-expanded", String(hits.length > 0));
    [...found.children].forEach((item, n) => item.setAttribute("aria-selected", String(n === marked)));
    if (marked >= 0) {
      search.setAttribute("aria-activedescendant", "found-" + marked);
      found.children[marked].scrollIntoView({ block: "nearest" });
    } else search.removeAttribute("aria-activedescendant");
  }
  function shut() {
    hits = [];
    marked = -1;
    found.replaceChildren();
    $("count").textContent = "";
    mark();
  }
  function pick(n) {
    const i = hits[n];
    search.value = nodes[i][1];
    shut();
    choose(i, true);
  }
  search.addEventListener("input", suggest);
  search.addEventListener("focus", () => search.select());
  search.addEventListener("blur", shut);
  search.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      if (hits.length) shut();
      else search.value = "";
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && !hits.length) suggest();
    else if (event.key === "ArrowDown") marked = (marked + 1) % hits.length;
    else if (event.key === "ArrowUp") marked = (marked + hits.length - 1) % hits.length;
    else if (event.key === "Enter" && marked >= 0) return event.preventDefault(), pick(marked);
    else return;
    event.preventDefault();
    mark();
  });
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && chosen !== null && event.target !== search) choose(null, true);
  });

  // --- the list of everything, filled when a part is opened

  kinds.forEach((kind, number) => {
    const members = nodes.map((_, i) => i).filter((i) => nodes[i][2] === number);
    const part = make("details");
    const summary = make("summary");
    summary.append(icon(number), ` ${short(kind.many, 40)} (${members.length})`);
    part.append(summary);
    part.addEventListener("toggle", () => {
      if (part.children.length > 1) return;
      const list = make("ul");
      list.append(...members.map((i) => {
        const item = make("li");
        item.append(goTo(i));
        return item;
      }));
      part.append(list);
    });
    $("all").append(part);
  });

  // --- start

  const zoom = (factor) => {
    scale = Math.min(4, Math.max(0.02, network.getScale() * factor));
    network.moveTo({ scale, animation: still.matches ? false : { duration: 150, easingFunction: "linear" } });
    paint();
  };
  $("nearer").addEventListener("click", () => zoom(1.4));
  $("farther").addEventListener("click", () => zoom(1 / 1.4));
  $("everything").addEventListener("click", showAll);
  dark.addEventListener("change", paint);
  const paper = new Image();
  paper.className = "on-paper";
  paper.alt = "Picture of the things and their links";
  addEventListener("beforeprint", () => {
    printing = true;
    paint();
    network.redraw();
    paper.src = holder.querySelector("canvas").toDataURL();
    holder.after(paper);
  });
  addEventListener("afterprint", () => {
    printing = false;
    paper.remove();
    paint();
  });
  document.querySelectorAll(".mark").forEach(paintMark);
  if (nodes.length > 8) {
    const list = make("ul", "starts");
    for (const i of byLinks.filter((n) => nodes[n][2] === 0).slice(0, 6)) {
      const item = make("li");
      item.append(icon(nodes[i][2]), " ", goTo(i));
      list.append(item);
    }
    panel.append(make("p", "starts-label", "Good places to start"), list);
  }
  look(places, false);
  addEventListener("load", () => document.documentElement.setAttribute("data-ready", ""));
  // where a thing stands in the window, for tests and for whoever scripts the page
  window.rolepathPage = {
    places: () => nodes.map((node, i) => {
      const { x, y } = network.canvasToDOM(network.getPosition(i));
      const area = holder.getBoundingClientRect();
      return { id: node[0], x: area.left + x, y: area.top + y };
    }),
  };
})();

"use strict";
(function () {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  const drawn = [];

  function look(group) {
    const style = getComputedStyle(document.documentElement);
    const get = (name) => style.getPropertyValue(name).trim();
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
  const id = (name) => document.getElementById(name);
  const all = (selector, inside) => [...(inside || document).querySelectorAll(selector)];
  const tabs = all(".tabs [role=tab]");
  const ways = all(".ways > .way");
  const numbers = id("choices") ? JSON.parse(id("choices").textContent) : null;
  const chart = id("chart");
  const chartHome = chart && chart.parentElement;
  const sliders = [id("hours"), id("budget")];
  let pace = numbers ? numbers.asked : 0;

  // shows one way; null: none of them
  function select(anchor) {
    ways.forEach((way) => { const here = way.id === anchor; way.hidden = !here; way.classList.toggle("chosen", here); });
    tabs.forEach((tab) => {
      const here = tab.getAttribute("aria-controls") === anchor;
      tab.setAttribute("aria-selected", here);
      if (here) tab.hidden = false;
    });
    const open = tabs.filter((tab) => !tab.hidden);
    const stop = open.find((tab) => tab.getAttribute("aria-selected") === "true") || open[0];
    tabs.forEach((tab) => { tab.tabIndex = tab === stop ? 0 : -1; });
    const holder = document.querySelector(".tabs");
    if (holder) holder.hidden = open.length < 2;
    if (chart) {
      // beside the tabs where there are some, else beside what was also considered
      const beside = open.length > 1 ? holder.parentElement : chartHome;
      if (chart.parentElement !== beside) beside.append(chart);
      chart.hidden = open.length < 2 && chartHome === holder.parentElement;
      all(".choice").forEach((part) => part.classList.toggle("alone", chart.hidden || !part.contains(chart)));
    }
    if (numbers) id("ways-label").textContent = open.length > 1 ? open.length + " ways to get there" : "How to get there";
    document.documentElement.classList.toggle("tabbed", open.length > 1);
    all(".mark").forEach((mark) => {
      mark.classList.toggle("chosen", mark.dataset.way === anchor);
      if (mark.dataset.way === anchor) mark.setAttribute("aria-current", "true");
      else mark.removeAttribute("aria-current");
      const tab = tabs.find((each) => each.getAttribute("aria-controls") === mark.dataset.way);
      mark.toggleAttribute("hidden", !!tab && tab.hidden);
    });
    totals(anchor);
    if (numbers) limits(anchor);
    all(".all-steps").forEach((part) => { part.hidden = !anchor || !id(anchor).querySelector("details.step"); });
    // where there is no plan nothing of one is shown; where the question itself has no answer, what to do about that and another choice's way take turns
    all(".ways, .considered").forEach((part) => { part.hidden = !!numbers && !anchor; });
    if (!document.querySelector(".totals")) all(".next").forEach((part) => { part.hidden = !!anchor; });
    const way = anchor && id(anchor);
    if (way && window.vis) draw(way.querySelector(".drawing"));
  }
  // how the way that is shown keeps to the budget, and what would do where there is none
  function limits(anchor) {
    const [row, column] = sliders.map((slider) => Number(slider.value));
    const over = id("over");
    if (over) {
      over.textContent = anchor ? numbers.over[anchor][column] : "";
      over.hidden = !over.textContent;
    }
    const to = numbers.enough[row];
    id("enough").hidden = !!anchor || to === null;
    if (to === null) return;
    const stop = sliders[1].dataset.stops.split("|")[to];
    id("enough").firstElementChild.textContent = "Show the plan " + (stop.startsWith("up to ") ? "with " + stop.slice(6) : "at " + stop);
  }
  function totals(anchor) {
    const after = id("after");
    if (after) {
      after.textContent = anchor ? id(anchor).dataset.ready : "–";
      document.querySelector(".readiness .gain").setAttribute("width", anchor ? id(anchor).dataset.share : 0);
    }
    const facts = anchor ? all("#" + anchor + " > .facts > li > span:not(.visually-hidden)") : [];
    all("[data-total]").forEach((total, n) => {
      const from = facts[n] && facts[n].querySelector(".estimate, .known");
      total.firstElementChild.className = from ? from.className : "known";
      total.querySelector(".text").textContent = from ? from.firstChild.textContent : "–";
      total.querySelector(".tag").textContent = from && from.className === "estimate" ? "estimate" : "";
    });
  }
  tabs.forEach((tab) => tab.addEventListener("click", () => select(tab.getAttribute("aria-controls"))));
  if (tabs.length) tabs[0].parentElement.addEventListener("keydown", (event) => {
    const open = tabs.filter((tab) => !tab.hidden);
    const at = open.indexOf(document.activeElement);
    const to = { ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1, Home: 0, End: open.length - 1 }[event.key];
    if (at < 0 || to === undefined) return;
    event.preventDefault();
    const next = open[(to + open.length) % open.length];
    select(next.getAttribute("aria-controls"));
    next.focus();
  });
  all(".mark").forEach((mark) => mark.addEventListener("click", (event) => {
    event.preventDefault();
    select(mark.dataset.way);
    const tab = tabs.find((each) => each.getAttribute("aria-controls") === mark.dataset.way);
    (tab.parentElement.hidden ? id(mark.dataset.way) : tab).focus();
  }));

  // a number marked as an estimate, or not
  function amount(holder, text, estimate) {
    const span = holder.querySelector(".estimate, .known");
    span.className = estimate ? "estimate" : "known";
    const tag = span.querySelector(".tag, .visually-hidden");
    if (span.firstChild !== tag) span.firstChild.textContent = text + (tag && tag.className === "tag" ? " " : "");
    if (tag) tag.hidden = !estimate;
  }
  function atPace(row) {
    pace = row;
    for (const [anchor, each] of Object.entries(numbers.ways)) {
      const now = each[row];
      all("[data-months=" + anchor + "]").forEach((holder) => amount(holder, now.months, true));
      const way = id(anchor);
      all(".timeline ol > li", way).forEach((item, n) => {
        const [earliest, start, end, latest, done] = now.rows[n];
        item.querySelector(".row-done .text").textContent = done;
        const svg = item.querySelector("svg");
        const set = (it, values) => Object.entries(values).forEach(([name, value]) => it.setAttribute(name, value));
        set(svg.querySelector(".range"), { x1: earliest + "%", x2: latest + "%" });
        set(svg.querySelector("rect"), { x: start + "%", width: Math.max(end - start, 0.4).toFixed(2) + "%" });
        all(".tick", svg).forEach((tick) => tick.remove());
        now.ticks.forEach(([place]) => svg.prepend(make("line", { class: "tick", x1: place + "%", x2: place + "%", y1: 0, y2: 18 })));
      });
      const axis = way.querySelector(".axis svg");
      if (axis) axis.replaceChildren(...now.ticks.map(([place, month]) => make("text", { x: place + "%", y: 13, "text-anchor": place > 96 ? "end" : place > 2 ? "middle" : "start" }, month)));
      numbers.steps[anchor].forEach((name, n) => {
        const step = id(name); // long rows stand on the page by what they are for, not in this order
        const value = step.querySelectorAll(".takes > .estimate, .takes > .known")[1];
        const short = step.classList.contains("big") ? step.querySelector(".step-hours").children[1] : null;
        [value, short].filter(Boolean).forEach((span) => {
          const holder = document.createElement("span");
          span.replaceWith(holder);
          const next = document.createElement("span");
          next.className = now.steps[n][1] ? "estimate" : "known";
          next.textContent = now.steps[n][0];
          if (now.steps[n][1]) {
            const tag = document.createElement("span");
            tag.className = span === value ? "tag" : "visually-hidden";
            tag.textContent = span === value ? "estimate" : " estimate";
            next.append(...(span === value ? [" ", tag] : [tag]));
          }
          holder.replaceWith(next);
        });
      });
    }
    redrawChart(numbers.charts[row]);
  }
  function make(name, attributes, text) {
    const element = document.createElementNS("http://www.w3.org/2000/svg", name);
    Object.entries(attributes).forEach(([key, value]) => element.setAttribute(key, value));
    if (text !== undefined) element.textContent = text;
    return element;
  }
  function redrawChart(now) {
    const svg = document.querySelector(".chart svg");
    if (!svg) return;
    svg.querySelector(".ticks").replaceChildren(
      ...now.months.flatMap(([x, text]) => [make("line", { x1: x, x2: x, y1: 14, y2: 146 }), make("text", { x, y: 161, "text-anchor": "middle" }, text)]),
      ...now.hours.flatMap(([y, text]) => [make("line", { x1: 56, x2: 384, y1: y, y2: y }), make("text", { x: 50, y, dy: "0.35em", "text-anchor": "end" }, text)])
    );
    svg.querySelector(".beaten").replaceChildren(...now.faint.map(([x, y]) => make("path", { d: "M" + (x - 4) + "," + (y - 4) + "l8,8m0,-8l-8,8" })));
    all(".beaten-key").forEach((key) => { key.hidden = !now.faint.length; });
    all(".mark", svg).forEach((mark, n) => {
      const at = now.marks[n];
      mark.querySelector(".range").setAttribute("d", "M" + at.left + "," + at.y + "H" + at.right + "M" + at.x + "," + at.top + "V" + at.bottom);
      mark.querySelector("g").setAttribute("transform", "translate(" + at.x + " " + at.y + ")");
      const name = mark.getAttribute("aria-label");
      mark.setAttribute("aria-label", name.replace(/[^,]*months? \(estimate\)/, () => " " + numbers.ways[mark.dataset.way][pace].months + " (estimate)"));
    });
  }
  function slid() {
    const [row, column] = sliders.map((slider) => {
      const words = slider.dataset.stops.split("|")[slider.value];
      slider.setAttribute("aria-valuetext", words);
      id(slider.id + "-value").textContent = words;
      return Number(slider.value);
    });
    const best = numbers.best[row][column] || numbers.nearly[row][column];
    if (row !== pace) atPace(row);
    id("said").textContent = numbers.said[row][column];
    id("said").classList.toggle("none", !numbers.best[row][column]);
    const home = sliders.every((slider) => slider.value === slider.defaultValue);
    all("[data-asked]").forEach((part) => { part.hidden = !home; }); // what holds for the question itself only
    tabs.forEach((tab) => { if ("extra" in tab.dataset) tab.hidden = true; });
    select(best);
  }

  // what the end of an address names; nothing where it can't be read
  function fragment(hash) {
    try {
      return decodeURIComponent(hash.slice(1));
    } catch {
      return "";
    }
  }
  // opens what the place is in, shows it and moves the focus there
  function goTo(anchor) {
    const target = id(anchor);
    if (!target) return;
    const way = target.closest(".ways > .way");
    if (way && way.hidden) select(way.id);
    for (let outer = target; outer; outer = outer.parentElement) if (outer.tagName === "DETAILS") outer.open = true;
    target.scrollIntoView({ block: "center", behavior: still.matches ? "auto" : "smooth" });
    const focus = target.querySelector("summary") || target;
    if (focus === target && target.tabIndex < 0) target.tabIndex = -1;
    focus.focus({ preventScroll: true });
  }
  let cameFrom = null;
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    if (!link || link.classList.contains("mark")) return;
    const anchor = fragment(link.hash);
    if (link.closest(".refs")) {
      all(".back").forEach((button) => button.remove());
      cameFrom = link;
      const back = document.createElement("button");
      back.type = "button";
      back.className = "back";
      back.textContent = "Back to where you were";
      back.addEventListener("click", () => {
        back.remove();
        const way = cameFrom.closest(".ways > .way");
        if (way && way.hidden) select(way.id);
        for (let outer = cameFrom; outer; outer = outer.parentElement) if (outer.tagName === "DETAILS") outer.open = true;
        cameFrom.focus();
      });
      const note = id(anchor);
      if (note) (note.lastElementChild && note.id.startsWith("assumption") ? note.lastElementChild : note).append(back);
    }
    if (location.hash === "#" + anchor) goTo(anchor); // which changes no address
  });

  function place(picture) {
    const { extent, holder, network } = picture;
    const room = picture.scroller.clientWidth;
    if (!room) return;
    // smaller than this the words can't be read: then the picture is wider than the window and can be pushed sideways
    const scale = Math.min(1, Math.max(0.85, room / extent.width));
    holder.style.width = Math.max(room, Math.ceil(extent.width * scale)) - 1 + "px";
    holder.style.height = Math.ceil(extent.height * scale) + "px";
    // what can be pushed sideways says so, and fades at its edge
    const wider = Math.ceil(extent.width * scale) > room + 1;
    picture.figure.classList.toggle("wider", wider);
    picture.figure.querySelector(".sideways").hidden = !wider;
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
    const ended = () => picture.scroller.classList.toggle("at-end", picture.scroller.scrollLeft + picture.scroller.clientWidth > picture.scroller.scrollWidth - 4);
    picture.scroller.addEventListener("scroll", ended, { passive: true });
    new ResizeObserver(() => place(picture)).observe(picture.scroller);
  }
  dark.addEventListener("change", () => drawn.forEach(paint));

  document.documentElement.classList.add("js");
  if (numbers) {
    all(".choose").forEach((part) => { part.hidden = false; });
    sliders.forEach((slider) => slider.addEventListener("input", slid));
    id("enough").firstElementChild.addEventListener("click", () => {
      sliders[1].value = numbers.enough[sliders[0].value];
      slid();
      sliders[1].focus();
    });
    // a browser that comes back to the page may keep what was chosen
    if (sliders[0].value !== sliders[0].defaultValue || sliders[1].value !== sliders[1].defaultValue) slid();
  }
  if (ways.length) select((ways.find((way) => way.classList.contains("chosen")) || { id: null }).id);
  if (numbers) id("said").classList.toggle("none", !numbers.best[sliders[0].value][sliders[1].value]);
  all(".open-all").forEach((button) => button.addEventListener("click", () => {
    const parts = all(".way.chosen details");
    const open = !parts.every((part) => part.open);
    parts.forEach((part) => { part.open = open; });
    button.textContent = open ? "Close every step" : "Open every step";
  }));
  // a link to something inside a closed part opens it
  addEventListener("hashchange", () => goTo(fragment(location.hash)));
  goTo(fragment(location.hash));
})();

"use strict";
// The state of the page: what is chosen, what is shown, where one looks; and how it goes into the address and back.
(function () {
  const page = globalThis.graphPage;
  const { $, data, still, short, counted, label, kindOf } = page;
  const { nodes, links, kinds, sources } = data;
  const drawing = page.read("drawing");
  const panel = $("panel"), search = $("search"), holder = $("picture");
  const NEEDS = ["all", "must", "nice"];

  const state = { chosen: null, other: null, depth: 1, only: false, kinds: new Set(), sources: new Set(), need: "all", ways: null };
  let view = null;
  let scheduled = 0;

  const picture = globalThis.makePicture({
    holder, kinds, kindOf, order: page.order, options: drawing.options, regions: drawing.regions, places: drawing.nodes,
    from: links.from, to: links.to, widths: links.weight.map((weight) => 0.6 + 1.6 * weight),
    label: "Picture of all things and their links; arrow keys move it, plus and minus change its size. The list below has the same content.",
    onPick: (i) => (i !== null ? choose(i, false) : state.chosen !== null && choose(null, false)),
    onMove: () => { paint(); remember(); },
    onPoint: (i) => { $("pointed").textContent = i === null ? "" : `${short(label(i), 100)} · ${short(kinds[kindOf(i)].one, 40)}, ${counted(page.linksOf[i].length, "link", "links")}`; },
  });

  // --- what is shown

  const saidBy = links.quoted.map((_, link) => page.sourcesOf(page.citesOf(link)));
  function linkOn(link) {
    const need = links.need[link];
    if (state.kinds.has(kindOf(links.from[link])) || state.kinds.has(kindOf(links.to[link]))) return false;
    if (need && state.need !== "all" && (need === 1) !== (state.need === "must")) return false;
    return !state.sources.size || saidBy[link].some((source) => !state.sources.has(source));
  }
  function filtered() {
    return state.sources.size > 0 || state.need !== "all";
  }
  function look() {
    const linkShown = Uint8Array.from(links.from, (_, link) => linkOn(link));
    const shown = new Uint8Array(nodes.length).fill(filtered() ? 0 : 1);
    if (filtered()) linkShown.forEach((on, link) => { if (on) shown[links.from[link]] = shown[links.to[link]] = 1; });
    nodes.forEach((node, i) => {
      if (filtered() && node[3].some((fact) => fact[3].some((n) => !state.sources.has(data.citations[n][0]))) && state.need === "all") shown[i] = 1;
      if (state.kinds.has(node[2])) shown[i] = 0;
    });
    const lit = new Set();
    let near = null;
    if (state.chosen !== null) {
      shown[state.chosen] = 1;
      if (state.other !== null && state.ways) {
        near = new Set([state.chosen, state.other]);
        for (const chain of state.ways.chains) for (const link of chain) { lit.add(link); near.add(links.from[link]).add(links.to[link]); }
      } else {
        const away = page.around(state.chosen, state.depth, (link) => linkShown[link]);
        near = new Set(away.keys());
        // of what lies farther only the links that lead there
        for (const i of near) for (const link of page.linksOf[i]) if (linkShown[link] && away.has(page.otherEnd(link, i)) && away.get(page.otherEnd(link, i)) !== away.get(i)) lit.add(link);
      }
      if (state.only) {
        for (let i = 0; i < shown.length; i++) shown[i] &= near.has(i) ? 1 : 0;
        linkShown.forEach((on, link) => { if (on && !(near.has(links.from[link]) && near.has(links.to[link]))) linkShown[link] = 0; });
      }
    }
    return {
      shown, linkShown, near, lit, chosen: state.chosen, other: state.other, way: state.other !== null,
      kindShown: kinds.map((_, number) => !state.kinds.has(number)), dark: page.isDark(), ...page.palette(),
    };
  }
  const inView = () => nodes.map((_, i) => i).filter((i) => view.shown[i] && (!view.near || view.near.has(i)));
  function refresh() {
    if (state.chosen !== null && state.other !== null) state.ways = page.chains(state.chosen, state.other, linkOn, page.chainsShown);
    view = look();
    const things = view.shown.reduce((sum, on) => sum + on, 0), lines = view.linkShown.reduce((sum, on) => sum + on, 0);
    $("shown").textContent = things === nodes.length && lines === links.from.length ? "" : `Shown: ${things.toLocaleString("en")} of ${counted(nodes.length, "thing", "things")}, ${lines.toLocaleString("en")} of ${counted(links.from.length, "link", "links")}.`;
    $("reach").textContent = state.chosen === null ? "" : `${state.depth === 1 ? "1 link away" : `up to ${state.depth} links away`}: ${counted(Math.max(0, page.around(state.chosen, state.depth, linkOn).size - 1), "thing", "things")}`;
    $("empty").hidden = things > 0;
    picture.paint(view);
  }
  function paint() {
    cancelAnimationFrame(scheduled);
    scheduled = requestAnimationFrame(refresh);
  }

  // --- choosing

  // unhide: the kind of what is chosen comes back, as one wants to see it; not where an address says otherwise
  function choose(i, moveFocus, unhide = true) {
    const before = state.chosen;
    if (i !== before) { state.other = null; state.ways = null; $("other").value = ""; }
    state.chosen = i;
    $("unknown").hidden = true;
    $("around").hidden = i === null;
    if (i === null) {
      $("aside").append($("around"));
      page.showStarts();
      refresh();
      if (moveFocus && before !== null) search.focus();
      return remember();
    }
    if (unhide && state.kinds.has(kindOf(i))) toggleKind(kindOf(i));
    const title = page.showPanel(state);
    connect(state.other, false);
    refresh();
    picture.look(inView(), true);
    if (moveFocus) title.focus({ preventScroll: true });
    if (panel.getBoundingClientRect().top > innerHeight * 0.8 || moveFocus) {
      (panel.offsetTop > holder.offsetHeight && innerWidth < 896 ? panel : panel.parentElement).scrollIntoView({ block: "nearest", behavior: still.matches ? "auto" : "smooth" });
    }
    remember();
  }
  function connect(i, show) {
    state.other = i;
    state.filtered = state.kinds.size > 0 || filtered();
    state.ways = i === null ? null : page.chains(state.chosen, i, linkOn, page.chainsShown);
    $("disconnect").hidden = i === null;
    page.showConnection(state);
    if (!show) return;
    refresh();
    picture.look(inView(), true);
    remember();
  }
  page.choose = choose;
  page.suggesting(search, $("found"), $("count"), (i) => choose(i, true));
  page.suggesting($("other"), $("others"), $("other-count"), (i) => connect(i, true));
  $("disconnect").addEventListener("click", () => { $("other").value = ""; connect(null, true); $("other").focus(); });
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && state.chosen !== null && !event.target.matches("input[type=text]")) choose(null, true);
  });

  // --- filters

  function toggleKind(kind) {
    if (!state.kinds.delete(kind)) state.kinds.add(kind);
    showFilters();
  }
  function showFilters() {
    document.querySelectorAll(".kind").forEach((button) => button.setAttribute("aria-pressed", String(!state.kinds.has(Number(button.dataset.kind)))));
    document.querySelectorAll("input[name=need]").forEach((choice) => { choice.checked = choice.value === state.need; });
    document.querySelectorAll("#sources input").forEach((box) => { box.checked = !state.sources.has(Number(box.value)); });
    $("depth").value = state.depth;
    $("only").checked = state.only;
    $("depth").setAttribute("aria-valuetext", state.depth === 1 ? "1 link away" : `up to ${state.depth} links away`);
    $("reset").hidden = !state.kinds.size && !state.sources.size && state.need === "all";
    $("all-sources").textContent = state.sources.size ? "All sources" : "No source";
  }
  function filter(change) {
    change();
    showFilters();
    refresh();
    if (state.other !== null) connect(state.other, false);
    remember();
  }
  document.querySelectorAll(".kind").forEach((button) => button.addEventListener("click", () => filter(() => toggleKind(Number(button.dataset.kind)))));
  document.querySelectorAll("input[name=need]").forEach((choice) => choice.addEventListener("change", () => filter(() => { state.need = choice.value; })));
  $("all-sources").addEventListener("click", () => filter(() => { state.sources = state.sources.size ? new Set() : new Set(sources.keys()); }));
  $("sources").addEventListener("change", (event) => filter(() => state.sources[event.target.checked ? "delete" : "add"](Number(event.target.value))));
  $("reset").addEventListener("click", () => { filter(() => { state.kinds.clear(); state.sources.clear(); state.need = "all"; }); search.focus(); });
  $("depth").addEventListener("input", () => { filter(() => { state.depth = Number($("depth").value); }); picture.look(inView(), true); });
  $("only").addEventListener("change", () => { filter(() => { state.only = $("only").checked; }); picture.look(inView(), true); });

  // --- the address: what it says can be sent to somebody

  let moved = false;
  // a picture that stands upright has its places turned; the address speaks of them as they lie on every screen
  const upright = ({ x, y, scale }) => (picture.turned ? { x: y, y: x, scale } : { x, y, scale });
  function address() {
    const parts = new URLSearchParams();
    if (state.chosen !== null) parts.set("thing", nodes[state.chosen][0]);
    if (state.other !== null) parts.set("with", nodes[state.other][0]);
    if (state.depth > 1) parts.set("links", state.depth);
    if (state.only) parts.set("only", "near");
    if (state.need !== "all") parts.set("asked", state.need);
    for (const kind of [...state.kinds].sort((a, b) => a - b)) parts.append("without", kinds[kind].key);
    for (const source of [...state.sources].sort((a, b) => a - b)) parts.append("unless", sources[source][0]);
    if (moved) {
      const { x, y, scale } = upright(picture.view());
      parts.set("at", [Math.round(x), Math.round(y), Number(scale.toPrecision(3))].join(","));
    }
    return parts.toString();
  }
  let written = null;
  function remember() {
    const text = address();
    if (text === written) return;
    written = text;
    // replaced, not pushed: “back” leaves the page as people expect of a single view
    try { history.replaceState(null, "", text ? "#" + text : location.pathname); } catch { location.replace("#" + text); }
  }
  function recall() {
    if (location.hash.slice(1) === written) return;
    written = location.hash.slice(1);
    const parts = new URLSearchParams(written);
    const named = (key) => page.byId.get(parts.get(key)) ?? null;
    state.kinds = new Set(parts.getAll("without").map((key) => kinds.findIndex((kind) => kind.key === key)).filter((n) => n >= 0));
    state.sources = new Set(parts.getAll("unless").map((title) => sources.findIndex((source) => source[0] === title)).filter((n) => n >= 0));
    state.need = NEEDS.includes(parts.get("asked")) ? parts.get("asked") : "all";
    state.depth = Math.min(4, Math.max(1, Math.round(Number(parts.get("links"))) || 1));
    state.only = parts.get("only") === "near";
    showFilters();
    const other = named("with");
    const at = (parts.get("at") || "").split(",").map(Number);
    choose(named("thing"), false, false);
    if (state.chosen !== null && other !== null) { $("other").value = short(label(other), 200); connect(other, true); }
    moved = at.length === 3 && at.every((number) => Math.abs(number) < 1e6) && at[2] > 0;
    if (moved) picture.moveTo(upright({ x: at[0], y: at[1], scale: Math.min(4, Math.max(0.002, at[2])) }), false);
    else if (state.chosen === null) picture.look(inView(), false);
    $("unknown").hidden = !parts.get("thing") || state.chosen !== null;
    $("unknown").textContent = parts.get("thing") && state.chosen === null ? `The address names something that is not on this page: ${short(parts.get("thing"), 120)}.` : "";
  }
  addEventListener("hashchange", recall);

  // --- the tools around the picture

  const nudged = (act) => () => { moved = true; act(); };
  for (const kind of ["pointerdown", "wheel", "keydown"]) holder.addEventListener(kind, () => { moved = true; }, { passive: true });
  $("nearer").addEventListener("click", nudged(() => picture.zoom(1.4)));
  $("farther").addEventListener("click", nudged(() => picture.zoom(1 / 1.4)));
  $("everything").addEventListener("click", () => { moved = false; picture.look(nodes.map((_, i) => i).filter((i) => view.shown[i]), true); remember(); });
  const title = document.querySelector("h1").textContent;
  const named = () => (state.chosen === null ? title : state.other === null ? `Around ${label(state.chosen)}` : `${label(state.chosen)} and ${label(state.other)}`);
  const file = (ending) => `${page.fold(named()).replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "").slice(0, 80) || "picture"}.${ending}`;
  const asSvg = () => page.toSvg({ holder, picture, places: drawing.nodes, view, title: named() });
  const say = (text) => { $("done").textContent = text; };
  $("save-svg").addEventListener("click", () => { page.save(asSvg(), "image/svg+xml", file("svg")); say(`Saved ${file("svg")}.`); });
  $("save-png").addEventListener("click", () => page.toPng(asSvg()).then((blob) => { page.save(blob, "image/png", file("png")); say(`Saved ${file("png")}.`); }, (error) => say(`No picture was saved: ${error.message}.`)));
  $("copy").addEventListener("click", () => {
    moved = true;
    remember();
    const shown = () => { $("link").hidden = false; $("link").value = location.href; $("link").select(); say("Copy the link from the field."); };
    if (navigator.clipboard) navigator.clipboard.writeText(location.href).then(() => say("The link to this view is copied."), shown);
    else shown();
  });
  page.dark.addEventListener("change", () => { page.paintMarks(); refresh(); });
  const paper = new Image();
  paper.className = "on-paper";
  paper.alt = "Picture of the things and their links";
  addEventListener("beforeprint", () => {
    page.onPaper(true);
    page.paintMarks();
    refresh();
    paper.src = picture.canvas().toDataURL();
    holder.after(paper);
  });
  addEventListener("afterprint", () => {
    page.onPaper(false);
    page.paintMarks();
    paper.remove();
    refresh();
  });

  // --- start

  page.paintMarks();
  page.listAll();
  page.showStarts();
  showFilters();
  if (location.hash.length > 1) { view = look(); picture.paint(view); recall(); }
  else refresh();
  addEventListener("load", () => document.documentElement.setAttribute("data-ready", ""));
  // where a thing stands in the window, for tests and for whoever scripts the page
  globalThis.rolepathPage = { places: () => nodes.map((node, i) => ({ id: node[0], ...picture.toWindow(i) })), view: () => picture.view() };
})();

"use strict";
// What the page holds, unpacked, and the small tools that every part of it uses.
(function () {
  const page = (globalThis.graphPage = {});
  const held = {}; // parts of the panel leave the page for a moment and are found again here
  page.$ = (id) => (held[id] ??= document.getElementById(id));
  page.read = (id) => JSON.parse(page.$(id).textContent);
  page.dark = matchMedia("(prefers-color-scheme: dark)");
  page.still = matchMedia("(prefers-reduced-motion: reduce)");

  const data = page.read("details");
  const { nodes, links, kinds, texts, sources, citations, quoted } = data;
  page.data = data;
  page.count = nodes.length;
  page.kindOf = (i) => nodes[i][2];
  page.label = (i) => nodes[i][1];
  page.order = nodes.map((_, i) => i);
  page.linksOf = nodes.map(() => []);
  links.from.forEach((from, i) => {
    page.linksOf[from].push(i);
    if (links.to[i] !== from) page.linksOf[links.to[i]].push(i);
  });
  page.order.sort((a, b) => page.linksOf[b].length - page.linksOf[a].length || a - b);
  page.otherEnd = (link, i) => (links.from[link] === i ? links.to[link] : links.from[link]);
  page.citesOf = (link) => quoted[links.quoted[link]];
  page.sourcesOf = (numbers) => numbers.map((n) => citations[n][0]);
  page.byId = new Map(nodes.map((node, i) => [node[0], i]));

  // Text from the data only ever becomes text nodes.
  page.make = function (name, className, ...content) {
    const element = document.createElement(name);
    if (className) element.className = className;
    element.append(...content.filter((part) => part !== undefined && part !== ""));
    return element;
  };
  // cut between whole characters, not within one that takes two places
  page.short = (text, limit) => (text.length > limit ? text.slice(0, limit - 1).replace(/[\ud800-\udbff]$/, "") + " …" : text);
  page.fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  page.counted = (count, one, many) => `${count.toLocaleString("en")} ${count === 1 ? one : many}`;

  let printing = false;
  page.isDark = () => page.dark.matches && !printing;
  page.onPaper = (yes) => { printing = yes; };
  page.palette = function () {
    if (printing) return { ink: "#000000", ground: "#ffffff", edge: "#7d8794", accent: "#0b5a8f" };
    const style = getComputedStyle(document.documentElement);
    const get = (name) => style.getPropertyValue(name).trim();
    return { ink: get("--ink"), ground: get("--card"), edge: get("--edge"), accent: get("--accent") };
  };
  page.tone = (kind) => (page.isDark() ? kind.dark : kind.light);

  page.icon = function (number) {
    const kind = kinds[number];
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    for (const [name, value] of [["viewBox", "0 0 20 20"], ["width", "14"], ["height", "14"], ["aria-hidden", "true"]]) svg.setAttribute(name, value);
    path.setAttribute("d", kind.outline);
    path.setAttribute("class", kind.hollow ? "mark hollow" : "mark");
    path.dataset.kind = number;
    paintMark(path);
    svg.append(path);
    return svg;
  };
  function paintMark(path) {
    const value = page.tone(kinds[path.dataset.kind]);
    path.setAttribute("stroke", value);
    path.setAttribute("fill", path.classList.contains("hollow") ? "none" : value);
  }
  page.paintMarks = () => document.querySelectorAll(".mark").forEach(paintMark);
})();

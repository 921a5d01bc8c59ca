"use strict";
(function () {
  const all = (selector, inside) => [...(inside || document).querySelectorAll(selector)];
  const tabs = all(".tabs [role=tab]");
  const ways = all(".ways > .way");

  function select(anchor) {
    ways.forEach((way) => { const here = way.id === anchor; way.hidden = !here; way.classList.toggle("chosen", here); });
    tabs.forEach((tab) => {
      const here = tab.getAttribute("aria-controls") === anchor;
      tab.setAttribute("aria-selected", here);
      tab.tabIndex = here ? 0 : -1;
    });
  }
  // opens whatever hides a part, and goes there
  function show(part) {
    const way = part.closest(".ways > .way");
    if (way && tabs.length) select(way.id);
    for (let it = part; it; it = it.parentElement) if (it.tagName === "DETAILS") it.open = true;
    part.scrollIntoView({ block: "start" });
    if (part.tabIndex < 0 && !part.hasAttribute("tabindex")) part.setAttribute("tabindex", "-1");
    part.focus({ preventScroll: true });
  }
  function follow() {
    let name = "";
    try { name = decodeURIComponent(location.hash.slice(1)); } catch (error) { return; }
    const part = name && document.getElementById(name);
    if (part && part.closest("main")) show(part);
  }
  if (tabs.length) {
    document.querySelector(".tabs").hidden = false;
    document.documentElement.classList.add("tabbed");
    select(ways[0].id);
    tabs.forEach((tab, place) => {
      tab.addEventListener("click", () => select(tab.getAttribute("aria-controls")));
      tab.addEventListener("keydown", (event) => {
        const to = { ArrowRight: place + 1, ArrowDown: place + 1, ArrowLeft: place - 1, ArrowUp: place - 1, Home: 0, End: tabs.length - 1 }[event.key];
        if (to === undefined) return;
        event.preventDefault();
        const next = tabs[(to + tabs.length) % tabs.length];
        select(next.getAttribute("aria-controls"));
        next.focus();
      });
    });
  }
  addEventListener("hashchange", follow);
  // a link pressed again goes there again
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    if (link && link.hash === location.hash) follow();
  });
  follow();
})();

"use strict";
// Finding things by name, with suggestions, also for what is written a little wrong.
(function () {
  const page = globalThis.graphPage;
  const { make, short, icon, fold, label } = page;
  const { nodes, kinds, texts } = page.data;
  const SHOWN = 12, MANY = 20000;

  // every name with its thing; other names come after the first
  const names = nodes.map((node, i) => [fold(node[1]), i, null]);
  nodes.forEach((node, i) => {
    for (const fact of node[3]) if (texts[fact[0]] === "also called") for (const name of fact[1].split(" · ")) names.push([fold(name), i, name]);
  });

  function rank(name, words, whole) {
    if (name === whole) return 0;
    if (name.startsWith(whole)) return 1;
    if (words.every((word) => (" " + name).includes(" " + word))) return 2;
    return words.every((word) => name.includes(word)) ? 3 : -1;
  }
  function pairs(text) {
    const found = new Set();
    for (let i = -1; i < text.length; i++) found.add((text[i] || " ") + (text[i + 1] || " "));
    return found;
  }
  function likeness(asked, name) {
    // too short or too long to be alike enough
    if (name.length + 1 < asked.size * 0.37 || name.length > asked.size * 5) return 0;
    const held = pairs(name);
    let both = 0;
    for (const pair of asked) both += held.has(pair);
    return (2 * both) / (asked.size + held.size);
  }

  // What fits, best first: [thing, other name by which it was found or null]; near: nothing has exactly that in its name.
  page.find = function (text) {
    const whole = fold(text.trim());
    if (!whole) return { hits: [], near: false };
    const words = whole.split(/\s+/);
    const best = new Map();
    function put(i, score, by) {
      if (!best.has(i) || best.get(i)[0] > score) best.set(i, [score, by]);
    }
    for (const [name, i, other] of names) {
      const score = rank(name, words, whole);
      if (score >= 0) put(i, other === null ? score : score + 0.5, other);
    }
    const near = best.size === 0 && whole.length > 2;
    if (near) {
      const asked = pairs(whole);
      // of a hundred thousand names only the first ones are gone through: the rest would take a second
      for (const [name, i, other] of names.length > MANY ? names.slice(0, nodes.length) : names) {
        const alike = Math.max(likeness(asked, name), ...(whole.includes(" ") ? [] : name.split(" ").map((word) => likeness(asked, word) - 0.05)));
        if (alike >= 0.55) put(i, 1 - alike, other);
      }
    }
    const hits = [...best].map(([i, [score, by]]) => [i, by, score]);
    hits.sort((a, b) => a[2] - b[2] || page.kindOf(a[0]) - page.kindOf(b[0]) || page.linksOf[b[0]].length - page.linksOf[a[0]].length || a[0] - b[0]);
    return { hits, near };
  };

  // A field that suggests what fits, as ARIA's combobox with a list; onPick gets the thing.
  page.suggesting = function (field, list, status, onPick) {
    let hits = [], marked = -1;
    function suggest() {
      const { hits: all, near } = page.find(field.value);
      hits = all.slice(0, SHOWN);
      marked = hits.length ? 0 : -1;
      list.replaceChildren(...hits.map(([i, by], n) => {
        const name = make("span", "", short(label(i), 120), by === null ? "" : make("span", "by", ` also called ${short(by, 80)}`));
        const item = make("li", "", icon(page.kindOf(i)), name, make("span", "what", kinds[page.kindOf(i)].one));
        item.id = `${list.id}-${n}`;
        item.setAttribute("role", "option");
        item.addEventListener("pointerdown", (event) => event.preventDefault());
        item.addEventListener("click", () => pick(n));
        return item;
      }));
      status.textContent = !field.value.trim() ? "" : !hits.length ? "Nothing here has that in its name." : near ? "Nothing has exactly that in its name. Did you mean one of these?" : all.length > hits.length ? `The first ${hits.length} of ${all.length}; type more to narrow it.` : page.counted(hits.length, "thing fits", "things fit") + ".";
      mark();
    }
    function mark() {
      list.hidden = !hits.length;
      field.setAttribute("aria-expanded", String(hits.length > 0));
      [...list.children].forEach((item, n) => item.setAttribute("aria-selected", String(n === marked)));
      if (marked >= 0) {
        field.setAttribute("aria-activedescendant", `${list.id}-${marked}`);
        list.children[marked].scrollIntoView({ block: "nearest" });
      } else field.removeAttribute("aria-activedescendant");
    }
    function shut() {
      hits = [];
      marked = -1;
      list.replaceChildren();
      status.textContent = "";
      mark();
    }
    function pick(n) {
      const [i] = hits[n];
      field.value = short(label(i), 200);
      shut();
      onPick(i);
    }
    field.addEventListener("input", suggest);
    field.addEventListener("focus", () => field.select());
    field.addEventListener("blur", shut);
    field.addEventListener("keydown", (event) => {
      if (event.key === "Escape") {
        event.stopPropagation();
        if (hits.length) shut();
        else field.value = "";
      } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && !hits.length) suggest();
      else if (event.key === "ArrowDown") marked = (marked + 1) % hits.length;
      else if (event.key === "ArrowUp") marked = (marked + hits.length - 1) % hits.length;
      else if (event.key === "Enter" && marked >= 0) return event.preventDefault(), pick(marked);
      else return;
      event.preventDefault();
      mark();
    });
  };
})();

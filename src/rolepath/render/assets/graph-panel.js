"use strict";
// The panel beside the picture: what is known of a thing, who says so, what it is linked with, and how it is connected with another.
(function () {
  const page = globalThis.graphPage;
  const { make, short, icon, counted, label, kindOf, data } = page;
  const { nodes, links, kinds, texts, sources, citations, quoted } = data;
  const FEW = 10, CHAINS = 5;

  function cites(numbers) {
    const list = make("ul", "cites");
    for (const number of numbers) {
      const [source, text, estimate] = citations[number];
      const [title, url] = sources[source];
      const item = make("li");
      if (estimate) item.append(make("span", "estimate", "estimate"), " ");
      item.append(make("span", "title", title), text ? ": " : "", make("span", "", text));
      if (url) {
        const link = make("a", "", "open the source");
        link.href = url;
        link.rel = "noopener noreferrer";
        link.setAttribute("aria-label", `open the source: ${short(title, 120)}`);
        item.append(" ", link);
      }
      list.append(item);
    }
    return list;
  }
  function whoSays(numbers, of) {
    const more = make("details", "who");
    const summary = make("summary", "", "Who says so");
    summary.setAttribute("aria-label", "Who says so: " + of);
    more.append(summary);
    more.addEventListener("toggle", () => more.children.length === 1 && more.append(cites(numbers)));
    return more;
  }
  const guessed = (numbers) => numbers.length > 0 && numbers.every((n) => citations[n][2]);

  function factList(facts) {
    const list = make("dl");
    let before = null;
    for (const [name, value, strength, numbers, isLink] of facts) {
      const estimate = guessed(numbers);
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
    const button = make("button", "goto", short(label(i), 120));
    button.type = "button";
    button.addEventListener("click", () => page.choose(i, true));
    return button;
  }
  const named = (i) => make("span", "named", icon(kindOf(i)), goTo(i));
  function strengthOf(link) {
    if (links.strength[link] < 0) return "";
    const pill = make("span", links.need[link] === 1 ? "pill must" : "pill", texts[links.strength[link]]);
    if (guessed(page.citesOf(link))) {
      pill.classList.add("estimate");
      pill.append(" estimate");
    }
    return pill;
  }
  function neighbour(other, link) {
    const item = make("li", "", make("div", "link", named(other), strengthOf(link)));
    const numbers = page.citesOf(link);
    if (numbers.length) item.append(whoSays(numbers, short(label(other), 120)));
    return item;
  }
  // links of a thing under headings, the strong ones first
  function groups(i) {
    const sorted = new Map();
    for (const link of page.linksOf[i]) {
      const out = links.from[link] === i;
      const words = texts[links.label[link]];
      const key = (out ? "0" : "1") + words;
      if (!sorted.has(key)) sorted.set(key, { heading: out ? words : words + " this", items: [] });
      sorted.get(key).items.push([page.otherEnd(link, i), link]);
    }
    const before = (a, b) => links.weight[b[1]] - links.weight[a[1]] || a[0] - b[0];
    return [...sorted.keys()].sort().map((key) => ({ ...sorted.get(key), items: sorted.get(key).items.sort(before) }));
  }
  function foldedList(items, several, each) {
    const list = make("ul", "group");
    const rest = items.length > FEW + 2 ? items.slice(FEW) : [];
    list.append(...items.slice(0, items.length - rest.length).map(each));
    if (!rest.length) return [list];
    const more = make("button", "more", `Show ${rest.length} more`);
    more.type = "button";
    more.setAttribute("aria-label", `Show ${rest.length} more: ${several}`);
    more.addEventListener("click", () => {
      const added = rest.map(each);
      list.append(...added);
      more.remove();
      added[0].querySelector("button").focus();
    });
    return [list, more];
  }

  // a chain as sentences, each link said from the thing that it starts at
  function chain(steps) {
    return make("ol", "chain", ...steps.map((link) => {
      const [from, to] = [links.from[link], links.to[link]];
      const sentence = make("p", "link", named(from), make("span", "how", texts[links.label[link]]), named(to), strengthOf(link));
      const numbers = page.citesOf(link);
      return make("li", "", sentence, numbers.length ? whoSays(numbers, `${short(label(from), 60)} ${texts[links.label[link]]} ${short(label(to), 60)}`) : "");
    }));
  }
  function connection(state) {
    const box = make("div", "connected");
    const { length, total, chains } = state.ways;
    const [a, b] = [short(label(state.chosen), 80), short(label(state.other), 80)];
    if (length === null) return make("p", "hint", `Nothing ${state.filtered ? "that is shown" : "on this page"} connects ${a} with ${b}.${state.filtered ? " “Show everything again” may help." : ""}`);
    box.append(make("p", "", make("strong", "", length === 0 ? "That is the same thing." : `${counted(length, "link", "links")} apart.`), length === 0 || total === 1 ? "" : ` There are ${counted(total, "way", "ways")} of that length; ${total > chains.length ? `here are ${chains.length}` : "all are here"}, strongest links first.`));
    if (length > 0) chains.forEach((steps) => box.append(chain(steps)));
    return box;
  }

  // The whole panel for what is chosen; returns the heading, to which the focus can go.
  page.showPanel = function (state) {
    const panel = page.$("panel");
    const i = state.chosen;
    const facts = nodes[i][3];
    const close = make("button", "close", "Close");
    close.type = "button";
    close.addEventListener("click", () => page.choose(null, true));
    const title = make("h2", "", short(label(i), 300));
    title.tabIndex = -1;
    const back = make("button", "to-picture", "See it in the picture");
    back.type = "button";
    back.addEventListener("click", () => {
      page.$("picture").scrollIntoView({ block: "center", behavior: page.still.matches ? "auto" : "smooth" });
      page.$("picture").querySelector("[tabindex]").focus({ preventScroll: true });
    });
    panel.replaceChildren(make("p", "what-kind", icon(kindOf(i)), make("span", "", kinds[kindOf(i)].one), back, close), title);
    panel.append(page.$("around"));
    const isName = (fact) => texts[fact[0]] === "also called" || texts[fact[0]] === "name";
    const told = facts.filter((fact) => !isName(fact)), called = facts.filter(isName);
    if (told.length) panel.append(factList(told));
    else if (!page.linksOf[i].length) panel.append(make("p", "hint", "Nothing more is noted of it."));
    for (const { heading, items } of groups(i)) {
      panel.append(make("h3", "", `${short(heading, 80)} (${items.length})`));
      panel.append(...foldedList(items, short(heading, 80), ([other, link]) => neighbour(other, link)));
    }
    if (called.length) panel.append(make("h3", "", "Its names"), factList(called));
    panel.scrollTop = 0;
    return title;
  };
  page.showConnection = function (state) {
    page.$("connection").replaceChildren(...(state.other === null ? [] : [connection(state)]));
  };
  page.chainsShown = CHAINS;

  page.showStarts = function () {
    const panel = page.$("panel");
    panel.replaceChildren(make("p", "hint", "Nothing is chosen. Find something by name, or press a mark in the picture."));
    if (page.count > 8) {
      const list = make("ul", "starts");
      for (const i of page.order.filter((n) => kindOf(n) === 0).slice(0, 6)) list.append(make("li", "", named(i)));
      panel.append(make("p", "starts-label", "Roles of which most is known"), list);
    }
  };

  // everything as a list, filled when a part is opened
  page.listAll = function () {
    kinds.forEach((kind, number) => {
      const members = nodes.map((_, i) => i).filter((i) => kindOf(i) === number);
      const part = make("details", "", make("summary", "", icon(number), ` ${short(kind.many, 40)} (${members.length.toLocaleString("en")})`));
      part.addEventListener("toggle", () => {
        if (part.children.length === 1) part.append(make("ul", "", ...members.map((i) => make("li", "", goTo(i)))));
      });
      page.$("all").append(part);
    });
  };
})();

"use strict";
// What lies around a thing, and how two things are connected.
(function () {
  const page = globalThis.graphPage;
  const { links } = page.data;

  // Thing → how many links away, for all within `depth`, by links that are on.
  page.around = function (start, depth, linkOn) {
    const away = new Map([[start, 0]]);
    let edge = [start];
    for (let step = 1; step <= depth && edge.length; step++) {
      const next = [];
      for (const i of edge)
        for (const link of page.linksOf[i]) {
          const other = page.otherEnd(link, i);
          if (!linkOn(link) || away.has(other)) continue;
          away.set(other, step);
          next.push(other);
        }
      edge = next;
    }
    return away;
  };

  // The shortest chains of links from one thing to another: how many there are, and the first `limit`, strongest first.
  page.chains = function (from, to, linkOn, limit) {
    const away = page.around(from, page.count, linkOn);
    if (!away.has(to)) return { length: null, total: 0, chains: [] };
    const ways = new Map([[from, 1]]);
    const before = (i) => page.linksOf[i].filter((link) => linkOn(link) && away.get(page.otherEnd(link, i)) === away.get(i) - 1);
    function number(i) {
      if (!ways.has(i)) ways.set(i, before(i).reduce((sum, link) => sum + number(page.otherEnd(link, i)), 0));
      return ways.get(i);
    }
    const total = number(to);
    const chains = [];
    // strong links first, so that the first chains are worth reading; a bound keeps pairs with thousands of chains quick
    (function extend(i, tail) {
      if (chains.length >= limit) return;
      if (i === from) return void chains.push(tail);
      const back = before(i).sort((a, b) => links.weight[b] - links.weight[a] || a - b);
      for (const link of back) extend(page.otherEnd(link, i), [link, ...tail]);
    })(to, []);
    return { length: away.get(to), total, chains };
  };
})();

"use strict";
// What pages with a box to search in share: how words are compared, and what is chosen kept in the address.
(function () {
  const finding = (globalThis.finding = {});
  finding.fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  finding.words = (text) => finding.fold(text).split(/\s+/).filter(Boolean);

  // A test of rows by the text in data-find: whether a row has all these words somewhere in it.
  finding.among = function (rows) {
    const texts = new Map(rows.map((row) => [row, finding.fold(row.dataset.find)]));
    return (row, words) => words.every((word) => texts.get(row).includes(word));
  };

  finding.clears = function (box, changed) {
    box.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !box.value) return;
      event.preventDefault();
      box.value = "";
      changed();
    });
  };

  // Keeps the choices of `tell` (URLSearchParams) in the address, and gives those in the address to `take`, now and when it changes.
  // Returns what to call when a choice has changed.
  finding.remember = function (tell, take) {
    let written = location.hash.slice(1), waiting = 0;
    function write() {
      clearTimeout(waiting);
      waiting = 0;
      const text = tell().toString();
      if (text === written) return;
      written = text;
      // some browsers refuse after a hundred changes in half a minute
      try { history.replaceState(null, "", text ? "#" + text : location.pathname + location.search); } catch { location.replace("#" + text); }
    }
    function read() {
      const text = location.hash.slice(1);
      clearTimeout(waiting);
      waiting = 0;
      if (text && !text.includes("=")) return;
      written = text;
      take(new URLSearchParams(text));
    }
    addEventListener("hashchange", () => { if (location.hash.slice(1) !== written) read(); });
    addEventListener("pagehide", () => { if (waiting) write(); });
    read();
    return () => { clearTimeout(waiting); waiting = setTimeout(write, 300); };
  };
})();

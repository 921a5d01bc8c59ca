"use strict";
(function () {
  const form = document.querySelector(".tools-bar");
  const opened = [];
  addEventListener("beforeprint", () => {
    document.querySelectorAll("details[data-print]:not([open])").forEach((part) => { part.open = true; opened.push(part); });
  });
  addEventListener("afterprint", () => { opened.splice(0).forEach((part) => { part.open = false; }); });
  if (!form) return;

  const rows = [...document.querySelectorAll(".skill")];
  const groups = [...document.querySelectorAll(".group")];
  const status = form.querySelector(".shown");
  const must = form.querySelector("[name=must]"), find = form.querySelector("[name=find]");
  const radios = [...form.querySelectorAll("[name=show]")];
  const unfolded = new Set();
  const has = finding.among(rows);
  const state = () => ({ show: radios.find((radio) => radio.checked).value, onlyMust: must.checked, text: find.value.trim() });

  function apply() {
    const { show, onlyMust, text } = state();
    const words = finding.words(text);
    const narrowed = onlyMust || words.length > 0;
    let count = 0;
    for (const row of rows) {
      const fits = (show === "all" || row.dataset.group === show) && (!onlyMust || "must" in row.dataset);
      row.hidden = !fits || !has(row, words);
      if (!row.hidden) count += 1;
    }
    for (const group of groups) {
      group.hidden = show !== "all" && group.dataset.group !== show;
      const more = group.querySelector(".more");
      const none = group.querySelector(".no-match");
      if (none) none.hidden = group.querySelector(".skill:not([hidden])") !== null;
      if (!more) continue;
      more.hidden = more.querySelector(".skill:not([hidden])") === null;
      // what was found must be seen, though it stands in the folded part
      if (narrowed && !more.open) { more.open = true; unfolded.add(more); }
      else if (!narrowed && unfolded.delete(more)) more.open = false;
    }
    status.textContent = count === rows.length ? rows.length + " shown" : count + " of " + rows.length + " shown";
  }
  function tell() {
    const { show, onlyMust, text } = state();
    const parts = new URLSearchParams();
    if (show !== "all") parts.set("show", show);
    if (onlyMust) parts.set("must", "1");
    if (text) parts.set("find", text);
    return parts;
  }
  function take(parts) {
    (radios.find((radio) => radio.value === parts.get("show")) || radios[0]).checked = true;
    must.checked = parts.get("must") === "1";
    find.value = (parts.get("find") || "").slice(0, 100);
    apply();
  }
  form.hidden = false;
  apply();
  const changed = finding.remember(tell, take);
  form.addEventListener("input", () => { apply(); changed(); });
  finding.clears(find, () => { apply(); changed(); });
})();

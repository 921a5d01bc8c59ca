"use strict";
(function () {
  const table = document.querySelector(".starts");
  const body = table.tBodies[0];
  const rows = [...body.rows];
  const heads = [...table.querySelectorAll("[data-sort]")];
  const bar = document.querySelector(".tools-bar");
  const find = bar.querySelector("[name=find]");
  const status = bar.querySelector(".shown");
  const none = document.querySelector(".no-match");
  const has = finding.among(rows);
  const named = new Intl.Collator("en");
  let sort = "readiness", down = true;

  function order() {
    const value = (row) => row.dataset[sort];
    const sorted = rows.slice().sort((one, other) => {
      const a = value(one), b = value(other);
      // where there is no way there is nothing to sort by: last, whichever way round
      if (a === undefined || b === undefined) return (a === undefined) - (b === undefined) || rows.indexOf(one) - rows.indexOf(other);
      const by = sort === "label" ? named.compare(a, b) : Number(a) - Number(b);
      return (down ? -by : by) || rows.indexOf(one) - rows.indexOf(other);
    });
    sorted.forEach((row) => body.append(row));
    heads.forEach((head) => {
      if (head.dataset.sort === sort) head.setAttribute("aria-sort", down ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    });
  }
  function filter() {
    const words = finding.words(find.value);
    let count = 0;
    for (const row of rows) {
      row.hidden = !has(row, words);
      if (!row.hidden) count += 1;
    }
    none.hidden = count > 0;
    status.textContent = count === rows.length ? count + " starting roles" : count + " of " + rows.length + " starting roles";
  }
  function tell() {
    const parts = new URLSearchParams();
    if (find.value.trim()) parts.set("find", find.value.trim());
    if (sort !== "readiness" || !down) parts.set("sort", (down ? "-" : "") + sort);
    return parts;
  }
  function take(parts) {
    find.value = (parts.get("find") || "").slice(0, 100);
    const asked = parts.get("sort") || "-readiness";
    const name = asked.replace(/^-/, "");
    if (heads.some((head) => head.dataset.sort === name)) { sort = name; down = asked.startsWith("-"); }
    order();
    filter();
  }
  heads.forEach((head) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      down = sort === head.dataset.sort ? !down : "down" in head.dataset;
      sort = head.dataset.sort;
      order();
      changed();
    });
  });
  bar.hidden = false;
  filter();
  const changed = finding.remember(tell, take);
  find.addEventListener("input", () => { filter(); changed(); });
  finding.clears(find, () => { filter(); changed(); });
})();

// The filters of the list: a choice asks at once, groups and focus outlast the next page, long filters are searched.

import { $, $$, SILENT, say } from "./page.js";

const filters = $("[data-filters]");
if (filters) {
  const wide = matchMedia("(min-width: 60rem)");
  const group = $("[data-open-wide]");
  const unfold = () => { group.open = wide.matches; group.dataset.ready = ""; };
  unfold();
  wide.addEventListener("change", unfold);
  // which groups stand open, and where the focus was, outlast the next page
  const state = JSON.parse(sessionStorage.getItem("clausewise-filters") ?? "{}");
  sessionStorage.removeItem("clausewise-filters");
  for (const name of state.open ?? []) { const facet = $(`[data-facet="${CSS.escape(name)}"]`); if (facet) facet.open = true; }
  for (const name of state.shut ?? []) { const facet = $(`[data-facet="${CSS.escape(name)}"]`); if (facet) facet.open = false; }
  if (state.focus) {
    const box = $$("[data-filter]").find((one) => one.name === state.focus[0] && one.value === state.focus[1]);
    if (box) { if (!wide.matches) group.open = true; box.focus(); }
  }
  // a page that the browser had put aside comes back as it was left; the boxes must say what the address says
  addEventListener("pageshow", (event) => { if (event.persisted) filters.reset(); });
  const remember = (focus) => {
    const facets = $$("[data-facet]");
    sessionStorage.setItem("clausewise-filters", JSON.stringify({
      focus,
      open: facets.filter((one) => one.open).map((one) => one.dataset.facet),
      shut: facets.filter((one) => !one.open).map((one) => one.dataset.facet),
    }));
  };
  filters.addEventListener("change", (event) => {
    if (!event.target.matches("[data-filter]")) return;
    remember([event.target.name, event.target.value]);
    filters.requestSubmit();
  });
  filters.addEventListener("submit", () => {
    for (const box of $$("input[type=search], input[name=text]", filters)) box.disabled = !box.value.trim() || !box.name;
    setTimeout(() => { for (const box of $$("input[type=search]", filters)) box.disabled = false; }, 0);
  });
  for (const find of $$("[data-find]", filters)) {
    const facet = find.closest("[data-facet]");
    const list = $("[data-values]", facet);
    const first = [...list.children];
    let wanted = 0;
    find.hidden = false;
    $("input", find).addEventListener("input", (event) => {
      clearTimeout(wanted);
      wanted = setTimeout(async () => {
        const contains = event.target.value.trim();
        if (!contains) { list.replaceChildren(...first); return; }
        const asked = new URLSearchParams(location.search);
        asked.set("facet", facet.dataset.facet);
        asked.set("contains", contains);
        const answer = await fetch(`/facet?${asked}`, { headers: { Accept: "application/json" } }).catch(() => null);
        if (!answer) say(SILENT, true);
        if (!answer?.ok || event.target.value.trim() !== contains) return;
        const told = await answer.json();
        list.replaceChildren(...told.values.map((one) => choice(facet.dataset.facet, one)));
        const more = $("[data-more]", facet);
        if (more) more.textContent = told.values.length ? (told.more ? `and ${told.more} more with “${contains}”` : "") : `none with “${contains}”`;
      }, 150);
    });
  }
}

function choice(name, one) {
  const row = document.createElement("li");
  const label = document.createElement("label");
  const box = Object.assign(document.createElement("input"), { type: "checkbox", name, value: one.value, checked: one.chosen });
  box.dataset.filter = "";
  const text = Object.assign(document.createElement("span"), { className: "name", textContent: one.label });
  const count = Object.assign(document.createElement("span"), { className: "count", textContent: one.count.toLocaleString("en") });
  label.append(box, " ", text, " ", count);
  row.append(label);
  return row;
}

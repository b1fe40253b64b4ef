// What the pages do beyond links and forms. Everything here also works without it, a page at a time; so nothing in this
// file is the only way to anything. No library, nothing fetched but this server's own pages.

import { $, $$, SILENT, alarmed, kept, read, said, say, secret } from "./page.js";
import "./filters.js";

// -- changes ---------------------------------------------------------------------------------------------------------

const name = $(".person input[name=who]");
const made = [];  // corrections of this tab, for `u`

async function send(address, fields) {
  let answer;
  try {
    answer = await fetch(address, {
      method: "POST",
      headers: { Accept: "application/json", "X-Clausewise-Secret": secret },
      body: fields,
    });
  } catch {
    throw new Error(`${SILENT} Nothing was changed, as far as this page knows; reload it when the server is back.`);
  }
  const told = await answer.json().catch(() => ({ message: "The server gave an answer that is none; reload the page." }));
  if (!answer.ok) throw Object.assign(new Error(told.message), { conflict: answer.status === 409 });
  return told;
}

async function change(form, button) {
  const fields = new URLSearchParams(new FormData(form, button));
  if (name?.value.trim()) fields.set("who", name.value);
  const buttons = $$("button", form);
  for (const one of buttons) one.disabled = true;
  try {
    const told = await send(form.action, fields);
    if (fields.has("field")) made.push({ document: told.document, correction: told.correction });
    await changed(form);
    say(told.message);
  } catch (error) {
    if (error.conflict) await changed(form, true);
    say(error.message, true);
  } finally {
    for (const one of buttons) one.disabled = false;
  }
}

async function changed(form, conflict = false) {
  const item = form.closest("[data-item]");
  if (item && !conflict) {
    item.classList.add("done");
    form.inert = true;
    const left = $("[data-left]");
    if (left) left.textContent = Math.max(0, +left.dataset.left - $$("[data-item].done").length).toLocaleString("en");
    goTo(item.nextElementSibling ?? item);
    return;
  }
  if (item) { location.reload(); return; }
  const dialog = $("[data-dialog]");
  const clause = dialog?.dataset.clause;
  if ($("[data-document-view]")) await refresh();
  if (dialog?.open && clause) {
    const within = form.closest("section")?.getAttribute("aria-labelledby");
    await fill(dialog, dialog.dataset.address, within);
  } else if (!$("[data-document-view]")) {
    location.reload();
  }
}

async function refresh() {
  const found = await read(location.pathname + location.search);
  if (!found?.ok) return;
  const page = found.page;
  const parts = $$("[data-live]");
  const open = $$(".clause details[open]").map((one) => [one.closest(".clause").id, one.className]);
  const here = $(".clause.here")?.id;
  $$("[data-live]", page).forEach((one, index) => parts[index]?.replaceWith(one));
  for (const [id, name] of open) {
    const details = document.getElementById(id)?.getElementsByClassName(name)[0];
    if (details) details.open = true;
  }
  document.getElementById(here)?.classList.add("here");
  mark();
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-change]")) return;
  event.preventDefault();
  change(form, event.submitter);
});

// -- the form of a clause --------------------------------------------------------------------------------------------

async function fill(dialog, address, section) {
  const found = await read(`${address}&part=1`);
  if (!found) return false;
  const part = $(".correcting", found.page) ?? $(".sentence", found.page);
  dialog.replaceChildren(part);
  prepareCorrecting(dialog);
  $("[data-close]", dialog)?.removeAttribute("hidden");
  const heading = section && document.getElementById(section);
  if (heading) {
    heading.tabIndex = -1;
    heading.focus();
  } else {
    $("h1", dialog)?.focus();
  }
  return true;
}

async function correct(clause, link) {
  const dialog = $("[data-dialog]");
  if (!dialog || !link) { if (link) location.href = link; return; }
  dialog.dataset.clause = clause;
  dialog.dataset.address = link;
  here(document.querySelector(`.clause[data-clause="${CSS.escape(clause)}"]`));
  if (!(await fill(dialog, link))) return;
  if (!dialog.open) dialog.showModal();
  $("h1", dialog)?.focus();
}

$("[data-dialog]")?.addEventListener("close", (event) => {
  document.body.append(said, alarmed);
  const clause = event.target.dataset.clause;
  event.target.replaceChildren();
  document.querySelector(`.clause[data-clause="${CSS.escape(clause ?? "")}"]`)?.focus();
});

// offsets count code points, a browser counts UTF-16 units
const points = (text, units) => [...text.slice(0, units)].length;
const units = (text, count) => [...text].slice(0, count).join("").length;

function prepareCorrecting(within) {
  const text = $("[data-clause-text]", within);
  if (!text) return;
  $("[data-hint]", within)?.removeAttribute("hidden");
  text.rows = Math.min(9, Math.max(3, Math.ceil(text.value.length / 95)));
  // in a text that is only read a browser may show no caret, and then no key selects: it can be written, but keeps nothing
  text.readOnly = false;
  text.inputMode = "none";
  text.setAttribute("aria-readonly", "true");
  text.addEventListener("beforeinput", (event) => event.preventDefault());
  text.addEventListener("input", () => { text.value = text.defaultValue; });
  // what somebody selected outlasts the way to the button, which by keyboard leads through other spans' fields
  let selected = null;
  text.addEventListener("blur", () => {
    selected = text.selectionStart < text.selectionEnd ? [text.selectionStart, text.selectionEnd] : null;
  });
  for (const form of $$("[data-span]", within)) {
    const [start, end, words] = ["start", "end", "words"].map((name) => $(`[data-${name}]`, form));
    const shown = () => { words.textContent = [...text.value].slice(+start.value, +end.value).join(""); };
    const take = $("[data-take]", form);
    take.hidden = false;
    take.addEventListener("click", () => {
      const chosen = selected ? text.value.slice(...selected) : "";
      const bare = chosen.trim();
      if (!bare) { say("Select words in the text of the clause first.", true); text.focus(); return; }
      const from = selected[0] + chosen.indexOf(bare);
      start.value = points(text.value, from);
      end.value = points(text.value, from + bare.length);
      shown();
    });
    for (const one of [start, end]) one.addEventListener("input", shown);
    form.addEventListener("focusin", () => {
      if (selected || !start.value) return;
      text.setSelectionRange(units(text.value, +start.value), units(text.value, +end.value));
    });
  }
  const find = $("[data-find-theme]", within);
  if (find) {
    find.hidden = false;
    $("input", find).addEventListener("input", (event) => {
      const wanted = event.target.value.trim().toLowerCase();
      for (const row of $$("[data-theme-choice] li", within)) row.hidden = !row.textContent.toLowerCase().includes(wanted);
    });
    $("input", find).addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();  // Enter takes the only theme that is left, and does not send the form
      const left = $$("[data-theme-choice] li:not([hidden]) input", within);
      if (left.length === 1) left[0].click();
    });
  }
}

prepareCorrecting(document);

document.addEventListener("click", (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  const link = event.target.closest?.("a.correct, a.source");
  if (!link || !$("[data-document-view]")) return;
  event.preventDefault();
  const clause = link.closest(".clause");
  if (link.matches(".correct")) correct(clause.dataset.clause, link.href);
  else source(clause, link.href);
});

// -- the source beside the text --------------------------------------------------------------------------------------

async function source(clause, address) {
  const pane = $("[data-beside]");
  here(clause);
  const found = await read(address.replace("#page-lit", "&part=1"));
  if (!found) return;
  const part = $(".source-view", found.page);
  if (!part) { say($(".sentence", found.page)?.textContent ?? "The source cannot be shown.", true); return; }
  pane.replaceChildren(part);
  pane.hidden = false;
  pane.parentElement.classList.add("with-source");
  const close = $("[data-close-source]", pane);
  close.hidden = false;
  close.addEventListener("click", () => closeSource(clause));
  $$(".clause.lit").forEach((one) => one.classList.remove("lit"));
  clause.classList.add("lit");
  const lit = $("#page-lit", pane);
  const text = $(".source-text", pane);
  if (lit && text) text.scrollTop = lit.offsetTop - text.offsetTop - 60;
  clause.scrollIntoView({ block: "nearest" });
  $("[data-source-title]", pane).focus({ preventScroll: true });
}

function closeSource(clause) {
  const pane = $("[data-beside]");
  pane.hidden = true;
  pane.replaceChildren();
  pane.parentElement.classList.remove("with-source");
  $$(".clause.lit").forEach((one) => one.classList.remove("lit"));
  clause?.focus();
}

// -- keys ------------------------------------------------------------------------------------------------------------

const places = () => $$(".clause, [data-item]");

function here(place) {
  $$(".here").forEach((one) => one.classList.remove("here"));
  place?.classList.add("here");
}

function goTo(place) {
  if (!place) return;
  here(place);
  place.focus({ preventScroll: true });
  place.scrollIntoView({ block: "center" });
}

function step(by) {
  const all = places();
  const now = all.indexOf($(".here") ?? $(":target"));
  goTo(all[Math.max(0, Math.min(all.length - 1, now + by))]);
}

async function takeBack() {
  const last = made.pop();
  if (!last) { say("Nothing was corrected in this tab.", true); return; }
  try {
    const told = await send(`/documents/${last.document}/undo`, new URLSearchParams({ correction: last.correction, who: name?.value ?? "" }));
    if ($("[data-document-view]")) await refresh(); else { kept.set("said", told.message); location.reload(); }
    say(told.message);
  } catch (error) {
    say(error.message, true);
  }
}

// what was said before a page was loaded anew is said after it
if (kept.get("said")) { say(kept.get("said")); kept.set("said", ""); }

const keys = {
  "/": () => { const box = $("[data-search]"); if (box) { box.focus(); box.select(); } else location.href = "/"; },
  j: () => step(1),
  k: () => step(-1),
  c: () => $(".here a.correct, :target a.correct")?.click(),
  s: () => { if ($("[data-beside]:not([hidden])")) closeSource($(".clause.here")); else $(".here a.source, :target a.source")?.click(); },
  u: takeBack,
  n: () => $('[rel="next"]')?.click(),
  p: () => $('[rel="prev"]')?.click(),
  "?": () => { location.href = "/help"; },
};

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !$("dialog[open]") && $("[data-beside]:not([hidden])")) closeSource($(".clause.here"));
  if (event.ctrlKey || event.metaKey || event.altKey || $("dialog[open]") || kept.get("keys") === "off") return;
  if (event.target.matches?.("input:not([type=checkbox]), select, textarea") || !Object.hasOwn(keys, event.key)) return;
  event.preventDefault();
  keys[event.key]();
});

document.addEventListener("focusin", (event) => {
  const place = event.target.closest?.(".clause, [data-item]");
  if (place) here(place);
});

// -- look, print, name, keys -----------------------------------------------------------------------------------------

const look = $("[data-look]");
if (look) {
  const dark = () => (document.documentElement.dataset.theme ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
  const label = () => { look.textContent = dark() ? "Light" : "Dark"; look.setAttribute("aria-label", `Change to the ${dark() ? "light" : "dark"} look`); };
  look.hidden = false;
  label();
  look.addEventListener("click", () => {
    const next = dark() ? "light" : "dark";
    document.documentElement.dataset.theme = next;
    kept.set("look", next);
    label();
  });
}
const print = $("[data-print]");
if (print) { print.hidden = false; print.addEventListener("click", () => window.print()); }
name?.addEventListener("input", () => name.form.classList.toggle("changed", name.value !== name.defaultValue));
name?.addEventListener("change", async () => {
  if (!name.value.trim()) { name.value = name.defaultValue; return; }
  try {
    const answer = await fetch(name.form.action, { method: "POST", headers: { "X-Clausewise-Secret": secret }, body: new URLSearchParams({ who: name.value, back: "/help" }) });
    if (!answer.ok) return;
    name.defaultValue = name.value;
    name.form.classList.remove("changed");
  } catch {
    // the button beside it is still there
  }
});
const onOff = $("[data-keys]");
if (onOff) {
  onOff.hidden = false;
  const box = $("[data-keys-on]");
  box.checked = kept.get("keys") !== "off";
  box.addEventListener("change", () => kept.set("keys", box.checked ? "on" : "off"));
}
const target = $(":target");
if (target?.matches(".clause")) here(target);
window.addEventListener("hashchange", () => { if ($(":target")?.matches(".clause")) here($(":target")); });

// -- what was searched, in the document -------------------------------------------------------------------------------

function mark() {
  const wanted = new URLSearchParams(location.search).get("text");
  if (!wanted || !$("[data-document-view]") || !globalThis.CSS?.highlights) return;
  const words = [...wanted.matchAll(/"([^"]+)"|(\S+)/g)].map(([, phrase, word]) => phrase ?? word);
  const shapes = words.map((word) => {
    const text = word.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}*]+$/gu, "");
    const plain = text.replace(/\*$/, "").replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replace(/\s+/g, "\\s+");
    return plain && `(?<![\\p{L}\\p{N}])${plain}${text.endsWith("*") ? "" : "(?![\\p{L}\\p{N}])"}`;
  }).filter(Boolean);
  if (!shapes.length) return;
  const shape = new RegExp(shapes.join("|"), "giu");
  const ranges = [];
  for (const text of $$(".clause [data-text]")) {
    const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      for (const hit of node.data.matchAll(shape)) {
        const range = new Range();
        range.setStart(node, hit.index);
        range.setEnd(node, hit.index + hit[0].length);
        ranges.push(range);
      }
    }
  }
  CSS.highlights.set("searched", new Highlight(...ranges));
  return ranges[0]?.startContainer.parentElement.closest(".clause");
}

const first = mark();
if (first && !location.hash) { here(first); first.scrollIntoView({ block: "center" }); }

// What the scripts of the pages share: finding elements, what is kept, what is said, reading pages of the server.

export const $ = (selector, within = document) => within.querySelector(selector);
export const $$ = (selector, within = document) => [...within.querySelectorAll(selector)];
export const secret = $('meta[name="secret"]').content;
export const kept = {
  get: (key) => { try { return localStorage.getItem(`clausewise-${key}`); } catch { return null; } },
  set: (key, value) => { try { localStorage.setItem(`clausewise-${key}`, value); } catch { /* nothing is kept */ } },
};

// -- what is said ----------------------------------------------------------------------------------------------------

export const said = $("[data-said]");
export const alarmed = $("[data-alarm]");
let silence = 0;

export function say(sentence, alarm = false) {
  const open = $("dialog[open]");
  // a dialog hides what is behind it from everybody: what is said moves into it
  const place = alarm ? alarmed : said;
  (open ?? document.body).append(said, alarmed);
  said.textContent = "";
  alarmed.textContent = "";
  requestAnimationFrame(() => { place.textContent = sentence; });
  clearTimeout(silence);
  silence = setTimeout(() => { place.textContent = ""; }, alarm ? 12000 : 5000);
}

// -- pages of the server, to take parts of ---------------------------------------------------------------------------

export const SILENT = "The server does not answer; it may have been stopped.";

export async function read(address) {
  try {
    const answer = await fetch(address);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    return { ok: answer.ok, page };
  } catch {
    say(SILENT, true);
    return null;
  }
}

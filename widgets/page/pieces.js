// Copies a <template> and fills it. Text from outside goes in as textContent, never as HTML.
import { strings } from "./strings.js";

export function copy(id) {
  return document.getElementById(id).content.firstElementChild.cloneNode(true);
}

// The sentence with its {names} filled in.
export function say(sentence, values = {}) {
  return sentence.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
}

// Fills `piece` from `values`: data-slot takes text, data-link an address of our own, and what
// stands under a data-if whose value is empty is removed.
export function fill(piece, values) {
  for (const part of piece.querySelectorAll("[data-if]")) {
    if (!values[part.dataset.if]) part.remove();
  }
  for (const slot of piece.querySelectorAll("[data-slot]")) {
    slot.textContent = values[slot.dataset.slot] ?? "";
    if ("state" in slot.dataset) slot.dataset.state = slot.textContent;
  }
  for (const link of piece.querySelectorAll("[data-link]")) {
    setAddress(link, values[link.dataset.link]);
  }
  return piece;
}

// Leads the link to an address of our own; to any other it leads nowhere.
export function setAddress(link, address) {
  const url = new URL(address, location.href);
  if (url.origin === location.origin) link.href = url.href;
  else link.removeAttribute("href");
}

// Brings the part into sight, at the top or the middle of what scrolls. Inside a frame,
// scrollIntoView and focus would move the host's page as well.
export function reveal(part, middle = false) {
  const scroller = scrollerOf(part);
  const top = scroller === document.scrollingElement ? 0 : scroller.getBoundingClientRect().top;
  const above = part.getBoundingClientRect().top - top;
  const over = middle ? scroller.clientHeight / 2 : 12;
  scroller.scrollBy({ top: above - over, behavior: "instant" });
}

// Which box scrolls depends on the height that there is: what scrolls in a box of its own on a
// tall screen scrolls with the page, or the sheet, on a short one.
function scrollerOf(part) {
  for (let box = part.parentElement; box && box !== document.body; box = box.parentElement) {
    if (/auto|scroll/.test(getComputedStyle(box).overflowY)) return box;
  }
  return document.scrollingElement;
}

export function button(label, pressed) {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = label;
  made.addEventListener("click", pressed);
  return made;
}

// 2024-03-05 as people write it: 2024年3月5日.
export function day(iso) {
  if (!iso) return null;
  const [year, month, date] = iso.split("-").map(Number);
  return say(strings.citation.day, { year, month, date });
}

// Posts JSON to our API; `patience` in milliseconds. Rejects with a Refusal where the server says
// that it does not do it, with whatever else where it was not reached.
export class Refusal extends Error {
  constructor(status, detail, seconds) {
    super(detail);
    this.status = status;
    this.seconds = seconds;
  }
}

export async function post(address, body, signal) {
  const response = await fetch(address, {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "application/json" },
    signal,
    body: JSON.stringify(body),
  });
  if (response.ok) return response.json();
  // What stands before the service (a proxy) refuses with pages of its own, which are no JSON.
  const { detail } = await response.json().catch(() => ({}));
  throw new Refusal(response.status, detail, Number(response.headers.get("Retry-After")));
}

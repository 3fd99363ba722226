// Shows in place what the server draws on pages of its own: the receipt of a consultation, where it
// stands, and in the panel a clause in its document. The server draws each of them once, for
// browsers without a script as well; its templates have escaped what comes from outside.
import { tellHost } from "./messages.js";
import { reveal, say } from "./pieces.js";
import { strings } from "./strings.js";

const { hotline } = document.getElementById("steps").dataset;

document.addEventListener("submit", (event) => {
  const form = event.target;
  const place = form.closest("[data-place=page]");
  if (!place || form.method !== "post") return;
  event.preventDefault();
  const body = new URLSearchParams(new FormData(form, event.submitter));
  open(place, form.action, { method: "POST", body }, form);
});

// Opens a page of ours in the place; resolves to whether it did.
export function openPage(place, address) {
  return open(place, address, {}, null);
}

async function open(place, address, options, form) {
  if (place.getAttribute("aria-busy") === "true") return;
  place.setAttribute("aria-busy", "true");
  tell(place, form ? strings.place.sending : strings.place.opening);
  try {
    const response = await fetch(address, { ...options, headers: { Accept: "text/html" } });
    if (response.status >= 500) throw new Error(response.statusText);
    draw(place, await response.text(), address);
    if (form) keepReceipt(place, form);
  } catch {
    tell(place, say(strings.place[form ? "failed" : "unopened"], { hotline }), true);
  }
  place.removeAttribute("aria-busy");
}

function draw(place, html, address) {
  const page = new DOMParser().parseFromString(html, "text/html").querySelector("main");
  lowerHeadings(page);
  page.querySelector("[data-again]")?.remove(); // the question box is in sight
  place.replaceChildren(...page.childNodes);
  const head = headOf(place);
  head?.setAttribute("tabindex", "-1");
  head?.focus({ preventScroll: true });
  showPlace(place, address);
}

function headOf(place) {
  return place.querySelector("[role=alert]") ?? place.querySelector("h2");
}

// Brings into sight what the address names in the page that is open there, or else its head.
export function showPlace(place, address) {
  const { hash } = new URL(address, location.href);
  const marked = hash ? place.querySelector(hash) : null;
  const shown = marked ?? headOf(place);
  if (shown) reveal(shown, Boolean(marked));
}

// The receipt goes with the talk of this tab: the code is in no other place that one can go back to.
function keepReceipt(place, form) {
  const shown = place.querySelector(".receipt");
  if (!shown) return;
  const slots = [...shown.querySelectorAll("[data-slot]")];
  const receipt = Object.fromEntries(slots.map((slot) => [slot.dataset.slot, slot.textContent]));
  const answer = new FormData(form).get("answer_id");
  document.dispatchEvent(new CustomEvent("yihaoda:sent", { detail: { answer, receipt } }));
  tellHost("escalated");
}

// The page's own heading stands below that of the page it is shown in.
function lowerHeadings(page) {
  for (const level of [5, 4, 3, 2, 1]) {
    for (const head of page.querySelectorAll(`h${level}`)) {
      const lower = document.createElement(`h${level + 1}`);
      for (const { name, value } of head.attributes) lower.setAttribute(name, value);
      lower.append(...head.childNodes);
      head.replaceWith(lower);
    }
  }
}

function tell(place, sentence, isError = false) {
  let told = place.querySelector(":scope > .told");
  if (!told) {
    told = document.createElement("p");
    told.setAttribute("role", "status");
    place.append(told);
  }
  told.className = isError ? "told error" : "told progress";
  told.textContent = sentence;
}

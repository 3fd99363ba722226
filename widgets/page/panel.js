// What only the panel has: the sheet in which documents and consultations open, its close button,
// larger type, the host's colour, and room for the keyboard of a phone.
import { tellHost } from "./messages.js";
import { reveal, say } from "./pieces.js";
import { openPage, showPlace } from "./places.js";
import { strings } from "./strings.js";

const { body } = document;
const sheet = document.getElementById("sheet");
const place = sheet.querySelector("[data-place=page]");
const about = document.getElementById("about");
const whole = document.getElementById("whole");
const TEXT = "yihaoda.text"; // as on the pages

// Our own pages may not be framed, so they open in the sheet; files and other sites beside.
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[href]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || link.id === "whole") return;
  const address = new URL(link.href);
  if (address.origin !== location.origin || address.pathname.endsWith("/source")) return;
  event.preventDefault();
  if (address.pathname === location.pathname) return;
  if (address.pathname === "/") sheet.close();
  else openSheet(address.href);
});

function openSheet(address) {
  if (!sheet.open) {
    place.replaceChildren();
    sheet.showModal();
  }
  whole.href = address;
  about.hidden = true;
  openPage(place, address).then(() => {
    tellAbout(address);
    showPlace(place, address); // what is told above has moved it
  });
}

// Above a clause stand its document, validity and version, which the page tells further up.
function tellAbout(address) {
  const [, version] = new URL(address).pathname.match(/^\/documents\/.+\/versions\/(\d+)$/) ?? [];
  const title = place.querySelector("h2");
  const badge = place.querySelector(".badge");
  about.hidden = !(version && title && badge);
  if (about.hidden) return;
  const name = document.createElement("strong");
  name.textContent = title.textContent;
  const number = say(strings.citation.version_number, { version });
  about.replaceChildren(name, " ", badge.cloneNode(true), ` ${number}`);
}

// Esc closes the sheet alone, and not the panel behind it.
sheet.addEventListener("keydown", (event) => {
  if (event.key === "Escape") event.stopPropagation();
});
document.getElementById("back").addEventListener("click", () => sheet.close());

const close = document.getElementById("close");
close.hidden =
  !body.dataset.host || window.parent === window || body.dataset.layout === "inline";
close.addEventListener("click", () => tellHost("close"));

const large = document.getElementById("large");
large.hidden = false; // without this script it would do nothing
large.addEventListener("click", () => {
  const chosen = document.documentElement.dataset.text !== "large";
  showLarge(chosen);
  try {
    sessionStorage.setItem(TEXT, chosen ? "large" : "standard");
  } catch {
    // It lasts as long as this page then.
  }
});

function showLarge(value) {
  if (value) document.documentElement.dataset.text = "large";
  else delete document.documentElement.dataset.text;
  large.setAttribute("aria-pressed", String(value));
}

function wasLarge() {
  try {
    return sessionStorage.getItem(TEXT) === "large";
  } catch {
    return false;
  }
}
showLarge(wasLarge());

// The head in the host's colour, its words in whichever of black and white is told better.
function paint(color) {
  const light = [1, 3, 5]
    .map((place) => parseInt(color.slice(place, place + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
    .reduce((sum, part, place) => sum + part * [0.2126, 0.7152, 0.0722][place], 0);
  body.style.setProperty("--head", color);
  body.style.setProperty("--on-head", light > 0.179 ? "#000" : "#fff"); // WCAG's luminance
}
if (body.dataset.color) paint(body.dataset.color);

// A phone's keyboard covers the page instead of making it shorter, and the field that is written in
// with it. Nothing else moves: a screen that is turned leaves readers where they read.
function fit() {
  body.style.setProperty("--seen", `${window.visualViewport.height}px`);
  const { scrollingElement: whole, activeElement: used } = document;
  if (whole.scrollHeight <= whole.clientHeight) window.scrollTo(0, 0);
  if (used?.matches("textarea, input")) reveal(used, true);
}
window.visualViewport?.addEventListener("resize", fit);

// A kiosk in a hall forgets whoever has left: after two idle minutes the page goes back to the first
// one and what the tab remembers is deleted. Whoever is still there is asked first.
const question = document.getElementById("still-there");
const shownLeft = question.querySelector("[data-left]");
const idleSeconds = Number(question.dataset.idle);
const warningSeconds = Number(question.dataset.warning);
const CLEARED = "yihaoda.cleared";

let since = Date.now();

function forget() {
  try {
    sessionStorage.clear();
    sessionStorage.setItem(CLEARED, "1");
  } catch {
    // Nothing was remembered then.
  }
  for (const form of document.forms) form.reset();
  window.location.replace(question.dataset.home);
}

// "Back" after clearing must not bring the page of whoever was here before.
function leaveWhatWasCleared() {
  const [visit] = performance.getEntriesByType("navigation");
  try {
    if (visit?.type === "back_forward" && sessionStorage.getItem(CLEARED)) forget();
    else sessionStorage.removeItem(CLEARED);
  } catch {
    // Without storage nothing tells; answers are in no cache.
  }
}

// The first page with nothing on it has nothing to forget, and asks nobody.
function isBlank() {
  const typed = [...document.querySelectorAll("textarea, input:not([type=hidden])")].some((each) => each.value);
  return location.pathname === new URL(question.dataset.home, location.href).pathname
    && !typed && !document.querySelector(".turn");
}

function look() {
  if (isBlank()) since = Date.now();
  const left = idleSeconds - Math.floor((Date.now() - since) / 1000);
  if (left <= 0) {
    forget();
  } else if (left <= warningSeconds) {
    shownLeft.textContent = String(left);
    if (!question.open) question.showModal();
  }
}

function stay() {
  since = Date.now();
  if (question.open) question.close();
}

for (const sign of ["pointerdown", "keydown", "input", "wheel", "touchmove"]) {
  document.addEventListener(sign, stay, { passive: true });
}
question.addEventListener("close", stay);
document.querySelector("[data-restart]").addEventListener("click", (event) => {
  event.preventDefault();
  forget();
});
window.addEventListener("pageshow", (event) => {
  if (event.persisted) leaveWhatWasCleared();
});
leaveWhatWasCleared();
setInterval(look, 1000);

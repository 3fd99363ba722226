// Offers known questions while one types, as the combobox pattern of the ARIA guide does it. A
// <textarea> may not bear that role, so it stays a text box that controls a list: arrows choose,
// Enter asks, Esc closes, and the screen reader is told how many there are. What is typed goes in
// a body, never in an address, and is not kept.
import { ask, setQuestion } from "./ask.js";
import { post, say } from "./pieces.js";
import { strings } from "./strings.js";

const box = document.getElementById("question");
const list = document.getElementById("near");
const counted = document.getElementById("near-count");
const PAUSE = 120; // milliseconds without a key
const LEAST = 2; // characters

let waiting = null;
let looking = null;

box.addEventListener("input", (event) => {
  clearTimeout(waiting);
  looking?.abort();
  if (event.isComposing) return;
  const typed = box.value.trim();
  if (typed.length < LEAST || !event.isTrusted) close();
  else waiting = setTimeout(look, PAUSE, typed);
});
box.addEventListener("compositionend", () => box.dispatchEvent(new Event("input")));
box.addEventListener("blur", () => setTimeout(close, 150)); // after a click on the list
box.form.addEventListener("submit", close);

box.addEventListener("keydown", (event) => {
  if (list.hidden || event.isComposing) return;
  const { key } = event;
  if (key === "Tab") close(); // and on to the next field
  if (key === "Escape") close();
  else if (key === "ArrowDown") move(1);
  else if (key === "ArrowUp") move(-1);
  else if (key === "Enter" && chosen()) choose(chosen());
  else return;
  event.preventDefault();
  event.stopPropagation();
}, true);

list.addEventListener("pointerdown", (event) => event.preventDefault()); // keeps the focus
list.addEventListener("click", ({ target }) => {
  const option = target.closest("[role=option]");
  if (option) choose(option);
});

// What is only offered may fail silently; one that was given up leaves the next one's alone.
async function look(text) {
  const { signal } = (looking = new AbortController());
  try {
    const { questions } = await post(list.dataset.near, { text }, signal);
    if (!signal.aborted && document.activeElement === box) show(questions);
  } catch {
    if (!signal.aborted) close();
  }
}

function show(questions) {
  list.replaceChildren(...questions.map(drawOption));
  list.hidden = !questions.length;
  box.removeAttribute("aria-activedescendant");
  counted.textContent = questions.length ? say(strings.ask.near, { count: questions.length }) : "";
}

function drawOption({ question, asked, title }, place) {
  const option = document.createElement("li");
  option.id = `near-${place}`;
  option.setAttribute("role", "option");
  option.setAttribute("aria-selected", "false");
  option.dataset.asked = asked;
  const words = document.createElement("span");
  words.textContent = question;
  const from = document.createElement("small");
  from.textContent = title;
  option.append(words, from);
  return option;
}

function chosen() {
  return list.querySelector("[aria-selected=true]");
}

function move(by) {
  const options = [...list.children];
  const places = options.length + 1; // one more for the box itself
  const next = (options.indexOf(chosen()) + 1 + by + places) % places;
  for (const option of options) option.setAttribute("aria-selected", "false");
  if (next === 0) {
    box.removeAttribute("aria-activedescendant");
    return;
  }
  const option = options[next - 1];
  option.setAttribute("aria-selected", "true");
  box.setAttribute("aria-activedescendant", option.id);
}

function choose(option) {
  const { asked } = option.dataset;
  close();
  setQuestion(asked);
  ask(asked, { clears: true, anew: true });
}

function close() {
  clearTimeout(waiting);
  looking?.abort();
  list.hidden = true;
  list.replaceChildren();
  counted.textContent = "";
  box.removeAttribute("aria-activedescendant");
}

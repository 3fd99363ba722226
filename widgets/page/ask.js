// Asks in place of sending the form away: fetch, draw, move the focus to the answer. Where this
// script does not run, the same forms are posted and the server draws the same page.
import { drawTurn } from "./turn.js";

const answers = document.getElementById("answers");
const earlier = document.getElementById("earlier");
const progress = document.getElementById("progress");
const main = document.querySelector("form[data-answers]");
const PATIENCE = 30_000; // milliseconds

let conversation = null;
let busy = false;

document.addEventListener("submit", (event) => {
  if (!event.target.matches("form[data-asks]")) return;
  event.preventDefault();
  const question = event.target.querySelector("[name=question]").value.trim();
  if (event.target.dataset.asks === "anew") conversation = null;
  if (!busy && question) ask(question, event.target);
});

// Enter sends, Shift+Enter breaks the line; Enter that ends a pinyin composition does neither
// (229 is how Safari tells of that one).
main.question.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey) return;
  if (event.isComposing || event.keyCode === 229) return;
  event.preventDefault();
  main.requestSubmit();
});

async function ask(question, form) {
  setBusy(true);
  const result = await fetchAnswer(question).catch(tellProblem);
  setBusy(false);
  if (!result) return;
  conversation = result.conversation;
  show(drawTurn(question, result));
  if ("clears" in form.dataset) clear(main.question);
}

// The server's own word that it does not answer; whatever else fails means that it was not reached.
class Refusal extends Error {}

async function fetchAnswer(question) {
  const response = await fetch(main.dataset.answers, {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "application/json" },
    signal: AbortSignal.timeout?.(PATIENCE), // where the browser has it
    body: JSON.stringify(conversation ? { question, conversation } : { question }),
  });
  const body = await response.json();
  if (!response.ok) throw new Refusal(body.detail);
  return body;
}

// The newest answer stands above the box, those before it below, newest first.
function show(turn) {
  if (answers.firstElementChild) {
    earlier.querySelector("h2").after(answers.firstElementChild);
    earlier.hidden = false;
  }
  answers.replaceChildren(turn);
  progress.textContent = "";
  main.querySelector("label").textContent = main.dataset.next;
  const head = turn.querySelector(".asked");
  head.focus({ preventScroll: true });
  head.scrollIntoView({ block: "start" });
}

function clear(field) {
  field.value = "";
  field.dispatchEvent(new Event("input"));
}

function tellProblem(problem) {
  progress.textContent =
    problem instanceof Refusal
      ? problem.message
      : "没有连上服务，您的问题还在下面。请检查网络后再点一次“提问”。";
  progress.classList.add("error");
  main.question.focus();
}

function setBusy(value) {
  busy = value;
  if (value) {
    progress.classList.remove("error");
    progress.textContent = "正在查找，请稍等……";
  }
  main.querySelector("button").setAttribute("aria-disabled", String(value));
}

// Asks in place of sending the form away: fetch, draw, move the focus to the answer. Where this
// script does not run, the same forms are posted and the server draws the same page.
import { drawTurn } from "./turn.js";

const answers = document.getElementById("answers");
const earlier = document.getElementById("earlier");
const progress = document.getElementById("progress");
const main = document.querySelector("form[data-answers]");
let conversation = null;
let busy = false;

document.addEventListener("submit", (event) => {
  if (!event.target.matches("form[data-asks]")) return;
  event.preventDefault();
  const question = event.target.querySelector("[name=question]").value.trim();
  if (!busy && question) ask(question, event.target);
});

// Enter sends, Shift+Enter breaks the line; Enter that ends a pinyin composition does neither.
main.question.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  main.requestSubmit();
});

async function ask(question, form) {
  setBusy(true);
  try {
    const result = await fetchAnswer(question);
    conversation = result.conversation;
    show(drawTurn(question, result));
    if ("clears" in form.dataset) clear(main.question);
  } catch (problem) {
    tellProblem(problem);
  } finally {
    setBusy(false);
  }
}

async function fetchAnswer(question) {
  const response = await fetch(main.dataset.answers, {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "application/json" },
    body: JSON.stringify(conversation ? { question, conversation } : { question }),
  });
  const body = await response.json();
  if (!response.ok) throw new Error(body.detail);
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
  // A TypeError is fetch's way of saying that no answer came; a SyntaxError that it was no JSON.
  const unreachable = problem instanceof TypeError || problem instanceof SyntaxError;
  progress.textContent = unreachable
    ? "没有连上服务，您的问题还在下面。请检查网络后再点一次“提问”。"
    : problem.message;
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

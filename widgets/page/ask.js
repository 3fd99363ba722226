// Asks in place of sending the form away: fetch, draw, move the focus to the answer. Where this
// script does not run, the same forms are posted and the server draws the same page.
import { offerAloud } from "./aloud.js";
import { forget, remember, remembered } from "./history.js";
import { tellHost, whenHostSays } from "./messages.js";
import { Refusal, post, reveal, say } from "./pieces.js";
import { tellNothing, tellState, toldState } from "./states.js";
import { strings } from "./strings.js";
import { drawTurn, keepReceipt } from "./turn.js";

const answers = document.getElementById("answers");
const earlier = document.getElementById("earlier");
const announced = document.getElementById("announced");
const tools = document.getElementById("tools");
const main = document.querySelector("form[data-answers]");
const scroller = document.getElementById("scroller"); // of the panel alone
const SLOW_AFTER = 5_000; // milliseconds
const PATIENCE = 45_000;

let history = remembered();
let asking = null; // {question, controller} of the question that is asked
let next = null; // asks what was sent meanwhile: the latest alone, whoever sent it

document.addEventListener("submit", (event) => {
  if (!event.target.matches("form[data-asks]")) return;
  event.preventDefault();
  const question = event.target.querySelector("[name=question]").value.trim();
  const { asks, clears } = event.target.dataset;
  if (question) ask(question, { clears: clears !== undefined, anew: asks === "anew" });
});

// Enter sends, Shift+Enter breaks the line; Enter that ends a pinyin composition does neither
// (229 is how Safari tells of that one).
main.question.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.defaultPrevented) return;
  if (event.isComposing || event.keyCode === 229) return;
  event.preventDefault();
  main.requestSubmit();
});

window.addEventListener("online", () => {
  if (toldState() === "offline") tellState("online", { does: { retry: () => main.requestSubmit() } });
});

document.getElementById("clear").addEventListener("click", clearAll);

whenHostSays("opened", () => main.question.focus());
whenHostSays("ask", ({ text }) => {
  const question = typeof text === "string" ? text.trim().slice(0, main.question.maxLength) : "";
  if (!question) return;
  document.querySelector("dialog[open]")?.close();
  if (!main.question.value.trim()) setQuestion(question); // what somebody is writing stays
  ask(question, { clears: true });
});

for (const turn of history.turns) show(drawTurn(turn));

// `clears` empties the box of the question once there is an answer, `anew` leaves what was said
// before aside. A question that comes while another is asked waits for its end.
export async function ask(question, { clears = false, anew = false }) {
  if (asking) {
    if (question !== asking.question) wait(() => ask(question, { clears, anew }));
    return;
  }
  if (anew) history.conversation = null;
  asking = { question, controller: new AbortController() };
  tellState("thinking");
  const timers = [
    setTimeout(tellState, SLOW_AFTER, "slow", { does: { stop: () => stop() } }),
    setTimeout(() => asking?.controller.abort("timeout"), PATIENCE),
  ];
  const retry = () => ask(question, { clears, anew });
  const result = await fetchAnswer(question).catch((problem) => tellProblem(problem, retry));
  timers.forEach(clearTimeout);
  asking = null;
  if (result) taken(question, result, clears);
  const following = next;
  next = null;
  following?.();
}

function wait(following) {
  next = following;
  tellState("waiting", { does: { stop: () => stop() } });
}

function stop(reason = "stopped") {
  next = null;
  asking?.controller.abort(reason);
}

function fetchAnswer(question) {
  const { region } = document.body.dataset;
  const body = { question };
  if (history.conversation) body.conversation = history.conversation;
  if (region) body.region = region;
  return post(main.dataset.answers, body, asking.controller.signal);
}

function taken(question, result, clears) {
  history.conversation = result.conversation;
  history.turns.push({ question, result });
  remember(history);
  tellNothing();
  const turn = show(drawTurn({ question, result }));
  const head = turn.querySelector(".asked");
  head.focus({ preventScroll: true });
  reveal(head);
  announced.textContent = summary(result);
  if (clears && main.question.value.trim() === question) setQuestion("");
  const event = result.outcome === "answered" ? "answered" : "unanswered";
  tellHost(event, { answer: result.answer_id });
}

// What a screen reader says once the answer stands there.
function summary({ answer, message }) {
  return answer
    ? say(strings.turn.found, { text: answer.text })
    : say(strings.turn.found_none, { message: message ?? "" });
}

// On the page the newest answer stands above the box, those before it below, newest first; in the
// panel they follow one another.
function show(turn) {
  if (!scroller) {
    const before = answers.firstElementChild;
    if (before) earlier.querySelector("h2").after(before);
    earlier.hidden = !before;
  }
  for (const offer of document.querySelectorAll(".turn .offer[open]")) offer.open = false;
  answers.append(turn);
  tools.hidden = false;
  main.querySelector("label").textContent = strings.ask.next;
  offerAloud(turn);
  return turn;
}

function clearAll() {
  stop("cleared");
  forget();
  history = remembered();
  for (const turn of document.querySelectorAll(".turn")) turn.remove();
  if (earlier) earlier.hidden = true; // the panel has none
  tools.hidden = true;
  announced.textContent = "";
  main.querySelector("label").textContent = strings.ask.label;
  setQuestion("");
  tellState("cleared");
  main.question.focus();
}

export function setQuestion(text) {
  main.question.value = text;
  main.question.dispatchEvent(new Event("input"));
}

// What citizens said of an answer is there again with its turn.
document.addEventListener("yihaoda:said", ({ detail }) => {
  const turn = turnOf(detail.answer);
  if (turn) turn.said = detail.helpful;
  remember(history);
});

// So is the receipt of a consultation, which nothing else shows again.
document.addEventListener("yihaoda:sent", ({ detail: { answer, receipt } }) => {
  const turn = turnOf(answer);
  if (turn) {
    turn.sent = receipt;
    keepReceipt(document.querySelector(`.turn[data-answer="${CSS.escape(answer)}"]`), receipt);
  } else {
    history.turns.push({ sent: receipt });
    show(drawTurn({ sent: receipt }));
  }
  remember(history);
});

function turnOf(answer) {
  return history.turns.find(({ result }) => result && result.answer_id === answer);
}

function tellProblem(problem, retry) {
  const does = { retry };
  const { status, seconds } = problem;
  const { signal } = asking.controller;
  if (signal.aborted) tellState(signal.reason, { does });
  else if (!(problem instanceof Refusal)) tellState(navigator.onLine ? "unreachable" : "offline", { does });
  else if (status === 429 || status === 503) tellState("busy", { does, seconds: seconds || 30 });
  else if (status >= 500 || !problem.message) tellState("broken", { does });
  else tellState("refused", { sentence: problem.message });
  main.question.focus();
}

tellHost("ready");

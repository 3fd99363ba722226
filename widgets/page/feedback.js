// Sends whether an answer helped, and why not, without leaving it.
import { copy, post } from "./pieces.js";
import { strings } from "./strings.js";

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("form[data-feedback]")) return;
  event.preventDefault();
  const helpful = event.submitter ? event.submitter.value === "yes" : false;
  send(form, helpful).catch(() => tell(form, strings.feedback.failed));
});

async function send(form, helpful) {
  const fields = new FormData(form);
  const body = { answer_id: fields.get("answer_id"), helpful };
  if (fields.get("reason")) body.reason = fields.get("reason");
  if (fields.get("words")?.trim()) body.words = fields.get("words");
  await post(form.dataset.feedback, body);
  document.dispatchEvent(
    new CustomEvent("yihaoda:said", { detail: { answer: body.answer_id, helpful } }),
  );
  if (helpful || body.reason) thank(form, helpful);
  else askWhy(form);
}

// Thanks in place of the form; `focused` where somebody has just sent it.
export function thank(form, helpful, focused = true) {
  const words = document.createElement("p");
  words.className = "thanks";
  words.tabIndex = -1;
  words.textContent = helpful ? strings.feedback.thanks : strings.feedback.thanks_no;
  form.replaceWith(words);
  if (focused) words.focus();
}

function askWhy(form) {
  const reasons = copy("reasons");
  form.querySelector(".verdict").replaceWith(reasons);
  reasons.querySelector("input").focus();
}

function tell(form, sentence) {
  const told = form.querySelector("[aria-live]");
  told.textContent = sentence;
}

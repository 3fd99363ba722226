// Draws one question with what it got, from the templates of the page.
import { thank } from "./feedback.js";
import { copy, day, fill, say, setAddress } from "./pieces.js";
import { strings } from "./strings.js";

// `said` tells whether the answer helped, where that was said already; `sent` is the receipt of the
// consultation that was left. A receipt without a question stands alone.
export function drawTurn({ question, result, said, sent }) {
  if (!result) return fill(copy("sent"), sent);
  const { answer } = result;
  const [before, hit, after] = answer ? cut(answer) : [];
  const blank = copy("turn");
  const explained = blank.querySelector("[data-if=unverified]").dataset.of;
  const turn = fill(blank, {
    question,
    answer,
    text: answer?.text,
    alone: answer && !answer.parts.length,
    parts: answer?.parts.length,
    notice: answer?.notice,
    partial: answer?.completeness === "partial",
    quote: answer && answer.quote !== answer.text,
    before,
    hit,
    after,
    follows: result.follows && say(strings.turn.follows, { question: shortened(result.follows) }),
    message: result.message,
    choices: result.choices.length,
    beside: result.beside.length,
    related: result.related.length,
    offered: result.outcome === "redirected" ? strings.turn.examples : strings.turn.related,
    suggestions: result.suggestions.length,
    unverified: shownCitations(result).some(({ validity }) => validity.state === explained),
    offer: result.outcome !== "redirected",
    calls: result.outcome === "redirected" && phones(result.message).length,
  });
  turn.dataset.outcome = result.outcome;
  asking(turn.querySelector(".follows"), question);
  turn.dataset.answer = result.answer_id;
  list(turn, "marks", result.citations.map(drawMark));
  list(turn, "calls", phones(result.message).map(drawCall));
  list(turn, "citations", result.citations.map(drawCitation("citations")));
  list(turn, "parts", (answer?.parts ?? []).map(drawPart));
  list(turn, "beside", result.beside.map(drawBeside));
  list(turn, "suggestions", result.suggestions.map(drawSuggestion));
  list(turn, "related", result.related.map(drawRelated));
  list(turn, "choices", result.choices.map(drawChoice));
  prepareFeedback(turn.querySelector(".feedback"), result, said);
  prepareConsultation(turn.querySelector(".offer"), question, result);
  if (sent) keepReceipt(turn, sent);
  return turn;
}

function shownCitations({ citations, beside, suggestions }) {
  return [...citations, ...[...beside, ...suggestions].map(({ citation }) => citation)];
}

// The quote before the answer's words, the words, and the quote behind them. Offsets count
// characters, of which some take two places of a string here.
function cut({ quote, text, start }) {
  const characters = Array.from(quote);
  const end = start + Array.from(text).length;
  const places = [[0, start], [start, end], [end, characters.length]];
  return places.map(([from, to]) => characters.slice(from, to).join(""));
}

function list(turn, name, items) {
  turn.querySelector(`[data-list="${name}"]`)?.replaceChildren(...items);
}

function drawMark(citation, place) {
  const mark = copy("marks");
  mark.textContent = place + 1;
  mark.setAttribute("aria-label", say(strings.turn.mark, { ...citation, number: place + 1 }));
  setAddress(mark, citation.url);
  return mark;
}

// The short numbers (110, 120, 12345) that a sentence of ours names, but for those of messages.
function phones(message) {
  const texted = new RegExp(`${strings.turn.texting}\\d+`, "g");
  const numbers = message?.replace(texted, "").match(/\d+/g) ?? [];
  return [...new Set(numbers)].filter((number) => /^1\d{2,4}$/.test(number));
}

function drawCall(number) {
  const call = copy("calls");
  call.textContent = say(strings.turn.call, { number });
  call.href = `tel:${number}`;
  return call;
}

function drawCitation(template) {
  return (citation) =>
    fill(copy(template), {
      ...citation,
      state: citation.validity.state,
      until: day(citation.validity.until),
      published_on: day(citation.published_on),
      version_number: say(strings.citation.version_number, citation),
    });
}

function drawBeside(beside) {
  const item = fill(copy("beside"), {
    text: beside.text,
    conflict: beside.kind === "conflict",
    interpretation: beside.kind === "interpretation",
    basis: beside.kind === "basis",
  });
  item.querySelector("[data-place]").append(drawCitation("citation")(beside.citation));
  return item;
}

function drawPart(part) {
  return fill(copy("parts"), part);
}

function drawSuggestion(suggestion) {
  const item = fill(copy("suggestions"), suggestion);
  item.querySelector("[data-place]").append(drawCitation("citation")(suggestion.citation));
  return item;
}

function drawRelated(related) {
  return asking(fill(copy("related"), related), related.asked);
}

function drawChoice(choice) {
  return asking(fill(copy("choices"), { choice }), choice);
}

function asking(item, question) {
  if (item) item.querySelector("[name=question]").value = question;
  return item;
}

// As the server's pages shorten it: so many characters, the sign of omission among them.
function shortened(text) {
  const characters = Array.from(text);
  return characters.length > 30 ? `${characters.slice(0, 28).join("")}……` : text;
}

function prepareFeedback(form, result, said) {
  if (!form) return;
  form.querySelector("[name=answer_id]").value = result.answer_id;
  if (said !== undefined) thank(form, said, false);
}

// Each answer's form has a token of its own: a second consultation is not a repeat of the first.
function prepareConsultation(offer, question, result) {
  if (!offer) return;
  offer.open = result.outcome === "unanswered";
  offer.querySelector("[name=question]").value = question;
  offer.querySelector("[name=answer_id]").value = result.answer_id;
  offer.querySelector("[name=form_token]").value = randomToken();
}

// In place of the form, so that nobody sends it twice; what the server drew there stays.
export function keepReceipt(turn, sent) {
  const offer = turn.querySelector(".offer");
  offer.open = true;
  const place = offer.querySelector("[data-place=page]");
  offer.querySelector("summary").textContent = say(strings.turn.sent, sent);
  if (!place.querySelector(".receipt")) place.replaceChildren(fill(copy("receipt"), sent));
}

function randomToken() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

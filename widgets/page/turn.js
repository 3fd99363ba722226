// Draws one question with what it got, from the templates of the page.
import { copy, day, fill } from "./pieces.js";

export function drawTurn(question, result) {
  const { answer } = result;
  const turn = fill(copy("turn"), {
    question,
    answer,
    text: answer?.text,
    alone: answer && !answer.parts.length,
    parts: answer?.parts.length,
    notice: answer?.notice,
    partial: answer?.completeness === "partial",
    quote: answer && answer.quote !== answer.text ? answer.quote : null,
    message: result.message,
    choices: result.choices.length,
    beside: result.beside.length,
    related: result.related.length,
    suggestions: result.suggestions.length,
    offer: result.outcome !== "redirected",
  });
  list(turn, "citations", result.citations.map(drawCitation("citations")));
  list(turn, "parts", (answer?.parts ?? []).map(drawPart));
  list(turn, "beside", result.beside.map(drawBeside));
  list(turn, "suggestions", result.suggestions.map(drawSuggestion));
  list(turn, "related", result.related.map(drawRelated));
  list(turn, "choices", result.choices.map(drawChoice));
  const feedback = turn.querySelector(".feedback");
  if (feedback) feedback.querySelector("[name=answer_id]").value = result.answer_id;
  const offer = turn.querySelector(".offer");
  if (offer) prepareConsultation(offer, question, result);
  return turn;
}

function list(turn, name, items) {
  turn.querySelector(`[data-list="${name}"]`)?.replaceChildren(...items);
}

function drawCitation(template) {
  return (citation) =>
    fill(copy(template), {
      ...citation,
      state: citation.validity.state,
      until: day(citation.validity.until),
      published_on: day(citation.published_on),
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
  const item = fill(copy("related"), related);
  item.querySelector("[name=question]").value = related.asked;
  return item;
}

function drawChoice(choice) {
  const item = fill(copy("choices"), { choice });
  item.querySelector("[name=question]").value = choice;
  return item;
}

// Each answer's form has a token of its own: a second consultation is not a repeat of the first.
function prepareConsultation(offer, question, result) {
  offer.open = result.outcome === "unanswered";
  offer.querySelector("[name=question]").value = question;
  offer.querySelector("[name=answer_id]").value = result.answer_id;
  offer.querySelector("[name=form_token]").value = randomToken();
}

function randomToken() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

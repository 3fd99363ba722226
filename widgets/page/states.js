// Tells how asking goes, each state with what one can do next.
import { button, say } from "./pieces.js";
import { strings } from "./strings.js";

const told = document.getElementById("progress");
const steps = document.getElementById("steps");
const { hotline, consultation } = steps.dataset;

// What is offered in each state; those that are errors are marked as such.
const STEPS = {
  thinking: [],
  slow: ["stop"],
  waiting: ["stop"],
  stopped: ["retry"],
  offline: ["retry"],
  online: ["retry"],
  unreachable: ["retry", "call"],
  timeout: ["retry", "leave"],
  busy: ["retry", "call"],
  broken: ["retry", "leave", "call"],
  refused: [],
  cleared: [],
};
const CALM = new Set(["thinking", "slow", "waiting", "stopped", "online", "cleared"]);

// `does` holds what the steps `stop` and `retry` do; `sentence` stands in place of the state's own.
export function tellState(state, { does = {}, sentence, seconds } = {}) {
  told.textContent = sentence ?? say(strings.state[state], { seconds });
  told.dataset.state = state;
  told.classList.toggle("error", !CALM.has(state));
  steps.replaceChildren(...STEPS[state].map((step) => drawStep(step, does)));
}

export function tellNothing() {
  told.textContent = "";
  delete told.dataset.state;
  told.classList.remove("error");
  steps.replaceChildren();
}

export function toldState() {
  return told.dataset.state;
}

function drawStep(step, does) {
  if (step === "call") return link(say(strings.step.call, { hotline }), `tel:${hotline}`);
  if (step === "leave") return link(strings.step.leave, consultation);
  return button(strings.step[step], does[step]);
}

function link(words, address) {
  const made = document.createElement("a");
  made.textContent = words;
  made.href = address;
  made.className = "step";
  return made;
}

// Reads an answer aloud with a voice that is in the device: no word of it is sent anywhere.
import { strings } from "./strings.js";

const speech = window.speechSynthesis;

function localVoice() {
  return speech?.getVoices().find((voice) => voice.localService && /^(zh|cmn)\b/i.test(voice.lang));
}

// Shows the button of the turn where there is such a voice.
export function offerAloud(turn) {
  const button = turn.querySelector(".aloud");
  if (button) button.hidden = !localVoice();
}

speech?.addEventListener?.("voiceschanged", () => {
  document.querySelectorAll(".turn").forEach(offerAloud);
});

document.addEventListener("click", ({ target }) => {
  const button = target.closest?.(".aloud");
  if (!button) return;
  const pressed = button.getAttribute("aria-pressed") === "true";
  speech.cancel();
  document.querySelectorAll(".aloud[aria-pressed=true]").forEach(rest);
  if (!pressed) read(button);
});

function read(button) {
  const words = new SpeechSynthesisUtterance(
    [...button.closest(".turn").querySelectorAll("[data-aloud]")]
      .map((part) => part.textContent.trim())
      .join("。"),
  );
  words.voice = localVoice();
  words.lang = words.voice.lang;
  words.onend = words.onerror = () => rest(button);
  button.setAttribute("aria-pressed", "true");
  button.textContent = strings.tools.quiet;
  speech.speak(words);
}

function rest(button) {
  button.setAttribute("aria-pressed", "false");
  button.textContent = strings.tools.aloud;
}

window.addEventListener("pagehide", () => speech?.cancel());

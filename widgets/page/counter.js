// Tells how many characters are still free, once few are.
import { say } from "./pieces.js";
import { strings } from "./strings.js";

const TOLD_FROM = 100;

for (const count of document.querySelectorAll("[data-count]")) {
  const field = document.getElementById(count.dataset.count);
  const tell = () => {
    const left = field.maxLength - field.value.length;
    count.textContent = left <= TOLD_FROM ? say(strings.ask.left, { left }) : "";
  };
  field.addEventListener("input", tell);
  tell();
}

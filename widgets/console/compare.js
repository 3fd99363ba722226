// Leads from one changed clause to the next, and round again.
const button = document.querySelector("[data-next-change]");
const changes = [...document.querySelectorAll("[data-change]")];
let at = -1;

if (button && changes.length) {
  button.hidden = false;
  button.addEventListener("click", () => {
    at = (at + 1) % changes.length;
    changes[at].focus({ preventScroll: true });
    changes[at].scrollIntoView({ block: "center" });
  });
}

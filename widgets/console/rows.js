// Arrow keys lead from one row's link to the next, while the focus is in a list of rows. Without
// this script Tab does the same.
const STEPS = { ArrowDown: 1, ArrowUp: -1 };

for (const table of document.querySelectorAll("table[data-rows]")) {
  table.addEventListener("keydown", (event) => {
    const step = STEPS[event.key];
    if (!step || !event.target.matches("a.row")) return;
    const links = [...table.querySelectorAll("a.row")];
    const next = links[links.indexOf(event.target) + step];
    if (!next) return;
    event.preventDefault();
    next.focus();
  });
}

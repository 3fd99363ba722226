// While something is worked on in the background the page asks how much is left, and is loaded
// anew when that changes, unless somebody has begun to fill in a form. Without this script one
// loads the page anew by the link beside the words.
const EVERY = 2000;

const told = document.querySelector("[data-waiting]");

const changed = (field) =>
  field.type === "checkbox" || field.type === "radio" ? field.checked !== field.defaultChecked
    : field.type === "file" ? field.files.length > 0
    : field.tagName === "SELECT" ? [...field.options].some((each) => each.selected !== each.defaultSelected)
    : field.value !== field.defaultValue;

const untouched = () =>
  ![...document.querySelectorAll("main input, main select, main textarea")].some(changed);

async function look() {
  try {
    const answer = await fetch(told.dataset.waiting, { headers: { Accept: "application/json" } });
    if (!answer.ok) return;
    const { count } = await answer.json();
    const left = told.querySelector("[data-left]");
    if (left) left.textContent = count;
    if (count < Number(told.dataset.count) || count === 0) {
      if (untouched()) location.reload();
      else if (count === 0) told.querySelector("strong").textContent = "已经读完";
      else told.dataset.count = count;
      if (count === 0) return;
    }
  } catch {
    // The server is away: the next look may find it.
  }
  setTimeout(look, EVERY);
}

if (told) setTimeout(look, EVERY);

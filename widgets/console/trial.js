// Goes on with a run of questions step by step while the page is open, and draws it anew at the
// end. Without this script the button does a step at a time.
const form = document.getElementById("going-on");
const bar = form.querySelector("progress");
const done = form.querySelector("[data-done]");
const BREATH = 200; // milliseconds between two steps, for those who ask meanwhile

goOn();

async function goOn() {
  for (;;) {
    const told = await step();
    if (!told) return;
    bar.value = told.done;
    done.textContent = told.done;
    if (told.finished) break;
    await new Promise((resolve) => setTimeout(resolve, BREATH));
  }
  location.reload();
}

async function step() {
  try {
    const answer = await fetch(form.action, {
      method: "POST",
      body: new FormData(form),
      headers: { Accept: "application/json" },
    });
    return answer.ok ? await answer.json() : null;
  } catch {
    return null; // the button is still there
  }
}

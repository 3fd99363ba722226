// Looks up while one types, and asks in earnest at Enter. The server draws; what it drew replaces
// what stands there, parsed as a document of its own, in which nothing runs. Of answers that cross
// on their way the newest question's wins. Without this script the form works as any other.
const form = document.getElementById("lookup");
const narrowing = document.getElementById("narrowing");
const box = form.elements.question;
const told = document.getElementById("looking-told");
const answerTold = document.getElementById("answer-told"); // read out, at Enter alone

const PAUSE = 90; // milliseconds without a key
const PATIENCE = 15000; // milliseconds that an answer is waited for

let waiting = null;
let asking = null;
let shown = box.value.trim();

box.addEventListener("input", (event) => {
  if (!event.isComposing) lookSoon();
});
box.addEventListener("compositionend", lookSoon);

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const { submitter } = event;
  if (submitter?.name === "again") box.value = submitter.value;
  if (box.value.trim()) ask(submitter);
});

narrowing.addEventListener("change", narrow);
narrowing.addEventListener("submit", (event) => {
  event.preventDefault();
  narrow();
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-copies]");
  if (button) copy(button);
});

prepare();

function lookSoon() {
  clearTimeout(waiting);
  waiting = setTimeout(() => {
    if (box.value.trim() !== shown) drawTyped();
  }, PAUSE);
}

function ask(submitter) {
  clearTimeout(waiting);
  return draw(form.action, submitter);
}

// The filters stand in the address, and in those that the form is sent to.
function narrow() {
  const filters = new URLSearchParams(
    [...new FormData(narrowing)].filter(([, value]) => value.trim()),
  );
  const search = filters.size ? `?${filters}` : "";
  history.replaceState(null, "", location.pathname + search);
  form.action = form.getAttribute("action").split("?")[0] + search;
  form.dataset.typed = form.dataset.typed.split("?")[0] + search;
  if (box.value.trim()) drawTyped();
}

// While one types the passages come first, which are there sooner, then the answer above them.
function drawTyped() {
  return look(async (signal) => {
    put(await sent(form.dataset.typed, signal, { part: "passages" }), ".documents");
    put(await sent(form.dataset.typed, signal, { part: "answer" }), ".answers");
  });
}

function draw(address, submitter) {
  return look(async (signal) => {
    const page = await sent(address, signal, {}, submitter);
    document.getElementById("found").replaceWith(document.adoptNode(page.getElementById("found")));
    answerTold.textContent = document.querySelector(".conclusion")?.textContent ?? "";
    document.dispatchEvent(new CustomEvent("yihaoda:found", { detail: page }));
  });
}

// Of what is looked for at once the newest is shown; what is older is given up.
async function look(find) {
  const question = box.value.trim();
  asking?.abort();
  const mine = new AbortController();
  asking = mine;
  const timer = setTimeout(() => mine.abort(), PATIENCE);
  told.textContent = "";
  document.getElementById("found").setAttribute("aria-busy", "true");
  try {
    await find(mine.signal);
    shown = question;
    prepare();
  } catch (error) {
    if (mine === asking) told.textContent = wrong(error, mine.signal);
  } finally {
    clearTimeout(timer);
    if (mine === asking) document.getElementById("found").removeAttribute("aria-busy");
  }
}

async function sent(address, signal, more, submitter) {
  const body = new FormData(form, submitter);
  for (const [name, value] of Object.entries(more)) body.set(name, value);
  const answer = await fetch(address, { method: "POST", body, signal });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  signal.throwIfAborted();
  if (!page.getElementById("found")) throw new Error(String(answer.status));
  return page;
}

// Puts one part of what was found in its place; where there is nothing yet, or no more, all of it.
function put(page, part) {
  const here = document.getElementById("found");
  const there = page.getElementById("found");
  const [old, fresh] = [here, there].map((found) => found.querySelector(part));
  if (old && fresh) old.replaceWith(document.adoptNode(fresh));
  else here.replaceWith(document.adoptNode(there));
}

function wrong(error, signal) {
  if (error.message === "401") return "登录已经过期：请在新标签页里登录，再回到这里按回车。写下的都还在。";
  if (signal.aborted) return "等了太久没有回应，请再按一次回车。";
  return "暂时连不上服务，请稍等再按回车。写下的都还在。";
}

function prepare() {
  const { conversation } = document.getElementById("found").dataset;
  if (conversation) form.elements.conversation.value = conversation;
  for (const button of document.querySelectorAll("[data-copies]")) button.hidden = false;
}

// The clipboard's own interface is there only where the page came by TLS or from this machine.
async function copy(button) {
  const words = document.getElementById(button.dataset.copies);
  const status = button.parentElement.querySelector("[role=status]");
  try {
    await navigator.clipboard.writeText(words.value);
    status.textContent = "已复制。";
  } catch {
    const drawer = words.closest("details");
    drawer.open = true;
    words.select();
    status.textContent = document.execCommand("copy") ? "已复制。" : "已选中，请按 Ctrl+C 复制。";
  }
}

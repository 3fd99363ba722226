// The call of this tab. Its note is saved while it is typed, and kept in the tab besides, so that
// neither a browser nor a server that dies takes a word of it; what another window wrote meanwhile
// is put beside one's own. Without this script the buttons of the form do the same.
const KEPT = "yihaoda.call";
const PAUSE = 500; // milliseconds without a key
const AGAIN = 3000; // milliseconds until a note that was not saved is sent again

const form = document.getElementById("call");
const lookup = document.getElementById("lookup");
const note = form.elements.note;
const told = document.getElementById("note-told");
const tabs = "BroadcastChannel" in window ? new BroadcastChannel(KEPT) : null;

let waiting = null;
let saving = null; // the note on its way
let saved = note.value; // what the server has, as far as is known
let sent = null; // what it may have, since its answer was lost

begin();

note.addEventListener("input", () => {
  keep();
  saveSoon(PAUSE);
});
window.addEventListener("pagehide", () => {
  if (note.value !== saved) navigator.sendBeacon(form.dataset.note, noteForm());
});
document.addEventListener("yihaoda:found", ({ detail }) => take(detail));
document.addEventListener("submit", submit);
form.elements.organ.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !form.elements.organ.value) return;
  event.preventDefault();
  form.requestSubmit(form.querySelector("[value=referred]"));
});
document.addEventListener("visibilitychange", refresh);
tabs?.addEventListener("message", ({ data }) => {
  if (data.asks === token()) tabs.postMessage({ has: token() });
});

function token() {
  return form.elements.call.value;
}

// A tab that is opened again goes on with its call, unless another tab has it. Where the page was
// opened for a certain call, that one it is; what was logged is forgotten here.
async function begin() {
  const before = read();
  const begun = document.getElementById("call-facts").dataset.begun;
  if (!before || begun || before.token === token() || (await isElsewhere(before.token))) {
    keep();
    return;
  }
  setToken(before.token);
  note.value = before.note;
  form.elements.version.value = before.version;
  saved = before.saved;
  const page = await ask(form.dataset.panel, noteForm());
  if (page) {
    const theirs = page.getElementById("note")?.value ?? "";
    const version = page.getElementById("call-facts")?.dataset.version;
    take(page);
    if (before.note === before.saved) note.value = theirs;
    else if (theirs !== before.saved && theirs !== before.note) mergeIn(before.saved, theirs);
    saved = theirs;
    if (version) form.elements.version.value = version;
    keep();
  }
  if (note.value !== saved) saveSoon(0);
}

function isElsewhere(other) {
  if (!tabs) return Promise.resolve(false);
  return new Promise((answer) => {
    const hear = ({ data }) => data.has === other && answer(true);
    tabs.addEventListener("message", hear);
    tabs.postMessage({ asks: other });
    setTimeout(answer, 120, false);
  });
}

// What was done in another window, the consultation that was registered there above all.
async function refresh() {
  if (document.hidden || !document.getElementById("call-facts").dataset.begun) return;
  const page = await ask(form.dataset.panel, noteForm());
  if (page) take(page);
}

function setToken(value) {
  form.elements.call.value = value;
  lookup.elements.call.value = value;
}

function noteForm() {
  const data = new FormData();
  for (const name of ["csrf", "call", "version", "note"]) data.set(name, form.elements[name].value);
  return data;
}

function saveSoon(pause) {
  clearTimeout(waiting);
  waiting = setTimeout(save, pause);
}

function save() {
  if (!saving && note.value !== saved) {
    saving = send().finally(() => {
      saving = null;
      if (note.value !== saved) saveSoon(AGAIN);
    });
  }
  return saving;
}

async function send() {
  const words = note.value;
  sent = words;
  try {
    const answer = await fetch(form.dataset.note, { method: "POST", body: noteForm() });
    if (answer.status === 401 || answer.status === 403) return await loggedOut();
    const { version, note: theirs, problem } = await answer.json();
    if (answer.status === 409) settle(theirs, version);
    else if (answer.ok) settled(words, version);
    else say(problem);
  } catch {
    say("暂时连不上服务：写的先留在这个窗口里，恢复后自动保存。", true);
  }
}

function settled(words, version) {
  saved = words;
  form.elements.version.value = version;
  keep();
  say(`已保存 ${new Date().toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit" })}`);
}

// The server holds other words: one's own, whose answer was lost, or those of another window.
function settle(theirs, version) {
  form.elements.version.value = version;
  if (theirs !== sent && theirs.trim() && !note.value.includes(theirs)) {
    const { from, to } = change(sent, theirs);
    mergeIn(from === to ? sent : saved, theirs); // all that was sent may have come through
    say("另一个窗口改过这条记录，两边写的都留着，请核对。", true);
  }
  saved = theirs;
  keep();
  saveSoon(0);
}

// Puts what another window changed since `base`, from which both went on, into one's own note: the
// changed words alone, where both changed other places; else the whole, below a line that says so.
// The cursor stays with the words that it stood in.
function mergeIn(base, theirs) {
  const mine = note.value;
  const whole = { from: mine.length, to: mine.length, words: `\n—— 另一个窗口里记的 ——\n${theirs}` };
  const { from, to, words } = beside(change(base, mine), change(base, theirs)) ?? whole;
  const places = [note.selectionStart, note.selectionEnd].map((place) =>
    place < to || place === from ? Math.min(place, from) : place - to + from + words.length,
  );
  note.value = mine.slice(0, from) + words + mine.slice(to);
  note.setSelectionRange(...places);
}

// What was changed: these words stand where base[from:to] stood.
function change(base, now) {
  const most = Math.min(base.length, now.length);
  let from = 0;
  while (from < most && base[from] === now[from]) from += 1;
  let left = 0;
  while (left < most - from && base.at(-1 - left) === now.at(-1 - left)) left += 1;
  return { from, to: base.length - left, words: now.slice(from, now.length - left) };
}

// Their change in the places of one's own note; null where both changed the same words. What both
// put in the same place follows one another on lines of their own.
function beside(mine, theirs) {
  const { from, to, words } = theirs;
  const added = mine.words.length - (mine.to - mine.from);
  if (mine.to <= from) {
    const gap = mine.to === from && mine.words && words ? "\n" : "";
    return { from: from + added, to: to + added, words: gap + words };
  }
  if (to <= mine.from) return { from, to, words: to === mine.from && words ? `${words}\n` : words };
  return null;
}

async function loggedOut() {
  say("登录已经过期：请在新标签页里登录，回来后自动保存。写的都还在。", true);
  const page = await ask(location.pathname);
  const csrf = page?.querySelector("#call [name=csrf]")?.value;
  if (csrf) for (const each of document.querySelectorAll("[name=csrf]")) each.value = csrf;
  saveSoon(AGAIN);
}

function say(words, warns = false) {
  told.textContent = words;
  told.classList.toggle("warns", warns);
}

// The forms of the call are sent, and their answers put in place; but for one that opens a window.
async function submit(event) {
  const { target, submitter } = event;
  if ((target !== form && !target.matches(".of-call")) || target.target) return;
  event.preventDefault();
  clearTimeout(waiting);
  await saving; // what is on its way would else look like another window's
  const address = submitter?.getAttribute("formaction") ?? target.getAttribute("action");
  const body = new FormData(target, submitter);
  const answer = await fetch(address, { method: "POST", body }).catch(() => null);
  if (!answer) say("暂时连不上服务，没有办成；请稍后再按一次。", true);
  else if (answer.status === 401 || answer.status === 403) loggedOut();
  else if (answer.redirected) leave(answer.url);
  else put(parsed(await answer.text()), answer, submitter);
}

// The call is logged, and the page of the next one begins anew.
function leave(address) {
  saved = note.value;
  forget();
  location.assign(address);
}

function put(page, answer, submitter) {
  take(page);
  if (submitter?.hasAttribute("data-logs")) {
    note.value = page.getElementById("note")?.value ?? note.value;
    form.elements.version.value = page.querySelector("#call [name=version]")?.value ?? 0;
  } else if (answer.ok && submitter?.closest(".of-caller")) form.elements.caller.value = "";
  keep();
}

async function ask(address, body) {
  try {
    const answer = await fetch(address, body ? { method: "POST", body } : {});
    return answer.ok ? parsed(await answer.text()) : null;
  } catch {
    return null;
  }
}

function parsed(text) {
  return new DOMParser().parseFromString(text, "text/html");
}

// Takes the facts of the call from a page that the server drew; the fields stay as they are typed.
function take(page) {
  const facts = page.getElementById("call-facts");
  if (!facts || page.querySelector("#call [name=call]")?.value !== token()) return;
  document.getElementById("call-facts").replaceWith(document.adoptNode(facts));
  document.getElementById("logged")?.remove();
}

function read() {
  try {
    return JSON.parse(sessionStorage.getItem(KEPT));
  } catch {
    return null;
  }
}

function keep() {
  const kept = { token: token(), note: note.value, saved, version: form.elements.version.value };
  try {
    sessionStorage.setItem(KEPT, JSON.stringify(kept));
  } catch {
    // the server has it, a pause later
  }
}

function forget() {
  try {
    sessionStorage.removeItem(KEPT);
  } catch {
    // there was nothing
  }
}

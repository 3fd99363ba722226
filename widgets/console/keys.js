// The pages' access keys without Alt, while the focus is in no field; ? shows them all. Whoever
// reads or types by voice can switch single keys off, which this browser remembers.
const SWITCH = "yihaoda.single-keys";
const FIELDS = "input, textarea, select, [contenteditable]";
const PRESSED = "button, a[href], summary, input[type=checkbox]";

const address = document.documentElement.dataset.shortcuts;
if (address) document.addEventListener("keydown", press);

function press(event) {
  if (event.defaultPrevented || event.isComposing) return;
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  if (document.querySelector("dialog[open]")) return;
  if (event.target.matches?.(FIELDS) && !event.target.matches("[type=checkbox], [type=radio]")) {
    if (event.key === "Escape") leave(event.target);
    return;
  }
  if (event.key === "?") showKeys();
  else if (!isOn() || !/^[a-z0-9]$/.test(event.key) || !activate(event.key)) return;
  event.preventDefault();
}

function leave(field) {
  field.blur();
  const main = document.getElementById("main");
  main.focus({ preventScroll: true });
}

function activate(key) {
  const part = [...document.querySelectorAll(`[accesskey="${key}"]`)].find(
    (each) => each.offsetParent && !each.disabled,
  );
  if (!part) return false;
  part.focus();
  if (part.matches(PRESSED)) part.click();
  return true;
}

async function showKeys() {
  const dialog = document.querySelector("dialog.keys") ?? (await drawKeys());
  if (!dialog.open) dialog.showModal();
}

async function drawKeys() {
  const dialog = document.createElement("dialog");
  dialog.className = "keys";
  dialog.setAttribute("aria-label", "键盘操作");
  document.body.append(dialog);
  const page = new DOMParser().parseFromString(await (await fetch(address)).text(), "text/html");
  dialog.append(...[...(page.getElementById("main")?.children ?? [])].map((each) => each), drawSwitch(), drawClose(dialog));
  return dialog;
}

function drawSwitch() {
  const label = document.createElement("label");
  label.className = "choice-line";
  const box = document.createElement("input");
  box.type = "checkbox";
  box.checked = isOn();
  box.addEventListener("change", () => remember(box.checked));
  label.append(box, "焦点不在填写的地方时，单按一个键就起作用");
  return label;
}

function drawClose(dialog) {
  const form = document.createElement("form");
  form.method = "dialog";
  const button = document.createElement("button");
  button.textContent = "关闭";
  form.append(button);
  return form;
}

function isOn() {
  try {
    return localStorage.getItem(SWITCH) !== "off";
  } catch {
    return true; // nothing is kept here
  }
}

function remember(on) {
  try {
    localStorage.setItem(SWITCH, on ? "on" : "off");
  } catch {
    // the page forgets it, and that is all
  }
}

// The loader of 一号答, for pages of other sites: a button, or an element that the page gives, and,
// once opened, a frame of the office's origin in which people ask. No cookie, no storage, no inline
// style or script; one global, `Yihaoda`. One file, so that its published hash covers all that runs
// in the page; once released its bytes stay, and a change of them is another version.
(() => {
  "use strict";

  const VERSION = "1.0.1";
  const MESSAGES = 1; // the version of what panel and loader tell each other
  const PATIENCE = 8000; // milliseconds until a panel that is not ready counts as failed
  const GRACE = 1000; // the same once its frame has loaded
  const LONGEST_QUESTION = 500; // characters, as in the panel
  const TOLD = ["ready", "answered", "unanswered", "escalated"]; // what the panel tells the page of
  const COLOR = "#0d5c63";

  // All words that people see or hear, together for another language.
  const LANGUAGE = "zh-CN";
  const TEXTS = {
    title: "政策问答",
    opening: "正在打开……",
    failed: "问答窗口没有打开。",
    link: "在新窗口里提问",
    close: "关闭",
  };

  const script = document.currentScript;
  const origin = new URL(script.src).origin;

  // Rules in a shadow tree that are important outweigh the page's, important or not; custom
  // properties come in from the page, for those who must move the button or lower its layer.
  const styles = ({ color, side, inline }) => `
    :host { all: initial !important; display: ${inline ? "block" : "contents"} !important;
      ${inline ? "height: 100% !important;" : ""} direction: ltr !important; }
    * { box-sizing: border-box; }
    [hidden] { display: none !important; }
    button, a, .shell { font: 18px/1.5 system-ui, "PingFang SC", "Microsoft YaHei", sans-serif; }
    button, a { min-height: 48px; padding: 8px 20px; border-radius: 24px; cursor: pointer; }
    :focus-visible { outline: 3px solid #ffbf47; outline-offset: 2px;
      box-shadow: 0 0 0 6px #1c2629; }
    .launcher, .shell.floating { position: fixed; z-index: var(--yihaoda-layer, 2147483000);
      ${side}: var(--yihaoda-side, 20px); }
    .launcher { bottom: var(--yihaoda-bottom, 20px); max-width: calc(100vw - 40px);
      border: 2px solid ${inkOn(color)}; background: ${color}; color: ${inkOn(color)};
      font-weight: 700; box-shadow: 0 2px 12px #0006; }
    .shell { display: flex; background: Canvas; color: CanvasText; color-scheme: light dark;
      border: 1px solid GrayText; border-radius: 12px; overflow: hidden; }
    .shell.inline { position: relative; width: 100%; height: 100%; min-height: 480px; }
    .shell.floating { bottom: calc(var(--yihaoda-bottom, 20px) + 64px); width: 440px; height: 720px;
      max-height: calc(100vh - var(--yihaoda-bottom, 20px) - 84px); box-shadow: 0 8px 32px #0004; }
    iframe { position: absolute; inset: 0; width: 100%; height: 100%; border: 0; }
    .waiting iframe { visibility: hidden; }
    .notice { margin: auto; padding: 20px; text-align: center; }
    .notice p { margin: 0 0 16px; }
    .notice a, .notice button { display: inline-block; margin: 4px; border: 2px solid;
      background: Canvas; color: CanvasText; text-decoration: none; }
    @media (max-width: 560px), (max-height: 480px) {
      .shell.floating { left: 0; right: 0; top: var(--top, 0); bottom: auto; width: auto;
        height: var(--height, 100%); max-height: none; border: 0; border-radius: 0; }
      .launcher { bottom: var(--yihaoda-bottom, 12px); ${side}: var(--yihaoda-side, 12px); }
      .launcher[aria-expanded="true"] { display: none; }
    }
    @media print { :host { display: none !important; } }`;

  // Black or white, whichever stands out more from the colour (relative luminance of WCAG 2.2).
  function inkOn(color) {
    const [red, green, blue] = [1, 3, 5].map((at) => {
      const part = parseInt(color.slice(at, at + 2), 16) / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179 ? "#000000" : "#ffffff";
  }

  function make(tag, attributes, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  }

  function plainLink(title) {
    return make("a", { href: origin + "/", target: "_blank", rel: "noopener" }, title);
  }

  function panelAddress({ region, title, color, inline }) {
    const address = new URL("/widget/panel", origin);
    const layout = inline ? "inline" : "panel";
    const wanted = { host: location.origin, region, title, color, layout };
    for (const [name, value] of Object.entries(wanted)) {
      if (value) address.searchParams.set(name, value);
    }
    return address.href;
  }

  // As narrow as works: citations open in tabs of their own, which are not sandboxed; a form's
  // script is not even told of a submission where forms are not allowed.
  const SANDBOX = ["scripts", "same-origin", "forms", "popups", "popups-to-escape-sandbox"];

  function panelFrame(wanted) {
    return make("iframe", {
      title: wanted.title,
      sandbox: SANDBOX.map((name) => `allow-${name}`).join(" "),
      allow: "camera 'none'; microphone 'none'; geolocation 'none'; fullscreen 'none'",
      referrerpolicy: "no-referrer",
      src: panelAddress(wanted),
    });
  }

  // What a widget shows before its frame, and in its place where the frame does not come.
  function makeShell(wanted, close) {
    const words = make("p", { role: "status" }, TEXTS.opening);
    const notice = make("div", { class: "notice" }, words, plainLink(TEXTS.link));
    if (!wanted.inline) {
      const button = make("button", { type: "button" }, TEXTS.close);
      button.addEventListener("click", close);
      notice.append(button);
    }
    const kind = wanted.inline ? "inline" : "floating";
    const named = { class: `shell waiting ${kind}`, "aria-label": wanted.title, tabindex: "-1" };
    const shell = make("section", named, notice);
    // Shows the frame where there is nothing to say, else the words and the link.
    const show = (text) => {
      shell.classList.toggle("waiting", Boolean(text));
      notice.hidden = !text;
      words.textContent = text;
    };
    return { shell, show };
  }

  // The panel in its frame, made at the first opening. It is shown while it is ready, that is, told
  // so after whatever was loaded into the frame last, and while nothing hides the frame.
  function makePanel(wanted, { shell, show }, heard) {
    let frame = null;
    let timer = 0;
    let loads = 0;
    let readies = 0;
    let unsent = [];
    let failed = false;

    const ready = () => readies && readies >= loads && frame.offsetWidth > 0 && frame.offsetHeight > 0;
    const fail = () => {
      failed = true;
      show(TEXTS.failed);
    };
    const sizes = new ResizeObserver(check);

    function check() {
      if (!readies || shell.hidden) return;
      if (ready()) show("");
      else fail();
    }
    function wait(milliseconds) {
      clearTimeout(timer);
      timer = setTimeout(fail, milliseconds);
    }
    // One that never came is made anew at the next opening.
    function load() {
      if (frame && (readies || !failed)) return check();
      if (frame) frame.remove();
      failed = false;
      loads = 0;
      show(TEXTS.opening);
      wait(PATIENCE);
      frame = panelFrame(wanted);
      frame.addEventListener("load", () => {
        loads += 1;
        if (readies) check();
        else wait(GRACE); // it says that it is ready before it has loaded whole
      });
      shell.append(frame);
      sizes.observe(frame);
    }
    function listen({ origin: from, source, data }) {
      if (!frame || from !== origin || source !== frame.contentWindow) return;
      if (!data || data.yihaoda !== MESSAGES) return;
      if (data.type === "ready") {
        readies += 1;
        clearTimeout(timer);
        check();
        unsent.splice(0).forEach(send);
      }
      heard(data);
    }
    function send(message) {
      const panel = frame && frame.contentWindow; // none where the page has taken the frame out
      if (!readies) unsent = [message];
      else if (panel) panel.postMessage({ yihaoda: MESSAGES, ...message }, origin);
    }
    function focus() {
      if (!ready()) return shell.focus({ preventScroll: true });
      frame.focus({ preventScroll: true });
      send({ type: "opened" });
    }
    function destroy() {
      clearTimeout(timer);
      sizes.disconnect();
      removeEventListener("message", listen);
    }
    addEventListener("message", listen);
    return { load, send, focus, destroy };
  }

  // On phones the shell fills what the keyboard leaves free; a page that is pinched is left alone.
  function followKeyboard(shell) {
    const view = window.visualViewport;
    const follow = () => {
      const flat = Math.abs(view.scale - 1) < 0.02;
      shell.style.setProperty("--top", flat ? `${view.offsetTop}px` : "0");
      shell.style.setProperty("--height", flat ? `${view.height}px` : "100%");
    };
    const each = (change) => ["resize", "scroll"].forEach((type) => view[change](type, follow));
    if (view) each("addEventListener");
    return () => view && each("removeEventListener");
  }

  // A button that opens and closes the shell. The focus goes in, and back to where it was.
  function floating({ home, root, shell, panel, wanted, tell }) {
    const closed = { type: "button", class: "launcher", "aria-expanded": "false" };
    const launcher = make("button", closed, wanted.title);
    const show = (shown) => {
      shell.hidden = !shown;
      launcher.setAttribute("aria-expanded", String(shown));
      tell(shown ? "open" : "close");
    };
    let opener = launcher;

    function open(focused = true) {
      if (shell.hidden) {
        const before = document.activeElement;
        opener = before === home || before === document.body ? launcher : before;
        show(true);
      }
      panel.load();
      if (focused) panel.focus();
    }
    function close() {
      if (shell.hidden) return;
      const inside = document.activeElement === home;
      show(false);
      if (inside) (opener && opener.isConnected ? opener : launcher).focus();
    }
    shell.hidden = true;
    launcher.addEventListener("click", () => (shell.hidden ? open() : close()));
    root.addEventListener("keydown", (event) => event.key === "Escape" && close());
    root.append(launcher, shell);
    return { open, close, destroy: followKeyboard(shell) };
  }

  // An element of the page's holds the shell; its frame is loaded when it comes into sight.
  function filling({ root, shell, panel }) {
    const sight = new IntersectionObserver((entries) => {
      if (entries.some((entry) => entry.isIntersecting)) panel.load();
    });
    const open = (focused = true) => {
      panel.load();
      if (focused) panel.focus();
    };
    root.append(shell);
    sight.observe(shell);
    return { open, close() {}, destroy: () => sight.disconnect() };
  }

  function frameWidget(wanted, place, tell) {
    const home = make("div", { lang: LANGUAGE });
    const root = home.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(styles(wanted));
    root.adoptedStyleSheets = [sheet];

    const parts = makeShell(wanted, () => face.close());
    const panel = makePanel(wanted, parts, ({ type, answer }) => {
      if (type === "ready" && root.activeElement === parts.shell) panel.focus();
      if (type === "close") face.close();
      else if (TOLD.includes(type)) tell(type, typeof answer === "string" ? { answer } : {});
    });
    const shown = wanted.inline ? filling : floating;
    const face = shown({ home, root, shell: parts.shell, panel, wanted, tell });
    place.append(home);
    if (wanted.opened) face.open(false);
    return {
      gone: () => !home.isConnected,
      open: () => face.open(),
      close: face.close,
      ask(text) {
        panel.send({ type: "ask", text });
        face.open();
      },
      destroy() {
        face.destroy();
        panel.destroy();
        home.remove();
      },
    };
  }

  // Browsers without constructable style sheets (those before 2023) get a link to the full page.
  function linkWidget({ title, color, side, inline }, place) {
    const link = plainLink(title);
    link.lang = LANGUAGE;
    const round = { padding: "10px 20px", borderRadius: "24px", textDecoration: "none" };
    const colors = { background: color, color: inkOn(color), font: "700 18px/1.5 sans-serif" };
    const fixed = { position: "fixed", bottom: "20px", [side]: "20px", zIndex: 2147483000 };
    Object.assign(link.style, round, colors, inline ? {} : fixed);
    place.append(link);
    const open = () => link.click();
    const gone = () => !link.isConnected;
    return { gone, open, close() {}, ask: open, destroy: () => link.remove() };
  }

  function wantedFrom({ into, region, title, color = "", position, open }) {
    return {
      inline: Boolean(into),
      region,
      title: title || TEXTS.title,
      color: /^#[0-9a-f]{6}$/i.test(color) ? color : COLOR,
      side: position === "left" ? "left" : "right",
      opened: open !== undefined && String(open) !== "false",
    };
  }

  // What the page may call. Widgets go by their names; where none is given, the first is meant.
  function makeYihaoda() {
    const modern = "replaceSync" in CSSStyleSheet.prototype && CSS.supports("inset: 0");
    const widgets = new Map();
    const events = document.createElement("i"); // an event target, constructable or not

    const call = (name, act, ...values) => {
      const widget = widgets.get(name === undefined ? widgets.keys().next().value : name);
      if (widget) widget[act](...values);
    };
    function add(options = {}) {
      const { name = "default", into } = options;
      const place = typeof into === "string" ? document.querySelector(into) : into || document.body;
      const tell = (type, fields) =>
        events.dispatchEvent(new CustomEvent(type, { detail: { widget: name, ...fields } }));
      if (widgets.has(name) && widgets.get(name).gone()) remove(name);
      if (widgets.has(name) || !place) return;
      widgets.set(name, (modern ? frameWidget : linkWidget)(wantedFrom(options), place, tell));
    }
    function ask(text, name) {
      const question = typeof text === "string" ? text.trim() : "";
      if (!question) throw new TypeError("Yihaoda.ask: the question must be a non-blank string");
      call(name, "ask", question.slice(0, LONGEST_QUESTION));
    }
    function remove(name) {
      call(name, "destroy");
      widgets.delete(name);
    }
    function destroy(name) {
      (name === undefined ? [...widgets.keys()] : [name]).forEach(remove);
      if (!widgets.size) delete window.Yihaoda;
    }
    return {
      version: VERSION,
      add,
      open: (name) => call(name, "open"),
      close: (name) => call(name, "close"),
      ask,
      destroy,
      addEventListener: events.addEventListener.bind(events),
      removeEventListener: events.removeEventListener.bind(events),
    };
  }

  function run() {
    if (!window.Yihaoda || !window.Yihaoda.version) window.Yihaoda = makeYihaoda();
    window.Yihaoda.add({ ...script.dataset });
  }
  if (document.body) run();
  else document.addEventListener("DOMContentLoaded", run);
})();

// What the panel and the page that holds it tell each other: objects {yihaoda: 1, type, …}, sent to
// one origin and read from that origin and from the frame's parent alone. Ids travel, words of a
// question or an answer never do.
const VERSION = 1;
const { host } = document.body.dataset; // an origin that the office named, or empty
const linked = Boolean(host) && window.parent !== window;

// Tells the host's page; nothing happens where no site of the office holds the panel.
export function tellHost(type, fields = {}) {
  if (linked) window.parent.postMessage({ yihaoda: VERSION, type, ...fields }, host);
}

// Calls `heard` with each message of that type that the host's page sends.
export function whenHostSays(type, heard) {
  window.addEventListener("message", ({ origin, source, data }) => {
    const expected = linked && origin === host && source === window.parent;
    if (expected && data?.yihaoda === VERSION && data.type === type) heard(data);
  });
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !event.isComposing) tellHost("close");
});

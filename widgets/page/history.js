// The conversation of this tab, so that it is there again when one comes back from a document. It
// stays in the browser, and ends with the tab; where storage is refused it is only not kept.
const KEY = `yihaoda:${location.pathname}${location.search}`;
const KEPT = 20; // turns

// {conversation, turns: [{question, result, said}]}, oldest first.
export function remembered() {
  try {
    return JSON.parse(sessionStorage.getItem(KEY)) ?? nothing();
  } catch {
    return nothing();
  }
}

export function remember({ conversation, turns }) {
  try {
    sessionStorage.setItem(KEY, JSON.stringify({ conversation, turns: turns.slice(-KEPT) }));
  } catch {
    // Storage is refused or full: the page works on, and forgets when it is left.
  }
}

export function forget() {
  try {
    sessionStorage.removeItem(KEY);
  } catch {
    // Nothing was kept.
  }
}

function nothing() {
  return { conversation: null, turns: [] };
}

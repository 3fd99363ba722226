// The conversation of this tab, so that it is there again when one comes back from a document. It
// stays in the browser, and ends with the tab; where storage is refused it is only not kept.
const PREFIX = "yihaoda:";
const { layout, region } = document.body.dataset;
// One talk for the page in whatever look, and one for each widget of the host's (they go by place
// and title), and for each region.
const KEY = PREFIX + JSON.stringify(layout ? [layout, document.title, region] : ["page"]);
const KEPT = 20; // turns

// {conversation, turns: [{question, result, said, sent}]}, oldest first: whether the answer was said
// to help, and the receipt of its consultation; a receipt without a question stands alone.
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

// Whatever was asked in this tab, under whichever address.
export function forget() {
  try {
    for (const key of Object.keys(sessionStorage)) {
      if (key.startsWith(PREFIX)) sessionStorage.removeItem(key);
    }
  } catch {
    // Nothing was kept.
  }
}

function nothing() {
  return { conversation: null, turns: [] };
}

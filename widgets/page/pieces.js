// Copies a <template> and fills it. Text from outside goes in as textContent, never as HTML.

export function copy(id) {
  return document.getElementById(id).content.firstElementChild.cloneNode(true);
}

// Fills `piece` from `values`: data-slot takes text, data-link an address of our own, and what
// stands under a data-if whose value is empty is removed.
export function fill(piece, values) {
  for (const part of piece.querySelectorAll("[data-if]")) {
    if (!values[part.dataset.if]) part.remove();
  }
  for (const slot of piece.querySelectorAll("[data-slot]")) {
    slot.textContent = values[slot.dataset.slot] ?? "";
    if ("state" in slot.dataset) slot.dataset.state = slot.textContent;
  }
  for (const link of piece.querySelectorAll("[data-link]")) {
    const address = new URL(values[link.dataset.link], location.href);
    if (address.origin === location.origin) link.href = address.href;
    else link.removeAttribute("href");
  }
  return piece;
}

// 2024-03-05 as people write it: 2024年3月5日.
export function day(iso) {
  if (!iso) return null;
  const [year, month, date] = iso.split("-").map(Number);
  return `${year}年${month}月${date}日`;
}

// Large type and high contrast, remembered for as long as the tab is open.
//
// A plain script in the head, so that the page is drawn in the right size at once. What was chosen
// in this tab counts before what the address says; where storage is blocked, the address alone.
"use strict";
{
  const STANDARD = "standard";
  const root = document.documentElement;

  const remembered = (name) => {
    try {
      return sessionStorage.getItem(`yihaoda.${name}`);
    } catch {
      return null;
    }
  };
  const remember = (name, value) => {
    try {
      sessionStorage.setItem(`yihaoda.${name}`, value);
    } catch {
      // It holds for this page, and for the pages that its links lead to.
    }
  };
  const show = (name, value) => {
    if (value === STANDARD) delete root.dataset[name];
    else root.dataset[name] = value;
  };

  for (const name of ["text", "contrast"]) {
    const chosen = remembered(name);
    if (chosen !== null) show(name, chosen);
    else if (root.dataset[name]) remember(name, root.dataset[name]);
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-look]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const { look, value } = link.dataset;
    remember(look, value);
    show(look, value);
    document.querySelector(`[data-look="${look}"]:not([data-value="${value}"])`).focus();
  });
}

"""Elements that a page's own style sheet hides: copies for other screens, lists for menus."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser

from knowledge.parsing.html_page import Page, PageNode

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
#: A rule for some screens or for paper alone tells nothing of what a reader sees.
_AT_RULE = re.compile(r"@[^{};]*(?:;|\{(?:[^{}]*\{[^{}]*\})*[^{}]*\})")
#: Anchored to where a rule begins: a page whose `style` is never closed has no brace for miles.
_RULE = re.compile(r"(?<![^{}])([^{}]+)\{([^{}]*)\}")
_HIDES = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_SIMPLE = re.compile(r"[a-zA-Z]*[.#][A-Za-z_][\w-]*")
#: What holds more of the page's text is shown by a script, whatever the style says.
_MAX_SHARE = 0.5


def read_shown(dom: LexborHTMLParser) -> Page | None:
    """The body without what the page's `style` elements hide by one class or id; None without one.

    What is hidden is removed from `dom` too.
    """
    if dom.body is None:
        return None
    page = Page(dom.body)
    selectors = {
        selector
        for style in dom.css("style")
        for selector in _hiding_selectors(style.text(deep=True))
    }
    hidden = [raw for selector in sorted(selectors) for raw in dom.body.css(selector)]
    enough = len(page.visible_text(page.root)) * _MAX_SHARE if hidden else 0
    dropped = False
    for raw in hidden:
        node = page.of(raw)
        if node is not None and node is not page.root and _is_short(page, node, enough):
            node.skipped = dropped = True  # what holds it is shorter without it
            raw.decompose()
    return Page(dom.body) if dropped else page


def _is_short(page: Page, node: PageNode, enough: float) -> bool:
    return len(page.visible_text(node)) <= enough


def _hiding_selectors(css: str) -> set[str]:
    rules = _RULE.findall(_AT_RULE.sub("", _COMMENT.sub("", css)))
    return {
        selector.strip()
        for selectors, declarations in rules
        if _HIDES.search(declarations)
        for selector in selectors.split(",")
        if _SIMPLE.fullmatch(selector.strip())
    }

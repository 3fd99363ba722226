"""Elements that a page's own style sheet hides: copies for other screens, lists for menus."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser

from knowledge.parsing.html_nodes import visible_text

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
#: A rule for some screens or for paper alone tells nothing of what a reader sees.
_AT_RULE = re.compile(r"@[^{};]*(?:;|\{(?:[^{}]*\{[^{}]*\})*[^{}]*\})")
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_HIDES = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_SIMPLE = re.compile(r"[a-zA-Z]*[.#][A-Za-z_][\w-]*")
#: What holds more of the page's text is shown by a script, whatever the style says.
_MAX_SHARE = 0.5


def drop_hidden(page: LexborHTMLParser) -> None:
    """Remove what rules of the page's `style` elements hide by one class or id."""
    selectors = {
        selector
        for style in page.css("style")
        for selector in _hiding_selectors(style.text(deep=True))
    }
    hidden = [node for selector in sorted(selectors) for node in page.css(selector)]
    if not hidden or page.body is None:
        return
    enough = len(visible_text(page.body)) * _MAX_SHARE
    for node in hidden:
        if node.tag not in ("html", "body") and len(visible_text(node)) <= enough:
            node.decompose()


def _hiding_selectors(css: str) -> set[str]:
    rules = _RULE.findall(_AT_RULE.sub("", _COMMENT.sub("", css)))
    return {
        selector.strip()
        for selectors, declarations in rules
        if _HIDES.search(declarations)
        for selector in selectors.split(",")
        if _SIMPLE.fullmatch(selector.strip())
    }

"""What elements of a page mean to a reader: what breaks lines, what is not seen, what is aside."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from selectolax.lexbor import LexborNode

_BLOCK_WORDS = """
address article aside blockquote body caption center dd details dialog div dl dt fieldset
figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr legend li main nav ol p pre
section summary table tbody td tfoot th thead tr ucapcontent ul
"""
BLOCK_TAGS = frozenset(_BLOCK_WORDS.split())
HEADING_TAGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))

#: Elements whose content no reader sees as text.
_UNSEEN_WORDS = """
script style noscript template svg math iframe object embed applet canvas audio video map
select option datalist input button textarea head title meta link img -comment
-cdata-section -doctype !doctype
"""
_UNSEEN_TAGS = frozenset(_UNSEEN_WORDS.split())
_HIDING_STYLE = re.compile(
    r"""display\s*:\s*none|visibility\s*:\s*hidden|text-indent\s*:\s*-\d{3}
    |(?:left|top)\s*:\s*-\d{4}|(?:^|[;\s])(?:max-)?height\s*:\s*0(?:px)?\s*(?:;.*)?overflow\s*:\s*hidden
    |overflow\s*:\s*hidden\s*;(?:.*[;\s])?(?:max-)?height\s*:\s*0(?:px)?\s*(?:;|$)""",
    re.IGNORECASE | re.VERBOSE,
)
_BLANKS = re.compile(r"\s+")
#: Names of things that stand within the main column and are no part of the text: share and print
#: bars, QR codes, related links, paging.
_ASIDE_NAME = re.compile(
    r"""(?:^|[\s_-])(?:share|bdshare\w*|bdsharebuttonbox|print|printer|qrcode|ewm|related|relate
    |recommend|pagination|pagebar|pager|crumbs?|breadcrumbs?|toolbar|copyright|comments?
    |prevnext|prev-next|social-share)(?:$|[\s_-])""",
    re.IGNORECASE | re.VERBOSE,
)
_MAX_ASIDE = 400
#: The frame of a site around every page: footers, menus, side columns.
_FRAME_TAGS = frozenset(("nav", "footer"))
_FRAME_NAME = re.compile(
    r"(?:^|[\s_-])(?:foot|footer|bottom|nav|menu|sidebar|copyright|links|friendlinks?)"
    r"(?:$|[\s_-]|\d)",
    re.IGNORECASE,
)


def is_skipped(node: LexborNode, tag: str) -> bool:
    """Whether a reader sees nothing of `node`."""
    if tag in _UNSEEN_TAGS:
        return True
    attributes = node.attributes
    if not attributes:
        return False
    style = attributes.get("style")
    return "hidden" in attributes or bool(style and _hides(style))


@lru_cache(maxsize=4096)
def _hides(style: str) -> bool:
    """Whether an inline style hides its element; a page repeats a few styles over and over."""
    return _HIDING_STYLE.search(style) is not None


def is_aside(node: LexborNode) -> bool:
    """Whether `node`, by its id or class and its little text, is a bar beside the text."""
    named = _ASIDE_NAME.search(_names(node)) is not None
    return named and len(visible_text(node)) <= _MAX_ASIDE


def is_frame(node: LexborNode, tag: str) -> bool:
    """Whether `node`, by its tag, id or class, belongs to the frame of the site."""
    return tag in _FRAME_TAGS or _FRAME_NAME.search(_names(node)) is not None


def _names(node: LexborNode) -> str:
    """Id and class of `node`, blanks between."""
    attributes = node.attributes
    if not attributes:
        return ""
    return f"{attributes.get('id') or ''} {attributes.get('class') or ''}"


def holds(node: LexborNode, mem_id: int) -> bool:
    """Whether the node of this id lies within `node`."""
    return any(inner.mem_id == mem_id for inner in node.css("*")[1:])


def subtree_end(
    node: LexborNode, root: LexborNode, leave: Callable[[LexborNode], None]
) -> LexborNode | None:
    """The node that follows the subtree of `node` in reading order, within `root`.

    `leave` is told of `node` and of each ancestor that ends on the way. None: `root` has ended.
    """
    current: LexborNode | None = node
    root_id = root.mem_id
    while current is not None:
        leave(current)
        if current.mem_id == root_id:
            return None
        following = current.next
        if following is not None:
            return following
        current = current.parent
    return None


def visible_text(root: LexborNode) -> str:
    """What a reader sees of `root`, on one line."""
    pieces: list[str] = []

    def leave(left: LexborNode) -> None:
        if left.tag in BLOCK_TAGS:
            pieces.append(" ")

    node: LexborNode | None = root
    while node is not None:
        child = None
        if node.is_text_node:
            pieces.append(node.text_content or "")
        elif not is_skipped(node, tag := node.tag or ""):
            if tag in BLOCK_TAGS or tag == "br":
                pieces.append(" ")
            child = node.child
        node = child if child is not None else subtree_end(node, root, leave)
    return _BLANKS.sub(" ", "".join(pieces)).strip()

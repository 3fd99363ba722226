"""What elements of a page mean to a reader: what breaks lines, what is not seen, what is aside."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

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
#: Names of things that stand within the main column and are no part of the text: share and print
#: bars, QR codes, related links, paging.
_ASIDE_NAME = re.compile(
    r"""(?:^|[\s_-])(?:share|bdshare\w*|bdsharebuttonbox|print|printer|qrcode|ewm|related|relate
    |recommend|pagination|pagebar|pager|crumbs?|breadcrumbs?|toolbar|copyright|comments?
    |prevnext|prev-next|social-share)(?:$|[\s_-])""",
    re.IGNORECASE | re.VERBOSE,
)
#: A bar has no more text than this.
MAX_ASIDE = 400
#: The frame of a site around every page: footers, menus, side columns.
FRAME_TAGS = frozenset(("nav", "footer"))
_FRAME_NAME = re.compile(
    r"(?:^|[\s_-])(?:foot|footer|bottom|nav|menu|sidebar|copyright|links|friendlinks?)"
    r"(?:$|[\s_-]|\d)",
    re.IGNORECASE,
)


def is_unseen(tag: str, attributes: Mapping[str, str | None]) -> bool:
    """Whether a reader sees nothing of an element."""
    if tag in _UNSEEN_TAGS:
        return True
    if not attributes:
        return False
    style = attributes.get("style")
    return "hidden" in attributes or bool(style and _hides(style))


# A page repeats a few styles and names over and over.


@lru_cache(maxsize=4096)
def _hides(style: str) -> bool:
    """Whether an inline style hides its element."""
    return _HIDING_STYLE.search(style) is not None


@lru_cache(maxsize=4096)
def names_aside(names: str) -> bool:
    """Whether an id or a class is that of a bar beside the text."""
    return _ASIDE_NAME.search(names) is not None


@lru_cache(maxsize=4096)
def names_frame(names: str) -> bool:
    """Whether an id or a class is that of the frame of a site."""
    return _FRAME_NAME.search(names) is not None

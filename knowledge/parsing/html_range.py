"""Where the text begins and ends within its container, on pages whose menus stand beside it.

Pages of the older kind have no element for their text: it stands among the menus, directly in the
body or in the one cell of a table.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from knowledge.parsing.html_nodes import is_frame, is_skipped
from knowledge.parsing.html_weights import Weights, link_weight, text_weight

_BLANK = re.compile(r"\s+")
#: Below this the children outside the range are no menus, only a link or two of the text.
_MIN_MENU = 20


@dataclass(frozen=True)
class MainText:
    """The container of the main text; the text stands from its child `first` to its child `last`.

    These are ids, None where the whole container is text.
    """

    container: LexborNode
    first: int | None = None
    last: int | None = None


def text_range(container: LexborNode, weights: Weights) -> MainText:
    """The container, or the run of its children of most worth where menus stand around them."""
    children = list(container.iter(include_text=True))
    worths = [_worth(child, weights) for child in children]
    first, last = _best_run(worths)
    outside = (*worths[:first], *worths[last + 1 :])
    if -sum(worth for worth in outside if worth < 0) < _MIN_MENU:
        return MainText(container)
    return MainText(container, children[first].mem_id, children[last].mem_id)


def _worth(child: LexborNode, weights: Weights) -> int:
    if child.is_text_node:
        return text_weight(_BLANK.sub("", child.text_content or ""))
    tag = child.tag or ""
    if is_skipped(child, tag) or is_frame(child, tag):
        return 0
    return link_weight(child) if tag == "a" else weights.worth.get(child.mem_id, 0)


def _best_run(worths: list[int]) -> tuple[int, int]:
    """First and last index of the run with the greatest sum; the longest of equal ones."""
    best, bounds = 0, (0, len(worths) - 1)
    total, start = 0, 0
    for at, worth in enumerate(worths):
        if total < 0:
            total, start = 0, at
        total += worth
        if total > best or (total == best and start == bounds[0] and best):
            best, bounds = total, (start, at)
    return bounds

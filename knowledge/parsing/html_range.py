"""Where the text begins and ends within its container, on pages whose menus stand beside it.

Pages of the older kind have no element for their text: it stands among the menus, directly in the
body or in the one cell of a table.
"""

from __future__ import annotations

from dataclasses import dataclass

from knowledge.parsing.html_page import TEXT, Page, PageNode, is_frame
from knowledge.parsing.html_weights import Weights, link_weight, text_weight

#: Below this the children outside the range are no menus, only a link or two of the text.
_MIN_MENU = 20


@dataclass(frozen=True)
class MainText:
    """The container of the main text, of whose children `first` to `last` are text.

    Both are None where the whole container is.
    """

    container: PageNode
    first: PageNode | None = None
    last: PageNode | None = None


def text_range(page: Page, container: PageNode, weights: Weights) -> MainText:
    """The container, or the run of its children of most worth where menus stand around them."""
    children = list(page.children(container))
    worths = [_worth(page, child, weights) for child in children]
    first, last = _best_run(worths)
    outside = (*worths[:first], *worths[last + 1 :])
    if -sum(worth for worth in outside if worth < 0) < _MIN_MENU:
        return MainText(container)
    return MainText(container, children[first], children[last])


def _worth(page: Page, child: PageNode, weights: Weights) -> int:
    if child.tag == TEXT:
        return text_weight("".join(child.text.split()))
    if child.skipped or is_frame(child):
        return 0
    return link_weight(page, child) if child.tag == "a" else weights.worth.get(child.place, 0)


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

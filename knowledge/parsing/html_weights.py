"""What the elements of a page weigh: prose counts for an element, links and footers against it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from knowledge.parsing.html_links import is_file_address
from knowledge.parsing.html_page import TEXT, Page, PageNode, is_frame

_SENTENCE_MARK = re.compile(r"[，。；！？]|[,;](?=[\u4e00-\u9fff])")
#: What stands at the foot of every page, sentence or not.
_FOOT_TEXT = re.compile(
    r"ICP备|公网安备|网站标识码|版权所有|Copyright|主办单位|^主办[:：]|^承办|技术支持|浏览器|分辨率|^您?当前.{0,4}位置"
)


@dataclass(frozen=True)
class Weights:
    """Characters under each element of a page, by its place.

    `prose` is visible text outside links, sentences above all; `worth` is prose less what stands
    in links and at the foot of pages.
    """

    prose: dict[int, int]
    worth: dict[int, int]


def weigh(page: Page) -> Weights:
    """Weigh every element that is seen and no part of the site's frame."""
    weights = Weights({}, {})
    weighed: list[tuple[PageNode, int, int]] = []
    prose = worth = 0

    def end_at(place: int) -> None:
        while weighed and weighed[-1][0].end <= place:
            node, prose_before, worth_before = weighed.pop()
            weights.prose[node.place] = prose - prose_before
            weights.worth[node.place] = worth - worth_before

    place = 0
    while place < len(page.nodes):
        end_at(place)
        node = page.nodes[place]
        place = node.end
        if node.tag == TEXT:
            weight = text_weight("".join(node.text.split()))
            prose += max(weight, 0)
            worth += weight
        elif node.tag == "a":
            worth += link_weight(page, node)
        elif not (node.skipped or is_frame(node)):
            weighed.append((node, prose, worth))
            place = node.place + 1
    end_at(place)
    return weights


def text_weight(text: str) -> int:
    """What a run of text tells of its element: sentences fully, labels little, footers against."""
    if _FOOT_TEXT.search(text):
        return -len(text)
    return len(text) if _SENTENCE_MARK.search(text) else len(text) // 4


def link_weight(page: Page, link: PageNode) -> int:
    """What a link tells of its element: menus and lists against it, an annex a little for it."""
    size = len("".join(page.whole_text(link).split()))
    return size // 4 if is_file_address(link.attributes.get("href") or "") else -size

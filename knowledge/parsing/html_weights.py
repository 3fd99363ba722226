"""What the elements of a page weigh: prose counts for an element, links and footers against it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from knowledge.parsing.html_links import is_file_address
from knowledge.parsing.html_nodes import is_frame, is_skipped, subtree_end

_SENTENCE_MARK = re.compile(r"[，。；！？]|[,;](?=[\u4e00-\u9fff])")
#: What stands at the foot of every page, sentence or not.
_FOOT_TEXT = re.compile(
    r"ICP备|公网安备|网站标识码|版权所有|Copyright|主办单位|^主办[:：]|^承办|技术支持|浏览器|分辨率|^您?当前.{0,4}位置"
)
_BLANK = re.compile(r"\s+")


@dataclass(frozen=True)
class Weights:
    """Characters under each element of a page, by its id.

    `prose` is visible text outside links, sentences above all; `worth` is prose less what stands
    in links and at the foot of pages.
    """

    prose: dict[int, int]
    worth: dict[int, int]


def weigh(body: LexborNode) -> Weights:
    """Weigh every element that is seen and no part of the site's frame."""
    weights = Weights({}, {})
    open_nodes: list[tuple[int, int, int]] = []
    prose = worth = 0

    def leave(node: LexborNode) -> None:
        if open_nodes and open_nodes[-1][0] == node.mem_id:
            mem_id, prose_before, worth_before = open_nodes.pop()
            weights.prose[mem_id] = prose - prose_before
            weights.worth[mem_id] = worth - worth_before

    node: LexborNode | None = body
    while node is not None:
        child = None
        if node.is_text_node:
            weight = text_weight(_BLANK.sub("", node.text_content or ""))
            prose += max(weight, 0)
            worth += weight
        elif (tag := node.tag or "") == "a":
            worth += link_weight(node)
        elif not (is_skipped(node, tag) or is_frame(node, tag)):
            open_nodes.append((node.mem_id, prose, worth))
            child = node.child
        node = child if child is not None else subtree_end(node, body, leave)
    return weights


def text_weight(text: str) -> int:
    """What a run of text tells of its element: sentences fully, labels little, footers against."""
    if _FOOT_TEXT.search(text):
        return -len(text)
    return len(text) if _SENTENCE_MARK.search(text) else len(text) // 4


def link_weight(link: LexborNode) -> int:
    """What a link tells of its element: menus and lists against it, an annex a little for it."""
    size = len(_BLANK.sub("", link.text(deep=True)))
    return size // 4 if is_file_address(link.attributes.get("href") or "") else -size

"""Which element of a page holds its main text.

Government sites are made with a few content systems, which name the container of the text; where
none is named, the element is taken that holds nearly all prose of the page.
"""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from knowledge.parsing.html_nodes import is_frame, is_skipped, subtree_end, visible_text

#: Containers that hold the article text and nothing else, by the system or habit they come from.
_TEXT_CONTAINERS = ", ".join(
    (
        "ucapcontent",  # UCAP, government content systems
        "#UCAP-CONTENT",  # UCAP, gov.cn and many provinces
        ".TRS_Editor",  # TRS WCM
        ".TRS_UEDITOR",  # TRS WCM with UEditor
        ".trs_editor_view",
        "#zoomcon",  # NFCMS, Guangdong portals
        ".info_cont",  # normative document libraries of the same family
        ".content_article",
        ".article-content",
        "#zoom",  # the element that the font size buttons act on
        "#Zoom",
        ".pages_content",  # gov.cn
        "#js_content",  # official accounts of WeChat
        "#artibody",
        "#vsb_content",  # VSB, university and county sites
        ".v_news_content",
        ".wp_articlecontent",
        "[id^=vsb_content]",
    )
)
#: Containers that hold the article, often with its title and bars.
_LOOSE_CONTAINERS = ", ".join(
    (
        "article",
        "main",
        ".article",
        ".newsMain",
        ".article_content",
        ".news_content",
        ".content-text",
        ".con_text",
        ".detail-content",
        ".main-content",
        ".text-content",
        "#content",
        "#article",
        ".content",
    )
)
#: A named container with less may be an empty one beside the true text.
_MIN_TEXT = 20
_MIN_PROSE = 60
#: A container of loose meaning is believed when it holds this share of the page's prose.
_LOOSE_SHARE = 0.5
_DENSE_SHARE = 0.8
_SENTENCE_MARK = re.compile(r"[，。；！？]|[,;](?=[\u4e00-\u9fff])")
_BLANK = re.compile(r"\s+")


def main_container(page: LexborHTMLParser) -> LexborNode | None:
    """The element that holds the main text of `page`; None where it has none."""
    body = page.body
    if body is None:
        return None
    size, named = _longest(page.css(_TEXT_CONTAINERS))
    if size >= _MIN_TEXT:
        return named
    prose = _prose_by_node(body)
    total = prose.get(body.mem_id, 0)
    if total < _MIN_PROSE:
        whole = [body] if _is_bare(body) else []
        return named if size else _longest(whole)[1]
    loose = max(
        page.css(_LOOSE_CONTAINERS), key=lambda node: prose.get(node.mem_id, 0), default=None
    )
    if loose is not None and prose.get(loose.mem_id, 0) >= total * _LOOSE_SHARE:
        return _densest(loose, prose)
    return _densest(body, prose)


def _is_bare(body: LexborNode) -> bool:
    """Whether a page is text alone, without navigation: no more than a link or two."""
    return len(body.css("a")) <= 2


def _longest(nodes: list[LexborNode]) -> tuple[int, LexborNode | None]:
    """The node with most visible text and its length; none where no node shows any."""
    sized = ((len(_BLANK.sub("", visible_text(node))), node) for node in nodes)
    size, longest = max(sized, key=lambda pair: pair[0], default=(0, None))
    return (size, longest) if size else (0, None)


def _prose_by_node(body: LexborNode) -> dict[int, int]:
    """Characters of prose under each element: visible text outside links, sentences above all."""
    prose: dict[int, int] = {}
    open_nodes: list[tuple[int, int]] = []
    total = 0

    def leave(node: LexborNode) -> None:
        if open_nodes and open_nodes[-1][0] == node.mem_id:
            mem_id, before = open_nodes.pop()
            prose[mem_id] = total - before

    node: LexborNode | None = body
    while node is not None:
        child = None
        if node.is_text_node:
            text = _BLANK.sub("", node.text_content or "")
            total += len(text) if _SENTENCE_MARK.search(text) else len(text) // 4
        elif (tag := node.tag or "") != "a" and not (is_skipped(node, tag) or is_frame(node, tag)):
            open_nodes.append((node.mem_id, total))
            child = node.child
        node = child if child is not None else subtree_end(node, body, leave)
    return prose


def _densest(node: LexborNode, prose: dict[int, int]) -> LexborNode:
    """The deepest element under `node` that still holds nearly all of its prose."""
    while node.tag != "pre":
        wanted = prose.get(node.mem_id, 0) * _DENSE_SHARE
        best = next(
            (
                child
                for child in node.iter()
                if prose.get(child.mem_id, 0) >= wanted and child.tag not in ("p", "table", "span")
            ),
            None,
        )
        if best is None:
            break
        node = best
    return node

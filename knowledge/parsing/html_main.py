"""Which element of a page holds its main text.

Government sites are made with a few content systems, which name the container of the text; where
none is named, the element is taken that holds nearly all prose of the page.
"""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.parsing.html_page import TEXT, Page, PageNode
from knowledge.parsing.html_range import MainText, text_range
from knowledge.parsing.html_weights import Weights, weigh

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
MIN_PROSE = 60
#: A page that is no list of links may be as short as one sentence.
ONE_SENTENCE = 20
#: A container of loose meaning is believed when it holds this share of the page's prose.
_LOOSE_SHARE = 0.5
_DENSE_SHARE = 0.8
#: Two elements with less of the page's prose each are no two copies of its text.
_COPY_SHARE = 0.35
_SAME_TEXT = 0.9
_TEXT_TAGS = frozenset((TEXT, "p", "span"))
#: Ways to a cell that holds the text of a page laid out in tables, and no containers themselves.
_TABLE_TAGS = frozenset(("table", "tbody", "thead", "tfoot", "tr"))
_RUN = 12
_STRUCTURE_TAGS = frozenset(("p", "div", "br", "tr", "li"))


def main_text(page: Page, least: int = MIN_PROSE) -> MainText | None:
    """Where the main text of `page` stands; None where it has less than `least` of prose."""
    size, named = _longest(page, page.select(_TEXT_CONTAINERS))
    if named is not None and size >= _MIN_TEXT:
        return MainText(named)
    weights = weigh(page)
    prose = weights.prose
    total = prose.get(page.root.place, 0)
    if total < least:
        only = named or (_longest(page, [page.root])[1] if _is_bare(page) else None)
        return MainText(only) if only is not None else None
    loose = max(
        page.select(_LOOSE_CONTAINERS), key=lambda node: prose.get(node.place, 0), default=None
    )
    if loose is not None and prose.get(loose.place, 0) >= total * _LOOSE_SHARE:
        return text_range(page, _densest(page, loose, weights), weights)
    return text_range(page, _densest(page, page.root, weights), weights)


def _is_bare(page: Page) -> bool:
    """Whether a page is text alone, without navigation: no more than a link or two."""
    return sum(1 for node in page.nodes if node.tag == "a") <= 2


def _longest(page: Page, nodes: Sequence[PageNode]) -> tuple[int, PageNode | None]:
    """The node with most visible text and its length; none where no node shows any."""
    sized = ((len(page.visible_text(node).replace(" ", "")), node) for node in nodes)
    size, longest = max(sized, key=lambda pair: pair[0], default=(0, None))
    return (size, longest) if size else (0, None)


def _densest(page: Page, root: PageNode, weights: Weights) -> PageNode:
    """The deepest element under `root` that still holds nearly all of its prose.

    Where the way down parts, it goes on to the element of most worth, if that lies there: beside
    it are menus. Of two copies of one text it goes to the one that is set in paragraphs.
    """
    node = container = root
    while node.tag != "pre":
        children = [child for child in page.children(node) if child.tag not in _TEXT_TAGS]
        best = max(children, key=lambda child: weights.prose.get(child.place, 0), default=None)
        if best is None or not _leads(best, node, weights):
            best = _better_copy(page, children, weights.prose.get(node.place, 0), weights.prose)
        if best is None:
            break
        node = best
        if node.tag not in _TABLE_TAGS:
            container = node
    return container


def _leads(child: PageNode, node: PageNode, weights: Weights) -> bool:
    """Whether `child` holds nearly all prose of `node`, or all that is worth anything."""
    prose = weights.prose.get(child.place, 0)
    if prose >= weights.prose.get(node.place, 0) * _DENSE_SHARE:
        return True
    worth = weights.worth.get(child.place, 0)
    return worth >= ONE_SENTENCE and worth >= weights.worth.get(node.place, 0)


def _better_copy(
    page: Page, children: Sequence[PageNode], prose: int, by_place: dict[int, int]
) -> PageNode | None:
    """Of two children that both hold the text, as pages keep it for phones, the structured one."""
    copies = [child for child in children if by_place.get(child.place, 0) >= prose * _COPY_SHARE]
    if len(copies) != 2:
        return None
    first, second = (_runs(page.visible_text(child)) for child in copies)
    if len(first & second) < min(len(first), len(second)) * _SAME_TEXT:
        return None
    return max(copies, key=lambda child: _blocks(page, child))


def _blocks(page: Page, node: PageNode) -> int:
    return sum(1 for each in (node, *page.within(node)) if each.tag in _STRUCTURE_TAGS)


def _runs(text: str) -> set[str]:
    """Every run of characters of one length in `text`, blanks aside."""
    bare = text.replace(" ", "")
    return {bare[at : at + _RUN] for at in range(len(bare) - _RUN + 1)}

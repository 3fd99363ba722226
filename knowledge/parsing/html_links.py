"""The links of a page that a reader sees: which are annexes, and which make it a mere list."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import unquote, urlsplit

from selectolax.lexbor import LexborNode

from knowledge.cleaned import Attachment
from knowledge.parsing.html_nodes import is_frame, is_skipped, subtree_end, visible_text

_FILE = re.compile(
    r"\.(?:docx?|xlsx?|pptx?|wps|et|dps|ofd|pdf|rtf|txt|csv|zip|rar|7z)$", re.IGNORECASE
)
_IMAGE = re.compile(r"\.(?:jpe?g|png|gif|bmp|tiff?)$", re.IGNORECASE)
_ANNEX_WORD = re.compile(r"^[\s\d.．、【\[]*(?:附件|附表|附录|附图)")
#: Words that say only that there is something to fetch.
_NO_NAME = re.compile(
    r"(?:点击|请点击|点此|请)?(?:附件|文件|文档)?(?:下载|查看|打开|预览|链接)?|[^\w]*"
)
#: Programs that portals offer beside every page.
_PROGRAM = re.compile(r"阅读器|浏览器|插件|客户端|APP|Reader", re.IGNORECASE)
_NO_ADDRESS = ("javascript:", "#", "mailto:", "tel:", "data:")
_BLANK = re.compile(r"\s+")
_MIN_LINKS = 5
#: Titles of documents are longer than names of columns and offices.
_MIN_TITLE = 8
_LINKED_SHARE = 0.75
_MAX_SENTENCES = 100
_SENTENCE = re.compile(r"[，。；！？]")
#: Lists tell of each page when it was published.
_DATE = re.compile(r"\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?")


class LinkPlace(StrEnum):
    """Where a link stands by the main text."""

    BEFORE = "before"
    INSIDE = "inside"
    AFTER = "after"


@dataclass(frozen=True)
class PageLink:
    """A link that a reader sees outside the frame of the site, as the page writes it."""

    node: LexborNode
    text: str
    href: str
    place: LinkPlace

    @property
    def is_file(self) -> bool:
        """Whether its address ends as those of documents do."""
        return is_file_address(self.href)


def is_file_address(href: str) -> bool:
    """Whether an address ends as those of documents and archives do."""
    try:
        address = urlsplit(href.strip())
    except ValueError:  # an address with half a bracket is no address
        return False
    return bool(_FILE.search(address.path) or _FILE.search(address.query))


def visible_links(body: LexborNode, main: LexborNode) -> Iterator[PageLink]:
    """Every link with an address that a reader sees, in reading order, frames left out."""
    main_id, place = main.mem_id, LinkPlace.BEFORE

    def leave(node: LexborNode) -> None:
        nonlocal place
        if node.mem_id == main_id:
            place = LinkPlace.AFTER

    node: LexborNode | None = body
    while node is not None:
        child = None
        if node.mem_id == main_id:
            place = LinkPlace.INSIDE
            child = node.child
        elif not node.is_text_node and not is_skipped(node, tag := node.tag or ""):
            if tag == "a":
                href = (node.attributes.get("href") or "").strip()
                if href and not href.lower().startswith(_NO_ADDRESS):
                    yield PageLink(node, visible_text(node), href, place)
            elif place is LinkPlace.INSIDE or not is_frame(node, tag):
                child = node.child
        node = child if child is not None else subtree_end(node, body, leave)


def attachments(links: Sequence[PageLink]) -> tuple[Attachment, ...]:
    """The annexes among the links of a page: files inside or below the text, named as shown."""
    found: dict[str, Attachment] = {}
    for link in links:
        if _is_annex(link):
            found.setdefault(link.href, Attachment(_name(link), link.href))
    return tuple(found.values())


def _is_annex(link: PageLink) -> bool:
    if _PROGRAM.search(link.text):
        return False
    if _ANNEX_WORD.match(link.text):
        return link.is_file or link.place is LinkPlace.INSIDE
    if link.place is LinkPlace.INSIDE and _IMAGE.search(link.href):
        return "附件" in link.text or "下载" in link.text
    return link.is_file and link.place is not LinkPlace.BEFORE


def _name(link: PageLink) -> str:
    """The name of an annex as shown; where the link says only 下载, its title or its file name."""
    shown = (link.text, (link.node.attributes.get("title") or "").strip())
    for name in shown:
        if name and not _NO_NAME.fullmatch(_BLANK.sub("", name)):
            return name
    return unquote(link.href.split("?")[0]).rsplit("/", 1)[-1] or link.text or link.href


def link_list(
    links: Sequence[PageLink], body: LexborNode, main: LexborNode | None
) -> LexborNode | None:
    """The element that holds the links of a page that is nothing but a list of them.

    `links` are those of the page, `main` is the container of the main text, None where the page
    has none. None is returned for
    an article, also for one that lists its annexes: files are no further pages.
    """
    titles = [
        link
        for link in links
        if link.place is LinkPlace.INSIDE and not link.is_file and _is_title(link.text)
    ]
    if len(titles) < _MIN_LINKS:
        return None
    if main is None:
        return _common_container(titles, body)
    linked = sum(len(_BLANK.sub("", link.text)) for link in titles)
    whole = len(_BLANK.sub("", _DATE.sub("", visible_text(main))))
    told = linked >= whole * _LINKED_SHARE and _sentences_outside(main) <= _MAX_SENTENCES
    return main if told else None


def _is_title(text: str) -> bool:
    return len(_BLANK.sub("", text)) >= _MIN_TITLE and not _ANNEX_WORD.match(text)


def _sentences_outside(main: LexborNode) -> int:
    """Characters of sentences under `main` that are in no link."""
    total = 0
    node: LexborNode | None = main
    while node is not None:
        child = None
        if node.is_text_node:
            text = _BLANK.sub("", node.text_content or "")
            total += len(text) if _SENTENCE.search(text) else 0
        elif (tag := node.tag or "") != "a" and not is_skipped(node, tag):
            child = node.child
        node = child if child is not None else subtree_end(node, main, lambda _left: None)
    return total


def _common_container(titles: list[PageLink], body: LexborNode) -> LexborNode:
    """The deepest element that holds most of the titles: the list among the menus."""
    counts: dict[int, tuple[int, int, LexborNode]] = {}
    for link in titles:
        depth, node = 0, link.node.parent
        path = []
        while node is not None and node.mem_id != body.mem_id:
            path.append(node)
            node = node.parent
        for depth, ancestor in enumerate(reversed(path), start=1):
            count, _, _ = counts.get(ancestor.mem_id, (0, 0, ancestor))
            counts[ancestor.mem_id] = (count + len(link.text), depth, ancestor)
    wanted = sum(len(link.text) for link in titles) * _LINKED_SHARE
    holding = [(depth, node) for count, depth, node in counts.values() if count >= wanted]
    return max(holding, key=lambda pair: pair[0])[1] if holding else body

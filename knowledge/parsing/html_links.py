"""The links of a page that a reader sees: which are annexes, and which make it a mere list."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import unquote, urlsplit

from knowledge.cleaned import Attachment
from knowledge.parsing.html_page import TEXT, Page, PageNode, is_frame

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
    """A link that a reader sees outside the frame of the site, as the page writes it.

    `pictured` is what its pictures are said to show (alt), where it has no text.
    """

    node: PageNode
    text: str
    href: str
    place: LinkPlace
    pictured: str = ""

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


def visible_links(page: Page, main: PageNode) -> Iterator[PageLink]:
    """Every link with an address that a reader sees, in reading order, frames left out."""
    stands = LinkPlace.BEFORE
    nodes, place = page.nodes, 0
    while place < len(nodes):
        node = nodes[place]
        if node.tag == TEXT:
            place += 1
            continue
        if stands is LinkPlace.INSIDE and place >= main.end:
            stands = LinkPlace.AFTER
        if node is main:
            stands = LinkPlace.INSIDE
        elif node.skipped or node.tag == "a":
            place = node.end
            href = "" if node.skipped else (node.attributes.get("href") or "").strip()
            if href and not href.lower().startswith(_NO_ADDRESS):
                text = page.visible_text(node)
                yield PageLink(node, text, href, stands, "" if text else _pictured(page, node))
            continue
        elif stands is not LinkPlace.INSIDE and is_frame(node):
            place = node.end
            continue
        place += 1


def _pictured(page: Page, link: PageNode) -> str:
    told = (node.attributes.get("alt") or "" for node in page.within(link) if node.tag == "img")
    return " ".join(" ".join(told).split())


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
    shown = (link.text, (link.node.attributes.get("title") or "").strip(), link.pictured)
    for name in shown:
        if name and not _NO_NAME.fullmatch(_BLANK.sub("", name)):
            return name
    return unquote(link.href.split("?")[0]).rsplit("/", 1)[-1] or link.text or link.href


def link_list(page: Page, links: Sequence[PageLink], main: PageNode | None) -> PageNode | None:
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
        return _common_container(page, titles)
    linked = sum(len(_BLANK.sub("", link.text)) for link in titles)
    whole = len(_BLANK.sub("", _DATE.sub("", page.visible_text(main))))
    told = linked >= whole * _LINKED_SHARE and _sentences_outside(page, main) <= _MAX_SENTENCES
    return main if told else None


def _is_title(text: str) -> bool:
    return len(_BLANK.sub("", text)) >= _MIN_TITLE and not _ANNEX_WORD.match(text)


def _sentences_outside(page: Page, main: PageNode) -> int:
    """Characters of sentences under `main` that are in no link."""
    total = 0
    place = main.place
    while place < main.end:
        node = page.nodes[place]
        if node.tag == TEXT and _SENTENCE.search(node.text):
            total += len(_BLANK.sub("", node.text))
        place = node.end if node.tag == "a" or node.skipped else place + 1
    return total


def _common_container(page: Page, titles: list[PageLink]) -> PageNode:
    """The deepest element that holds most of the titles: the list among the menus."""
    counts: dict[int, tuple[int, int, PageNode]] = {}
    for link in titles:
        node = link.node.parent
        path = []
        while node is not None and node is not page.root:
            path.append(node)
            node = node.parent
        for depth, ancestor in enumerate(reversed(path), start=1):
            count, _, _ = counts.get(ancestor.place, (0, 0, ancestor))
            counts[ancestor.place] = (count + len(link.text), depth, ancestor)
    wanted = sum(len(link.text) for link in titles) * _LINKED_SHARE
    holding = [(depth, node) for count, depth, node in counts.values() if count >= wanted]
    return max(holding, key=lambda pair: pair[0])[1] if holding else page.root

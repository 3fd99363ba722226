"""Web pages: meta tags, then every visible line in reading order, the main text marked BODY."""

from __future__ import annotations

import re
from dataclasses import replace

from selectolax.lexbor import LexborHTMLParser

from knowledge.cleaned import LineKind, LineRole, PageType, ParsedDocument
from knowledge.errors import NoTextInSource, UnsupportedSource
from knowledge.folding import is_blank
from knowledge.parsing.charset import DecodedText
from knowledge.parsing.html_hidden import read_shown
from knowledge.parsing.html_links import PageLink, attachments, link_list, visible_links
from knowledge.parsing.html_main import ONE_SENTENCE, main_text
from knowledge.parsing.html_nodes import BLOCK_TAGS, HEADING_TAGS, MAX_ASIDE, names_aside
from knowledge.parsing.html_page import TEXT, Page, PageNode
from knowledge.parsing.html_range import MainText
from knowledge.parsing.html_tables import data_table_rows
from knowledge.parsing.html_told import add_told
from knowledge.parsing.linear import Linear

_BLANKS = re.compile(r"[ \t\n\r\f]+")
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
#: Elements that HTML closes by itself, or that hold nothing: they say nothing of depth.
_SELF_CLOSING_WORDS = """
p li br img input meta link hr td tr th dt dd option area base col source wbr param
"""
_SELF_CLOSING = frozenset(_SELF_CLOSING_WORDS.split())
#: Elements that may be read at once, without going down into them.
_READ_WHOLE = frozenset(("br", "pre", "table"))
#: The parser's time grows with the square of the depth: 0.2 s here, minutes at ten times it.
_MAX_DEPTH = 20_000


def parse_html(decoded: DecodedText) -> ParsedDocument:
    """Read a page.

    Lines of navigation and header fields are OUTSIDE, those of the main text BODY. Raises
    NoTextInSource for a page without main text, UnsupportedSource for one nested beyond reason.
    """
    _refuse_bottomless(decoded.text)
    dom = LexborHTMLParser(decoded.text)
    linear = Linear()
    source_url = add_told(dom, linear)
    page = read_shown(dom)
    main = _main_and_links(page) if page is not None else None
    if page is None or main is None:
        raise NoTextInSource(
            f"网页里没有正文（可能只有导航、图片或由脚本生成的内容）{_framed(dom)}"
        )
    text, links, page_type = main
    _Reading(page, text, linear).walk()
    return replace(
        linear.document("text/html", decoded.charset, source_url),
        page_type=page_type,
        attachments=attachments(links),
    )


def _main_and_links(page: Page) -> tuple[MainText, list[PageLink], PageType] | None:
    """Where the text stands, or the list of links of a page that is nothing else, and the links."""
    text = main_text(page)
    links = list(visible_links(page, text.container if text else page.root))
    listed = link_list(page, links, text.container if text else None)
    if listed is not None:
        return MainText(listed), links, PageType.INDEX
    if text is None:
        text = main_text(page, ONE_SENTENCE)
        links = list(visible_links(page, text.container)) if text else []
    return (text, links, PageType.ARTICLE) if text else None


def _framed(dom: LexborHTMLParser) -> str:
    """Where the text may be instead: the page that a frame of this one shows."""
    frame = dom.css_first("iframe[src], frame[src]")
    address = (frame.attributes.get("src") or "").strip() if frame is not None else ""
    return f"；正文可能在框架页 {address} 里，请另存那个网页再导入" if address else ""


def _refuse_bottomless(html: str) -> None:
    if html.count("<") <= _MAX_DEPTH:
        return
    depth = deepest = 0
    for closing, name in _TAG.findall(html):
        if name.lower() not in _SELF_CLOSING:
            depth = max(0, depth - 1) if closing else depth + 1
            deepest = max(deepest, depth)
    if deepest > _MAX_DEPTH:
        raise UnsupportedSource(f"网页标签嵌套了 {deepest} 层，不是正常网页")


class _Reading:
    """A walk over the visible page, writing lines as blocks end."""

    def __init__(self, page: Page, main: MainText, linear: Linear) -> None:
        self._page = page
        self._main = main.container
        self._first = main.first
        #: The place behind the last node of the main text; -1 where the whole container is text.
        self._turns_at = main.last.end if main.last is not None else -1
        self._linear = linear
        self._role = LineRole.OUTSIDE
        self._kind = LineKind.PARAGRAPH
        self._pieces: list[str] = []
        #: Where the blocks now open end, each with the role and kind to return to.
        self._open: list[tuple[int, LineRole, LineKind]] = []

    def walk(self) -> None:
        """Write every visible line."""
        nodes, place = self._page.nodes, 0
        while place < len(nodes):
            node = nodes[place]
            if place == self._turns_at or (self._open and self._open[-1][0] <= place):
                self._leave(place)
            if node is self._first:
                self._turn(LineRole.BODY)
            if node.tag == TEXT:
                self._pieces.append(node.text)
                place += 1
            else:
                place = place + 1 if self._enter(node) else node.end
        self._leave(place)
        self._flush()

    def _enter(self, node: PageNode) -> bool:
        """Read the element `node`; whether the walk goes down into it."""
        is_main = node is self._main
        if node.skipped and not is_main:
            return False
        if node.tag in _READ_WHOLE and self._read_whole(node, is_main):
            return False
        aside = self._role is LineRole.BODY and self._is_aside(node)
        if is_main or aside or node.tag in BLOCK_TAGS:
            self._flush()
            self._open.append((node.end, self._role, self._kind))
            if aside or (is_main and self._first is None):
                self._role = LineRole.OUTSIDE if aside else LineRole.BODY
            if node.tag in HEADING_TAGS:
                self._kind = LineKind.HEADING
        return True

    def _is_aside(self, node: PageNode) -> bool:
        """Whether `node`, by its id or class and its little text, is a bar beside the text."""
        return names_aside(node.names) and len(self._page.visible_text(node)) <= MAX_ASIDE

    def _read_whole(self, node: PageNode, is_main: bool) -> bool:
        """Read a line break, a data table or preformatted text at once; whether it was one."""
        if node.tag == "br":
            self._flush()
            return True
        if is_main or not node.holds(self._main):
            if node.tag == "pre":
                self._read_preformatted(node, is_main)
                return True
            if node.tag == "table" and not is_main:
                return self._read_table(node)
        return False

    def _read_preformatted(self, node: PageNode, is_main: bool) -> None:
        self._flush()
        role = LineRole.BODY if is_main else self._role
        for line in self._page.whole_text(node).splitlines():
            if line.strip():
                self._linear.add(line.strip(), role)

    def _read_table(self, node: PageNode) -> bool:
        rows = data_table_rows(self._page, node)
        if rows is None:
            return False
        self._flush()
        for text, kind in rows:
            self._linear.add(text, self._role, kind)
        return True

    def _leave(self, place: int) -> None:
        """Close the blocks that end at `place`, the main text too."""
        while self._open and self._open[-1][0] <= place:
            self._flush()
            _, self._role, self._kind = self._open.pop()
        if place == self._turns_at:
            self._turn(LineRole.OUTSIDE)

    def _turn(self, role: LineRole) -> None:
        self._flush()
        self._role = role

    def _flush(self) -> None:
        if not self._pieces:
            return
        text = "".join(self._pieces)
        self._pieces.clear()
        if not is_blank(text):
            self._linear.add(_BLANKS.sub(" ", text).strip(" "), self._role, self._kind)

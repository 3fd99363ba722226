"""Web pages: meta tags, then every visible line in reading order, the main text marked BODY."""

from __future__ import annotations

import re
from dataclasses import replace

from selectolax.lexbor import LexborHTMLParser, LexborNode

from knowledge.cleaned import LineKind, LineRole, PageType, ParsedDocument
from knowledge.errors import NoTextInSource, UnsupportedSource
from knowledge.parsing.charset import DecodedText
from knowledge.parsing.html_hidden import drop_hidden
from knowledge.parsing.html_links import PageLink, attachments, link_list, visible_links
from knowledge.parsing.html_main import ONE_SENTENCE, main_text
from knowledge.parsing.html_nodes import (
    BLOCK_TAGS,
    HEADING_TAGS,
    holds,
    is_aside,
    is_skipped,
    subtree_end,
)
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
#: The parser's time grows with the square of the depth: 0.2 s here, minutes at ten times it.
_MAX_DEPTH = 20_000


def parse_html(decoded: DecodedText) -> ParsedDocument:
    """Read a page.

    Lines of navigation and header fields are OUTSIDE, those of the main text BODY. Raises
    NoTextInSource for a page without main text, UnsupportedSource for one nested beyond reason.
    """
    _refuse_bottomless(decoded.text)
    page = LexborHTMLParser(decoded.text)
    linear = Linear()
    source_url = add_told(page, linear)
    drop_hidden(page)
    main = _main_and_links(page)
    if page.body is None or main is None:
        raise NoTextInSource(
            f"网页里没有正文（可能只有导航、图片或由脚本生成的内容）{_framed(page)}"
        )
    text, links, page_type = main
    _Reading(linear, text).walk(page.body)
    return replace(
        linear.document("text/html", decoded.charset, source_url),
        page_type=page_type,
        attachments=attachments(links),
    )


def _main_and_links(
    page: LexborHTMLParser,
) -> tuple[MainText, list[PageLink], PageType] | None:
    """Where the text stands, or the list of links of a page that is nothing else, and the links."""
    body = page.body
    if body is None:
        return None
    text = main_text(page)
    links = list(visible_links(body, text.container if text else body))
    listed = link_list(links, body, text.container if text else None)
    if listed is not None:
        return MainText(listed), links, PageType.INDEX
    if text is None:
        text = main_text(page, ONE_SENTENCE)
        links = list(visible_links(body, text.container)) if text else []
    return (text, links, PageType.ARTICLE) if text else None


def _framed(page: LexborHTMLParser) -> str:
    """Where the text may be instead: the page that a frame of this one shows."""
    frame = page.css_first("iframe[src], frame[src]")
    address = (frame.attributes.get("src") or "").strip() if frame is not None else ""
    return f"；正文可能在框架页 {address} 里，请另存那个网页再导入" if address else ""


def _refuse_bottomless(html: str) -> None:
    depth = deepest = 0
    for closing, name in _TAG.findall(html):
        if name.lower() not in _SELF_CLOSING:
            depth = max(0, depth - 1) if closing else depth + 1
            deepest = max(deepest, depth)
    if deepest > _MAX_DEPTH:
        raise UnsupportedSource(f"网页标签嵌套了 {deepest} 层，不是正常网页")


class _Reading:
    """A walk over the visible page without recursion, writing lines as blocks end."""

    def __init__(self, linear: Linear, main: MainText) -> None:
        self._linear = linear
        self._main = main
        self._main_id = main.container.mem_id
        self._role = LineRole.OUTSIDE
        self._kind = LineKind.PARAGRAPH
        self._pieces: list[str] = []
        #: Blocks whose end matters, each with the role and kind to return to.
        self._open: list[tuple[int, LineRole, LineKind]] = []

    def walk(self, root: LexborNode) -> None:
        """Write every visible line under `root`."""
        node: LexborNode | None = root
        while node is not None:
            child = self._enter(node)
            node = child if child is not None else subtree_end(node, root, self._leave)
        self._flush()

    def _enter(self, node: LexborNode) -> LexborNode | None:
        """Read `node`; returns its first child where the walk goes down into it."""
        if node.mem_id == self._main.first:
            self._flush()
            self._role = LineRole.BODY
        if node.is_text_node:
            self._pieces.append(node.text_content or "")
            return None
        tag = node.tag or ""
        is_main = node.mem_id == self._main_id
        if (not is_main and is_skipped(node, tag)) or self._read_whole(node, tag, is_main):
            return None
        aside = self._role is LineRole.BODY and is_aside(node)
        if is_main or aside or tag in BLOCK_TAGS:
            self._flush()
            self._open.append((node.mem_id, self._role, self._kind))
            if aside or (is_main and self._main.first is None):
                self._role = LineRole.OUTSIDE if aside else LineRole.BODY
            if tag in HEADING_TAGS:
                self._kind = LineKind.HEADING
        return node.child

    def _read_whole(self, node: LexborNode, tag: str, is_main: bool) -> bool:
        """Read a line break, a data table or preformatted text at once; whether it was one."""
        if tag == "br":
            self._flush()
            return True
        if tag == "table" and not is_main:
            rows = data_table_rows(node, self._main_id)
            if rows is not None:
                self._flush()
                for text, kind in rows:
                    self._linear.add(text, self._role, kind)
            return rows is not None
        if tag == "pre" and (is_main or not holds(node, self._main_id)):
            self._flush()
            role = LineRole.BODY if is_main else self._role
            for line in (node.text(deep=True) or "").splitlines():
                if line.strip():
                    self._linear.add(line.strip(), role)
            return True
        return False

    def _leave(self, node: LexborNode) -> None:
        if self._open and self._open[-1][0] == node.mem_id:
            self._flush()
            _, self._role, self._kind = self._open.pop()
        if node.mem_id == self._main.last:
            self._flush()
            self._role = LineRole.OUTSIDE

    def _flush(self) -> None:
        text = _BLANKS.sub(" ", "".join(self._pieces)).strip(" ")
        self._pieces.clear()
        if text.strip():
            self._linear.add(text, self._role, self._kind)

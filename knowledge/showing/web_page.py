"""A web page as its readers see it, made harmless: what it says in the order and shape it has.

Kept are the elements that shape a text, written anew without any attribute of theirs but how far
cells reach and how lines are set. Scripts, styles, forms, pictures and addresses are left out;
what belongs to the frame of the site is folded away.
"""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser

from knowledge.parsing.html_hidden import read_shown
from knowledge.parsing.html_nodes import BLOCK_TAGS
from knowledge.parsing.html_page import TEXT, Page, PageNode, is_frame
from knowledge.showing.markup import Markup

_KEPT_WORDS = """
p div blockquote pre h1 h2 h3 h4 h5 h6 ul ol li dl dt dd table thead tbody tfoot tr td th caption
br hr b strong i em u s sub sup
"""
_KEPT = frozenset(_KEPT_WORDS.split())
_EMPTY = frozenset(("br", "hr"))
#: Elements of a table stand in nothing but one another: beside what is folded they would fall out.
_OF_TABLES = frozenset(("thead", "tbody", "tfoot", "tr", "td", "th", "caption"))
_SET = re.compile(r"text-align\s*:\s*(center|right)", re.IGNORECASE)
_MOST_SPAN = 200
#: Elements within one another that are written; what lies deeper is written without its own.
_DEEPEST = 200


def web_page_markup(html: str) -> Markup:
    """The page; empty where it has no body."""
    markup = Markup()
    page = read_shown(LexborHTMLParser(html))
    if page is None:
        return markup
    closing: list[tuple[int, str]] = []
    place = page.root.place + 1
    while place < page.root.end:
        _close(markup, closing, place)
        node = page.nodes[place]
        if node.tag == TEXT:
            markup.add_text(node.text)
        elif node.skipped:
            _tell_picture(markup, node)
            place = node.end
            continue
        elif len(closing) < _DEEPEST:
            _open(markup, closing, page, node)
        place += 1
    _close(markup, closing, page.root.end)
    return markup


def _open(markup: Markup, closing: list[tuple[int, str]], page: Page, node: PageNode) -> None:
    if is_frame(node) and node.tag not in _OF_TABLES and page.visible_text(node):
        markup.add_tag("<details><summary>网站的导航、页脚</summary>")
        closing.append((node.end, "</details>"))
    tag = node.tag if node.tag in _KEPT else "div" if node.tag in BLOCK_TAGS else ""
    if tag:
        markup.add_tag(f"<{tag}{_attributes(node)}>")
    if tag and tag not in _EMPTY:
        closing.append((node.end, f"</{tag}>"))


def _close(markup: Markup, closing: list[tuple[int, str]], place: int) -> None:
    while closing and closing[-1][0] <= place:
        markup.add_tag(closing.pop()[1])


def _attributes(node: PageNode) -> str:
    told = ""
    for name in ("colspan", "rowspan"):
        span = (node.attributes.get(name) or "").strip()
        if span.isascii() and span.isdigit() and 1 < int(span[:9]) <= _MOST_SPAN:
            told += f' {name}="{int(span[:9])}"'
    how = (node.attributes.get("align") or "").strip().lower()
    styled = _SET.search(node.attributes.get("style") or "")
    if styled is not None:
        how = styled.group(1).lower()
    elif node.tag == "center":
        how = "center"
    return f'{told} class="{how}"' if how in ("center", "right") else told


def _tell_picture(markup: Markup, node: PageNode) -> None:
    if node.tag == "img":
        markup.add_tag('<span class="picture">图片</span>')

"""What a page tells of itself outside of its visible lines: tags, its address, its validity."""

from __future__ import annotations

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser

from knowledge.parsing.linear import Linear

#: Variables by which portals of the gkmlpt family tell validity: the state that they write into
#: the header, and its end as seconds since 1970.
_VARIABLES = ("file_status", "losetime")
_VALIDITY_VARIABLE = re.compile(
    rf"""\b(?:var|let|const)\s+({"|".join(_VARIABLES)})\s*=\s*(['"]?)([^'"\n;,]{{1,40}})\2"""
)
#: What a program has switched off; // within an address (https://…) begins no comment.
_SWITCHED_OFF = re.compile(r"/\*.*?\*/|(?:^|(?<=[\s;{}]))//[^\n]*", re.DOTALL | re.MULTILINE)
#: Where a page tells its own address, most trusted first: a selector and an attribute.
_ADDRESSES = (
    ("meta[name='Url' i]", "content"),
    ("link[rel='canonical' i]", "href"),
    ("meta[property='og:url' i]", "content"),
)
#: Tags that name their value by `property`, as the Open Graph does.
_PROPERTIES = frozenset({"article:published_time"})


def add_told(page: LexborHTMLParser, linear: Linear) -> str | None:
    """Add the page's title, named tags and variables; returns its own address where it tells it."""
    title = page.css_first("head > title")
    if title is not None:
        linear.add_meta("title", title.text(deep=True))
    for node in page.css("meta[content]"):
        name = (node.attributes.get("name") or "").strip()
        told = (node.attributes.get("property") or "").strip()
        content = (node.attributes.get("content") or "").strip()
        if name or told in _PROPERTIES:
            linear.add_meta(name or told, content)
    for name, value in dict.fromkeys(_variables(page)):
        linear.add_meta(name, value)
    return _address(page)


def _variables(page: LexborHTMLParser) -> Iterator[tuple[str, str]]:
    """The variables of the page's programs; what stands in a comment of the page is none."""
    for script in page.css("script"):
        code = script.text(deep=True) or ""
        if any(name in code for name in _VARIABLES):
            for name, _, value in _VALIDITY_VARIABLE.findall(_SWITCHED_OFF.sub("", code)):
                yield name, value.strip()


def _address(page: LexborHTMLParser) -> str | None:
    for selector, attribute in _ADDRESSES:
        for node in page.css(selector):
            address = (node.attributes.get(attribute) or "").strip()
            if address.startswith(("http://", "https://")):
                return address
    return None

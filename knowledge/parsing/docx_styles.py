"""Styles of a DOCX: what a paragraph gets from its style and from those that it is based on."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

_NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W = f"{{{_NAMESPACE}}}"
NAMESPACES = {"w": _NAMESPACE}

_HEADING = re.compile(r"(?:heading [1-9]|title|标题(?: ?[1-9])?)", re.IGNORECASE)
_CONTENTS = re.compile(r"(?:toc(?: [1-9]| heading)|目录(?: ?[1-9])?)", re.IGNORECASE)


def value(element: Any, path: str) -> str | None:
    """The w:val of the element at `path` below `element`; None where there is none."""
    found = element.find(path, NAMESPACES)
    return None if found is None else found.get(f"{W}val")


@dataclass(frozen=True)
class StyleNumbering:
    """The list and level that a style gives."""

    list_id: str
    level: int


@dataclass(frozen=True)
class _Style:
    name: str
    based_on: str | None
    list_id: str | None
    level: str | None


class Styles:
    """The paragraph styles of one document, by id."""

    def __init__(self, root: Any | None) -> None:
        self._styles: dict[str, _Style] = {}
        self.default: str | None = None
        for each in root.iter(f"{W}style") if root is not None else ():
            if each.get(f"{W}type", "paragraph") != "paragraph":
                continue
            style_id = each.get(f"{W}styleId", "")
            if each.get(f"{W}default") in ("1", "true"):
                self.default = style_id
            self._styles[style_id] = _Style(
                name=value(each, "w:name") or "",
                based_on=value(each, "w:basedOn"),
                list_id=value(each, "w:pPr/w:numPr/w:numId"),
                level=value(each, "w:pPr/w:numPr/w:ilvl"),
            )

    def line(self, style: str | None) -> tuple[str, ...]:
        """`style` and those that it is based on, nearest first."""
        line: list[str] = []
        while style is not None and style in self._styles and style not in line:
            line.append(style)
            style = self._styles[style].based_on
        return tuple(line)

    def numbering(self, style: str | None) -> StyleNumbering | None:
        """The list that a style puts its paragraphs in."""
        line = [self._styles[each] for each in self.line(style)]
        list_id = next((each.list_id for each in line if each.list_id is not None), None)
        if list_id is None:
            return None
        level = next((each.level for each in line if each.level is not None), "0")
        return StyleNumbering(list_id, int(level) if level.isdecimal() else 0)

    def heads(self, style: str | None) -> bool:
        """Whether paragraphs of a style are titles or headings."""
        return any(_HEADING.fullmatch(self._styles[each].name) for each in self.line(style))

    def lists_contents(self, style: str | None) -> bool:
        """Whether paragraphs of a style make a table of contents."""
        return any(_CONTENTS.fullmatch(self._styles[each].name) for each in self.line(style))

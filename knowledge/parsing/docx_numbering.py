"""Numbers that Word counts by itself: 一、（一）第五条 stand in no text of the file.

Office Open XML (ECMA-376 Part 1, 17.9): a paragraph names a list and a level, by itself or by its
style; the list's level tells how its number is written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from knowledge.parsing.docx_styles import Styles, W, value
from knowledge.parsing.number_formats import written

_PLACE = re.compile(r"%([1-9])")
_NO_NUMBER = frozenset(("bullet", "none"))


@dataclass(frozen=True)
class _Level:
    """A level of a list; `restart` is the level (from 1) after which it begins anew, 0: never."""

    start: int = 1
    number_format: str = "decimal"
    text: str = ""
    restart: int | None = None
    legal: bool = False
    follow: str = "tab"
    style: str | None = None


@dataclass(frozen=True)
class _List:
    """A list (w:num): its levels, the definition whose numbers it goes on with, its restarts."""

    definition: str
    levels: dict[int, _Level]
    overridden: frozenset[int] = frozenset()


class Numbering:
    """Counts the numbered paragraphs of one document, asked in their order."""

    def __init__(self, root: Any | None, styles: Styles) -> None:
        self._styles = styles
        self._lists = dict(_lists(root)) if root is not None else {}
        #: By definition and level: the number of the last paragraph.
        self._counts: dict[str, dict[int, int]] = {}
        self._restarted: set[tuple[str, int]] = set()

    def label(self, paragraph: Any) -> str:
        """What Word prints before `paragraph`, with the blank that follows; "" for none."""
        list_id, level = self._place(paragraph)
        numbered = self._lists.get(list_id)
        if numbered is None or level not in numbered.levels:
            return ""
        counts = self._count(list_id, numbered, level)
        shown = numbered.levels[level]
        if shown.number_format == "bullet":
            return ""
        label = _PLACE.sub(lambda place: _number(place, numbered, shown, counts), shown.text)
        blank = label[-1:].isalnum() or label.endswith(".")
        return f"{label} " if blank and shown.follow != "nothing" else label

    def _place(self, paragraph: Any) -> tuple[str, int]:
        """The list and level of a paragraph; an id that is no list's for none."""
        style = value(paragraph, "w:pPr/w:pStyle") or self._styles.default
        of_style = self._styles.numbering(style)
        own_list = value(paragraph, "w:pPr/w:numPr/w:numId")
        own_level = value(paragraph, "w:pPr/w:numPr/w:ilvl")
        list_id = own_list or (of_style.list_id if of_style else "")
        if own_level is not None:
            return list_id, _integer(own_level, 0)
        numbered = self._lists.get(list_id)
        for level, described in (numbered.levels if numbered else {}).items():
            if described.style is not None and described.style in self._styles.line(style):
                return list_id, level
        return list_id, of_style.level if of_style and own_list is None else 0

    def _count(self, list_id: str, numbered: _List, level: int) -> dict[int, int]:
        counts = self._counts.setdefault(numbered.definition, {})
        restarts = level in numbered.overridden and (list_id, level) not in self._restarted
        if restarts:
            self._restarted.add((list_id, level))
        if restarts or level not in counts:
            counts[level] = numbered.levels[level].start
        else:
            counts[level] += 1
        for deeper in [each for each in counts if each > level]:
            described = numbered.levels.get(deeper)
            restart = described.restart if described else None
            if restart is None or level < restart:
                del counts[deeper]
        return counts


def _number(place: re.Match[str], numbered: _List, shown: _Level, counts: dict[int, int]) -> str:
    level = int(place[1]) - 1
    described = numbered.levels.get(level, _Level())
    if described.number_format in _NO_NUMBER:
        return ""
    number = counts.get(level, described.start)
    return written(number, "decimal" if shown.legal else described.number_format)


def _lists(root: Any) -> Iterator[tuple[str, _List]]:
    definitions = {each.get(f"{W}abstractNumId"): each for each in root.iter(f"{W}abstractNum")}
    named: dict[str, str] = {}
    for key, each in definitions.items():
        style = value(each, "w:styleLink")
        if style is not None:
            named[style] = key
    for each in root.iter(f"{W}num"):
        key = value(each, "w:abstractNumId") or ""
        definition = definitions.get(key)
        if definition is None:
            continue
        # A definition may be only the name of a list style, which another defines.
        linked = named.get(value(definition, "w:numStyleLink") or "", key)
        levels = dict(_levels(definitions[linked]))
        overridden = set()
        for override in each.iter(f"{W}lvlOverride"):
            level = _integer(override.get(f"{W}ilvl"), 0)
            levels.update(_levels(override))
            start = value(override, "w:startOverride")
            if start is not None:
                levels[level] = replace(levels.get(level, _Level()), start=_integer(start, 1))
                overridden.add(level)
        yield each.get(f"{W}numId"), _List(linked, levels, frozenset(overridden))


def _levels(parent: Any) -> Iterator[tuple[int, _Level]]:
    for each in parent.iter(f"{W}lvl"):
        restart = value(each, "w:lvlRestart")
        legal = each.find(f"{W}isLgl")
        yield (
            _integer(each.get(f"{W}ilvl"), 0),
            _Level(
                start=_integer(value(each, "w:start"), 1),
                number_format=value(each, ".//w:numFmt") or "decimal",
                text=value(each, "w:lvlText") or "",
                restart=None if restart is None else _integer(restart, 0),
                legal=legal is not None and legal.get(f"{W}val") not in ("0", "false"),
                follow=value(each, "w:suff") or "tab",
                style=value(each, "w:pStyle"),
            ),
        )


def _integer(text: str | None, otherwise: int) -> int:
    return int(text) if text is not None and re.fullmatch(r"-?[0-9]{1,6}", text) else otherwise

"""Whether a passage says by its heading, or by the question it answers itself, what it tells."""

from __future__ import annotations

import re
from collections.abc import Set
from typing import Final

from service.answering.expected import AnswerKind, announced_kinds, expected_kinds

#: Kinds that a heading tells too little of to be held against it.
_VAGUE: Final = frozenset({AnswerKind.LIST, AnswerKind.NUMBER, AnswerKind.PERMISSION})
#: The head of a line: what stands before its first stop, colon or cell, short enough for a noun.
_HEAD = re.compile(r"([^\n。：:；|]{2,18}?)\s*(?:[。：:|]|$)", re.MULTILINE)
#: The heads of a table's columns at the end of a trail.
_COLUMNS = re.compile(r"\S+ \| .*$", re.DOTALL)
#: A chapter at the end of a trail: its articles tell of other things too.
_CHAPTER = re.compile(r"第\S{1,4}[编章节]\s+(\S+)$")


def announces(asked: Set[AnswerKind], trail: str, text: str, questions: str) -> float:
    """1 where the passage announces a kind asked for, -1 where only others, 0 where nothing.

    What it announces is told by the `questions` that it asks itself (问答), else by the head of
    its first line and the heading over it. A chapter of a statute speaks for a passage, never
    against it.
    """
    wanted = asked - _VAGUE
    if questions:
        return _held_against(wanted, expected_kinds(questions) - _VAGUE)
    over = _COLUMNS.sub("", trail).strip()
    chapter = _CHAPTER.search(over)
    if chapter is not None:
        return float(bool(wanted & announced_kinds(chapter[1])))
    first = _HEAD.match(text)
    heading = over.split()[-1] if over else ""
    told = announced_kinds(first[1] if first else "") | announced_kinds(heading)
    return _held_against(wanted, told)


def _held_against(wanted: Set[AnswerKind], told: Set[AnswerKind]) -> float:
    if not wanted or not told:
        return 0.0
    return 1.0 if wanted & told else -1.0

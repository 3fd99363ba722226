"""Tables: what is said of a row beside its cells, so that it reads where it stands alone."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.structure.elements import CELL_SEPARATOR

#: A longer line above a table is no caption.
CAPTION_LENGTH = 60


def column_names(heads: Sequence[str]) -> str:
    """The names of a table's columns in one row, from one or several rows of heads.

    A name that stands above several columns goes before theirs (最高支付限额 职工医保), so that
    names and cells stand in the same order.
    """
    rows = [[cell.strip() for cell in head.split(CELL_SEPARATOR)] for head in heads]
    rows = [row for row in rows if len(row) > 1]
    width = max((len(row) for row in rows), default=0)
    return CELL_SEPARATOR.join(
        " ".join(dict.fromkeys(row[column] for row in rows if column < len(row) and row[column]))
        for column in range(width)
    )


def caption_of(paragraph: str) -> str:
    """What a paragraph above a table says of it: its last words if they lead in or head it."""
    words = paragraph.rstrip()
    if words[-1] in "。；！？!?;":
        return ""
    start = max(words.rfind(mark, 0, len(words) - 1) for mark in "。；！？\n") + 1
    return words[start:].strip() if len(words) - start <= CAPTION_LENGTH else ""

"""Whether a new reading says what a stored version says, whatever surrounds it in its source."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.documents import Duty, FieldEvidence, Part, Passage, Reference, Version
from knowledge.outline import Reading
from knowledge.version_rows import version_columns

#: Columns that tell of the source or of the reading, not of the document.
_OF_THE_SOURCE = ("readers", "raw_text", "media_type", "charset", "repairs")

#: What the lists of a version hold; offsets in `raw_text` are the source's.
_LISTS: tuple[tuple[type[Any], tuple[str, ...]], ...] = (
    (Part, ("parent", "level", "label", "heading", "locator", "start", "end")),
    (Passage, ("key", "part", "locator", "trail", "start", "end")),
    (FieldEvidence, ("name", "value", "read_from", "certain", "chosen")),
    (
        Reference,
        ("kind", "printed", "target_title_key", "target_number_key", "on", "start", "end"),
    ),
    (Duty, ("lead", "responsible", "due", "due_on", "start", "end")),
)


def says_the_same(session: Session, stored: Version, reading: Reading) -> bool:
    """Whether recording the reading would leave everything as the stored version has it."""
    columns = version_columns(reading)
    for name in _OF_THE_SOURCE:
        del columns[name]
    if any(getattr(stored, name) != value for name, value in columns.items()):
        return False
    metadata = reading.metadata
    read: tuple[Iterable[object], ...] = (
        reading.outline.parts,
        reading.outline.passages,
        metadata.evidence,
        metadata.references,
        metadata.duties,
    )
    return all(
        _stored(session, stored.id, table, names) == _read(values, names)
        for (table, names), values in zip(_LISTS, read, strict=True)
    )


def _stored(
    session: Session, version_id: int, table: type[Any], names: tuple[str, ...]
) -> list[tuple[object, ...]]:
    query = (
        select(*(getattr(table, name) for name in names))
        .where(table.version_id == version_id)
        .order_by(table.id)
    )
    return [_plain(row) for row in session.execute(query)]


def _read(values: Iterable[object], names: tuple[str, ...]) -> list[tuple[object, ...]]:
    return [_plain(getattr(value, name) for name in names) for value in values]


def _plain(values: Iterable[object]) -> tuple[object, ...]:
    """The values as they can be compared: a stored list is a tuple where it was read."""
    return tuple(tuple(value) if isinstance(value, list) else value for value in values)

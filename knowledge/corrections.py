"""Values that people gave in place of what was read: from a manifest, or by correcting.

They belong to the document and outlive its versions: every later reading is corrected by them. A
correction changes what is shown and found, so it makes a new version with the same text: answers
given before keep pointing to the version, and the metadata, that they quoted. What staff corrected
counts over what a manifest says; a manifest adds and changes values, and never takes one back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint, bindparam, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from knowledge.database import Base, UtcDateTime, table
from knowledge.documents import DocumentId
from knowledge.given import FIELDS, STAFF, GivenValue, apply_given
from knowledge.keys import number_key, title_key
from knowledge.outline import Reading


class Correction(Base):
    """A metadata value that a person gave: kept apart from the source, applied to every reading."""

    __tablename__ = "correction"
    __table_args__ = (UniqueConstraint("document_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[str] = mapped_column(ForeignKey("document.id"))
    #: The field's name, as in FieldEvidence.
    name: Mapped[str] = mapped_column(String(32))
    #: The value as text (days as YYYY-MM-DD, issuers joined by 、); empty: the field has none.
    value: Mapped[str] = mapped_column(Text)
    #: Where the value comes from, as people read it (清单, 人工更正).
    read_from: Mapped[str] = mapped_column(Text)
    given_at: Mapped[datetime] = mapped_column(UtcDateTime)


_CORRECTIONS = table(Correction)
_GIVEN = select(_CORRECTIONS.c.name, _CORRECTIONS.c.value, _CORRECTIONS.c.read_from).where(
    _CORRECTIONS.c.document_id == bindparam("wanted")
)


def corrected(
    session: Session,
    document_id: DocumentId,
    reading: Reading,
    given: Iterable[GivenValue] = (),
    *,
    new: bool = False,
) -> Reading:
    """The reading with every value that people gave for the document, those of its source too.

    `given` are the values that came with the source; the document need not be stored yet: for a
    `new` one nothing was given before.
    """
    stored = {} if new else corrections_of(session, document_id)
    return with_given(reading, _in_effect(stored, given).values())


def with_given(reading: Reading, given: Iterable[GivenValue]) -> Reading:
    """The reading with these values, and the keys by which documents find one another."""
    values = list(given)
    if not values:
        return reading
    metadata = apply_given(reading.metadata, values)
    names = {value.name for value in values}
    keys: dict[str, Any] = {}
    if "title" in names:
        carried = metadata.carried_title
        keys["title_key"] = title_key(metadata.title)
        keys["carried_title_key"] = title_key(carried) if carried else None
    if "doc_number" in names:
        number = metadata.doc_number
        keys["number_key"] = number_key(number) if number else None
    return replace(reading, metadata=metadata, **keys)


def corrections_of(session: Session, document_id: DocumentId) -> dict[str, GivenValue]:
    """What people gave for the document, by the name of the field."""
    rows = session.execute(_GIVEN, {"wanted": document_id})
    # A field that this program no longer lets people give is left as it was read.
    return {row.name: GivenValue(*row) for row in rows if row.name in FIELDS}


def brings_news(session: Session, document_id: DocumentId, given: Iterable[GivenValue]) -> bool:
    """Whether these values would change what people gave for the document so far."""
    stored = corrections_of(session, document_id)
    return _in_effect(stored, given) != stored


def keep_given(
    session: Session, document_id: DocumentId, given: Iterable[GivenValue], now: datetime
) -> None:
    """Store the values that came with a source of the document, which must be stored before."""
    given = tuple(given)
    if not given:
        return
    stored = corrections_of(session, document_id)
    for name, value in _in_effect(stored, given).items():
        if stored.get(name) != value:
            put_correction(session, document_id, value, now)


def put_correction(
    session: Session, document_id: DocumentId, given: GivenValue, now: datetime
) -> None:
    """Store one value, in place of what was given for the field before."""
    drop_correction(session, document_id, given.name)
    session.add(
        Correction(
            document_id=document_id,
            name=given.name,
            value=given.value,
            read_from=given.read_from,
            given_at=now,
        )
    )
    session.flush()


def drop_correction(session: Session, document_id: DocumentId, name: str) -> bool:
    """Take back what was given for the field; tells whether there was anything."""
    done = session.execute(
        delete(Correction)
        .where(Correction.document_id == document_id, Correction.name == name)
        .returning(Correction.id)
    )
    return done.first() is not None


def _in_effect(
    stored: Mapping[str, GivenValue], given: Iterable[GivenValue]
) -> dict[str, GivenValue]:
    """By field the value that counts: a source's counts over an older one, except staff's."""
    effect = dict(stored)
    for value in given:
        before = effect.get(value.name)
        if before is None or before.read_from != STAFF or value.read_from == STAFF:
            effect[value.name] = value
    return effect

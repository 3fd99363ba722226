"""The read queries on documents, in functions named for the question they answer.

The list of all documents and their source files are read by `catalogue`, what is indexed by
`indexable`. Each query takes a session that reads, and costs a fixed few statements however much
it returns: the question (documents, passages), their versions' facts, and the repeals by other
documents. Columns are read, not mapped objects; whole texts only where they are asked for.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Literal

from sqlalchemy import ColumnElement, Integer, Select, and_, bindparam, func, or_, select
from sqlalchemy.orm import Session

from knowledge.database import table
from knowledge.documents import (
    Document,
    DocumentId,
    FieldEvidence,
    Part,
    Passage,
    PassageId,
    StoreRevision,
    Version,
    is_current,
    stands,
)
from knowledge.errors import UnknownDocument
from knowledge.negative_list import negative_list
from knowledge.queries.facts import FACTS, FROM_VERSIONS, judged, version_facts
from knowledge.queries.findings import (
    DocumentFacts,
    DocumentView,
    FieldProof,
    FoundPassage,
    PartView,
    VersionEntry,
)
from knowledge.structure.locators import stretch_locator

Layer = Literal["text", "raw"]

_DOCUMENTS, _VERSIONS, _PASSAGE_ROWS = table(Document), table(Version), table(Passage)

#: The columns of a FoundPassage behind its id and its document.
_OF_PASSAGE = (
    _PASSAGE_ROWS.c.ordinal,
    _PASSAGE_ROWS.c.key,
    _PASSAGE_ROWS.c.locator,
    _PASSAGE_ROWS.c.trail,
    _PASSAGE_ROWS.c.start,
    _PASSAGE_ROWS.c.end,
    _PASSAGE_ROWS.c.text,
)
_PASSAGES = (
    select(*_OF_PASSAGE, _PASSAGE_ROWS.c.id, *FACTS)
    .join(_VERSIONS, _PASSAGE_ROWS.c.version_id == _VERSIONS.c.id)
    .join(_DOCUMENTS, stands())
    .where(_PASSAGE_ROWS.c.id.in_(bindparam("ids", expanding=True)))
)
_NAMED = FROM_VERSIONS.where(
    stands(),
    or_(
        _VERSIONS.c.number_key == bindparam("number"),
        _VERSIONS.c.title_key == bindparam("title"),
        _VERSIONS.c.carried_title_key == bindparam("title"),
    ),
)
_OF_VERSION = and_(
    _VERSIONS.c.document_id == _DOCUMENTS.c.id,
    _DOCUMENTS.c.id == bindparam("document"),
    _VERSIONS.c.number
    == func.coalesce(bindparam("number", type_=Integer), _DOCUMENTS.c.current_version),
)
_MET = (
    select(_PASSAGE_ROWS.c.locator, _PASSAGE_ROWS.c.start, _PASSAGE_ROWS.c.end)
    .join(_VERSIONS, _PASSAGE_ROWS.c.version_id == _VERSIONS.c.id)
    .where(
        _VERSIONS.c.document_id == bindparam("document"),
        _VERSIONS.c.number == bindparam("number"),
        _PASSAGE_ROWS.c.start < bindparam("end"),
        _PASSAGE_ROWS.c.end > bindparam("start"),
    )
)
_TEXTS: Mapping[Layer, Select[str]] = {
    "text": select(_VERSIONS.c.text).join(_DOCUMENTS, _OF_VERSION),
    "raw": select(_VERSIONS.c.raw_text).join(_DOCUMENTS, _OF_VERSION),
}


def revision(session: Session) -> int:
    """The number of changes that the store has seen; what is built from it follows this."""
    return session.scalars(select(StoreRevision.value).where(StoreRevision.id == 1)).one()


def load_passages(session: Session, ids: Sequence[PassageId], day: date) -> list[FoundPassage]:
    """The passages with these ids, in this order, their documents judged on `day`.

    Ids that are unknown or belong to a version that is no longer current are left out, so that
    an index that is behind cannot show what has been replaced; and passages that stand under a
    term of the negative list, by their own words, their headings or their document's title.
    """
    barred = negative_list(session)
    rows = {
        row.id: row
        for row in session.execute(_PASSAGES, {"ids": list(ids)})
        if not barred.bars(f"{row.title}\n{row.trail}\n{row.text}")
    }
    facts = judged(session, rows.values(), day)
    return [
        FoundPassage(row.id, facts[row.version_id], *row[: len(_OF_PASSAGE)])
        for row in (rows[passage_id] for passage_id in ids if passage_id in rows)
    ]


def document_facts(
    session: Session, ids: Collection[DocumentId], day: date
) -> dict[DocumentId, DocumentFacts]:
    """The current versions of these documents, judged on `day`; unknown ids are left out."""
    found = version_facts(session, and_(stands(), Document.id.in_(ids)), day)
    return {facts.id: facts for facts in found.values()}


def find_documents(
    session: Session,
    day: date,
    *,
    number_key: str | None = None,
    title_key: str | None = None,
) -> list[DocumentFacts]:
    """The documents whose current version bears this number or (also a carried) title.

    Newest first by publication, then by signing. Nothing given finds nothing.
    """
    if not (number_key or title_key):
        return []
    # What is None equals nothing.
    named = {"number": number_key or None, "title": title_key or None}
    found = judged(session, session.execute(_NAMED, named), day)
    return sorted(
        found.values(),
        key=lambda facts: (facts.published_on or facts.written_on or date.min, facts.id),
        reverse=True,
    )


def document_view(
    session: Session, document_id: DocumentId, version: int | None, day: date
) -> DocumentView:
    """A document's version (None: the current one) with its parts, judged on `day`.

    Raises UnknownDocument when there is no such document or version.
    """
    found = version_facts(session, _is_version(document_id, version), day)
    if not found:
        raise UnknownDocument(f"没有这个文件或版本：{document_id}")
    ((version_id, facts),) = found.items()
    entries = session.execute(
        select(
            Version.number, Version.created_at, Version.file_name, Version.sha256,
            Document.current_version,
        )
        .join(Document, Version.document_id == Document.id)
        .where(Document.id == document_id)
        .order_by(Version.number.desc())
    ).all()  # fmt: skip
    parts = session.execute(
        select(
            Part.ordinal, Part.parent, Part.level, Part.label, Part.heading, Part.locator,
            Part.start, Part.end,
        )
        .where(Part.version_id == version_id)
        .order_by(Part.ordinal)
    )  # fmt: skip
    return DocumentView(
        facts,
        entries[0].current_version,
        tuple(PartView(*row) for row in parts),
        tuple(VersionEntry(*row[:4]) for row in entries),
    )


def field_evidence(session: Session, document_id: DocumentId) -> list[FieldProof]:
    """Where the values that count of the document's current version were read, in that order.

    Values that a person gave instead stand nowhere in the source: their span is 0:0.
    """
    query = (
        select(
            Version.number,
            FieldEvidence.name,
            FieldEvidence.value,
            FieldEvidence.read_from,
            FieldEvidence.start,
            FieldEvidence.end,
            FieldEvidence.certain,
        )
        .join(Version, FieldEvidence.version_id == Version.id)
        .join(Document, is_current())
        .where(Document.id == document_id, FieldEvidence.chosen)
        .order_by(FieldEvidence.id)
    )
    return [FieldProof(*row) for row in session.execute(query)]


def stored_text(
    session: Session, document_id: DocumentId, version: int | None, layer: Layer
) -> str:
    """The whole text of a version (None: the current one) that offsets of `layer` count in.

    Raises UnknownDocument when there is no such document or version.
    """
    wanted = {"document": document_id, "number": version}
    text = session.scalars(_TEXTS[layer], wanted).one_or_none()
    if text is None:
        raise UnknownDocument(f"没有这个文件或版本：{document_id}")
    return text


def stretch_place(
    session: Session, document_id: DocumentId, version: int, start: int, end: int
) -> str | None:
    """Where `text[start:end]` of a version stands: the locator of the smallest passage that holds
    it, or from that in which it begins to that in which it ends. None where no passage meets it.
    """
    wanted = {"document": document_id, "number": version, "start": start, "end": end}
    met = [(str(place), first, last) for place, first, last in session.execute(_MET, wanted)]
    if not met:
        return None
    whole = [(last - first, place) for place, first, last in met if first <= start and end <= last]
    if whole:
        return min(whole)[1]
    begins = min(met, key=lambda each: (each[1], -each[2]))
    ends = max(met, key=lambda each: (each[2], each[1]))
    return stretch_locator(begins[0], ends[0])


def _is_version(document_id: DocumentId, version: int | None) -> ColumnElement[bool]:
    wanted = Document.current_version if version is None else version
    return and_(Document.id == document_id, Version.number == wanted)

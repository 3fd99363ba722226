"""The read queries on documents, in functions named for the question they answer.

The list of all documents and their source files are read by `catalogue`, what is indexed by
`indexable`. Each query takes a session that reads, and costs a fixed few statements however much
it returns: the question (documents, passages), their versions' facts, and the repeals by other
documents. Columns are read, not mapped objects; whole texts only where they are asked for.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any, Literal

from sqlalchemy import ColumnElement, Row, and_, or_, select
from sqlalchemy.orm import Session

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
from knowledge.queries.findings import (
    DocumentFacts,
    DocumentView,
    FieldProof,
    FoundPassage,
    PartView,
    VersionEntry,
)
from knowledge.rank import ranked
from knowledge.relations.clauses import Target
from knowledge.relations.repeals import find_repeals
from knowledge.validity import Repeal, ValidityFacts, ValidityState, judge

Layer = Literal["text", "raw"]

_Row = Row[*tuple[Any, ...]]


def revision(session: Session) -> int:
    """The number of changes that the store has seen; what is built from it follows this."""
    return session.scalars(select(StoreRevision.value).where(StoreRevision.id == 1)).one()


def load_passages(session: Session, ids: Sequence[PassageId], day: date) -> list[FoundPassage]:
    """The passages with these ids, in this order, their documents judged on `day`.

    Ids that are unknown or belong to a version that is no longer current are left out, so that
    an index that is behind cannot show what has been replaced.
    """
    query = (
        select(
            Passage.id,
            Passage.version_id,
            Passage.ordinal,
            Passage.key,
            Passage.locator,
            Passage.trail,
            Passage.start,
            Passage.end,
            Passage.text,
        )
        .join(Version, Passage.version_id == Version.id)
        .join(Document, stands())
        .where(Passage.id.in_(ids))
    )
    rows = {row.id: row for row in session.execute(query)}
    facts = version_facts(session, Version.id.in_({row.version_id for row in rows.values()}), day)
    return [
        FoundPassage(row.id, facts[row.version_id], *row[2:])
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
    wanted: list[ColumnElement[bool]] = []
    if number_key:
        wanted.append(Version.number_key == number_key)
    if title_key:
        wanted += [Version.title_key == title_key, Version.carried_title_key == title_key]
    if not wanted:
        return []
    found = version_facts(session, and_(stands(), or_(*wanted)), day)
    return sorted(
        found.values(),
        key=lambda facts: (facts.published_on or facts.written_on or date.min, facts.id),
        reverse=True,
    )


def document_regions(session: Session) -> dict[DocumentId, str | None]:
    """The region of every document's current version, None where none is known."""
    query = select(Document.id, Version.region).join(Version, stands())
    return {DocumentId(document_id): region for document_id, region in session.execute(query)}


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
    column = Version.text if layer == "text" else Version.raw_text
    query = (
        select(column)
        .join(Document, Version.document_id == Document.id)
        .where(_is_version(document_id, version))
    )
    text = session.scalars(query).one_or_none()
    if text is None:
        raise UnknownDocument(f"没有这个文件或版本：{document_id}")
    return text


def _is_version(document_id: DocumentId, version: int | None) -> ColumnElement[bool]:
    wanted = Document.current_version if version is None else version
    return and_(Document.id == document_id, Version.number == wanted)


def version_facts(
    session: Session, where: ColumnElement[bool], day: date
) -> dict[int, DocumentFacts]:
    """The facts of the versions that `where` picks, by version id; three statements."""
    query = (
        select(
            Version.id,
            Version.document_id,
            Version.number,
            Version.title,
            Version.title_key,
            Version.carried_title,
            Version.carried_title_key,
            Version.doc_number,
            Version.number_key,
            Version.issuers,
            Version.kind,
            Version.region,
            Version.written_on,
            Version.published_on,
            Version.source_url,
            Version.file_name,
            Version.stated_validity,
            Version.stated_from,
            Version.effective_on,
            Version.effective_from,
            Version.expires_on,
            Version.expires_from,
        )
        .join(Document, Version.document_id == Document.id)
        .where(where)
    )
    rows = session.execute(query).all()
    targets = {row.id: Target.of(row) for row in rows}
    repeals = find_repeals(session, set(targets.values())) if rows else {}
    return {row.id: _judged(row, repeals.get(targets[row.id], ()), day) for row in rows}


def _judged(row: _Row, repeals: Sequence[Repeal], day: date) -> DocumentFacts:
    told = ValidityFacts(
        stated=ValidityState(row.stated_validity) if row.stated_validity else None,
        stated_from=row.stated_from,
        effective_on=row.effective_on,
        effective_from=row.effective_from,
        expires_on=row.expires_on,
        expires_from=row.expires_from,
    )
    return DocumentFacts(
        id=row.document_id,
        version=row.number,
        title=row.title,
        carried_title=row.carried_title,
        doc_number=row.doc_number,
        issuers=tuple(row.issuers),
        kind=row.kind,
        region=row.region,
        written_on=row.written_on,
        published_on=row.published_on,
        source_url=row.source_url,
        file_name=row.file_name,
        validity=judge(ranked(told, row.title, row.carried_title, row.doc_number), repeals, day),
    )

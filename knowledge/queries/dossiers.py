"""Everything that is known of documents, as staff see it: what was read, from where, how surely.

Dossiers are read in batches of a fixed few statements, so that a list of a hundred thousand
documents streams. Withdrawn documents have theirs too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, undefer

from knowledge.documents import (
    Document,
    DocumentId,
    Duty,
    FieldEvidence,
    Part,
    SourceOrigin,
    Version,
    is_current,
)
from knowledge.errors import UnknownDocument
from knowledge.keys import number_key, title_key
from knowledge.outline import DutyReading
from knowledge.publication import PublicationEvent
from knowledge.queries.facts import version_facts
from knowledge.queries.findings import DocumentFacts, FieldProof, PartView, VersionEntry
from knowledge.relations.related import relations_of
from knowledge.relations.settled import Relation

#: Documents that are read at a time.
BATCH = 200


@dataclass(frozen=True)
class OriginView:
    """A place that the document was read from, and what the page there tells of itself."""

    origin: str
    seen_at: datetime
    source_url: str | None
    published_on: date | None


@dataclass(frozen=True)
class Dossier:
    """A version of a document with all that was read of it, its validity judged on a day.

    `proofs` are the values read for each field, those that lost against another one included;
    `repairs`, `doubts` and `attachments` are as Version keeps them. `events` tell when the
    document was withdrawn and restored, oldest first.
    """

    facts: DocumentFacts
    current_version: int
    withdrawn_at: datetime | None
    page_type: str
    level: str | None
    index_number: str | None
    unified_number: str | None
    topic: str | None
    effective_on: date | None
    text: str
    attachments: tuple[Mapping[str, Any], ...]
    repairs: tuple[Mapping[str, Any], ...]
    doubts: tuple[Mapping[str, Any], ...]
    parts: tuple[PartView, ...]
    duties: tuple[DutyReading, ...]
    proofs: tuple[FieldProof, ...]
    relations: tuple[Relation, ...]
    origins: tuple[OriginView, ...]
    versions: tuple[VersionEntry, ...]
    events: tuple[PublicationEvent, ...]

    @property
    def conflicts(self) -> tuple[FieldProof, ...]:
        """Values that were read for a field and did not count, since another place said other."""
        return tuple(proof for proof in self.proofs if not proof.chosen)


def find_ids(session: Session, words: str) -> list[DocumentId]:
    """The documents that `words` name: an id, a number however typed, a title, a file's name.

    The first of these that finds any counts; ids in order. Withdrawn documents are found too.
    """
    number, title = number_key(words), title_key(words)
    named: list[ColumnElement[bool]] = [Document.id == words]
    if number:
        named.append(Version.number_key == number)
    if title:
        named.append(or_(Version.title_key == title, Version.carried_title_key == title))
    named.append(Version.file_name == words)
    for wanted in named:
        ids = session.scalars(
            select(Document.id).join(Version, is_current()).where(wanted).order_by(Document.id)
        ).all()
        if ids:
            return [DocumentId(document_id) for document_id in ids]
    return []


def newest_version(session: Session, document_id: DocumentId) -> int:
    """The number of the document's newest version; raises UnknownDocument for none."""
    number = session.scalars(
        select(Document.current_version).where(Document.id == document_id)
    ).one_or_none()
    if number is None:
        raise UnknownDocument(f"没有这个文件：{document_id}")
    return number


def all_dossiers(session: Session, day: date, *, withdrawn: bool = False) -> Iterator[Dossier]:
    """The dossiers of all documents that stand (or, asked for, of those withdrawn) by rising id."""
    state = Document.withdrawn_at.is_not(None) if withdrawn else Document.withdrawn_at.is_(None)
    after = ""
    while True:
        ids = session.scalars(
            select(Document.id).where(state, Document.id > after).order_by(Document.id).limit(BATCH)
        ).all()
        if not ids:
            return
        yield from dossiers(session, [DocumentId(document_id) for document_id in ids], day)
        after = ids[-1]


def dossiers(session: Session, ids: Sequence[DocumentId], day: date) -> list[Dossier]:
    """The dossiers of the newest versions of these documents, in this order; unknown left out."""
    found = _read(session, and_(is_current(), Document.id.in_(ids)), day)
    return [found[document_id] for document_id in ids if document_id in found]


def dossier(session: Session, document_id: DocumentId, version: int, day: date) -> Dossier | None:
    """The dossier of one version of a document; None where there is no such version."""
    wanted = and_(Document.id == document_id, Version.number == version)
    return _read(session, wanted, day).get(document_id)


def _read(session: Session, where: ColumnElement[bool], day: date) -> dict[DocumentId, Dossier]:
    rows = session.execute(
        select(Document, Version)
        .join(Version, Version.document_id == Document.id)
        .where(where)
        .options(
            undefer(Version.text),
            undefer(Version.repairs),
            undefer(Version.doubts),
            undefer(Version.attachments),
        )
    ).all()
    documents = {document.id for document, _ in rows}
    facts = version_facts(session, where, day)
    versions = {version.id for _, version in rows}
    parts = _rows_by(session, Part.version_id, versions, Part.ordinal)
    duties = _rows_by(session, Duty.version_id, versions, Duty.start)
    proofs = _rows_by(session, FieldEvidence.version_id, versions, FieldEvidence.id)
    origins = _rows_by(session, SourceOrigin.document_id, documents, SourceOrigin.origin)
    entries = _rows_by(session, Version.document_id, documents, Version.number.desc())
    events = _rows_by(session, PublicationEvent.document_id, documents, PublicationEvent.id)
    return {
        DocumentId(document.id): Dossier(
            facts=facts[version.id],
            current_version=document.current_version,
            withdrawn_at=document.withdrawn_at,
            page_type=version.page_type,
            level=version.level,
            index_number=version.index_number,
            unified_number=version.unified_number,
            topic=version.topic,
            effective_on=version.effective_on,
            text=version.text,
            attachments=tuple(version.attachments),
            repairs=tuple(version.repairs),
            doubts=tuple(version.doubts),
            parts=tuple(_part(part) for part in parts[version.id]),
            duties=tuple(_duty(duty) for duty in duties[version.id]),
            proofs=tuple(_proof(version, proof) for proof in proofs[version.id]),
            relations=tuple(relations_of(session, DocumentId(document.id))),
            origins=tuple(_origin(origin) for origin in origins[document.id]),
            versions=tuple(_entry(entry) for entry in entries[document.id]),
            events=tuple(events[document.id]),
        )
        for document, version in rows
    }


_Key = InstrumentedAttribute[int] | InstrumentedAttribute[str]


def _rows_by(
    session: Session, key: _Key, values: Collection[Any], order: Any
) -> defaultdict[Any, list[Any]]:
    """The rows whose `key` is among `values`, by that key, each group in this order."""
    grouped: defaultdict[Any, list[Any]] = defaultdict(list)
    for row in session.scalars(select(key.class_).where(key.in_(values)).order_by(order)):
        grouped[getattr(row, key.key)].append(row)
    return grouped


def _part(part: Part) -> PartView:
    return PartView(
        part.ordinal, part.parent, part.level, part.label, part.heading, part.locator,
        part.start, part.end,
    )  # fmt: skip


def _duty(duty: Duty) -> DutyReading:
    return DutyReading(
        tuple(duty.lead), tuple(duty.responsible), duty.due, duty.due_on, duty.start, duty.end
    )


def _proof(version: Version, proof: FieldEvidence) -> FieldProof:
    return FieldProof(
        version.number, proof.name, proof.value, proof.read_from, proof.start, proof.end,
        proof.certain, proof.chosen,
    )  # fmt: skip


def _origin(origin: SourceOrigin) -> OriginView:
    return OriginView(origin.origin, origin.seen_at, origin.source_url, origin.published_on)


def _entry(version: Version) -> VersionEntry:
    return VersionEntry(version.number, version.created_at, version.file_name, version.sha256)

"""One draft as its keepers look at it: what was read with its evidence, and what is like it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session, undefer

from knowledge.documents import Document, DocumentId, Version, is_current
from knowledge.given import FIELDS, STAFF, GivenValue
from knowledge.keys import number_key, title_key
from knowledge.negative_list import negative_list
from knowledge.outline import FieldReading
from service.keeping.documents import Seen
from service.keeping.drafts import find_draft, subject_of
from service.keeping.fields import FieldsRead, fields_read
from service.keeping.records import Draft
from service.staff.actors import Actor
from service.staff.audit_reading import AuditFilters, ShownEntry, read_entries

SHOWN_ENTRIES = 30


@dataclass(frozen=True)
class Alike:
    """A stored document of the same number, title or bytes as a draft."""

    id: DocumentId
    title: str
    doc_number: str | None
    same_bytes: bool


@dataclass(frozen=True)
class DraftView:
    """A draft with all that its keepers look at; `history` is newest first."""

    draft: Draft
    read: FieldsRead
    alike: Sequence[Alike]
    #: Terms of the negative list that its text or its title holds.
    negative: Sequence[str]
    history: Sequence[ShownEntry]
    seen: Seen

    @property
    def issuers(self) -> tuple[str, ...]:
        """The issuers that count."""
        value = next((each.value for each in self.read.fields if each.name == "issuer"), "")
        return tuple(filter(None, value.split("、")))


def draft_view(session: Session, actor: Actor, draft_id: int) -> DraftView:
    """The draft with what was read of it; raises NotKept."""
    find_draft(session, actor, draft_id)
    columns = (Draft.read_values, Draft.evidence, Draft.doubts, Draft.raw_text, Draft.text)
    draft = session.scalars(
        select(Draft)
        .where(Draft.id == draft_id)
        .options(*(undefer(column) for column in columns))
        .execution_options(populate_existing=True)
    ).one()
    given = given_of(draft)
    history = read_entries(session, AuditFilters(subject=subject_of(draft_id)), SHOWN_ENTRIES)
    return DraftView(
        draft,
        fields_read(values_of(draft), _readings(draft, given), given, draft.raw_text),
        _alike(session, draft),
        negative_list(session).found_in(f"{draft.title}\n{draft.text}"),
        history,
        Seen(draft.version, history[0].seq if history else 0),
    )


def changes_since(session: Session, draft_id: int, seen: Seen) -> list[ShownEntry]:
    """What was recorded of the draft since it was shown, newest first."""
    entries = read_entries(session, AuditFilters(subject=subject_of(draft_id)), SHOWN_ENTRIES)
    return [entry for entry in entries if entry.seq > seen.entry]


def given_of(draft: Draft) -> dict[str, GivenValue]:
    """What people gave for the draft, by field."""
    return {each.name: GivenValue(each.name, each.value, STAFF) for each in draft.corrections}


def values_of(draft: Draft) -> dict[str, str]:
    """The values that count, by field: as read, or as people gave them."""
    given = {name: value.value for name, value in given_of(draft).items()}
    return {**draft.read_values, **{name: given[name] for name in FIELDS if name in given}}


def _readings(draft: Draft, given: Mapping[str, GivenValue]) -> list[FieldReading]:
    """The evidence, with what people gave in place of what was read."""
    read = [FieldReading(*row) for row in draft.evidence]
    kept = [
        FieldReading(
            each.name, each.value, each.read_from, each.start, each.end, each.certain,
            each.chosen and each.name not in given,
        )
        for each in read
    ]  # fmt: skip
    return [*kept, *(FieldReading(each.name, each.value, STAFF, 0, 0) for each in given.values())]


def _alike(session: Session, draft: Draft) -> list[Alike]:
    """Stored documents of the same number, title or bytes: the draft may be their next version."""
    values = values_of(draft)
    shared: list[ColumnElement[bool]] = [Version.sha256 == draft.sha256]
    if number := number_key(values.get("doc_number", "")):
        shared.append(Version.number_key == number)
    if title := title_key(values.get("title", "")):
        shared.append(Version.title_key == title)
    query = (
        select(Document.id, Version.title, Version.doc_number, Version.sha256)
        .join(Version, is_current())
        .where(or_(*shared), Document.id != (draft.document_id or ""))
        .order_by(Document.id)
        .limit(5)
    )
    return [
        Alike(DocumentId(row.id), row.title, row.doc_number, row.sha256 == draft.sha256)
        for row in session.execute(query)
    ]

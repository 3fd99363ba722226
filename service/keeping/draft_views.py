"""One draft as its keepers look at it: what was read with its evidence, and what is like it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session, undefer

from knowledge.comparing.differences import clauses_of, stored_version
from knowledge.comparing.provisions import Provision
from knowledge.comparing.side_by_side import ClauseRow, side_by_side
from knowledge.documents import Document, DocumentId, Version, is_current, stands
from knowledge.given import FIELDS, STAFF, GivenValue
from knowledge.keys import number_key, title_key
from knowledge.negative_list import negative_list
from knowledge.outline import FieldReading
from knowledge.queries.dossiers import newest_version
from service.keeping.documents import Seen
from service.keeping.drafts import find_draft, subject_of
from service.keeping.errors import NotKept
from service.keeping.fields import FieldsRead, fields_read
from service.keeping.records import Draft, DraftNear, DraftPage, DraftRendering
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
class Near:
    """A stored document whose text was nearly the draft's when that was read."""

    id: DocumentId
    title: str
    resemblance: float

    @property
    def percent(self) -> int:
        """The resemblance in whole percent, rounded down: nothing but the same is 100."""
        return int(self.resemblance * 100)


@dataclass(frozen=True)
class Shown:
    """How the source is shown: as markup, or as so many drawn pages of all.

    `marked` tells of the marks that are found in it on which page they stand, 0 in markup.
    """

    has_markup: bool
    drawn: int
    page_count: int
    marked: Mapping[int, int]


@dataclass(frozen=True)
class DraftView:
    """A draft with all that its keepers look at; `history` is newest first."""

    draft: Draft
    read: FieldsRead
    alike: Sequence[Alike]
    near: Sequence[Near]
    #: None where it cannot be shown.
    shown: Shown | None
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
        near_documents(session, [draft_id]).get(draft_id, []),
        _shown(session, draft_id),
        negative_list(session).found_in(f"{draft.title}\n{draft.text}"),
        history,
        Seen(draft.version, history[0].seq if history else 0),
    )


def near_documents(session: Session, ids: Collection[int]) -> dict[int, list[Near]]:
    """The stored documents that are near to these drafts, the most alike first."""
    query = (
        select(DraftNear.draft_id, Version.document_id, Version.title, DraftNear.resemblance)
        .join(Document, Document.id == DraftNear.document_id)
        .join(Version, stands())
        .where(DraftNear.draft_id.in_(ids))
        .order_by(DraftNear.draft_id, DraftNear.resemblance.desc(), DraftNear.document_id)
    )
    found: dict[int, list[Near]] = {}
    for row in session.execute(query):
        near = Near(DocumentId(row.document_id), row.title, row.resemblance)
        found.setdefault(row.draft_id, []).append(near)
    return found


def draft_markup(session: Session, actor: Actor, draft_id: int) -> str:
    """The markup that shows the draft's source; raises NotKept where it has none."""
    find_draft(session, actor, draft_id)
    query = select(DraftRendering.markup).where(DraftRendering.draft_id == draft_id)
    markup = session.scalars(query).one_or_none()
    if not markup:
        raise NotKept("这份草稿没有可以显示的原文")
    return markup


def draft_picture(session: Session, actor: Actor, draft_id: int, number: int) -> bytes:
    """A drawn page of the draft's source; raises NotKept where it has none."""
    find_draft(session, actor, draft_id)
    page = session.get(DraftPage, (draft_id, number))
    if page is None:
        raise NotKept("这份草稿没有这一页")
    return page.picture


def compared_with(
    session: Session, actor: Actor, draft_id: int, document_id: DocumentId
) -> tuple[Draft, Version, tuple[ClauseRow, ...]]:
    """A stored document and the draft clause by clause; raises NotKept, UnknownDocument."""
    draft = find_draft(session, actor, draft_id)
    version = stored_version(session, document_id, newest_version(session, document_id))
    own = [Provision(*each) for each in draft.provisions]
    return draft, version, side_by_side(clauses_of(session, version), own)


def _shown(session: Session, draft_id: int) -> Shown | None:
    row = session.get(DraftRendering, draft_id)
    if row is None:
        return None
    marked = {each[0]: each[1] for each in row.marked}
    return Shown(not row.drawn, row.drawn, row.page_count, marked)


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

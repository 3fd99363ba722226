"""Drafts as their keepers see them: the work list, one of them with its evidence, corrections.

A draft is seen by the organ that brought it in, by those that have to countersign it, and by
whoever keeps the documents of all. Its corrections are kept apart and go with it into the store.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, false, func, or_, select, true, tuple_
from sqlalchemy.orm import Session, undefer

from knowledge.documents import Document, DocumentId, Version, is_current
from knowledge.given import FIELDS, STAFF, GivenValue, given_value
from knowledge.keys import number_key, title_key
from knowledge.negative_list import negative_list
from knowledge.outline import FieldReading
from service.keeping.documents import Seen, reason
from service.keeping.errors import DocumentChanged, KeepingRefused, NotKept
from service.keeping.fields import FieldsRead, fields_read
from service.keeping.reach import EVERY_ORGAN
from service.keeping.records import Draft, DraftCorrection, DraftOrgan, DraftState
from service.staff.actors import Actor
from service.staff.audit_log import record
from service.staff.audit_reading import AuditFilters, ShownEntry, read_entries

#: Drafts are counted up to this number.
COUNTED = 1000
SHOWN_ENTRIES = 30
#: Behind which a page begins: the number of doubts, and the id.
After = tuple[int, int]


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


def subject_of(draft_id: int) -> str:
    """How the audit log names the draft."""
    return f"draft:{draft_id}"


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """Which drafts the actor sees: the one rule for every list, count and page of them."""
    if actor.roles & EVERY_ORGAN:
        return true()
    if actor.organ_id is None:
        return false()
    signs = select(DraftOrgan.draft_id).where(DraftOrgan.organ_id == actor.organ_id)
    return or_(Draft.organ_id == actor.organ_id, Draft.id.in_(signs))


def list_drafts(
    session: Session, actor: Actor, state: DraftState, count: int, after: After | None
) -> tuple[list[Draft], After | None]:
    """Drafts in this state, those with most doubts first, and where to go on from."""
    query = select(Draft).where(visible_to(actor), Draft.state == state.value)
    if after is not None:
        query = query.where(tuple_(Draft.doubt_count, Draft.id) < after)
    query = query.order_by(Draft.doubt_count.desc(), Draft.id.desc()).limit(count + 1)
    found = list(session.scalars(query))
    more, found = len(found) > count, found[:count]
    return found, ((found[-1].doubt_count, found[-1].id) if more else None)


def count_drafts(session: Session, actor: Actor) -> dict[DraftState, int]:
    """How many of each state the actor sees, COUNTED + 1 at most."""
    counts = {}
    for state in DraftState:
        seen = select(Draft.id).where(visible_to(actor), Draft.state == state.value)
        some = seen.limit(COUNTED + 1).subquery()
        counts[state] = session.scalars(select(func.count()).select_from(some)).one()
    return counts


def find_draft(session: Session, actor: Actor, draft_id: int, *, lock: bool = False) -> Draft:
    """The draft, where the actor sees it; raises NotKept. `lock` keeps others from changing it."""
    query = select(Draft).where(Draft.id == draft_id, visible_to(actor))
    if lock:
        query = query.with_for_update()
    draft = session.scalars(query).one_or_none()
    if draft is None:
        raise NotKept("没有这份草稿，或者它不归您的单位管")
    return draft


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
        fields_read(_values(draft), _readings(draft, given), given, draft.raw_text),
        _alike(session, draft),
        negative_list(session).found_in(f"{draft.title}\n{draft.text}"),
        history,
        Seen(draft.version, history[0].seq if history else 0),
    )


def given_of(draft: Draft) -> dict[str, GivenValue]:
    """What people gave for the draft, by field."""
    return {each.name: GivenValue(each.name, each.value, STAFF) for each in draft.corrections}


def correct_draft(
    session: Session,
    actor: Actor,
    draft_id: int,
    values: Mapping[str, str],
    taken_back: Collection[str],
    seen: Seen,
    now: datetime,
) -> None:
    """Keep the values that differ from what counts, and take back others.

    Raises NotKept, DocumentChanged, WrongValue, and KeepingRefused where it is handed in already,
    or there is no difference.
    """
    draft = changeable(session, actor, draft_id, seen)
    require_state(draft, DraftState.EDITING)
    before = _values(draft)
    given = [
        given_value(name, text, STAFF)
        for name, text in values.items()
        if name in FIELDS and name not in taken_back
    ]
    given = [each for each in given if each.value != before.get(each.name, "")]
    kept = {each.name: each for each in draft.corrections}
    back = [name for name in taken_back if name in kept]
    if not given and not back:
        raise KeepingRefused("没有改动：填写的和现在的一样")
    for name in (*back, *(each.name for each in given if each.name in kept)):
        draft.corrections.remove(kept[name])
    session.flush()
    author = actor.user_id or 0
    draft.corrections += [
        DraftCorrection(name=each.name, value=each.value, author_id=author) for each in given
    ]
    after = _values(draft)
    draft.title = after.get("title", "")
    told = {
        FIELDS[name].label: f"{before.get(name) or '（空）'} → {after.get(name) or '（空）'}"
        for name in FIELDS
        if before.get(name) != after.get(name)
    }
    changed(session, actor, draft, "更正草稿", told, now)


def choose_replaced(
    session: Session, actor: Actor, draft_id: int, document_id: str, seen: Seen, now: datetime
) -> None:
    """Say of which stored document the draft is the next version; empty: of none that is named.

    Raises NotKept, DocumentChanged, and KeepingRefused where there is no such document.
    """
    draft = changeable(session, actor, draft_id, seen)
    require_state(draft, DraftState.EDITING)
    if document_id and session.get(Document, document_id) is None:
        raise KeepingRefused("没有这个文件")
    draft.replaces_id = document_id or None
    told = {"作为新版": document_id or "不指定"}
    changed(session, actor, draft, "指定草稿是谁的新版", told, now)


def discard_draft(
    session: Session, actor: Actor, draft_id: int, why: str, seen: Seen, now: datetime
) -> None:
    """Close the draft for a reason: it becomes no document."""
    draft = changeable(session, actor, draft_id, seen)
    require_state(draft, DraftState.EDITING)
    draft.state = DraftState.CLOSED.value
    changed(session, actor, draft, "不发布草稿", {"理由": reason(why)}, now)


def changeable(session: Session, actor: Actor, draft_id: int, seen: Seen) -> Draft:
    """The draft, locked, as it was shown; raises NotKept, DocumentChanged."""
    draft = find_draft(session, actor, draft_id, lock=True)
    if draft.version != seen.revision:
        raise DocumentChanged("您打开以后，这份草稿又有改动；您填写的都还在，请核对以后再保存")
    return draft


def changed(
    session: Session,
    actor: Actor,
    draft: Draft,
    action: str,
    told: Mapping[str, str],
    now: datetime,
) -> None:
    """Count the change, and record it; to be called last."""
    draft.version += 1
    session.flush()
    record(session, actor, action, subject_of(draft.id), told, now)


def require_state(draft: Draft, *states: DraftState) -> None:
    """Raises KeepingRefused where the draft stands elsewhere."""
    if draft.state not in states:
        raise KeepingRefused(f"这份草稿现在是“{draft.state}”，不能这样办")


def changes_since(session: Session, draft_id: int, seen: Seen) -> list[ShownEntry]:
    """What was recorded of the draft since it was shown, newest first."""
    entries = read_entries(session, AuditFilters(subject=subject_of(draft_id)), SHOWN_ENTRIES)
    return [entry for entry in entries if entry.seq > seen.entry]


def _values(draft: Draft) -> dict[str, str]:
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
    values = _values(draft)
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

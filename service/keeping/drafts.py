"""Drafts as their keepers find them: who sees which, the work list, changing one of them.

A draft is seen by the organ that brought it in, by those that have to countersign it, and by
whoever keeps the documents of all.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, false, func, or_, select, true, tuple_
from sqlalchemy.orm import Session

from knowledge.database import Store
from service.keeping.documents import Seen
from service.keeping.errors import DocumentChanged, KeepingRefused, NotKept
from service.keeping.reach import EVERY_ORGAN
from service.keeping.records import Draft, DraftOrgan, DraftState
from service.staff.actors import Actor
from service.staff.audit_log import record

#: Drafts are counted up to this number.
COUNTED = 1000
#: A draft that waits so long to be read is overtaken no more.
OVERTAKEN = timedelta(minutes=10)
#: Behind which a page begins: the number of doubts, and the id.
After = tuple[int, int]


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


def count_waiting(session: Session, actor: Actor) -> int:
    """How many drafts that the actor sees wait to be read."""
    waiting = select(func.count(Draft.id)).where(
        visible_to(actor), Draft.state == DraftState.READING.value
    )
    return session.scalars(waiting).one()


def first_waiting(store: Store) -> int | None:
    """The id of the draft that is read next, the smallest first; None where none waits.

    A large one gives way to those that came within OVERTAKEN after it, and to no others.
    """
    waits = Draft.state == DraftState.READING.value
    with store.reading() as session:
        oldest = session.scalars(
            select(Draft.uploaded_at).where(waits).order_by(Draft.uploaded_at).limit(1)
        ).one_or_none()
        if oldest is None:
            return None
        query = select(Draft.id).where(waits, Draft.uploaded_at <= oldest + OVERTAKEN)
        order = func.length(Draft.data), Draft.id
        return session.scalars(query.order_by(*order).limit(1)).one_or_none()


def find_draft(session: Session, actor: Actor, draft_id: int, *, lock: bool = False) -> Draft:
    """The draft, where the actor sees it; raises NotKept. `lock` keeps others from changing it."""
    query = select(Draft).where(Draft.id == draft_id, visible_to(actor))
    if lock:
        query = query.with_for_update()
    draft = session.scalars(query).one_or_none()
    if draft is None:
        raise NotKept("没有这份草稿，或者它不归您的单位管")
    return draft


def keeps(actor: Actor, draft: Draft) -> bool:
    """Whether the draft is the actor's to change; an organ that countersigns it only signs."""
    return bool(actor.roles & EVERY_ORGAN) or draft.organ_id == actor.organ_id


def changeable(session: Session, actor: Actor, draft_id: int, seen: Seen) -> Draft:
    """The draft, locked, as it was shown; raises NotKept, DocumentChanged, KeepingRefused."""
    draft = as_shown(session, actor, draft_id, seen)
    if not keeps(actor, draft):
        raise KeepingRefused("这份草稿归上传的单位管，您的单位只会签")
    return draft


def as_shown(session: Session, actor: Actor, draft_id: int, seen: Seen) -> Draft:
    """A draft that the actor sees, locked, as it was shown; raises NotKept, DocumentChanged."""
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

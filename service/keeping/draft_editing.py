"""What the keepers of a draft change of it; corrections are kept apart and go with it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from knowledge.documents import Document
from knowledge.given import FIELDS, STAFF, given_value
from service.keeping.documents import Seen, reason
from service.keeping.draft_views import values_of
from service.keeping.drafts import changeable, changed, require_state
from service.keeping.errors import KeepingRefused
from service.keeping.records import Draft, DraftCorrection, DraftState
from service.staff.actors import Actor


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
    before = values_of(draft)
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
    after = values_of(draft)
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
    require_state(draft, DraftState.EDITING, DraftState.READING)
    draft.state = DraftState.CLOSED.value
    changed(session, actor, draft, "不发布草稿", {"理由": reason(why)}, now)


def read_again(session: Session, actor: Actor, draft_id: int, seen: Seen, now: datetime) -> None:
    """Have a draft that could not be read try again; raises KeepingRefused for any other."""
    draft = changeable(session, actor, draft_id, seen)
    require_state(draft, DraftState.EDITING)
    size = session.scalars(select(func.length(Draft.data)).where(Draft.id == draft_id)).one()
    if not draft.failure or not size:
        raise KeepingRefused("这份草稿读到了内容，或者没有文件可读")
    draft.state, draft.attempts, draft.doubt_count = DraftState.READING.value, 0, 0
    draft.failure = ""
    changed(session, actor, draft, "再读一次", {}, now)

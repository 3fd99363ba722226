"""Drafts that wait to be read: one after the other, in processes that may crash or hang.

Each beginning is counted before it is made. A file in whose reading the service itself ended so
often is given up and told; whoever brought it can have it read again.
"""

from __future__ import annotations

from threading import Event

from sqlalchemy import func, select
from sqlalchemy.orm import Session, undefer

from knowledge.clock import Clock
from knowledge.database import Store
from knowledge.errors import SourceError
from knowledge.ingesting.processes import Limits, Processes
from knowledge.ingesting.workers import Workers
from knowledge.showing.rendering import Rendering, ToShow
from knowledge.sources import SourceFile
from service.keeping.documents import Seen
from service.keeping.draft_reading import ReadDraft, keep_failure, keep_reading, to_show
from service.keeping.drafts import changeable, changed, require_state, visible_to
from service.keeping.errors import KeepingRefused
from service.keeping.records import Draft, DraftState
from service.staff.actors import SYSTEM, Actor

#: Beginnings of one reading, and why no more are made.
MOST_ATTEMPTS = 3
_GIVEN_UP = f"读这个文件时程序中断了 {MOST_ATTEMPTS} 次；可以再读一次，还不行请换一种格式"
#: What one file may take to be read, and to be shown.
_READ, _SHOW = Limits(seconds=120.0), Limits(seconds=120.0)
_RENDERER = "knowledge.showing.rendering:render"
#: Seconds between two looks at what waits.
LOOK_EVERY = 1.0


def read_waiting(store: Store, clock: Clock) -> int:
    """Read all drafts that wait, the first brought in first; returns how many there were."""
    count = 0
    with Workers(_READ, 1) as readers, Processes[ToShow, Rendering](_RENDERER, _SHOW, 1) as shown:
        while (begun := _begin(store, clock)) is not None:
            draft_id, file = begun
            _finish(store, clock, draft_id, _read(file, readers, shown))
            count += 1
    return count


def read_regularly(store: Store, clock: Clock, stop: Event) -> None:
    """Read what waits, as it comes, until told to stop."""
    while not stop.wait(LOOK_EVERY):
        if _first_waiting(store) is not None:
            read_waiting(store, clock)


def count_waiting(session: Session, actor: Actor) -> int:
    """How many drafts that the actor sees wait to be read."""
    waiting = select(func.count(Draft.id)).where(
        visible_to(actor), Draft.state == DraftState.READING.value
    )
    return session.scalars(waiting).one()


def read_again(session: Session, actor: Actor, draft_id: int, seen: Seen, clock: Clock) -> None:
    """Have a draft that could not be read try again; raises KeepingRefused for any other."""
    draft = changeable(session, actor, draft_id, seen)
    require_state(draft, DraftState.EDITING)
    size = session.scalars(select(func.length(Draft.data)).where(Draft.id == draft_id)).one()
    if not draft.failure or not size:
        raise KeepingRefused("这份草稿读到了内容，或者没有文件可读")
    draft.state, draft.attempts, draft.doubt_count = DraftState.READING.value, 0, 0
    draft.failure = ""
    changed(session, actor, draft, "再读一次", {}, clock())


def _first_waiting(store: Store) -> int | None:
    with store.reading() as session:
        query = select(Draft.id).where(Draft.state == DraftState.READING.value)
        return session.scalars(query.order_by(Draft.id).limit(1)).one_or_none()


def _begin(store: Store, clock: Clock) -> tuple[int, SourceFile] | None:
    """The next file to be read, its beginning counted; those begun too often are given up."""
    while (draft_id := _first_waiting(store)) is not None:
        with store.writing() as session:
            draft = _waiting(session, draft_id)
            if draft is None:
                continue
            if draft.attempts < MOST_ATTEMPTS:
                draft.attempts += 1
                return draft_id, SourceFile(
                    draft.origin, draft.name, draft.data, url=draft.url, charset=draft.charset
                )
            keep_failure(draft, _GIVEN_UP)
            changed(session, SYSTEM, draft, "读文件", {"读不了": _GIVEN_UP}, clock())
    return None


def _waiting(session: Session, draft_id: int) -> Draft | None:
    query = select(Draft).where(Draft.id == draft_id, Draft.state == DraftState.READING.value)
    return session.scalars(query.options(undefer(Draft.data)).with_for_update()).one_or_none()


def _read(
    file: SourceFile, readers: Workers, shown: Processes[ToShow, Rendering]
) -> ReadDraft | str:
    try:
        reading = readers.read(file)
    except SourceError as error:
        return str(error)
    try:
        return ReadDraft(reading, shown.finish(shown.start(to_show(file, reading))))
    except SourceError:
        return ReadDraft(reading, None)


def _finish(store: Store, clock: Clock, draft_id: int, read: ReadDraft | str) -> None:
    """Keep what was read, unless somebody closed the draft meanwhile."""
    with store.writing() as session:
        draft = _waiting(session, draft_id)
        if draft is None:
            return
        if isinstance(read, str):
            keep_failure(draft, read)
            told = {"读不了": read}
        else:
            keep_reading(session, draft, read)
            told = {"标题": draft.title or "（空）"}
        changed(session, SYSTEM, draft, "读文件", told, clock())

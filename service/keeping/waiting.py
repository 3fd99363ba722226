"""Drafts that wait to be read: one after the other, in processes that may crash or hang.

Each beginning is counted before it is made. A file in whose reading the service itself ended so
often is given up and told; whoever brought it can have it read again.
"""

from __future__ import annotations

from threading import Event

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from knowledge.clock import Clock
from knowledge.database import Store
from knowledge.errors import SourceError
from knowledge.ingesting.processes import Limits, Processes
from knowledge.ingesting.workers import Workers
from knowledge.showing.rendering import Rendering, ToShow
from knowledge.sources import SourceFile
from service.keeping.draft_reading import ReadDraft, keep_failure, keep_reading, to_show
from service.keeping.drafts import changed, first_waiting
from service.keeping.records import Draft, DraftState
from service.staff.actors import SYSTEM

#: Beginnings of one reading, and why no more are made.
MOST_ATTEMPTS = 3
_GIVEN_UP = f"读这个文件时程序中断了 {MOST_ATTEMPTS} 次；可以再读一次，还不行请换一种格式"
#: What one file may take to be read, and to be shown.
_READ, _SHOW = Limits(seconds=120.0), Limits(seconds=120.0)
_RENDERER = "knowledge.showing.rendering:render"


def read_waiting(store: Store, clock: Clock, stop: Event | None = None) -> int:
    """Read all drafts that wait, the first brought in first; returns how many were read."""
    count = 0
    with Workers(_READ, 1) as readers, Processes[ToShow, Rendering](_RENDERER, _SHOW, 1) as shown:
        while not _is_set(stop) and (begun := _begin(store, clock)) is not None:
            draft_id, file = begun
            _finish(store, clock, draft_id, _read(file, readers, shown))
            count += 1
    return count


def _is_set(stop: Event | None) -> bool:
    return stop is not None and stop.is_set()


def _begin(store: Store, clock: Clock) -> tuple[int, SourceFile] | None:
    """The next file to be read, its beginning counted; those begun too often are given up."""
    while (draft_id := first_waiting(store)) is not None:
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

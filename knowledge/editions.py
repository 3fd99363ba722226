"""The edition of the office's own words: one token that changes with every list of them.

What is made of the lists (the negative list, the vocabulary) is made once for each edition and
shared by the threads of a process. A token is never used twice, so that what was made of a change
that was rolled back is never taken for another one.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from threading import Lock
from typing import Any, Generic, TypeVar

from sqlalchemy import String, event, select, update
from sqlalchemy.orm import Mapped, Session, UOWTransaction, mapped_column

from knowledge.database import Base, table

_Made = TypeVar("_Made")

#: Under this name a session, which is one use case, keeps the token that it has read.
_READ = "edition of words"
#: What is made is kept for so many editions: one process may serve several stores in turn.
_KEPT = 4


class WordsEdition(Base):
    """One row, whose token says which edition of the lists counts."""

    __tablename__ = "words_edition"

    id: Mapped[int] = mapped_column(primary_key=True)
    token: Mapped[str] = mapped_column(String(32))


class OfWords:
    """A row of such a list, as a mixin: when one is written, another edition begins."""


_TOKEN = select(table(WordsEdition).c.token).where(table(WordsEdition).c.id == 1)
_CHANGE = update(table(WordsEdition)).where(table(WordsEdition).c.id == 1)


def edition(session: Session) -> str:
    """The token of the edition in force; one statement for each session."""
    known = session.info.get(_READ)
    if not isinstance(known, str):
        known = session.info[_READ] = session.execute(_TOKEN).scalar_one()
    return known


def hold_lists(session: Session) -> None:
    """Keep everybody else from changing a list until the transaction ends."""
    session.execute(_TOKEN.with_for_update())


class PerEdition(Generic[_Made]):
    """What `make` makes of the lists, made anew for each edition; threads share it."""

    def __init__(self, make: Callable[[Session], _Made]) -> None:
        self._make = make
        self._lock = Lock()
        self._kept: dict[str, _Made] = {}

    def at(self, session: Session) -> _Made:
        """What counts for the session; who asks while it is being made waits for it."""
        token = edition(session)
        made = self._kept.get(token)
        if made is not None:
            return made
        with self._lock:
            made = self._kept.get(token)
            if made is None:
                made = self._make(session)
                newest = list(self._kept.items())[1 - _KEPT :]
                self._kept = {**dict(newest), token: made}
            return made


@event.listens_for(Session, "after_flush")
def _begin_another(session: Session, _context: UOWTransaction) -> None:
    changed: list[Any] = [*session.new, *session.dirty, *session.deleted]
    if not any(isinstance(each, OfWords) for each in changed):
        return
    session.info.pop(_READ, None)
    session.connection().execute(_CHANGE.values(token=new_token()))


def new_token() -> str:
    """A token that no edition has had."""
    return secrets.token_hex(16)

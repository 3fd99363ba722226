"""The office's practice, carried by its store: its terms, and what must hold before some moves.

What a reply must be is known to the package of replies, which knows this one; so its guards and
effects are handed in. A guarded move without a guard is refused.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from knowledge.database import Store
from service.consultations.records import Consultation
from service.consultations.terms import Terms
from service.staff.actors import Actor

_PRACTICE = "consultation practice"

#: Called in the move's transaction: a guard refuses by raising, an effect is part of the move.
MoveHook = Callable[[Session, Consultation, Actor, datetime], None]


@dataclass(frozen=True)
class Practice:
    """Terms, and by a move's name what is asked before it and done with it."""

    terms: Terms = field(default_factory=Terms)
    guards: Mapping[str, MoveHook] = field(default_factory=dict)
    effects: Mapping[str, MoveHook] = field(default_factory=dict)


def practising(store: Store, practice: Practice) -> Store:
    """The store, in whose sessions consultations are handled by this practice."""
    return store.carrying(_PRACTICE, practice)


def practice_of(session: Session) -> Practice:
    """The practice of the session's store; one with the usual terms and no guards without it."""
    practice = session.info.get(_PRACTICE)
    return practice if isinstance(practice, Practice) else Practice()

"""Archiving what is finished: by the system, some time after the reply or the refusal."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select

from knowledge.database import Store
from service.consultations.details import MoveDetails
from service.consultations.errors import CaseChanged, MoveRefused
from service.consultations.moves import MOVES
from service.consultations.moving import make_move
from service.consultations.practice import practice_of
from service.consultations.records import Consultation
from service.consultations.states import Move
from service.staff.actors import SYSTEM

#: Consultations archived at one go: each in a transaction of its own, so that nobody waits long.
BATCH = 200


def archive_finished(store: Store, now: datetime) -> int:
    """Archive what has been finished for the office's `archive_days`; returns how many were."""
    with store.reading() as session:
        before = now - timedelta(days=practice_of(session).terms.archive_days)
        due = session.execute(
            select(Consultation.number, Consultation.version)
            .where(
                Consultation.state.in_(
                    sorted(state.value for state in MOVES[Move.ARCHIVE].sources)
                ),
                Consultation.state_since <= before,
            )
            .order_by(Consultation.id)
            .limit(BATCH)
        ).all()
    return sum(_archived(store, row.number, row.version, now) for row in due)


def _archived(store: Store, number: str, version: int, now: datetime) -> bool:
    try:
        with store.writing() as session:
            make_move(session, SYSTEM, number, Move.ARCHIVE, version, MoveDetails(), now)
    except (CaseChanged, MoveRefused):  # somebody did something with it just now
        return False
    return True

"""A consultation's history: one entry for everything that is done to it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from service.consultations.records import Consultation, ConsultationEvent
from service.consultations.states import ConsultationState
from service.staff.actors import Actor
from service.staff.roles import Role

#: What happens to a consultation beside its moves.
RECEIVED = "提交咨询"
DUE_CHANGED = "办理期限调整"
TARGET_CHANGED = "改并"


def clock_runs(consultation: Consultation) -> bool:
    """Whether the term runs: somebody waits, and not for the citizen."""
    waiting = consultation.is_open or consultation.state == ConsultationState.MERGED
    return waiting and consultation.state != ConsultationState.SUPPLEMENTING


def add_event(
    session: Session,
    consultation: Consultation,
    actor: Actor,
    action: str,
    reason: str,
    now: datetime,
    before: str | None,
    role: Role | None = None,
) -> None:
    """Write down what was done; the consultation stands already as it does after it."""
    entry = ConsultationEvent(
        consultation=consultation,
        at=now,
        actor=actor.name,
        actor_kind=actor.kind.value,
        user_id=actor.user_id,
        role=role.value if role else None,
        action=action,
        before=before,
        state=consultation.state,
        clock_running=clock_runs(consultation),
        reason=reason,
    )
    session.add(entry)

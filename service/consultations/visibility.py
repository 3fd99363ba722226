"""What an actor sees, as a condition of every query: deny unless a role says otherwise."""

from __future__ import annotations

from sqlalchemy import ColumnElement, false, or_, select, true

from service.consultations.permitting import sees_all
from service.consultations.records import AssistingOrgan, Consultation
from service.staff.actors import Actor
from service.staff.roles import Role


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """All, those of the actor's organ (in charge or helping), or none."""
    if sees_all(actor):
        return true()
    if Role.HANDLER in actor.roles and actor.organ_id is not None:
        return of_organ(actor.organ_id)
    return false()


def of_organ(organ_id: int) -> ColumnElement[bool]:
    """The consultations that the organ is in charge of, or helps with."""
    helping = select(AssistingOrgan.consultation_id).where(AssistingOrgan.organ_id == organ_id)
    return or_(Consultation.organ_id == organ_id, Consultation.id.in_(helping))

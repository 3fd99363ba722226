"""Deleting contact data when its time after the end of a consultation is over."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import or_, select

from knowledge.database import Store
from service.consultations.contacts import delete_contact
from service.consultations.records import Consultation
from service.consultations.states import ConsultationState
from service.staff.actors import SYSTEM

#: Consultations of one transaction: none holds the write lock for long.
BATCH = 50


def purge_contacts(store: Store, kept: timedelta, now: datetime) -> int:
    """Delete the contact data of consultations that have been over for `kept`; returns how many.

    One that is merged into another is not over: its citizen still waits for the other's reply.
    """
    expired = (
        select(Consultation.number)
        .where(
            Consultation.is_open.is_(False),
            Consultation.state != ConsultationState.MERGED.value,
            Consultation.state_since <= now - kept,
            or_(Consultation.contact.is_not(None), Consultation.contact_name.is_not(None)),
        )
        .order_by(Consultation.id)
        .limit(BATCH)
    )
    reason = f"办结满 {kept.days} 天，按规定的期限删除"
    deleted = 0
    while True:
        with store.writing() as session:
            numbers = session.scalars(expired).all()
            for number in numbers:
                delete_contact(session, SYSTEM, number, reason, now)
        if not numbers:
            return deleted
        deleted += len(numbers)

"""Contact data goes when its time is over; the consultation, its history and figures stay."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from knowledge.database import Store
from service.consultations import contact_retention
from service.consultations.contact_retention import purge_contacts
from service.consultations.contacts import Contact, read_contact
from service.consultations.numbers import new_form_token
from service.consultations.records import Consultation, ConsultationEvent
from service.consultations.states import ConsultationState
from service.consultations.submission import Submission
from service.staff.audit_verification import verify
from service.staff.records import AuditEntry
from tests.clocks import FrozenClock
from tests.service.consultations.forms import desk

KEPT = timedelta(days=180)
LEFT = Contact("13900139000", "某女士")


def leave(store: Store, clock: FrozenClock, state: ConsultationState) -> str:
    submission = Submission("低保怎么申请？", new_form_token(), None, LEFT.contact, LEFT.name)
    number = desk(store, clock).submit(submission).number
    with store.writing() as session:
        row = session.scalars(select(Consultation).where(Consultation.number == number)).one()
        row.state, row.state_since = state.value, clock()
    return number


def test_contacts_are_deleted_when_their_time_is_over(
    store: Store, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(contact_retention, "BATCH", 1)
    over = [
        leave(store, clock, state)
        for state in (
            ConsultationState.ARCHIVED,
            ConsultationState.REFUSED,
            ConsultationState.WITHDRAWN,
        )
    ]
    waiting = [
        leave(store, clock, state)
        for state in (ConsultationState.HANDLING, ConsultationState.MERGED)
    ]
    clock.advance(KEPT - timedelta(seconds=1))
    assert purge_contacts(store, KEPT, clock()) == 0
    young = leave(store, clock, ConsultationState.ARCHIVED)
    clock.advance(timedelta(seconds=1))
    with store.reading() as session:
        events = session.scalar(select(func.count()).select_from(ConsultationEvent))

    assert purge_contacts(store, KEPT, clock()) == 3
    assert purge_contacts(store, KEPT, clock()) == 0

    with store.reading() as session:
        assert all(read_contact(session, number).is_empty for number in over)
        assert {read_contact(session, number) for number in (*waiting, young)} == {LEFT}
        assert session.scalar(select(func.count()).select_from(Consultation)) == 6
        assert session.scalar(select(func.count()).select_from(ConsultationEvent)) == events
        entries = session.scalars(select(AuditEntry)).all()
        assert {entry.subject for entry in entries} == {f"consultation:{each}" for each in over}
        assert all("办结满 180 天" in entry.details for entry in entries)
    assert verify(store).is_whole

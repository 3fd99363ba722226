"""The reply's rules in the moves of a consultation: who may go on with it, and who is told."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from service.consultations.details import MoveDetails
from service.consultations.numbers import new_form_token
from service.consultations.practice import Practice, practising
from service.consultations.records import Consultation
from service.consultations.states import Move
from service.replies.checking import (
    EFFECTS,
    GUARDS,
    CheckForm,
    Countersigning,
    PublicAttribute,
    SecrecyReview,
    record_check,
)
from service.replies.drafting import latest_draft, save_draft
from service.replies.errors import CheckMissing, DraftMissing, TextLocked
from service.replies.notices import Occasion, notices_of
from service.replies.reading import reply_of
from tests.service.consultations.forms import desk, form
from tests.service.consultations.people import (
    HANDLER,
    HOTLINE,
    PUBLISHER,
    furnished,
    move,
    moved,
)
from tests.service.replies.cases import wording

CLEAN = CheckForm(PublicAttribute.PUBLIC, SecrecyReview.CLEAR, Countersigning.NOT_NEEDED)
TO_HANDLING = (Move.ACCEPT, Move.DISPATCH, Move.SIGN)


@pytest.fixture
def office(store, clock):
    return practising(furnished(store, clock), Practice(guards=GUARDS, effects=EFFECTS))


def left(store, clock, contact):
    """Submit a question with a contact; returns its number."""
    return (
        desk(store, clock).submit(form("低保怎么申请？", new_form_token(), contact=contact)).number
    )


def id_of(store, number):
    with store.reading() as session:
        return session.scalars(select(Consultation.id).where(Consultation.number == number)).one()


def save(store, case, expected, clock):
    with store.writing() as session:
        return save_draft(session, HANDLER, case, wording(), expected, clock()).id


def check(store, text_id, clock):
    with store.writing() as session:
        record_check(session, PUBLISHER, text_id, CLEAN, clock())


def test_a_reply_goes_out_by_its_rules_and_all_who_asked_are_told(office, clock):
    number = left(office, clock, "wang@example.org")
    same = left(office, clock, "13800138000")
    first, second = id_of(office, number), id_of(office, same)
    moved(office, clock, number, *TO_HANDLING)
    merged = MoveDetails(target=number, reason="问的是同一件事")
    move(office, clock, same, Move.MERGE, by=HOTLINE, details=merged)
    with pytest.raises(DraftMissing):
        move(office, clock, number, Move.SUBMIT_REPLY)
    text = save(office, first, 0, clock)
    move(office, clock, number, Move.SUBMIT_REPLY)
    with pytest.raises(TextLocked):
        save(office, first, 1, clock)
    move(office, clock, number, Move.SEND_BACK)
    text = save(office, first, 1, clock)
    move(office, clock, number, Move.SUBMIT_REPLY)
    move(office, clock, number, Move.APPROVE)
    with pytest.raises(CheckMissing):
        move(office, clock, number, Move.ANSWER)
    check(office, text, clock)
    with office.reading() as session:
        assert reply_of(session, session.get_one(Consultation, first)) is None
    move(office, clock, number, Move.ANSWER)
    with office.reading() as session:
        draft = latest_draft(session, first)
        replies = [
            reply_of(session, session.get_one(Consultation, each)) for each in (first, second)
        ]
        assert replies == [draft, draft]
        told = [
            [(each.occasion, each.channel) for each in notices_of(session, case)]
            for case in (first, second)
        ]
    assert told == [[(Occasion.REPLIED, "mail")], [(Occasion.REPLIED, "sms")]]
    again = (Move.REOPEN, Move.DISPATCH, Move.SIGN)
    moved(office, clock, same, *again)
    with office.reading() as session:
        assert reply_of(session, session.get_one(Consultation, second)) == draft
    own = save(office, second, 0, clock)
    moved(office, clock, same, Move.SUBMIT_REPLY, Move.APPROVE)
    check(office, own, clock)
    move(office, clock, same, Move.ANSWER)
    with office.reading() as session:
        assert reply_of(session, session.get_one(Consultation, second)).id == own


def test_a_consultation_that_is_asked_anew_needs_a_new_draft_and_a_new_check(office, clock):
    number = left(office, clock, "wang@example.org")
    case = id_of(office, number)
    moved(office, clock, number, *TO_HANDLING)
    check(office, save(office, case, 0, clock), clock)
    again = (Move.REOPEN, Move.DISPATCH, Move.SIGN)
    moved(office, clock, number, Move.SUBMIT_REPLY, Move.APPROVE, Move.ANSWER, *again)
    with pytest.raises(DraftMissing, match="另写一稿"):
        move(office, clock, number, Move.SUBMIT_REPLY)
    text = save(office, case, 1, clock)
    moved(office, clock, number, Move.SUBMIT_REPLY, Move.APPROVE)
    with pytest.raises(CheckMissing):
        move(office, clock, number, Move.ANSWER)
    check(office, text, clock)
    move(office, clock, number, Move.ANSWER)


def test_who_must_supplement_or_is_refused_is_told(office, clock):
    number = left(office, clock, "wang@example.org")
    moved(office, clock, number, Move.ASK_SUPPLEMENT)
    other = left(office, clock, "13800138000")
    moved(office, clock, other, Move.REFUSE)
    with office.reading() as session:
        told = [
            each.occasion
            for case in (number, other)
            for each in notices_of(session, id_of(office, case))
        ]
    assert told == [Occasion.SUPPLEMENT, Occasion.REFUSED]

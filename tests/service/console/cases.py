"""Consultations for tests of the console: left by a citizen, then moved by whoever may."""

from __future__ import annotations

from service.consultations.case_files import find_case
from service.consultations.details import MoveDetails
from service.consultations.moving import make_move
from service.consultations.numbers import new_form_token
from service.consultations.states import CaseKind, Move
from service.consultations.submission import Submission
from service.replies.checking import (
    CheckForm,
    Countersigning,
    PublicAttribute,
    SecrecyReview,
    record_check,
)
from service.replies.drafting import Wording, save_draft
from service.staff.people import actor_of, find_person
from service.wiring import Office


def leave(office: Office, question: str) -> str:
    """The number of a new consultation."""
    receipt = office.consultations.submit(Submission(question, new_form_token()))
    return receipt.number


def make(office: Office, login: str, number: str, move: Move, details: MoveDetails) -> None:
    """The move, by the person of this login name."""
    with office.store.writing() as session:
        actor = actor_of(find_person(session, login))
        version = find_case(session, actor, number).version
        make_move(session, actor, number, move, version, details, office.clock())


def accepted(office: Office, question: str) -> str:
    """The number of a consultation that the hotline has taken up."""
    number = leave(office, question)
    make(office, "hotline", number, Move.ACCEPT, MoveDetails(kind=CaseKind.NORMAL))
    return number


def handled(office: Office, question: str, organ_id: int) -> str:
    """The number of a consultation that a handler of the organ has signed for."""
    number = accepted(office, question)
    make(office, "coordinator", number, Move.DISPATCH, MoveDetails(organ_id=organ_id))
    make(office, "handler", number, Move.SIGN, MoveDetails())
    return number


def answered(office: Office, question: str, organ_id: int, words: Wording) -> str:
    """The number of a consultation to which this reply was sent."""
    number = handled(office, question, organ_id)
    with office.store.writing() as session:
        handler = actor_of(find_person(session, "handler"))
        case = find_case(session, handler, number)
        draft = save_draft(session, handler, case.id, words, 0, office.clock())
    make(office, "handler", number, Move.SUBMIT_REPLY, MoveDetails())
    make(office, "reviewer", number, Move.APPROVE, MoveDetails())
    checked(office, draft.id)
    make(office, "publisher", number, Move.ANSWER, MoveDetails())
    return number


def checked(office: Office, text_id: int) -> None:
    """Let the publisher check a text, and find nothing that keeps it from going out."""
    clean = CheckForm(PublicAttribute.PUBLIC, SecrecyReview.CLEAR, Countersigning.NOT_NEEDED)
    with office.store.writing() as session:
        publisher = actor_of(find_person(session, "publisher"))
        record_check(session, publisher, text_id, clean, office.clock())

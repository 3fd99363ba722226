"""A judged question as the answering reads it, with the talk before it."""

from __future__ import annotations

from indexer.analysis import QuestionTerms
from knowledge.clock import day_in_china
from service.answering.conversations import REMEMBERED_TURNS
from service.answering.seeking import Asked, Sought
from service.judged_sets import JudgedQuestion
from service.wiring import Office


def look_up(office: Office, question: JudgedQuestion) -> Sought:
    """What the question asks today after its earlier turns, and what is found for it."""
    with office.store.reading() as session:
        return office.answers.look_up(session, _asked(office, question))


def searched_by(office: Office, question: JudgedQuestion) -> QuestionTerms:
    """What the question is searched by; nothing is searched for."""
    return office.answers.understanding.shipped.seeker.searched(_asked(office, question))


def _asked(office: Office, question: JudgedQuestion) -> Asked:
    turns = tuple(reversed(question.turns))[:REMEMBERED_TURNS]
    return Asked(office.answers.mask(question.question), day_in_china(office.clock()), turns)

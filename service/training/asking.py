"""A judged question as the answering reads it, with the talk before it."""

from __future__ import annotations

from knowledge.clock import day_in_china
from service.answering.conversations import REMEMBERED_TURNS
from service.answering.seeking import Asked, Sought
from service.judged_sets import JudgedQuestion
from service.wiring import Office


def look_up(office: Office, question: JudgedQuestion) -> Sought:
    """What the question asks today after its earlier turns, and what is found for it."""
    answers = office.answers
    turns = tuple(reversed(question.turns))[:REMEMBERED_TURNS]
    with office.store.reading() as session:
        asked = Asked(answers.mask(question.question), day_in_china(office.clock()), turns)
        return answers.look_up(session, asked)

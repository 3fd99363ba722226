"""What a change of the vocabulary would change: questions of late, answered before and after.

Nothing of it is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from indexer.normalisation import normalise
from indexer.vocabulary import GAP
from knowledge.database import table
from service.answering.answer import Answer, AskRequest
from service.answering.errors import QuestionRefused, SearchUnavailable
from service.answering.pipeline import Answers
from service.answering.records import AnswerRecord
from service.answering.understanding import Fixed, Understanding
from service.questions.bank import QuestionBank
from service.questions.topics import Topics
from service.vocabulary.overlay import Change

#: How far back questions are looked through, how many different ones, and how many are asked.
DAYS_BACK, LOOKED_THROUGH, ASKED = 30, 20_000, 60


@dataclass(frozen=True)
class Came:
    """What came of a question: outcome, the words given (or told instead), and the document."""

    outcome: str
    words: str
    title: str = ""
    locator: str = ""


@dataclass(frozen=True)
class Effect:
    """A question that was asked so many times, and what comes of it before and after."""

    question: str
    times: int
    before: Came
    after: Came

    @property
    def changes(self) -> bool:
        """Whether anything would be another."""
        return self.before != self.after


@dataclass(frozen=True)
class Effects:
    """Those that would change come first; `touched` counts the different questions touched."""

    shown: tuple[Effect, ...]
    touched: int
    looked_through: int

    @property
    def changing(self) -> int:
        """How many of those shown would change."""
        return sum(each.changes for each in self.shown)


@dataclass(frozen=True)
class TopicMove:
    """A known question that would stand under another topic."""

    question: str
    before: str
    after: str


def topic_moves(bank: QuestionBank, before: Topics, after: Topics) -> list[TopicMove]:
    """The known questions that would change their topic."""
    moves = []
    for each in bank.questions:
        texts = (each.question, each.title)
        move = TopicMove(each.asked, before.topic_of(texts), after.topic_of(texts))
        if move.before != move.after:
            moves.append(move)
    return moves


#: Whether a change touches a question, given what is understood before and after it.
Touches = Callable[[str], bool]


def holding(changes: Sequence[Change]) -> Touches:
    """Tells the questions that hold the everyday word of one of the changes."""
    words = [tuple(normalise(part) for part in each.key.split(GAP)) for each in changes]

    def touches(question: str) -> bool:
        plain = normalise(question)
        return any(all(part in plain for part in parts) for parts in words)

    return touches


def sent_elsewhere(before: Understanding, after: Understanding) -> Touches:
    """Tells the questions that another fixed reply is given to, or none any more, or now one."""
    return lambda question: before.screen.redirect(question) != after.screen.redirect(question)


def effects(
    session: Session, answers: Answers, after: Understanding, touches: Touches, now: datetime
) -> Effects:
    """Ask what the change touches of the last days, the most asked and the newest first, twice."""
    questions = list(_asked_of_late(session, now))
    touched = [each for each in questions if touches(each[0])]
    proposed = replace(answers, understanding=Fixed(after))
    shown = []
    for question, region, times in touched[:ASKED]:
        request = AskRequest(question, None, region)
        try:
            before = _came(answers.preview(session, request))
            then = _came(proposed.preview(session, request))
        except (QuestionRefused, SearchUnavailable):
            continue  # kept by an older program under other limits; or nothing can be asked now
        shown.append(Effect(question, times, before, then))
    shown.sort(key=lambda each: not each.changes)
    return Effects(tuple(shown), len(touched), len(questions))


def _asked_of_late(session: Session, now: datetime) -> Iterator[tuple[str, str | None, int]]:
    kept = table(AnswerRecord).c
    times = func.count().label("times")
    query = (
        select(kept.question, kept.region, times)
        .where(kept.asked_at >= now - timedelta(days=DAYS_BACK))
        .group_by(kept.question, kept.region)
        .order_by(times.desc(), func.max(kept.asked_at).desc(), kept.question)
        .limit(LOOKED_THROUGH)
    )
    for row in session.execute(query):
        yield row.question, row.region, row.times


def _came(answer: Answer) -> Came:
    """What whoever asks reads first: the answer, else the nearest clause, else what is told."""
    outcome = answer.outcome.value
    if answer.answer is not None and answer.citations:
        cited = answer.citations[0]
        return Came(outcome, answer.answer.text, cited.title, cited.locator)
    if answer.suggestions:
        near = answer.suggestions[0]
        return Came(outcome, near.quote, near.title, near.citation.locator)
    return Came(outcome, answer.message or "")

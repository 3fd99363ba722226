"""Consultations like one: open ones to merge it into, answered ones whose reply may serve.

Candidates are found by pairs of characters in the store, the newest of each pair; what they are
worth is the Dice coefficient of both questions' telling pairs, those without question words.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select, union_all
from sqlalchemy.orm import Session

from service.consultations.likeness_terms import terms_of
from service.consultations.records import Consultation, ConsultationTerm
from service.consultations.states import OPEN_STATES
from service.consultations.visibility import visible_to
from service.staff.actors import Actor

#: Least likeness that is shown, between 0 and 1.
LEAST = 0.4
#: Consultations looked at for each pair of characters, and questions compared word for word.
_NEWEST, _COMPARED = 300, 60

#: Words that most questions have: alike in them, questions are not alike.
_COMMON = re.compile(
    "请问|你好|您好|怎么样|怎么|怎样|如何|什么|多少|哪些|哪里|哪个|几个|是否|能不能|可不可以|可以|"
    "需要|应该|应当|办理|咨询|我们|我家|的|了|吗|呢|吧|要|我|在|去|和|是|有|给|到|想"
)


@dataclass(frozen=True)
class Similar:
    """A consultation like another; `likeness` between 0 and 1."""

    number: str
    state: str
    question: str
    likeness: float


def telling_terms(question: str) -> frozenset[str]:
    """The question's pairs of characters that no common word is part of; all where none is left."""
    return terms_of(_COMMON.sub(" ", question)) or terms_of(question)


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """The Dice coefficient of two sets of terms; nought of two empty ones."""
    both = len(one) + len(other)
    return 2 * len(one & other) / both if both else 0.0


def similar_cases(
    session: Session, actor: Actor, consultation: Consultation, limit: int = 5
) -> tuple[Similar, ...]:
    """The open and answered consultations that the actor sees most like this one, best first."""
    terms = telling_terms(consultation.question)
    candidates = _candidates(session, terms)
    candidates.pop(consultation.id, None)
    nearest = [found for found, _ in candidates.most_common(_COMPARED)]
    rows = session.scalars(
        select(Consultation).where(
            Consultation.id.in_(nearest),
            visible_to(actor),
            or_(
                Consultation.state.in_(sorted(state.value for state in OPEN_STATES)),
                Consultation.answered_at.is_not(None),
            ),
        )
    )
    found = sorted(_compared(rows.all(), terms), key=lambda each: -each.likeness)
    return tuple(found[:limit])


def _compared(rows: Sequence[Consultation], terms: frozenset[str]) -> Iterator[Similar]:
    for row in rows:
        near = likeness(terms, telling_terms(row.question))
        if near >= LEAST:
            yield Similar(row.number, row.state, row.question, round(near, 3))


def _candidates(session: Session, terms: frozenset[str]) -> Counter[int]:
    """How much each consultation shares with the terms; a rarer term counts for more."""
    if not terms:
        return Counter()
    newest = [
        select(ConsultationTerm.term, ConsultationTerm.consultation_id)
        .where(ConsultationTerm.term == term)
        .order_by(ConsultationTerm.consultation_id.desc())
        .limit(_NEWEST)
        .subquery()
        for term in sorted(terms)
    ]
    pairs = session.execute(
        union_all(*(select(each.c.term, each.c.consultation_id) for each in newest))
    ).all()
    frequency = Counter(pair.term for pair in pairs)
    shared: Counter[int] = Counter()
    for pair in pairs:
        weight = math.log2(2 + _NEWEST / frequency[pair.term])
        shared[pair.consultation_id] += round(1000 * weight)
    return shared

"""What a change of the negative list would do to the answers of the last days; shown before it.

An answer is barred where its question holds a term, or what it says, or the title or headings of
what it cites, just as when it would be given now.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from knowledge.documents import Passage, Version
from knowledge.negative_list import NegativeList, negative_list
from service.answering.answer import Outcome
from service.answering.records import AnswerRecord

#: How far back answers are looked at, and how many, the newest.
DAYS_BACK = 30
MOST = 2000
#: Questions shown of each kind.
SHOWN = 30


@dataclass(frozen=True)
class Touched:
    """A question that the change touches, masked, and for which of the terms."""

    answer_id: str
    asked_at: datetime
    question: str
    terms: tuple[str, ...]


@dataclass(frozen=True)
class NegativeEffects:
    """Answers that would no longer be given, and questions that would be answered anew if they can.

    Of `looked_at`, the newest of so many.
    """

    barred: Sequence[Touched]
    freed: Sequence[Touched]
    looked_at: int
    of: int


def effects_of(
    session: Session, added: Mapping[str, str], removed: Collection[str], now: datetime
) -> NegativeEffects:
    """What adding terms, by their keys, and taking out those of some keys would do.

    Five statements.
    """
    stands = negative_list(session)
    new = NegativeList(dict(added))
    gone = NegativeList({key: term for key, term in stands.terms.items() if key in removed})
    left = {key: term for key, term in stands.terms.items() if key not in removed}
    after = NegativeList({**left, **added})
    rows = _answers(session, now)
    told = _headings(session, rows)
    barred, freed = [], []
    for row in rows:
        said = "\n".join((row.question, *_said(row, told)))
        if row.answer and not stands.bars(said) and (terms := new.found_in(said)):
            barred.append(Touched(row.id, row.asked_at, row.question, terms))
        elif not after.bars(row.question) and (terms := gone.found_in(row.question)):
            freed.append(Touched(row.id, row.asked_at, row.question, terms))
    return NegativeEffects(barred, freed, len(rows), _count(session, now))


def _answers(session: Session, now: datetime) -> Sequence[Any]:
    query = (
        select(
            AnswerRecord.id,
            AnswerRecord.asked_at,
            AnswerRecord.question,
            AnswerRecord.answer,
            AnswerRecord.citations,
        )
        .where(AnswerRecord.outcome != Outcome.REDIRECTED.value, _recent(now))
        .order_by(AnswerRecord.asked_at.desc())
        .limit(MOST)
    )
    return session.execute(query).all()


def _recent(now: datetime) -> Any:
    return AnswerRecord.asked_at >= now - timedelta(days=DAYS_BACK)


def _count(session: Session, now: datetime) -> int:
    query = select(func.count()).where(
        AnswerRecord.outcome != Outcome.REDIRECTED.value, _recent(now)
    )
    return session.execute(query).scalar_one()


def _headings(session: Session, rows: Sequence[Any]) -> dict[object, str]:
    """The titles of what answers cite, by document and version, and the headings, by passage."""
    cited = [each for row in rows if row.answer for each in row.citations]
    documents = {each["document_id"] for each in cited}
    passages = {each["passage_id"] for each in cited if each["passage_id"] is not None}
    versions = select(Version.document_id, Version.number, Version.title)
    found: dict[object, str] = {
        (row.document_id, row.number): row.title
        for row in session.execute(versions.where(Version.document_id.in_(documents)))
    }
    trails = select(Passage.id, Passage.trail).where(Passage.id.in_(passages))
    return found | {row.id: row.trail for row in session.execute(trails)}


def _said(row: Any, told: Mapping[object, str]) -> list[str]:
    """What the answer says, and stands under."""
    if not row.answer:
        return []
    said = [row.answer["text"], row.answer["quote"]]
    for each in row.citations:
        title = told.get((each["document_id"], each["version"]), "")
        said += [each["quote"], title, told.get(each["passage_id"], "")]
    return said

"""The known questions that were asked often of late: those whose pair the answers cited first.

Nothing of what citizens typed is shown: they are counted by the pair that answered them, and shown
are the words that the document prints.
"""

from __future__ import annotations

from collections import Counter

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from knowledge.documents import DocumentId
from knowledge.queries.pairs import pair_places
from service.answering.answer import Outcome
from service.answering.records import AnswerRecord
from service.questions.bank import KnownQuestion, QuestionBank

#: The newest answers that count, the places in documents that are looked up, what is shown.
COUNTED, PLACES, SHOWN = 2000, 100, 8
#: A question that fewer asked is not often asked.
LEAST = 2


def asked_often(session: Session, bank: QuestionBank) -> list[KnownQuestion]:
    """The questions asked most among the newest answers, the most asked first; two statements."""
    newest = (
        select(
            AnswerRecord.citations[(0, "document_id")].as_string().label("document_id"),
            AnswerRecord.citations[(0, "start")].as_integer().label("start"),
        )
        .where(AnswerRecord.outcome == Outcome.ANSWERED.value, AnswerRecord.group_id.is_(None))
        .order_by(AnswerRecord.asked_at.desc())
        .limit(COUNTED)
        .subquery()
    )
    asked = func.count().label("asked")
    cited = session.execute(
        select(newest.c.document_id, newest.c.start, asked)
        .where(newest.c.document_id.is_not(None))
        .group_by(newest.c.document_id, newest.c.start)
        .order_by(asked.desc(), newest.c.document_id, newest.c.start)
        .limit(PLACES)
    ).all()
    counts: Counter[tuple[str, str]] = Counter()
    places = pair_places(session, {DocumentId(row.document_id) for row in cited})
    for row in cited:
        for place in places:
            if place.document_id == row.document_id and place.start <= row.start < place.end:
                counts[place.document_id, place.question] += row.asked
    known = {(each.document_id, each.question): each for each in bank.questions}
    often = [pair for pair, count in counts.most_common() if count >= LEAST and pair in known]
    return [known[pair] for pair in often[:SHOWN]]

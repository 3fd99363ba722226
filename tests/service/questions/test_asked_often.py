"""What is asked often is counted by the pair that answered, and only documents' words are shown."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import count
from typing import Any

from knowledge.database import Store
from knowledge.documents import DocumentId
from knowledge.outline import Outline, PartOutline
from knowledge.queries.pairs import pairs_of
from knowledge.relying.questions import answered_questions
from service.answering.records import AnswerRecord
from service.questions.asked_often import COUNTED, LEAST, asked_often
from service.questions.bank import QuestionBank
from tests.clocks import START
from tests.counting import counted
from tests.factories import make_document

QUESTIONS = ("补助多少钱？", "什么时候开工？", "到哪里申请？")
_IDS = count(1)


LINES = [f"问：{question}\n答：{question}的答复。" for question in QUESTIONS]
TEXT = "\n".join(LINES)
STARTS = [TEXT.index(line) for line in LINES]


def page_of_pairs(store: Store) -> DocumentId:
    parts = tuple(
        PartOutline(None, "qa", "问", question, "", start, start + len(line))
        for question, start, line in zip(QUESTIONS, STARTS, LINES, strict=True)
    )
    return make_document(store, (TEXT,), title="危房改造问答", outline=Outline(parts, ()))


def answered(store: Store, times: int, citations: list[dict[str, Any]], **fields: Any) -> None:
    with store.writing() as session:
        for at in range(times):
            kept = {
                "id": f"{next(_IDS):032x}",
                "asked_at": START + timedelta(seconds=at),
                "expires_at": START + timedelta(days=9),
                "question": "张三家的房子补多少",
                "outcome": "answered",
                "confidence": 0.9,
                "citations": citations,
            }
            session.add(AnswerRecord(**kept | fields))


def often(store: Store) -> list[str]:
    with store.reading() as session:
        bank = QuestionBank(answered_questions(session, date(2026, 11, 22), 100))
        with counted(session) as statements:
            found = asked_often(session, bank)
        assert len(statements) <= 2
    return [each.question for each in found]


def cited(document: DocumentId, start: int) -> list[dict[str, Any]]:
    return [{"document_id": document, "start": start}, {"document_id": "d0", "start": 0}]


def test_the_pairs_that_answered_most_come_first_and_single_questions_not(store: Store) -> None:
    document = page_of_pairs(store)
    assert often(store) == []
    answered(store, LEAST, cited(document, STARTS[0] + 1))
    answered(store, LEAST, cited(document, STARTS[2]))
    answered(store, 1, cited(document, STARTS[2] + 5))
    answered(store, LEAST - 1, cited(document, STARTS[1]))
    answered(store, 9, cited(document, STARTS[1]), outcome="suggested")
    answered(store, 3, [])
    answered(store, 3, cited(DocumentId("d999"), 1))
    assert often(store) == [QUESTIONS[2], QUESTIONS[0]]


def test_only_the_newest_answers_count(sqlite_store: Store) -> None:
    document = page_of_pairs(sqlite_store)
    answered(sqlite_store, LEAST, cited(document, 1), asked_at=START - timedelta(days=30))
    assert often(sqlite_store) == [QUESTIONS[0]]
    answered(sqlite_store, COUNTED, [])
    assert often(sqlite_store) == []


def test_a_pair_is_given_with_the_words_of_its_answer(store: Store) -> None:
    document = page_of_pairs(store)
    with store.reading() as session:
        pairs = pairs_of(session, {(document, QUESTIONS[1]), (DocumentId("d9"), QUESTIONS[0])})
        assert pairs_of(session, set()) == []
    assert [(pair.question, pair.answer, pair.part) for pair in pairs] == [
        (QUESTIONS[1], f"{QUESTIONS[1]}的答复。", 1)
    ]

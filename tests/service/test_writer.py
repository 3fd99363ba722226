"""The writer process builds the index and deletes what has expired."""

from __future__ import annotations

import os
import signal
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

from sqlalchemy import select

from indexer.build import is_current
from knowledge.database import Store, open_store
from service.answering.answer import Answer, Outcome
from service.answering.conversations import Turn, remember
from service.answering.records import AnswerRecord, ConversationTurn, record_answer
from service.config import Settings
from service.schema import upgrade
from service.supervisor import handling
from service.writer import write
from tests.clocks import FrozenClock
from tests.running import wait_until

WEEK = timedelta(days=7)


def keep(store: Store, question: str, clock: FrozenClock) -> None:
    """Keep a question for a week, and the turn of its conversation for half an hour."""
    answer = Answer(Outcome.UNANSWERED, confidence=0.0)
    with store.writing() as session:
        record_answer(session, answer, question, None, clock(), WEEK)
        remember(session, "c", Turn(question, ""), answer.outcome, clock())


def questions(store: Store) -> tuple[list[str], list[str]]:
    with store.reading() as session:
        answers = session.scalars(select(AnswerRecord.question).order_by(AnswerRecord.asked_at))
        turns = session.scalars(select(ConversationTurn.question))
        return list(answers), list(turns)


def test_questions_are_deleted_when_their_time_is_over_and_the_index_is_built(
    tmp_path: Path,
) -> None:
    settings = Settings(home=tmp_path)
    store = open_store(settings.store_url)
    upgrade(store)
    clock = FrozenClock()
    keep(store, "过期的问题", clock)
    clock.advance(WEEK)
    keep(store, "新的问题", clock)

    def stop_when_done() -> tuple[list[str], list[str]]:
        try:
            wait_until(lambda: len(questions(store)[0]) == 1, "the deletion")
            wait_until(lambda: is_current(store, settings.index_folder), "the index")
            return questions(store)
        finally:
            os.kill(os.getpid(), signal.SIGTERM)

    # Should the writer end by itself, the signal must not end the tests.
    with handling(lambda _number, _frame: None, signal.SIGTERM), ThreadPoolExecutor(1) as pool:
        left = pool.submit(stop_when_done)
        write(settings, clock)
    store.dispose()
    assert left.result() == (["新的问题"], ["新的问题"])

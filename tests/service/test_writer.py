"""The writer process builds the index, deletes what has expired, and reads what waits."""

from __future__ import annotations

import os
import signal
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

from sqlalchemy import select

from indexer.build import is_current
from knowledge.database import Store
from knowledge.queries.listings import Wanted
from service.answering.answer import Answer, Outcome
from service.answering.conversations import Turn, remember
from service.answering.records import AnswerRecord, ConversationTurn, record_answer
from service.config import Settings
from service.keeping.page_checks import PageCheck, PageState, order_checks
from service.keeping.records import Draft
from service.keeping.uploads import add_drafts, drafts_of, uploaded
from service.keyed_store import open_ready_store
from service.staff.roles import Role
from service.supervisor import handling
from service.writer import write
from tests.clocks import START, FrozenClock
from tests.factories import make_document
from tests.pdf_files import LEFT, PdfPage, pdf_bytes
from tests.running import wait_until
from tests.staff import make_actor

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


def waits_to_be_read(store: Store) -> None:
    """Bring in a PDF, and put a page on this machine, which nobody may ask, in line."""
    page = PdfPage().put("关于高龄津贴年审的通知", LEFT, 100)
    page.put("一、高龄津贴由镇人民政府受理，当场办结。", LEFT, 150)
    with store.writing() as session:
        actor = make_actor(session, "publisher", Role.PUBLISHER)
        arrived = drafts_of([uploaded("印本.pdf", pdf_bytes([page]))], actor, START)
        add_drafts(session, actor, arrived, START)
    make_document(store, source_url="http://127.0.0.1/a.html")
    with store.writing() as session:
        assert order_checks(session, actor, Wanted(), START.date(), START - WEEK, START) == 1


def read_so_far(store: Store) -> tuple[str, str]:
    """The title of the draft, and what became of the page."""
    with store.reading() as session:
        return (
            session.scalars(select(Draft.title)).one(),
            session.scalars(select(PageCheck.state)).one(),
        )


def test_what_is_over_is_deleted_the_index_is_built_and_what_waits_is_read(
    tmp_path: Path,
) -> None:
    settings = Settings(home=tmp_path)
    store = open_ready_store(settings)
    clock = FrozenClock()
    keep(store, "过期的问题", clock)
    clock.advance(WEEK)
    keep(store, "新的问题", clock)
    waits_to_be_read(store)

    def stop_when_done() -> tuple[list[str], list[str]]:
        try:
            wait_until(lambda: len(questions(store)[0]) == 1, "the deletion")
            wait_until(lambda: is_current(store, settings.index_folder), "the index")
            wait_until(lambda: all(read_so_far(store)), "the draft")
            wait_until(lambda: read_so_far(store)[1] != PageState.WAITING, "the page")
            return questions(store)
        finally:
            os.kill(os.getpid(), signal.SIGTERM)

    # Should the writer end by itself, the signal must not end the tests.
    with handling(lambda _number, _frame: None, signal.SIGTERM), ThreadPoolExecutor(1) as pool:
        left = pool.submit(stop_when_done)
        write(settings, clock)
    assert read_so_far(store) == ("关于高龄津贴年审的通知", PageState.FAILED)
    store.dispose()
    assert left.result() == (["新的问题"], ["新的问题"])

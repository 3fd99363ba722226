"""A home of an earlier program is taken over: its documents, answers and consultations live on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from sqlalchemy import inspect

from indexer.build import build_index, update_index
from knowledge.database import Store
from knowledge.ingesting.ingestion import ingest_paths
from knowledge.queries.corpus import stored_text
from knowledge.verification import verify_all
from service.answering.answer import AnswerText, AskRequest, Citation, Outcome
from service.answering.records import AnswerRecord
from service.config import Settings
from service.consultations.numbers import new_form_token
from service.consultations.submission import Submission
from service.schema_changes import alembic_config, changing
from service.wiring import Office, open_office
from tests.clocks import FrozenClock

#: The schema before relations, corrections and withdrawal.
BEFORE = "0003"

QUESTION = "临时救助标准每人每次多少钱"
NEW = """青禾县人民政府关于印发《青禾县临时救助实施办法》的通知

青政规〔2025〕3号

青禾县人民政府
2025年3月10日

青禾县临时救助实施办法

第一条 临时救助标准为每人每次1200元。
第二条 本办法自2025年4月1日起施行，有效期5年。
第三条 《青禾县困难群众临时救助办法》（青政规〔2019〕8号）同时废止。
"""
OLD = """青禾县人民政府关于印发《青禾县困难群众临时救助办法》的通知

青政规〔2019〕8号

青禾县人民政府
2019年5月6日

青禾县困难群众临时救助办法

第一条 领取临时救助金的，凭救助卡到信用社兑付。
"""


def take_back(store: Store, revision: str) -> None:
    """Give the store the schema that it had at an earlier revision, with its data."""
    with changing(store) as connection:
        command.downgrade(alembic_config(connection), revision)


@contextmanager
def opened(settings: Settings) -> Iterator[Office]:
    office = open_office(settings, FrozenClock())
    try:
        yield office
    finally:
        office.close()


def ask(office: Office, question: str) -> tuple[str, AnswerText, Citation]:
    """The id, the words and the citation of an answer that is claimed."""
    result = office.answers.ask(AskRequest(question))
    assert result.answer.outcome is Outcome.ANSWERED
    assert result.answer.answer is not None
    return result.answer_id, result.answer.answer, result.answer.citations[0]


def test_what_an_earlier_program_kept_is_shown_asked_and_read_anew(
    store: Store, tmp_path: Path
) -> None:
    files = tmp_path / "files"
    files.mkdir()
    (files / "new.txt").write_text(NEW, encoding="utf-8")
    (files / "old.txt").write_text(OLD, encoding="utf-8")
    url = store.url.render_as_string(hide_password=False)
    settings = Settings(home=tmp_path / "home", database_url=url)
    with opened(settings) as office:
        assert len(ingest_paths(office.store, [files], FrozenClock()).added) == 2
        build_index(office.store, settings.index_folder)
        given, words, citation = ask(office, QUESTION)
        form = Submission("高铁站什么时候通车？", new_form_token())
        receipt = office.consultations.submit(form)
    take_back(store, BEFORE)
    assert "relation_decision" not in inspect(store.engine).get_table_names()

    with opened(settings) as office:  # which brings the schema up
        assert ask(office, QUESTION)[1] == words
        _, told, _ = ask(office, "领取临时救助金凭救助卡到信用社兑付吗")
        assert told.notice is not None
        assert "青政规〔2025〕3号" in told.notice
        assert office.citizens.lookup(receipt.number, receipt.code).due_on == receipt.due_on
        # Today's readers read what those of then had read, and make new versions of it.
        assert len(ingest_paths(office.store, [files], FrozenClock()).changed) == 2
        update_index(office.store, settings.index_folder)
        assert ask(office, QUESTION)[2].version == 2
        assert not list(verify_all(office.store))
        with office.store.reading() as session:
            kept = session.get_one(AnswerRecord, given).citations[0]
            text = stored_text(session, citation.document_id, kept["version"], "text")
    assert kept["version"] == 1
    assert text[kept["start"] : kept["end"]] == citation.quote

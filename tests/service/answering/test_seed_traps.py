"""What the five seed documents are known to mislead programs with, asked of a real office."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from indexer.build import build_index
from knowledge.documents import Document, Passage, Reference, Version, is_current
from knowledge.ingesting.ingestion import ingest_paths
from knowledge.queries.corpus import stored_text
from service.answering.answer import AskRequest, Outcome
from service.config import Settings
from service.wiring import open_office
from tests.clocks import FrozenClock

pytestmark = pytest.mark.shared

SEEDS = Path("../shared/eval/seeds/files")
LINKOU = "林政办发〔2021〕17号"


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    clock = FrozenClock()
    opened = open_office(Settings(home=tmp_path_factory.mktemp("office")), clock)
    assert len(ingest_paths(opened.store, [SEEDS], clock).added) == 5
    build_index(opened.store, opened.settings.index_folder)
    yield opened
    opened.close()


def ask(office, question):
    return office.answers.ask(AskRequest(question, None, None)).answer


def version(session, file: str) -> Version:
    query = select(Version).join(Document, is_current()).where(Version.file_name.startswith(file))
    return session.scalars(query).one()


def text_of(office, file: str) -> str:
    with office.store.reading() as session:
        found = version(session, file)
        return stored_text(session, found.document_id, found.number, "text")


def test_a_damaged_number_gives_no_year_and_an_upload_date_is_no_publication(office):
    with office.store.reading() as session:
        found = version(session, "001")
        assert (found.doc_number, found.written_on, found.published_on) == (None, None, None)
        assert "九府厅发2023号" in [doubt["raw"] for doubt in found.doubts]


def test_who_is_in_charge_is_no_number_and_a_blank_form_no_answer(office):
    with office.store.reading() as session:
        found = version(session, "002")
        assert found.doc_number == LINKOU
        passages = session.scalars(select(Passage.text).where(Passage.version_id == found.id)).all()
    assert not [text for text in passages if "办公电话" in text]
    assert not text_of(office, "002").rstrip().endswith("\n1")


def test_an_answer_from_before_the_law_changed_names_the_rule_that_holds(office):
    answer = ask(office, "依申请公开几天答复")
    assert answer.outcome is Outcome.ANSWERED
    assert "15个工作日" in answer.answer.quote
    assert "2014年的文件" in answer.answer.notice
    assert "已经过时" in answer.answer.notice
    assert "20个工作日" in answer.answer.notice
    assert "《中华人民共和国政府信息公开条例》第三十三条" in answer.answer.notice


def test_what_was_printed_in_traditional_characters_with_pinyin_is_found_in_simplified(office):
    answer = ask(office, "着力解决政务公开中的突出问题")
    named = {each.citation.title for each in answer.suggestions}
    named |= {each.title for each in answer.citations}
    assert any("河北省" in title for title in named)
    text = text_of(office, "000")
    assert "着力" in text
    assert "?" not in text
    assert "hào" not in text


def test_a_nested_title_is_no_tag_the_site_no_issuer_and_two_brackets_one_number(office):
    with office.store.reading() as session:
        found = version(session, "003")
        assert found.issuers == ["厦门市规划委员会"]
        cited = session.scalars(
            select(Reference.target_number_key).where(
                Reference.version_id == found.id, Reference.printed.contains("闽委办发")
            )
        ).all()
    assert len(set(cited)) == 1
    assert "厦门市人民政府办公厅" in text_of(office, "003")


@pytest.mark.parametrize(
    "typed",
    [
        LINKOU,
        "林政办发[2021]17号",
        "林政办发2021年17号",
        "林政办发（２０２１）１７号",
        "林政办发2021 17号",
    ],
)
def test_a_number_finds_its_document_however_it_is_typed(office, typed):
    answer = ask(office, typed)
    assert answer.outcome is Outcome.ANSWERED
    assert answer.citations[0].doc_number == LINKOU

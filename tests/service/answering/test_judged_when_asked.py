"""Validity is judged on the day of the question: no index is built anew when a term runs out."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from indexer.build import build_index
from knowledge.clock import CHINA
from knowledge.dates import chinese_date
from knowledge.ingesting.ingestion import ingest_paths
from service.answering.answer import AskRequest, Outcome
from service.answering.seeking import Asked
from service.config import Settings
from service.wiring import open_office
from tests.clocks import FrozenClock

QUESTION = "高龄津贴每人每月发多少钱"
OLD = """青禾县人民政府关于发放高龄津贴的通知

青政规〔2023〕6号

各镇人民政府：
为了照顾高龄老人的生活，现就发放高龄津贴的有关事项通知如下：
一、年满八十周岁的老人，高龄津贴每人每月100元。
二、本通知自2023年1月1日起施行，有效期至{last}。

青禾县人民政府
2022年12月20日
"""
DECISION = """青禾县人民政府关于废止部分文件的决定

青政发〔2026〕9号

各镇人民政府：
经清理，《青禾县人民政府关于发放高龄津贴的通知》（青政规〔2023〕6号）自{first}起废止。

青禾县人民政府
2026年1月5日
"""


@pytest.fixture
def office(tmp_path):
    opened = open_office(Settings(home=tmp_path, model="none"), FrozenClock())
    yield opened
    opened.close()


def today(office) -> date:
    return office.clock.now.astimezone(CHINA).date()


def take_in(office, **texts: str) -> None:
    folder = office.settings.home / "documents"
    folder.mkdir()
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    assert len(ingest_paths(office.store, [folder], office.clock).added) == len(texts)
    build_index(office.store, office.settings.index_folder)


def ask(office):
    return office.answers.ask(AskRequest(QUESTION, None, None)).answer


def test_a_document_answers_on_its_last_day_and_only_with_notice_on_the_next(office):
    take_in(office, old=OLD.format(last=chinese_date(today(office))))
    on_the_day = ask(office)
    assert on_the_day.outcome is Outcome.ANSWERED
    assert "100元" in on_the_day.answer.text
    assert on_the_day.answer.notice is None
    office.clock.advance(timedelta(days=1))
    next_day = ask(office)
    assert next_day.outcome is Outcome.ANSWERED
    assert "失效" in next_day.answer.notice


def test_a_document_answers_until_the_day_of_its_repeal_and_then_names_who_ended_it(office):
    tomorrow = today(office) + timedelta(days=1)
    take_in(
        office,
        old=OLD.format(last=chinese_date(tomorrow + timedelta(days=900))),
        decision=DECISION.format(first=chinese_date(tomorrow)),
    )
    assert ask(office).answer.notice is None
    office.clock.advance(timedelta(days=1))
    answer = ask(office).answer
    assert "100元" in answer.text
    assert "废止" in answer.notice
    assert "青政发〔2026〕9号" in answer.notice


NEXT = """青禾县人民政府关于调整临时救助标准的通知

各镇人民政府：
一、临时救助标准调整为每人每次1500元。
二、临时救助标准每两年调整一次。
三、本通知自{first}起施行。

青禾县人民政府
"""
PRESENT = """青禾县临时救助实施办法

第一条 临时救助标准为每人每次1200元。
第二条 临时救助向镇政府申请。
"""


@pytest.fixture
def soon_changed(office):
    begins = today(office) + timedelta(days=60)
    take_in(office, next=NEXT.format(first=chinese_date(begins)), present=PRESENT)
    return office


def test_what_is_in_force_answers_before_what_has_not_begun(soon_changed):
    answer = soon_changed.answers.ask(AskRequest("临时救助标准是多少钱")).answer
    assert answer.outcome is Outcome.ANSWERED
    assert "1200元" in answer.answer.text
    assert answer.answer.notice is None


def test_what_has_not_begun_answers_with_notice_where_nothing_in_force_does(soon_changed):
    answer = soon_changed.answers.ask(AskRequest("临时救助标准几年调整一次")).answer
    assert answer.outcome is Outcome.ANSWERED
    assert "每两年" in answer.answer.text
    assert "尚未施行" in answer.answer.notice


def test_what_has_not_begun_never_goes_before_what_is_in_force_where_neither_is_sure(soon_changed):
    answers = soon_changed.answers
    with soon_changed.store.reading() as session:
        sought = answers.look_up(
            session, Asked("临时救助标准调整听证会的录像", today(soon_changed))
        )
        at = answers.thresholds.answered_at
        judged = answers.understanding.shipped.judge.best(session, sought.inquiry, sought.found, at)
    assert not sought.found.candidates[0].document.validity.answerable
    assert judged.confidence < at
    assert judged.citation.validity.answerable

"""Validity is judged on the day of the question: no index is built anew when a term runs out."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from indexer.build import build_index
from knowledge.clock import CHINA
from knowledge.dates import chinese_date
from knowledge.ingesting.ingestion import ingest_paths
from service.answering.answer import AskRequest, Outcome
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
    opened = open_office(Settings(home=tmp_path), FrozenClock())
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

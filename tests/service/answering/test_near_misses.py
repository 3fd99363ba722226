"""Questions that a small office can answer, and near misses of each, which it must not answer."""

from __future__ import annotations

import pytest

from indexer.build import build_index
from knowledge.ingesting.ingestion import ingest_paths
from service.answering.answer import AskRequest, Outcome
from service.config import Settings
from service.wiring import open_office
from tests.clocks import FrozenClock

ELDERLY = """青禾县高龄津贴发放办法

第一条 为了照顾高龄老人的生活，制定本办法。
第二条 本县户籍、年满八十周岁的老人，高龄津贴每人每月发放100元。
第三条 高龄津贴由本人向户籍所在地的村民委员会申请，带身份证和户口簿。
第四条 高龄津贴按月发放，去世的从次月起停发。
"""
HOUSING = """青禾县公共租赁住房管理办法

第一条 为了做好公共租赁住房的分配和管理，制定本办法。
第二条 公租房的租金标准为每平方米每月2.5元。
第三条 申请公租房的家庭，人均月收入应当低于1800元。
第四条 公租房的租赁期限一般不超过五年。
"""
INSURANCE = """青禾县关于做好2026年度城乡居民医保参保缴费工作的通知

一、2026年度城乡居民医保个人缴费标准为每人400元。
二、集中缴费期为2025年10月1日至12月31日。
三、参保人可以通过手机或者到银行网点缴费。
"""
OPENNESS = """青禾县政府信息公开申请办理规程

第一条 公民可以申请获取政府信息，申请应当写明姓名和联系方式。
第二条 收到信息公开申请的，应当自收到之日起20个工作日内答复。
第三条 信息公开申请的数量明显超过合理范围的，可以收取信息处理费，按照省里的规定计收。
"""

PAIRS = {
    "another city": ("青禾县高龄津贴每月发多少钱", "佛山市高龄津贴每月发多少钱"),
    "another county": ("青禾县公租房租金每平方米多少钱", "林口县公租房租金每平方米多少钱"),
    "another year": ("2026年居民医保个人交多少钱", "2023年居民医保个人交多少钱"),
    "a related benefit": ("公租房的租金每平方米多少钱", "人才公寓的租金每平方米多少钱"),
    "another population": ("高龄津贴每月发多少钱", "残疾人护理补贴每月发多少钱"),
    "a detail that is mentioned and not told": (
        "信息公开申请多少天答复",
        "信息公开申请一页收多少钱处理费",
    ),
}


@pytest.fixture(scope="module", params=["none", ""], ids=["by hand", "as shipped"])
def office(request, tmp_path_factory):
    home = tmp_path_factory.mktemp("near")
    folder = home / "documents"
    folder.mkdir()
    clock = FrozenClock()
    texts = (ELDERLY, HOUSING, INSURANCE, OPENNESS)
    for number, text in enumerate(texts):
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")
    opened = open_office(Settings(home=home, model=request.param), clock)
    assert len(ingest_paths(opened.store, [folder], clock).added) == len(texts)
    build_index(opened.store, opened.settings.index_folder)
    yield opened
    opened.close()


def ask(office, question):
    return office.answers.ask(AskRequest(question)).answer


@pytest.mark.parametrize("name", PAIRS)
def test_a_question_is_answered_and_its_near_miss_is_not(office, name):
    told, missed = PAIRS[name]
    assert ask(office, told).outcome is Outcome.ANSWERED
    assert ask(office, missed).outcome is not Outcome.ANSWERED


@pytest.mark.parametrize("name", PAIRS)
def test_a_near_miss_is_less_sure_than_the_question_that_is_answered(office, name):
    told, missed = PAIRS[name]
    assert ask(office, missed).confidence < ask(office, told).confidence

from __future__ import annotations

import pytest

from service.answering.own_matter import OwnMatter

MEDICAL = "2027年居民医保个人缴费每人每年430元。最低生活保障对象个人缴费130元。参保登记、报销。"
PENSION = "高龄津贴：80周岁至89周岁的，每人每月80元。凭户口簿申领，村委会受理。"


def unsaid(own_matter: OwnMatter, question: str, said: str) -> tuple[str, ...]:
    return own_matter.unsaid(own_matter.analyzer.analyse_question(question), said)


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("高铁站什么时候建成通车", "高铁"),
        ("装修垃圾怎么处理", "垃圾"),
        ("护理补贴多少钱", "护理补贴"),
        ("养老院怎么收费", "养老院"),
        ("停水了打什么电话", "停水"),
        ("结婚要带什么", "结婚"),
        ("我老伴八十二岁了能领多少钱", "82"),
        ("我妈76岁有补贴吗", "76"),
    ],
)
def test_a_noun_an_everyday_phrase_a_matter_or_an_age_that_was_not_said_is_told(
    own_matter: OwnMatter, question: str, named: str
) -> None:
    assert named in unsaid(own_matter, question, MEDICAL)


@pytest.mark.parametrize(
    "question",
    [
        "要什么材料",
        "那多少钱",
        "在哪办",
        "期限呢",
        "补贴多少",
        "办公时间",
        "联系电话是多少",
        "收费标准是什么",
        "一共给多少",
        "那外地的呢",
        "县城的呢",
        "低保户也要交吗",
        "低保家庭有优惠吗",
        "退伍军人可以吗",
        "我爸也能办吗",
        "过期还办不办",
        "怎么报销",
    ],
)
def test_what_is_asked_for_whom_where_when_and_what_was_said_name_no_matter(
    own_matter: OwnMatter, question: str
) -> None:
    assert unsaid(own_matter, question, MEDICAL) == ()


def test_an_age_that_the_text_rules_was_said(own_matter: OwnMatter) -> None:
    assert unsaid(own_matter, "我老伴八十二岁了能领多少钱", PENSION) == ()
    assert unsaid(own_matter, "我妈76岁有补贴吗", PENSION) == ("76",)


def test_a_question_that_points_back_may_name_a_circumstance(own_matter: OwnMatter) -> None:
    assert unsaid(own_matter, "我家有台小轿车，能申请吗", MEDICAL) == ("小轿车",)
    assert unsaid(own_matter, "我家有台小轿车，这样还能申请吗", MEDICAL) == ()
    assert unsaid(own_matter, "我家有台小轿车，这样还能领结婚补助吗", MEDICAL) == ("结婚",)


def test_the_title_of_another_document_tells_a_matter_that_was_only_mentioned(
    own_matter: OwnMatter,
) -> None:
    terms = own_matter.analyzer.analyse_question("契税补贴还有吗")
    person = own_matter.analyzer.analyse_question("低保户有优惠吗")
    assert own_matter.in_title(terms, "购买新建商品住房契税补贴实施细则", "公租房租金多少")
    assert not own_matter.in_title(terms, "契税补贴实施细则", "契税怎么交")
    assert not own_matter.in_title(person, "最低生活保障标准", "公租房租金多少")

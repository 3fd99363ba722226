from __future__ import annotations

import pytest

from service.answering.extraction import extract
from service.answering.guide_elements import answering_labels, asked_element, printed_labels
from service.answering.reading import read
from service.answering.sentence_scores import Source
from service.answering.sentences import answering_sentences

TIMES = "承诺时限 | 3个工作日\n法定时限 | 30个工作日"
GUIDE = "一、办理地点\n县政务服务中心一楼。\n二、收费：不收费。"


def labels(text: str, trail: str = "") -> list[str | None]:
    return printed_labels(text, trail, answering_sentences(text))


@pytest.mark.parametrize(
    ("question", "element"),
    [
        ("过户在哪里办", "办理地点"),
        ("过户要交多少钱", "收费"),
        ("过户几个工作日能办完", "办理时限"),
        ("申领津贴要带什么材料", "申请材料"),
        ("创业补贴有什么条件", "受理条件"),
        ("临时救助怎么申请", "办理流程"),
        ("不满意打哪个电话投诉", "投诉渠道"),
        ("创业补贴能给多少钱", None),
    ],
)
def test_people_ask_for_an_element_in_their_own_words(question, element):
    assert asked_element(question) == element


def test_a_sentence_stands_under_its_line_s_label_or_the_heading_above():
    assert labels(TIMES) == ["承诺时限", "法定时限"]
    assert labels(GUIDE) == [None, "办理地点", "收费"]
    assert labels("身份证原件。", trail="办事指南 三、申请材料") == ["申请材料"]
    assert labels("津贴按月发放。", trail="第三章 申领和发放") == [None]


def test_what_the_office_promises_goes_before_what_the_law_allows():
    printed = labels(TIMES)
    assert answering_labels("几个工作日能办完", printed) == {"承诺时限"}
    assert answering_labels("法定时限是几个工作日", printed) == {"承诺时限", "法定时限"}
    assert answering_labels("补贴多少钱", printed) == frozenset()


def test_the_element_asked_for_answers_whatever_other_words_stand_elsewhere(analyzer):
    sources = [
        Source("抵押权人同意过户的，在哪里办、怎么办另行告知。", "一、受理条件", 1.0),
        Source("县政务服务中心一楼不动产登记窗口。", "四、办理地点", 0.4),
    ]
    terms = analyzer.analyse_question("过户在哪里办")
    found = extract(read(terms, "", sources, analyzer, lambda _word: 1.0), analyzer)
    assert found.source == 1

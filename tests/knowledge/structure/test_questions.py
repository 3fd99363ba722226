from __future__ import annotations

import pytest

from knowledge.cleaned import LineKind
from tests.knowledge.clean_documents import Line
from tests.knowledge.structure.outlines import parts, passages

LONG = "办理时应当带齐材料，材料不齐的，工作人员一次告知需要补正的全部内容。"


@pytest.mark.parametrize(
    ("body", "label"),
    [
        ("问：怎么办理养犬登记？\n答：到镇政府窗口办理。", "问"),
        ("问题1：怎么办理养犬登记？\n解答：到镇政府窗口办理。", "问"),
        ("Q1：怎么办理养犬登记？\nA1：到镇政府窗口办理。", "问"),
        ("【问】怎么办理养犬登记？\n【答】到镇政府窗口办理。", "问"),
        ("1.问：怎么办理养犬登记？\n答：到镇政府窗口办理。", "问"),
        ("问：怎么办理养犬登记？答：到镇政府窗口办理。", "问"),
        ("怎么办理养犬登记？\n到镇政府窗口办理。", "问"),
        ("一、怎么办理养犬登记？\n到镇政府窗口办理。", "一、"),
        ("1.怎么办理养犬登记？\n到镇政府窗口办理。", "1"),
        ("1.怎么办理养犬登记？到镇政府窗口办理。", "1"),
    ],
)
def test_every_notation_of_a_question_makes_a_pair(body: str, label: str) -> None:
    assert parts(body) == [("qa", label, "怎么办理养犬登记？")]
    ((_, text),) = passages(body).values()
    assert "怎么办理" in text
    assert text.endswith("到镇政府窗口办理。")


def test_a_heading_that_asks_without_a_mark_makes_a_pair() -> None:
    body = "（一）已经登记的要不要重新登记\n不需要，原登记继续有效。\n（二）办理程序\n先申请。"
    assert parts(body) == [
        ("qa", "（一）", "已经登记的要不要重新登记"),
        ("element", "（二）办理程序", "办理流程"),
    ]


def test_a_long_question_is_the_heading_as_a_whole() -> None:
    question = "临近退休年龄且未在用人单位参加基本养老保险，又尚未缴足最低缴费年限的人员，怎么办？"
    assert parts(f"五、{question}\n可以个人身份参保。") == [("qa", "五、", question)]


def test_questions_without_a_mark_are_told_by_their_company() -> None:
    body = "哪些人可以申请？\n本县户籍居民\n要交多少钱？\n不收费"
    assert [heading for _, _, heading in parts(body, level="qa")] == [
        "哪些人可以申请？",
        "要交多少钱？",
    ]


def test_a_question_in_a_row_of_slogans_is_no_pair() -> None:
    body = "房屋租赁登记备案是什么？\n可以网上办理吗？\n这份攻略\n请收好！\n一、要求\n按期备案。"
    assert parts(body, level="qa") == []


def test_a_question_that_nobody_answers_is_no_pair() -> None:
    assert parts("一、公租房怎么申请？\n二、申请条件\n本县户籍居民可以申请。", level="qa") == []


def test_a_long_answer_is_cut_with_its_question_in_every_trail() -> None:
    body = "问：怎么办理养犬登记？\n答：" + "\n".join(f"先看{n}。{LONG * 3}" for n in "甲乙丙丁")
    found = passages(body + "\n问：收费吗？\n答：不收费。")
    assert "第1问" in found
    rest = [trail for locator, (trail, _) in found.items() if locator.startswith("第1问第")]
    assert rest
    assert all(trail == "怎么办理养犬登记？" for trail in rest)


def test_a_table_in_an_answer_stays_with_its_question() -> None:
    rows: list[Line] = [
        "问：每月补贴多少？",
        "答：标准见下表：",
        ("档次 | 每月", LineKind.TABLE_HEAD),
        *((f"第{number}档 | {number}00元", LineKind.TABLE_ROW) for number in range(1, 40)),
        "问：怎么领？",
        "答：发到社会保障卡。",
    ]
    found = passages(rows)
    assert found["第1问表第7行"] == ("每月补贴多少？ 答：标准见下表： 档次 | 每月", "第7档 | 700元")
    assert found["第2问"][1] == "问：怎么领？\n答：发到社会保障卡。"


def test_an_answer_does_not_swallow_the_next_section() -> None:
    body = (
        "一、关于申请\n问：谁可以申请？\n答：本县居民。\n"
        "二、关于发放\n问：什么时候发？\n答：每月发放。\n"
        "三、咨询方式\n可以到镇政府窗口咨询。"
    )
    found = passages(body)
    assert found["一、第1问"] == ("一、关于申请", "问：谁可以申请？\n答：本县居民。")
    assert found["二、第2问"][0] == "二、关于发放"
    assert found["三、"] == ("", "三、咨询方式\n可以到镇政府窗口咨询。")


def test_a_section_below_unsectioned_questions_is_not_their_answer() -> None:
    body = "问：谁可以申请？\n答：本县居民。\n一、办理窗口\n县政务服务中心一楼。"
    assert passages(body)["第1问"][1] == "问：谁可以申请？\n答：本县居民。"


def test_a_numbered_list_that_the_answer_leads_in_belongs_to_it() -> None:
    body = (
        "问：要带什么？\n答：带下列材料：\n一、身份证；\n二、户口簿。\n问：收费吗？\n答：不收费。"
    )
    assert passages(body)["第1问"][1].endswith("二、户口簿。")


def test_a_heading_above_further_questions_ends_the_answer() -> None:
    rows: list[Line] = [
        ("申请类", LineKind.HEADING),
        "问：谁可以申请？",
        "答：本县居民。",
        ("发放类", LineKind.HEADING),
        "问：什么时候发？",
        "答：每月发放。",
    ]
    assert passages(rows)["“发放类”第2问"] == ("发放类", "问：什么时候发？\n答：每月发放。")


def test_the_notes_of_a_page_stand_outside_the_last_answer() -> None:
    found = passages("问：收费吗？\n答：不收费。\n青禾县民政局\n2026年3月1日")
    assert found["第1问"][1] == "问：收费吗？\n答：不收费。"
    assert list(found) == ["第1问"]

from __future__ import annotations

import pytest

from knowledge.cleaned import LineKind
from knowledge.structure.elements import ELEMENTS, canonical_element, element_cells
from tests.knowledge.clean_documents import Line
from tests.knowledge.structure.outlines import parts, passages

STANDARD = {
    "事项名称", "设定依据", "受理条件", "申请材料", "办理流程", "受理单位", "办理时限", "收费",
    "办理地点", "办公时间", "联系电话", "投诉渠道", "办理结果",
}  # fmt: skip


@pytest.mark.parametrize(
    ("printed", "element"),
    [
        ("所需材料", "申请材料"),
        ("申请材料清单", "申请材料"),
        ("申 报 材 料：", "申请材料"),
        ("服务对象", "受理条件"),
        ("承诺时限", "办理时限"),
        ("法定办结时限（工作日）", "办理时限"),
        ("是否收费", "收费"),
        ("监督投诉", "投诉渠道"),
        ("联系方式和投诉渠道", "联系电话"),
        ("政策依据", "设定依据"),
        ("受理时间", "办公时间"),
        ("工作目标", None),
        ("", None),
    ],
)
def test_an_element_has_one_standard_name(printed: str, element: str | None) -> None:
    assert canonical_element(printed) == element


def test_every_standard_name_stands_for_itself() -> None:
    assert set(ELEMENTS) == STANDARD
    assert {canonical_element(name) for name in ELEMENTS} == STANDARD


def test_no_printed_word_stands_for_two_elements() -> None:
    words = [word for labels in ELEMENTS.values() for word in labels.split()]
    assert len(words) == len(set(words))


def test_elements_are_found_as_lines_headings_and_rows() -> None:
    rows: list[Line] = [
        ("服务事项 | 养犬登记", LineKind.TABLE_ROW),
        ("承诺时限 | 3个工作日 | 收费标准 | 不收费", LineKind.TABLE_ROW),
        "一、所需材料",
        "身份证。",
        "二、工作目标",
        "方便群众。",
        "三、其他",
        "办公地址：县政务服务中心一楼",
        "4.监督电话：0600-0000001",
    ]
    assert parts(rows) == [
        ("element", "服务事项", "事项名称"),
        ("element", "承诺时限", "办理时限"),
        ("element", "收费标准", "收费"),
        ("element", "一、所需材料", "申请材料"),
        ("一、", "二、", "工作目标"),
        ("一、", "三、", "其他"),
        ("element", "办公地址", "办理地点"),
        ("element", "4.监督电话", "投诉渠道"),
    ]
    found = passages(rows)
    assert found["“承诺时限”"] == ("", "承诺时限 | 3个工作日")
    assert found["“收费标准”"] == ("", "收费标准 | 不收费")
    assert found["一、"] == ("", "一、所需材料\n身份证。")


@pytest.mark.parametrize(
    ("row", "cells"),
    [
        ("办理时限 | 3天", ["办理时限 | 3天"]),
        ("基本信息 | 事项名称 | 养犬登记", ["事项名称 | 养犬登记"]),
        ("办理地点 | 一楼 | 一楼 | 一楼", ["办理地点 | 一楼 | 一楼 | 一楼"]),
        ("办理时限 | 3天 | 收费 | 无", ["办理时限 | 3天", "收费 | 无"]),
        ("联系电话 | 办公地址", []),
        ("大型犬 | 200元", []),
        ("序号 | 单位 | 办公电话", []),
        ("补贴 | 对象 | 每人每月", []),
        ("养犬登记", []),
    ],
)
def test_a_row_holds_the_elements_that_it_prints(row: str, cells: list[str]) -> None:
    assert [row[start:end] for start, end in element_cells(row)] == cells


def test_columns_named_like_an_element_are_no_elements() -> None:
    rows: list[Line] = [
        ("办理地点 | 楼层", LineKind.TABLE_HEAD),
        ("登记处 | 一楼", LineKind.TABLE_ROW),
        ("缴费处 | 二楼", LineKind.TABLE_ROW),
    ]
    assert parts(rows) == []
    assert passages(rows)["表第2行"] == ("办理地点 | 楼层", "缴费处 | 二楼")


def test_a_note_on_who_is_in_charge_heads_nothing() -> None:
    body = "（一）公开信息。及时公布。\n（办公室负责）\n（二）回应关切。及时回应，做好解释工作。"
    assert [level for level, _, _ in parts(body)] == ["（一）", "（一）"]

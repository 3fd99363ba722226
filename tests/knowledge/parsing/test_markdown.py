"""Markdown as lines."""

from __future__ import annotations

import pytest

from knowledge.cleaned import LineKind, LineRole
from knowledge.errors import UnsupportedSource
from knowledge.parsing.charset import DecodedText
from knowledge.parsing.markdown import parse_markdown


def lines_of(text: str) -> list[tuple[str, LineRole, LineKind]]:
    """Text, role and kind of each line."""
    parsed = parse_markdown(DecodedText(text, "utf-8"))
    return [(parsed.raw_text[line.start : line.end], line.role, line.kind) for line in parsed.lines]


def test_front_matter_stands_outside_the_text() -> None:
    lines = lines_of("---\n发布机构: 县政府办\n文号: 林政〔2021〕1号\n---\n# 通知\n\n正文。\n")
    assert lines == [
        ("发布机构: 县政府办", LineRole.OUTSIDE, LineKind.PARAGRAPH),
        ("文号: 林政〔2021〕1号", LineRole.OUTSIDE, LineKind.PARAGRAPH),
        ("通知", LineRole.BODY, LineKind.HEADING),
        ("正文。", LineRole.BODY, LineKind.PARAGRAPH),
    ]


def test_markup_goes_and_the_numbers_of_ordered_lists_stay() -> None:
    text = "见**附件**和[网站](http://x.cn)。\n\n1. 身份证\n2. `户口簿`\n\n- 照片\n"
    assert [line for line, _, _ in lines_of(text)] == [
        "见附件和网站。",
        "1. 身份证",
        "2. 户口簿",
        "照片",
    ]


def test_a_table_gives_a_line_for_each_row() -> None:
    assert lines_of("| 项目 | 金额 |\n|---|---|\n| 补贴 | 100元 |\n") == [
        ("项目 | 金额", LineRole.BODY, LineKind.TABLE_HEAD),
        ("补贴 | 100元", LineRole.BODY, LineKind.TABLE_ROW),
    ]


def test_short_lines_stay_lines_and_wrapped_ones_are_joined() -> None:
    wrapped = "为贯彻落实上级关于做好信息公开工作的部署要求结合本县实际现就有关\n事项通知如下。"
    assert len(lines_of("文号：林政〔2021〕1号\n发布日期：2021-01-01")) == 2
    assert [line for line, _, _ in lines_of(wrapped)] == [wrapped.replace("\n", "")]


def test_quotes_are_read_and_bottomless_nesting_is_refused_rather_than_dropped() -> None:
    assert [line for line, _, _ in lines_of("> " * 60 + "深处的字")] == ["深处的字"]
    with pytest.raises(UnsupportedSource, match="嵌套"):
        lines_of("> " * 3000 + "深处的字")

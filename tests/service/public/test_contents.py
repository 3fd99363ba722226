"""The table of contents: what a reader steers by, and nothing that leads nowhere."""

from __future__ import annotations

from knowledge.queries.findings import PartView
from service.public.contents import MOST, contents_of


def parts_of(text: str, *told: tuple[int | None, str, str, str]) -> list[PartView]:
    """Parts by (parent, level, label, heading), each beginning where its label stands."""
    found, at = [], 0
    for ordinal, (parent, level, label, heading) in enumerate(told):
        at = text.index(label or heading, at)
        found.append(PartView(ordinal, parent, level, label, heading, "", at, len(text)))
    return found


def test_chapters_and_articles_are_listed_without_the_whole_that_holds_them() -> None:
    text = "青禾县高龄津贴发放办法\n第一章 总则\n第一条 为了……\n第二条 适用于……\n第二章 对象"
    parts = parts_of(
        text,
        (None, "附文", "", "青禾县高龄津贴发放办法"),
        (0, "章", "第一章", "总则"),
        (1, "条", "第一条", ""),
        (1, "条", "第二条", ""),
        (0, "章", "第二章", "对象"),
    )
    shown = [(entry.words, entry.depth, entry.part) for entry in contents_of(text, parts)]
    assert shown == [
        ("第一章　总则", 0, 1),
        ("第一条", 1, 2),
        ("第二条", 1, 3),
        ("第二章　对象", 0, 4),
    ]


def test_bare_numbers_and_what_stands_within_a_line_or_a_table_are_left_out() -> None:
    text = "一、标准\n（一）城市\n（二） | 农村\n二、程序（三）复核\n三、其他"
    parts = parts_of(
        text,
        (None, "一、", "一、", "标准"),
        (0, "（一）", "（一）", ""),
        (0, "（一）", "（二）", "农村"),
        (None, "一、", "二、", "程序"),
        (3, "（一）", "（三）", "复核"),
        (None, "一、", "三、", "其他"),
    )
    words = [entry.words for entry in contents_of(text, parts)]
    assert words == ["一、标准", "二、程序", "三、其他"]


def test_a_sibling_without_heading_goes_by_the_first_words_of_its_text() -> None:
    text = (
        "一、补贴标准\n二、申请人应当向户籍所在地乡镇人民政府提出书面申请，并附身份证明材料；"
        "逾期不予受理。\n三、发放办法\n（一）按月。\n（二）按季。\n四、（空缺）"
    )
    parts = parts_of(
        text,
        (None, "一、", "一、", "补贴标准"),
        (None, "一、", "二、", ""),
        (None, "一、", "三、", "发放办法"),
        (2, "（一）", "（一）", ""),
        (2, "（一）", "（二）", ""),
    )
    assert [entry.words for entry in contents_of(text, parts)] == [
        "一、补贴标准",
        "二、申请人应当向户籍所在地乡镇人民政府提出书面申请，并附身份证…",
        "三、发放办法",
    ]


def test_few_parts_need_no_contents_and_many_show_their_upper_level() -> None:
    text = "一、标准\n二、程序"
    parts = parts_of(text, (None, "一、", "一、", "标准"), (None, "一、", "二、", "程序"))
    assert contents_of(text, parts) == ()
    lines = [f"第{number}章 总则\n第{number}条" for number in range(MOST)]
    text = "\n".join(lines)
    told: list[tuple[int | None, str, str, str]] = []
    for number in range(MOST):
        told.append((None, "章", f"第{number}章", "总则"))
        told.append((len(told) - 1, "条", f"第{number}条", ""))
    shown = contents_of(text, parts_of(text, *told))
    assert len(shown) == MOST
    assert {entry.depth for entry in shown} == {0}

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from knowledge.queries.findings import PartView
from service.public.layout import Line, Table, lay_out

TEXT = "关于补助的办法\n第一章 总则\n第一条 每人每月80元。\n\n（一）身份证；\n（二）户口簿。"


def part(ordinal: int, parent: int | None, start: int) -> PartView:
    return PartView(ordinal, parent, "章", "", "", "", start, len(TEXT))


def marked(text: str, start: int, end: int) -> list[str]:
    return [
        piece.text
        for line in lay_out(text, (), start, end)
        for piece in line.pieces
        if piece.marked
    ]


def test_the_passage_is_marked_and_nothing_else() -> None:
    start = TEXT.index("每人")
    assert marked(TEXT, start, start + 8) == ["每人每月80元。"]


def test_a_passage_over_several_lines_is_marked_line_by_line_with_one_anchor() -> None:
    start = TEXT.index("（一）")
    lines = list(lay_out(TEXT, (), start, len(TEXT)))
    anchors = [piece for line in lines for piece in line.pieces if piece.anchor]
    assert marked(TEXT, start, len(TEXT)) == ["（一）身份证；", "（二）户口簿。"]
    assert [piece.text for piece in anchors] == ["（一）身份证；"]


def test_an_empty_range_marks_nothing() -> None:
    assert marked(TEXT, 0, 0) == []


def test_a_short_line_that_begins_a_part_is_a_heading_and_a_clause_is_not() -> None:
    chapter, article = TEXT.index("第一章"), TEXT.index("第一条")
    lines = list(lay_out(TEXT, (part(0, None, chapter), part(1, 0, article)), 0, 0))
    assert [(line.text, line.heading) for line in lines[:3]] == [
        ("关于补助的办法", None),
        ("第一章 总则", 3),
        ("第一条 每人每月80元。", None),
    ]


def test_headings_go_as_deep_as_the_page_allows() -> None:
    text = "一\n二\n三\n四"
    parts = [
        PartView(depth, depth - 1 if depth else None, "", "", "", "", 2 * depth, len(text))
        for depth in range(4)
    ]
    assert [line.heading for line in lay_out(text, parts, 0, 0)] == [3, 4, 5, 5]


TABLE = "标准如下：\n年龄 | 标准\n\n80至89周岁 | 每月80元\n备注 | 无\n说明 | 按月发放"


def test_rows_that_follow_one_another_are_a_table_with_the_cited_row_marked() -> None:
    start = TABLE.index("80至")
    first, table = lay_out(TABLE, (), start, TABLE.index("\n备注"))
    assert isinstance(first, Line)
    assert isinstance(table, Table)
    assert [len(row) for row in table.rows] == [2, 2, 2, 2]
    cells = [cell[0] for cell in table.rows[1]]
    assert [(cell.text, cell.marked) for cell in cells] == [
        ("80至89周岁", True),
        ("每月80元", True),
    ]
    assert [cell.anchor for cell in cells] == [True, False]


def test_one_line_with_a_bar_is_no_table() -> None:
    assert [type(line) for line in lay_out("甲 | 乙", (), 0, 0)] == [Line]


@given(st.text(alphabet="甲乙 \n。", max_size=40), st.integers(0, 40), st.integers(0, 40))
def test_no_visible_character_is_lost_and_the_mark_is_the_slice(
    text: str, one: int, other: int
) -> None:
    start, end = sorted((min(one, len(text)), min(other, len(text))))
    lines = list(lay_out(text, (), start, end))
    whole = "".join(piece.text for line in lines for piece in line.pieces)
    assert whole.split() == "".join(line for line in text.split("\n") if line.strip()).split()
    wanted = "".join(text[start:end].split())
    assert "".join("".join(marked(text, start, end)).split()) == wanted

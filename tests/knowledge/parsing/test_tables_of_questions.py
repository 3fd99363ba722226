"""CSV and XLSX: rows of questions and answers become pairs, other tables keep their rows."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from datetime import date, datetime, time

import openpyxl
import pytest

from knowledge.cleaned import LineKind, LineRole
from knowledge.errors import DamagedSource, NoTextInSource, OversizedSource
from knowledge.parsing import parse, xlsx
from knowledge.parsing.cell_values import shown
from knowledge.reading import read_document
from knowledge.sources import SourceFile

CSV = "问题,答复,依据\n医保断缴怎么办？,可以补缴。,青医保发〔2026〕3号\n怎样参保？,到窗口办理。,\n"
#: Cells know no time zone.
DAY = datetime.combine(date(2026, 3, 5), time())
MORNING = datetime.combine(date(2026, 3, 5), time(9, 30))
PAIRS = [
    "医保问答",
    "问：医保断缴怎么办？",
    "答：可以补缴。",
    "依据：青医保发〔2026〕3号",
    "问：怎样参保？",
    "答：到窗口办理。",
]


def source(data: str | bytes, name: str = "医保问答.csv") -> SourceFile:
    return SourceFile(f"/in/{name}", name, data.encode() if isinstance(data, str) else data)


def lines(data: str | bytes, name: str = "医保问答.csv") -> list[str]:
    return parse(source(data, name)).raw_text.splitlines()


def workbook(fill: Callable[[openpyxl.Workbook], None]) -> bytes:
    book = openpyxl.Workbook()
    fill(book)
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def sheet_of(rows: Sequence[Sequence[object]], *merged: str) -> bytes:
    def fill(book: openpyxl.Workbook) -> None:
        for row in rows:
            book.active.append(list(row))
        for cells in merged:
            book.active.merge_cells(cells)

    return workbook(fill)


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_a_csv_of_questions_is_read_in_any_charset_and_with_any_delimiter(
    charset: str, delimiter: str
) -> None:
    assert lines(CSV.replace(",", delimiter).encode(charset)) == PAIRS


def test_quoted_commas_quotes_and_line_breaks_stay_in_their_cell() -> None:
    data = '问,答\n"可以吗,现在？","可以。\n带上""身份证""。"\n'
    assert lines(data)[1:] == ["问：可以吗,现在？", "答：可以。", '带上"身份证"。']


def test_a_table_of_questions_is_recognised_under_another_name() -> None:
    parsed = parse(source(CSV, "导出.txt"))
    assert parsed.media_type == "text/csv"


def test_a_csv_that_is_a_page_is_read_as_a_page() -> None:
    page = (
        "<html><body><div id='zoom'><p>各镇人民政府：现将有关事项通知如下。</p></div></body></html>"
    )
    assert parse(source(page)).media_type == "text/html"


def test_text_with_commas_is_no_table() -> None:
    assert parse(source("通知,附件\n各镇：", "a.txt")).media_type == "text/plain"


def test_the_title_above_the_head_is_the_documents_title() -> None:
    parsed = parse(source("青禾县医保常见问题,,\n" + CSV))
    assert parsed.raw_text.splitlines() == ["青禾县医保常见问题", *PAIRS[1:]]
    assert parsed.lines[0].kind is LineKind.HEADING


def test_topics_in_runs_head_their_questions_and_mixed_ones_stand_below_each() -> None:
    head = "序号,问题分类,问题,答案\n"
    runs = head + "1,参保,甲怎么办？,子。\n2,参保,乙怎么办？,丑。\n3,报销,丙怎么办？,寅。\n"
    assert lines(runs)[1:] == [
        "参保",
        "问：甲怎么办？",
        "答：子。",
        "问：乙怎么办？",
        "答：丑。",
        "报销",
        "问：丙怎么办？",
        "答：寅。",
    ]
    mixed = runs + "4,参保,丁怎么办？,卯。\n"
    assert lines(mixed)[-3:] == ["问：丁怎么办？", "答：卯。", "分类：参保"]


def test_labels_in_the_cells_are_not_doubled_and_a_question_without_answer_is_not_text() -> None:
    parsed = parse(source("问题,答案\n问：甲怎么办？,答：子。\n乙怎么办？,\n"))
    assert [(line.role, parsed.raw_text[line.start : line.end]) for line in parsed.lines[1:]] == [
        (LineRole.BODY, "问：甲怎么办？"),
        (LineRole.BODY, "答：子。"),
        (LineRole.OUTSIDE, "乙怎么办？"),
    ]


def test_other_tables_keep_their_rows_and_head() -> None:
    parsed = parse(source("档次,标准\n一档,200元\n二档,300元\n"))
    assert parsed.raw_text.splitlines() == [
        "医保问答",
        "档次 | 标准",
        "一档 | 200元",
        "二档 | 300元",
    ]
    assert [line.kind for line in parsed.lines] == [
        LineKind.HEADING,
        LineKind.TABLE_HEAD,
        LineKind.TABLE_ROW,
        LineKind.TABLE_ROW,
    ]


def test_a_workbook_of_questions_becomes_pairs() -> None:
    rows = [line.split(",") for line in CSV.splitlines()]
    assert lines(sheet_of(rows), "医保问答.xlsx") == PAIRS


def test_merged_cells_are_filled_and_a_merged_question_has_all_its_answers() -> None:
    rows = [
        ["青禾县医保常见问题", None, None],
        ["分类", "问题", "答复"],
        ["参保", "怎样参保？", "到窗口办理。"],
        [None, None, "也可以在网上办理。"],
        [None, "怎样缴费？", "按年缴费。"],
    ]
    shown_lines = lines(sheet_of(rows, "A1:C1", "A3:A5", "B3:B4"), "a.xlsx")
    assert shown_lines == [
        "青禾县医保常见问题",
        "参保",
        "问：怎样参保？",
        "答：到窗口办理。",
        "也可以在网上办理。",
        "问：怎样缴费？",
        "答：按年缴费。",
    ]


def test_merged_cells_of_other_tables_stand_in_each_row() -> None:
    rows = [["档次", "主体", "标准"], ["一档", "个人", "二百元"], [None, "集体", "三百元"]]
    assert lines(sheet_of(rows, "A2:A3"), "a.xlsx")[1:] == [
        "档次 | 主体 | 标准",
        "一档 | 个人 | 二百元",
        "一档 | 集体 | 三百元",
    ]


def test_each_named_sheet_is_a_section_and_hidden_ones_are_left_out() -> None:
    def fill(book: openpyxl.Workbook) -> None:
        book.active.title = "参保"
        book.active.append(["问", "答"])
        book.active.append(["怎样参保？", "到窗口办理。"])
        other = book.create_sheet("报销")
        other.append(["问", "答"])
        other.append(["怎样报销？", "直接结算。"])
        hidden = book.create_sheet("草稿")
        hidden.append(["问", "答"])
        hidden.append(["怎样？", "待定。"])
        hidden.sheet_state = "hidden"

    assert lines(workbook(fill), "问答.xlsx") == [
        "问答",
        "参保",
        "问：怎样参保？",
        "答：到窗口办理。",
        "报销",
        "问：怎样报销？",
        "答：直接结算。",
    ]


def test_of_a_formula_the_result_that_the_file_keeps_is_read() -> None:
    data = sheet_of([["档次", "标准"], ["一档", "=100+200"]])
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(packed, "w") as new:
        for part in old.infolist():
            content = (
                old.read(part).replace(b"<v></v>", b"<v>300</v>").replace(b"<v />", b"<v>300</v>")
            )
            new.writestr(part.filename, content)
    assert lines(packed.getvalue(), "a.xlsx")[-1] == "一档 | 300"


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (DAY, "yyyy-mm-dd", "2026-03-05"),
        (DAY, 'yyyy"年"m"月"d"日"', "2026年3月5日"),
        (DAY, '[$-804]yyyy"年"m"月"', "2026年3月"),
        (MORNING, "yyyy/m/d h:mm", "2026-03-05 09:30"),
        (date(2026, 3, 5), "General", "2026-03-05"),
        (200.0, "General", "200"),
        (0.1 + 0.2, "General", "0.3"),
        (13800138000, "General", "13800138000"),
        (0.055, "0.0%", "5.5%"),
        (1234.5, "#,##0.00", "1,234.50"),
        (36, "000000", "000036"),
        (True, "General", "TRUE"),
        ("#N/A", "General", ""),
        ("甲\r\n乙", "General", "甲\n乙"),
    ],
)
def test_values_are_read_as_the_sheet_shows_them(
    value: object, number_format: str, text: str
) -> None:
    assert shown(value, number_format) == text


def test_a_pair_of_a_table_is_cited_as_a_question_and_its_answer() -> None:
    reading = read_document(source("青禾县医保常见问题,,\n" + CSV))
    assert reading.metadata.title == "青禾县医保常见问题"
    passages = [reading.text[each.start : each.end] for each in reading.outline.passages]
    assert any("医保断缴怎么办" in text and "可以补缴" in text for text in passages)


def replaced(data: bytes, part: str, content: bytes) -> bytes:
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for each in old.infolist():
            new.writestr(each.filename, content if each.filename == part else old.read(each))
    return packed.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
OPENING = (
    b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
)


def rows_xml(rows: bytes) -> bytes:
    return OPENING + rows + b"</sheetData></worksheet>"


def test_a_million_empty_rows_are_passed_over() -> None:
    row = b'<row r="1048576"><c r="A1048576" t="inlineStr"><is><t>%s</t></is></c></row>'
    data = replaced(sheet_of([["x"]]), SHEET, rows_xml(row % "末行。".encode()))
    assert lines(data, "表.xlsx") == ["表", "末行。"]


def test_a_row_far_below_the_last_one_of_excel_is_not_waited_for() -> None:
    row = b'<row r="%d"><c r="A%d" t="inlineStr"><is><t>%s</t></is></c></row>'
    rows = row % (1, 1, "首行。".encode()) + row % (10**12, 10**12, "远处。".encode())
    assert lines(replaced(sheet_of([["x"]]), SHEET, rows_xml(rows)), "表.xlsx") == ["表", "首行。"]


@pytest.mark.parametrize(
    ("content", "error", "said"),
    [
        (b" " * 60_000_000, OversizedSource, "展开后有 60000000 字节"),
        (b"<worksheet", DamagedSource, "不完整"),
        (rows_xml(b""), NoTextInSource, "没有内容"),
    ],
)
def test_a_broken_empty_or_exploding_workbook_is_told_in_words(
    content: bytes, error: type[Exception], said: str
) -> None:
    with pytest.raises(error, match=said):
        parse(source(replaced(sheet_of([["x"]]), SHEET, content), "a.xlsx"))


def test_too_many_rows_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "MAX_ROWS", 3)
    with pytest.raises(OversizedSource, match="超过 3 行"):
        parse(source(sheet_of([[str(number)] for number in range(5)]), "a.xlsx"))

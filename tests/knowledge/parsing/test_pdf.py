"""PDF files as lines: order, paragraphs, tables, what stands around the text, what is refused."""

from __future__ import annotations

from datetime import date

import pytest

from knowledge.cleaned import LineKind, LineRole, ParsedDocument
from knowledge.errors import DamagedSource, NeedsOcr, OversizedSource, ProtectedSource, SourceError
from knowledge.outline import Reading
from knowledge.parsing import parse
from knowledge.reading import read_document
from knowledge.sources import SourceFile
from tests.pdf_files import HEIGHT, LEFT, RIGHT, PdfPage, pdf_bytes

LONG = (
    "为了规范城乡居民最低生活保障工作，保障困难居民的基本生活，根据有关规定，结合本县实际，制定本办法，"
    "由县民政局会同县财政局组织实施。"
)


def source(*pages: PdfPage, locked: bool = False) -> SourceFile:
    return SourceFile("/文件/a.pdf", "a.pdf", pdf_bytes(pages, locked=locked))


def parsed(*pages: PdfPage) -> ParsedDocument:
    return parse(source(*pages))


def texts(document: ParsedDocument, role: LineRole = LineRole.BODY) -> list[str]:
    return [
        document.raw_text[line.start : line.end] for line in document.lines if line.role is role
    ]


def rows(document: ParsedDocument) -> list[tuple[str, LineKind]]:
    return [
        (document.raw_text[line.start : line.end], line.kind)
        for line in document.lines
        if line.kind in (LineKind.TABLE_HEAD, LineKind.TABLE_ROW)
    ]


def notice() -> Reading:
    """A notice as offices print it: letterhead, title over two lines, page numbers."""
    first = PdfPage().put("000012", LEFT, 60).put("特急", LEFT, 84)
    first.centred("青禾县人民政府办公室文件", 130, 34, red=True)
    first.put("青政办发〔2026〕12号", LEFT, 200).put("签发人：王某某", 390, 200)
    first.rule(LEFT, 230, RIGHT, 230)
    first.centred("关于印发青禾县城乡居民最低", 270, 22).centred("生活保障实施办法的通知", 306, 22)
    top = first.flow(["各乡镇人民政府，县政府各直属单位："], 370, indent=False)
    top = first.flow(["现将实施办法印发给你们。" + LONG * 2], top)
    first.put("青禾县人民政府办公室", 330, top + 28).put("2026年3月5日", 360, top + 56)
    first.centred("— 1 —", 790, 14)
    second = PdfPage().centred("青禾县城乡居民最低生活保障实施办法", 90, 22)
    second.flow(
        [f"第一条　{LONG}", f"第二条　{LONG}", "第三条　本办法自2026年4月1日起施行，有效期5年。"],
        160,
    )
    second.centred("— 2 —", 790, 14)
    return read_document(source(first, second))


def test_a_printed_notice_gives_its_title_number_issuer_dates_and_parts() -> None:
    metadata = (reading := notice()).metadata
    assert metadata.title == "关于印发青禾县城乡居民最低生活保障实施办法的通知"
    assert metadata.doc_number == "青政办发〔2026〕12号"
    assert metadata.issuers == ("青禾县人民政府办公室",)
    assert metadata.written_on == date(2026, 3, 5)
    assert [part.label for part in reading.outline.parts if part.level == "条"] == [
        "第一条",
        "第二条",
        "第三条",
    ]
    article = next(part for part in reading.outline.parts if part.label == "第二条")
    assert reading.text[article.start : article.end] == f"第二条 {LONG}"


def test_letterhead_urgency_signer_and_page_numbers_are_not_text() -> None:
    reading = notice()
    for aside in ("000012", "特急", "办公室文件", "签发人"):
        assert aside not in reading.text
        assert aside in reading.raw_text
    assert "—" not in reading.text
    assert reading.text.startswith("青政办发〔2026〕12号\n关于印发")


def test_lines_of_a_paragraph_are_joined_and_an_indent_begins_the_next() -> None:
    page = PdfPage()
    page.flow([LONG, f"二、{LONG}", f"（一）{LONG}"], 100)
    assert texts(parsed(page)) == [LONG, f"二、{LONG}", f"（一）{LONG}"]


def test_a_number_at_the_start_of_a_broken_line_does_not_cut_the_sentence() -> None:
    first = "各单位要按照本办法总则部分第六条的要求开展工作并"
    text = f"{first}第三条规定的程序应当在十个工作日内办结，不得拖延。"
    page = PdfPage()
    page.put(first, LEFT + 32, 100)
    page.flow([text[len(first) :]], 128, indent=False)
    page.flow([LONG * 2], 200)
    assert texts(parsed(page))[0].startswith(first + "第三条")


def test_words_and_sentences_cut_by_a_page_end_are_rejoined() -> None:
    first, second = PdfPage(), PdfPage()
    lines = [LONG[:25], LONG[25:52]]
    first.put(lines[0], LEFT + 32, 700).put(lines[1], LEFT, 728)
    second.flow([LONG[52:] + LONG], 90, indent=False)
    for page in (first, second):
        page.flow([LONG], 200)
    assert f"{LONG}{LONG}" in texts(parsed(first, second))


def test_latin_words_are_parted_by_blanks_and_hyphens_undone() -> None:
    page = PdfPage()
    page.put("The county office answers every ques-", LEFT, 100, 24)
    page.put("tion within five working days after", LEFT, 142, 24)
    page.put("it was received, at www.qinghe.gov.", LEFT, 184, 24)
    page.put("cn, without any fee at all for them.", LEFT, 226, 24)
    assert texts(parsed(page)) == [
        "The county office answers every question within five working days after it was received, "
        "at www.qinghe.gov.cn, without any fee at all for them."
    ]


def test_two_columns_are_read_one_after_the_other_below_a_common_title() -> None:
    page = PdfPage().centred("青禾县人民政府关于农村公路养护的意见", 70, 20)
    for left, numbers in ((60.0, "一二三"), (310.0, "四五六")):
        page.flow([f"{n}、{LONG}" for n in numbers], 120, left=left, right=left + 220, size=11)
    assert texts(parsed(page)) == [
        "青禾县人民政府关于农村公路养护的意见",
        *(f"{n}、{LONG}" for n in "一二三四五六"),
    ]


def test_a_paragraph_goes_on_in_the_next_column() -> None:
    page = PdfPage()
    lines = [LONG * 3][0]
    cut = 20 * 5 - 2
    page.flow([lines[:cut]], 120, left=60, right=280, size=11)
    page.flow([lines[cut:]], 120, left=310, right=530, size=11, indent=False)
    page.flow([LONG], 300, left=310, right=530, size=11)
    assert texts(parsed(page)) == [lines, LONG]


@pytest.mark.parametrize(
    "form", ["— {} —", "-{}-", "第 {} 页 共 3 页", "{}/3", "{}", "第{}页", "·{}·", "Page {} of 3"]
)
def test_page_numbers_in_every_usual_form_are_removed(form: str) -> None:
    pages = []
    for number in (1, 2, 3):
        page = PdfPage().centred(form.format(number), 800, 10)
        page.flow([f"{number}．{LONG}"], 100)
        pages.append(page)
    assert texts(parsed(*pages)) == [f"{number}．{LONG}" for number in (1, 2, 3)]


def test_running_headers_go_even_if_odd_and_even_pages_differ() -> None:
    pages = []
    for number in range(1, 7):
        header = f"青禾县人民政府公报 {number}" if number % 2 else "2026年第3期"
        page = PdfPage().put(header, LEFT, 40, 9)
        page.flow([f"第{number}条　{LONG}"], 100)
        pages.append(page)
    document = parsed(*pages)
    assert texts(document) == [f"第{number}条 {LONG}" for number in range(1, 7)]
    assert "2026年第3期" in texts(document, LineRole.OUTSIDE)


def test_annex_marks_at_the_top_of_pages_stay_though_they_differ_by_a_figure() -> None:
    pages = []
    for number in (1, 2, 3):
        page = PdfPage().put(f"附件{number}", LEFT, 60)
        page.flow([f"{LONG}第{number}项。"], 120)
        pages.append(page)
    assert [text for text in texts(parsed(*pages)) if text.startswith("附件")] == [
        "附件1",
        "附件2",
        "附件3",
    ]


def test_tables_come_in_their_place_with_page_cells_in_every_row() -> None:
    columns = [LEFT, 200.0, 350.0, RIGHT]
    page = PdfPage()
    top = page.flow([f"一、{LONG}"], 100)
    page.frame(LEFT, top, RIGHT, top + 96)
    for x in columns[1:-1]:
        page.rule(x, top, x, top + 96)
    page.rule(LEFT, top + 24, RIGHT, top + 24).rule(200, top + 48, RIGHT, top + 48)
    page.rule(200, top + 72, RIGHT, top + 72)
    for x, height, cell in (
        (84, 6, "类别"), (204, 6, "人数"), (354, 6, "标准"),
        (84, 54, "特困家庭"),
        (204, 30, "1人"), (354, 30, "600元"),
        (204, 54, "2人"), (354, 54, "500元"),
        (204, 78, "3人"), (354, 78, "400元"),
    ):  # fmt: skip
        page.put(cell, x, top + height, 12)
    page.flow([f"二、{LONG}"], top + 120)
    document = parsed(page)
    assert rows(document) == [
        ("类别 | 人数 | 标准", LineKind.TABLE_HEAD),
        ("特困家庭 | 1人 | 600元", LineKind.TABLE_ROW),
        ("特困家庭 | 2人 | 500元", LineKind.TABLE_ROW),
        ("特困家庭 | 3人 | 400元", LineKind.TABLE_ROW),
    ]
    assert texts(document)[0] == f"一、{LONG}"
    assert texts(document)[-1] == f"二、{LONG}"


def test_a_table_over_two_pages_is_one_and_its_head_is_read_once() -> None:
    columns = [LEFT, 200.0, 350.0, RIGHT]
    head = ["事项", "时限", "窗口"]
    first, second = PdfPage(), PdfPage()
    first.flow([LONG], 90)
    first.table([head, *([f"事项{n}", f"{n}日", "A01"] for n in range(1, 6))], columns, 600)
    first.centred("1", 800, 10)
    second.table([head, *([f"事项{n}", f"{n}日", "A02"] for n in range(6, 9))], columns, 80)
    second.flow([LONG], 300)
    second.centred("2", 800, 10)
    found = rows(parsed(first, second))
    assert [kind for _, kind in found] == [LineKind.TABLE_HEAD] + [LineKind.TABLE_ROW] * 8
    assert found[0][0] == "事项 | 时限 | 窗口"
    assert found[-1][0] == "事项8 | 8日 | A02"


def test_a_row_that_a_page_end_cuts_is_completed() -> None:
    columns = [LEFT, 130.0, RIGHT]
    first, second = PdfPage(), PdfPage()
    first.flow([LONG], 90)
    first.table([["序号", "内容"], ["1", "申请人应当如实提供家庭收入和财产状况的"]], columns, 700)
    second.table([["", "有关证明材料。"], ["2", "入户调查。"]], columns, 80)
    second.flow([LONG], 300)
    assert [row for row, _ in rows(parsed(first, second))] == [
        "序号 | 内容",
        "1 | 申请人应当如实提供家庭收入和财产状况的有关证明材料。",
        "2 | 入户调查。",
    ]


def test_a_frame_around_text_is_no_table() -> None:
    page = PdfPage()
    bottom = page.flow([LONG, LONG + "完。"], 110)
    page.frame(LEFT - 10, 100, RIGHT + 10, bottom)
    document = parsed(page)
    assert rows(document) == []
    assert texts(document) == [LONG, LONG + "完。"]


@pytest.mark.parametrize(("rotate", "angle"), [(90, 90), (0, 90), (0, -90), (180, 180), (0, 180)])
def test_pages_that_lie_on_their_side_are_read_upright(rotate: int, angle: int) -> None:
    page = PdfPage(rotate=rotate)
    for at, line in enumerate(["第一条　本办法自公布之日起施行。", "第二条　由县民政局负责解释。"]):
        x, top = {
            90: (100 + 30 * at, 600.0),
            -90: (400 - 30 * at, 100.0),
            180: (500.0, 600 - 30 * at),
        }[angle]
        page.put(line, x, top, angle=angle)
    assert texts(parsed(page)) == [
        "第一条 本办法自公布之日起施行。",
        "第二条 由县民政局负责解释。",
    ]


def test_watermarks_and_the_round_print_of_seals_are_not_text() -> None:
    page = PdfPage()
    page.flow([LONG], 100)
    page.put("内部资料注意保存", 200, 400, 30, angle=45)
    for at, character in enumerate("青禾县人民政府"):
        page.put(character, 350 + 20 * at, 300, 14, red=True, angle=60 - 20.5 * at)
    document = parsed(page)
    assert texts(document)[0] == LONG
    assert not any("内部资料" in text for text in texts(document))
    assert any("内部资料" in text for text in texts(document, LineRole.OUTSIDE))


def test_print_that_is_doubled_for_boldness_is_read_once() -> None:
    page = PdfPage()
    page.put("第一条　本办法自公布之日起施行。", LEFT, 100).put(
        "第一条　本办法自公布之日起施行。", LEFT + 0.3, 100
    )
    assert texts(parsed(page)) == ["第一条 本办法自公布之日起施行。"]


def test_a_line_spread_over_the_full_width_has_no_blanks_in_it() -> None:
    page = PdfPage()
    for at, character in enumerate("村民委员会协助做好有关工作。"):
        page.put(character, LEFT + at * 32, 100)
    page.flow([LONG], 128, indent=False)
    assert "".join(texts(parsed(page))) == f"村民委员会协助做好有关工作。{LONG}"


def test_notes_at_the_foot_follow_the_paragraph_that_the_page_end_cuts() -> None:
    first, second = PdfPage(), PdfPage()
    first.flow([LONG], 100)
    first.put(LONG[:25], LEFT + 32, 640).put(LONG[25:52], LEFT, 668)
    first.put("① 最低生活保障以下简称低保。", LEFT, 740, 10)
    second.flow([LONG[52:]], 90, indent=False)
    second.flow([LONG], 300)
    assert texts(parsed(first, second)) == [LONG, LONG, "① 最低生活保障以下简称低保。", LONG]


def test_radicals_that_fonts_tell_instead_of_characters_are_folded_and_recorded() -> None:
    page = PdfPage()
    page.flow(["第一条　行政机关应当在十个工作日内办结，⻘禾县人⺠政府负责监督。"], 100)
    reading = read_document(source(page))
    assert reading.text == "第一条 行政机关应当在十个工作日内办结，青禾县人民政府负责监督。"
    assert "⻘禾县人⺠政府" in reading.raw_text
    assert [
        repair.count for repair in reading.repairs if repair.kind == "lookalike_characters"
    ] == [2]


def test_a_scan_is_told_to_need_recognition_not_indexed_as_empty() -> None:
    with pytest.raises(NeedsOcr, match=r"扫描件.*OCR"):
        parsed(PdfPage().picture(), PdfPage().picture().centred("— 2 —", 800, 10))


def test_pages_without_text_among_others_are_named() -> None:
    page = PdfPage()
    page.flow([LONG], 100)
    blank = PdfPage()
    reading = read_document(source(page, PdfPage().picture(), blank, PdfPage().picture()))
    assert reading.text == LONG
    assert [(doubt.kind, doubt.raw) for doubt in reading.doubts] == [
        ("scanned_pages", "第 2、4 页")
    ]


def test_fonts_without_codes_are_not_indexed_as_text() -> None:
    garbled = PdfPage()
    for line in range(5):
        garbled.put(LONG[:20], LEFT, 100 + 30 * line, font="NoCodes")
    with pytest.raises(NeedsOcr, match="乱码"):
        parsed(garbled)
    good = PdfPage()
    good.flow([LONG], 100)
    document = parsed(good, garbled)
    assert texts(document) == [LONG]
    assert [(doubt.kind, doubt.raw) for doubt in document.doubts] == [("garbled_pages", "第 2 页")]


def test_a_single_glyph_without_code_is_marked_and_doubted() -> None:
    page = PdfPage()
    page.flow([LONG], 100)
    page.put("第二条　县", LEFT + 32, 300).put("丙", LEFT + 112, 300, font="NoCodes")
    page.put("局负责。", LEFT + 128, 300)
    document = parsed(page)
    assert texts(document)[-1] == "第二条 县\N{REPLACEMENT CHARACTER}局负责。"
    assert [doubt.kind for doubt in document.doubts] == ["unreadable_glyphs"]


def test_a_password_is_asked_for_in_words() -> None:
    with pytest.raises(ProtectedSource, match="PDF 设有打开密码"):
        parse(source(PdfPage().centred("通知", 100), locked=True))


def test_a_file_cut_short_is_refused_wherever_it_is_cut() -> None:
    page = PdfPage()
    page.flow([LONG], 100)
    data = pdf_bytes([page])
    for length in range(10, len(data) - 10, len(data) // 40):
        with pytest.raises(DamagedSource, match="不完整"):
            parse(SourceFile("/a.pdf", "a.pdf", data[:length]))


def test_a_wrong_table_of_places_does_not_keep_the_text_from_being_read() -> None:
    page = PdfPage()
    page.flow([LONG], 100)
    data = pdf_bytes([page])
    at = data.index(b"startxref") + 10
    broken = data[:at] + b"7\n%%EOF\n"
    assert texts(parse(SourceFile("/a.pdf", "a.pdf", broken))) == [LONG]


def test_a_file_without_its_root_is_damaged() -> None:
    data = pdf_bytes([PdfPage().centred("通知", 100)]).replace(b"/Root", b"/Boot")
    with pytest.raises(SourceError, match="损坏"):
        parse(SourceFile("/a.pdf", "a.pdf", data.replace(b"/Catalog", b"/Katalog")))


def test_more_pages_than_any_document_has_are_refused() -> None:
    page = PdfPage().centred("通知", HEIGHT / 2)
    with pytest.raises(OversizedSource, match="500 页"):
        parse(source(*[page] * 501))

"""OFD files as lines: text by its places, tables by their rules, what is refused and why."""

from __future__ import annotations

from datetime import date

import pytest

from knowledge.cleaned import LineKind, LineRole, ParsedDocument
from knowledge.errors import DamagedSource, NeedsOcr, OversizedSource, ProtectedSource
from knowledge.parsing import parse
from knowledge.reading import read_document
from knowledge.sources import SourceFile
from tests.ofd_files import OfdPage, ofd_bytes

LONG = (
    "为了规范城乡居民最低生活保障工作，保障困难居民的基本生活，根据有关规定，结合本县实际，制定本办法，"
    "由县民政局会同县财政局组织实施。"
)


def source(data: bytes) -> SourceFile:
    return SourceFile("/文件/a.ofd", "a.ofd", data)


def parsed(*pages: OfdPage) -> ParsedDocument:
    return parse(source(ofd_bytes(pages)))


def texts(document: ParsedDocument, role: LineRole = LineRole.BODY) -> list[str]:
    return [
        document.raw_text[line.start : line.end] for line in document.lines if line.role is role
    ]


def page_of(text: str = LONG) -> OfdPage:
    page = OfdPage()
    page.flow(text, 40)
    return page


def test_a_notice_gives_its_title_number_issuer_date_and_parts() -> None:
    first = OfdPage().put("青禾县人民政府办公室文件", 33, 40, 12, red=True)
    first.put("青政办发〔2026〕12号", 82, 70)
    first.put("关于印发青禾县城乡居民最低", 55, 90, 7.7).put("生活保障实施办法的通知", 63, 103, 7.7)
    first.put("各乡镇人民政府，县政府各直属单位：", 28, 125)
    top = first.flow("现将实施办法印发给你们。" + LONG, 135)
    first.put("青禾县人民政府办公室", 120, top + 10).put("2026年3月5日", 130, top + 20)
    first.put("— 1 —", 97, 275, 5)
    second = OfdPage().put("青禾县城乡居民最低生活保障实施办法", 40, 35, 7.7)
    top = second.flow(f"第一条　{LONG}", 60)
    second.flow("第二条　本办法自2026年4月1日起施行。", top)
    second.put("— 2 —", 97, 275, 5)
    reading = read_document(source(ofd_bytes([first, second])))
    metadata = reading.metadata
    assert metadata.title == "关于印发青禾县城乡居民最低生活保障实施办法的通知"
    assert metadata.doc_number == "青政办发〔2026〕12号"
    assert metadata.issuers == ("青禾县人民政府办公室",)
    assert metadata.written_on == date(2026, 3, 5)
    assert [part.label for part in reading.outline.parts if part.level == "条"] == [
        "第一条",
        "第二条",
    ]
    assert "文件" not in reading.text
    assert "—" not in reading.text
    assert f"第一条 {LONG}" in reading.text


@pytest.mark.parametrize("delta", ["5.6 5.6 5.6 5.6 5.6", "g 5 5.6", "5.6 g 4 5.6", ""])
def test_distances_of_characters_are_read_in_every_form(delta: str) -> None:
    assert texts(parsed(OfdPage().put("自公布之日起", 28, 40, delta=delta))) == ["自公布之日起"]


def test_characters_far_apart_are_parted_by_a_blank() -> None:
    page = OfdPage().put("联系人张三电话一二三", 28, 40, delta="g 4 5.6 30 g 9 5.6")
    assert texts(parsed(page)) == ["联系人张三 电话一二三"]


def test_objects_turned_by_their_matrix_are_read_upright() -> None:
    page = OfdPage()
    for at, line in enumerate(["第一条　本办法自公布之日起施行。", "第二条　由县民政局负责解释。"]):
        page.put(line, 60 - 10 * at, 40, ctm="0 1 -1 0 5.6 0")
    assert texts(parsed(page)) == ["第一条 本办法自公布之日起施行。", "第二条 由县民政局负责解释。"]


def test_tables_are_found_by_their_paths() -> None:
    page = OfdPage()
    for x in (30, 80, 130, 180):
        page.rule(x, 50, x, 80)
    for y in (50, 60, 70, 80):
        page.rule(30, y, 180, y)
    for row, cells in enumerate(
        [("类别", "城市", "农村"), ("甲类", "600元", "400元"), ("乙类", "500元", "300元")]
    ):
        for column, cell in enumerate(cells):
            page.put(cell, 32 + 50 * column, 53 + 10 * row, 4.2)
    page.flow(LONG, 100)
    document = parsed(page)
    rows = [
        (document.raw_text[line.start : line.end], line.kind)
        for line in document.lines
        if line.kind is not LineKind.PARAGRAPH
    ]
    assert rows == [
        ("类别 | 城市 | 农村", LineKind.TABLE_HEAD),
        ("甲类 | 600元 | 400元", LineKind.TABLE_ROW),
        ("乙类 | 500元 | 300元", LineKind.TABLE_ROW),
    ]
    assert texts(document)[-1] == LONG


def test_templates_and_every_document_of_the_file_are_read() -> None:
    below = OfdPage().put("青禾县人民政府公报", 80, 15, 4)
    first, second = OfdPage(template=7), OfdPage(template=7)
    first.flow(f"第一条　{LONG}", 40)
    second.flow(f"第二条　{LONG}", 40)
    document = parse(source(ofd_bytes([first], [second], templates={7: below})))
    assert texts(document) == [f"第一条 {LONG}", f"第二条 {LONG}"]
    assert texts(document, LineRole.OUTSIDE) == ["青禾县人民政府公报"]


def test_what_the_writer_tells_of_the_document_is_meta() -> None:
    info = (
        "<ofd:Title>关于放假的通知</ofd:Title><ofd:CreationDate>2026-03-05</ofd:CreationDate>"
        '<ofd:CustomDatas><ofd:CustomData Name="密级">公开</ofd:CustomData></ofd:CustomDatas>'
    )
    document = parse(source(ofd_bytes([page_of()], info=info)))
    meta = {
        line.name: document.raw_text[line.start : line.end]
        for line in document.lines
        if line.role is LineRole.META
    }
    assert meta == {"title": "关于放假的通知", "ofd:CreationDate": "2026-03-05", "ofd:密级": "公开"}


def test_a_scan_is_told_to_need_recognition_and_its_pages_are_named() -> None:
    with pytest.raises(NeedsOcr, match=r"OFD 是扫描件.*OCR"):
        parsed(OfdPage().picture())
    document = parsed(page_of(), OfdPage().picture())
    assert [(doubt.kind, doubt.raw) for doubt in document.doubts] == [("scanned_pages", "第 2 页")]


def test_glyphs_without_characters_are_no_text() -> None:
    with pytest.raises(NeedsOcr, match="乱码"):
        parsed(OfdPage().put("¤" * 28, 28, 40))


def test_an_enciphered_file_is_told() -> None:
    data = ofd_bytes([page_of()], more={"Encryptions.xml": "<a/>"})
    with pytest.raises(ProtectedSource, match="加了密"):
        parse(source(data))


def test_places_outside_of_the_file_are_refused() -> None:
    for root in ("../../etc/passwd", "Doc_0/../../../Document.xml", "..\\..\\a.xml"):
        with pytest.raises(DamagedSource, match="文件之外"):
            parse(source(ofd_bytes([page_of()], root=root)))


def test_a_missing_part_is_named() -> None:
    with pytest.raises(DamagedSource, match=r"Doc_9/Document\.xml"):
        parse(source(ofd_bytes([page_of()], root="Doc_9/Document.xml")))


def test_entities_are_not_resolved() -> None:
    bomb = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'
    with pytest.raises(DamagedSource):
        parse(source(ofd_bytes([page_of()], more={"Doc_0/Document.xml": bomb})))


def test_a_file_without_pages_or_with_too_many_is_refused() -> None:
    with pytest.raises(DamagedSource, match="一页也没有"):
        parse(source(ofd_bytes([])))
    with pytest.raises(OversizedSource, match="500 页"):
        parse(source(ofd_bytes([OfdPage()] * 501)))


def test_a_file_cut_short_is_damaged() -> None:
    data = ofd_bytes([page_of()])
    for length in range(30, len(data) - 10, len(data) // 10):
        with pytest.raises(DamagedSource, match="损坏"):
            parse(source(data[:length]))


def test_numbers_beyond_reason_break_nothing() -> None:
    page = page_of()
    page.objects += [
        '<ofd:TextObject Boundary="nan inf 1e400 x" Size="-3"><ofd:TextCode>甲</ofd:TextCode>'
        "</ofd:TextObject>",
        '<ofd:TextObject Boundary="" Size="5"><ofd:TextCode X="" DeltaX="g 999999999 1 g g">乙丙'
        "</ofd:TextCode></ofd:TextObject>",
        '<ofd:PathObject Boundary="1"><ofd:AbbreviatedData>M L C Q 1 S B 2 3 L 1e999 2'
        "</ofd:AbbreviatedData></ofd:PathObject>",
    ]
    assert LONG in texts(parsed(page))

"""Word documents: their lines, the numbers that Word counts, tables, changes, what is no text."""

from __future__ import annotations

import pytest

from knowledge.cleaned import LineKind
from knowledge.errors import DamagedSource, NoTextInSource, OversizedSource, ProtectedSource
from knowledge.parsing import parse
from knowledge.reading import read_document
from knowledge.sources import SourceFile
from tests.knowledge.parsing.docx_files import (
    CONTENT_TYPES,
    RELATIONSHIPS,
    W,
    docx,
    level,
    numbering,
    packed,
    paragraph,
    run,
)

OFFICIAL = numbering(
    {
        0: level(0, "chineseCountingThousand", "%1、")
        + level(1, "chineseCounting", "（%2）")
        + level(2, "decimal", "%3.")
        + level(3, "decimal", "（%4）")
        + level(4, "decimalEnclosedCircle", "%5"),
        1: level(0, "chineseCountingThousand", "第%1条", '<w:pStyle w:val="Art"/>'),
        2: level(0, "bullet", "\uf0b7"),
        3: level(0, "decimal", "%1") + level(1, "decimal", "%1.%2"),
    },
    {
        1: (0, ""),
        2: (2, ""),
        3: (0, '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'),
        4: (0, ""),
        5: (3, ""),
        9: (1, ""),
    },
)


def lines(body: str, numbered: str = OFFICIAL) -> list[str]:
    return parse(docx(body, numbered=numbered)).raw_text.splitlines()


def test_numbers_that_word_counts_stand_in_the_text() -> None:
    body = "".join(
        paragraph(text, listed=(1, depth))
        for text, depth in [
            ("总体要求", 0),
            ("指导思想", 1),
            ("基本原则", 1),
            ("坚持便民", 2),
            ("窗口办理", 3),
            ("当场办结", 4),
            ("保障措施", 0),
            ("组织领导", 1),
        ]
    )
    assert lines(body) == [
        "一、总体要求",
        "（一）指导思想",
        "（二）基本原则",
        "1. 坚持便民",
        "（1）窗口办理",
        "① 当场办结",
        "二、保障措施",
        "（一）组织领导",
    ]


def test_articles_are_numbered_by_their_style_past_ten_and_a_hundred() -> None:
    shown = lines("".join(paragraph("条文。", style="Art") for _ in range(101)))
    assert [shown[at] for at in (0, 9, 10, 19, 99, 100)] == [
        "第一条 条文。",
        "第十条 条文。",
        "第十一条 条文。",
        "第二十条 条文。",
        "第一百条 条文。",
        "第一百零一条 条文。",
    ]


def test_lists_of_one_definition_go_on_and_a_restarted_one_begins_anew() -> None:
    body = "".join(
        paragraph(text, listed=(number, 0))
        for text, number in [("甲", 1), ("乙", 4), ("丙", 3), ("丁", 3)]
    )
    assert lines(body) == ["一、甲", "二、乙", "一、丙", "二、丁"]


def test_bullets_have_no_number_and_levels_join_theirs() -> None:
    body = paragraph("材料", listed=(2, 0)) + paragraph("总则", listed=(5, 0))
    body += paragraph("目的", listed=(5, 1)) + paragraph("", listed=(5, 1))
    body += paragraph("适用", listed=(5, 1))
    assert lines(body) == ["材料", "1 总则", "1.1 目的", "1.3 适用"]


def test_a_number_that_the_text_shows_itself_is_left_alone() -> None:
    assert lines(paragraph("一、总体要求")) == ["一、总体要求"]


def test_titles_and_headings_are_told_by_their_styles_and_by_those_they_are_based_on() -> None:
    body = paragraph("青禾县高龄津贴发放办法", style="T") + paragraph("第一章 总则", style="1")
    body += paragraph("第二章 对象", style="Own") + paragraph("正文一段。")
    body += paragraph("整段正文也用了标题样式，仍是正文。", style="1")
    kinds = [line.kind for line in parse(docx(body)).lines]
    assert kinds == [LineKind.HEADING] * 3 + [LineKind.PARAGRAPH] * 2


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(text)}</w:tc>"


def test_merged_cells_stand_in_each_row_of_a_table() -> None:
    rows = [
        cell("档次") + cell("补贴标准", '<w:gridSpan w:val="2"/>'),
        cell("一档", '<w:vMerge w:val="restart"/>') + cell("个人") + cell("每年二百元"),
        cell("", "<w:vMerge/>") + cell("集体") + cell("每年三百元"),
    ]
    table = "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"
    parsed = parse(docx(paragraph("标准如下：") + table))
    assert parsed.raw_text.splitlines() == [
        "标准如下：",
        "档次 | 补贴标准 | 补贴标准",
        "一档 | 个人 | 每年二百元",
        "一档 | 集体 | 每年三百元",
    ]
    assert [line.kind for line in parsed.lines[1:]] == [
        LineKind.TABLE_HEAD,
        LineKind.TABLE_ROW,
        LineKind.TABLE_ROW,
    ]


def test_a_table_that_only_frames_the_text_is_read_as_text() -> None:
    inner = cell("青禾县人民政府文件")
    table = f"<w:tbl><w:tr>{inner}</w:tr></w:tbl>"
    parsed = parse(docx(table + paragraph("各镇人民政府：")))
    assert parsed.raw_text.splitlines() == ["青禾县人民政府文件", "各镇人民政府："]


def test_of_tracked_changes_the_new_text_is_read_and_the_deleted_is_not() -> None:
    mark = 'w:id="1" w:author="张三" w:date="2026-01-01T00:00:00Z"'
    change = (
        run("补贴每人")
        + f"<w:del {mark}><w:r><w:delText>五百</w:delText></w:r></w:del>"
        + f"<w:ins {mark}>{run('六百')}</w:ins>"
        + f"<w:moveFrom {mark}>{run('旧处')}</w:moveFrom><w:moveTo {mark}>{run('元')}</w:moveTo>"
    )
    joined = f"<w:p><w:pPr><w:rPr><w:del {mark}/></w:rPr></w:pPr>{run('前半')}</w:p>"
    row = f"<w:tr><w:trPr><w:del {mark}/></w:trPr>{cell('删')}{cell('删')}</w:tr>"
    kept = f"<w:tr>{cell('姓名')}{cell('张某')}</w:tr>"
    body = paragraph(change) + joined + paragraph("后半", listed=(1, 0))
    assert lines(body + f"<w:tbl>{row}{kept}</w:tbl>") == [
        "补贴每人六百元",
        "一、前半后半",
        "姓名 | 张某",
    ]


def test_notes_page_numbers_contents_and_hidden_text_are_not_read() -> None:
    page = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> PAGE </w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run("3")}'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    body = paragraph("第一章 总则	1", style="TOC1")
    body += paragraph(run("正文") + '<w:r><w:footnoteReference w:id="2"/></w:r>' + run("继续。"))
    body += paragraph(run("— ") + page + run(" —"))
    body += f'<w:p><w:fldSimple w:instr=" PAGE ">{run("3")}</w:fldSimple></w:p>'
    body += paragraph(run("可见") + run("隐藏", "<w:vanish/>"))
    assert lines(body) == ["正文继续。", "可见"]


def test_a_table_of_contents_made_by_a_field_is_not_read() -> None:
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>TOC \\o</w:instrText>'
    body = paragraph(f'{begin}</w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>{run("总则1")}')
    body += paragraph(run("附则9")) + paragraph('<w:r><w:fldChar w:fldCharType="end"/></w:r>')
    assert lines(body + paragraph("正文。")) == ["正文。"]


def test_fields_formulas_and_text_in_wrappers_are_read() -> None:
    field = f'<w:fldSimple w:instr="REF _1">{run("第五条")}</w:fldSimple>'
    formula = "<m:oMath><m:r><m:t>a+b</m:t></m:r></m:oMath>"
    link = f'<w:hyperlink r:id="rId7" xmlns:r="urn:x">{run("附表")}</w:hyperlink>'
    broken = "<w:r><w:t>上</w:t><w:br/><w:t>下</w:t></w:r>"
    body = paragraph(run("按") + field + run("计：") + formula + link) + paragraph(broken)
    assert lines(body) == ["按第五条计：a+b附表", "上", "下"]


def test_a_text_box_is_read_once_below_its_paragraph() -> None:
    inner = f"<w:txbxContent>{paragraph('青政发〔2026〕3号')}</w:txbxContent>"
    drawing = (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>{inner}'
        f"</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>{inner}"
        "</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert lines(paragraph(run("青禾县人民政府") + drawing) + paragraph("各镇：")) == [
        "青禾县人民政府",
        "青政发〔2026〕3号",
        "各镇：",
    ]


def test_the_strict_form_of_the_format_is_read() -> None:
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    text = f'<w:document xmlns:w="{strict}"><w:body>{paragraph("正文。")}</w:body></w:document>'
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": CONTENT_TYPES,
        "_rels/.rels": RELATIONSHIPS,
        "word/document.xml": text,
    }
    assert parse(SourceFile("/in/a", "a", packed(parts))).raw_text == "正文。"


def test_a_notice_in_word_becomes_a_document_whose_clauses_are_cited_by_their_numbers() -> None:
    body = paragraph("青禾县人民政府办公室关于做好高龄津贴发放工作的通知", style="T")
    body += paragraph("青政办发〔2026〕12号") + paragraph("各镇人民政府：")
    body += paragraph("为做好高龄津贴发放工作，现通知如下。")
    body += paragraph("发放对象", listed=(1, 0))
    body += paragraph("年满八十周岁的本县户籍老年人，可以申请高龄津贴。", listed=(1, 1))
    body += paragraph("已享受同类补贴的，按照就高原则发放，不重复享受。", listed=(1, 1))
    reading = read_document(docx(body, numbered=OFFICIAL))
    assert reading.metadata.title == "青禾县人民政府办公室关于做好高龄津贴发放工作的通知"
    assert reading.metadata.doc_number == "青政办发〔2026〕12号"
    assert "一、（二）" in [part.locator for part in reading.outline.parts]


@pytest.mark.parametrize(
    ("change", "error", "said"),
    [
        ({"word/document.xml": None}, DamagedSource, "缺少 word/document.xml"),
        ({"word/document.xml": "<w:document"}, DamagedSource, "不是完整的 XML"),
        ({"word/document.xml": f'<w:document xmlns:w="{W}"/>'}, DamagedSource, "没有 Word 正文"),
        ({"word/document.xml": b" " * 60_000_000}, OversizedSource, "展开后有 60000000 字节"),
        (
            {"word/document.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'},
            DamagedSource,
            "带有 DTD",
        ),
    ],
)
def test_a_broken_or_exploding_docx_is_told_in_words(
    change: dict[str, str | bytes | None], error: type[Exception], said: str
) -> None:
    parts: dict[str, str | bytes | None] = {
        "[Content_Types].xml": CONTENT_TYPES,
        "_rels/.rels": RELATIONSHIPS,
        "word/styles.xml": f'<w:styles xmlns:w="{W}"/>',
        **change,
    }
    data = packed({name: part for name, part in parts.items() if part is not None})
    with pytest.raises(error, match=said):
        parse(SourceFile("/in/a.docx", "a.docx", data))


def test_a_docx_cut_short_is_told_as_damaged() -> None:
    whole = docx(paragraph("正文。"))
    with pytest.raises(DamagedSource, match="不完整或已损坏"):
        parse(SourceFile("/in/a.docx", "a.docx", whole.data[:-200]))


def test_a_docx_with_a_damaged_part_is_told_as_damaged() -> None:
    data = bytearray(docx(paragraph("正文。" * 500)).data)
    at = data.index(b"word/document.xml") + len(b"word/document.xml")
    data[at + 20 : at + 40] = b"\xff" * 20
    with pytest.raises(DamagedSource, match="不完整或已损坏"):
        parse(SourceFile("/in/a.docx", "a.docx", bytes(data)))


def test_a_field_without_an_end_takes_no_text_away() -> None:
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>TOC \\o</w:instrText>'
    assert lines(paragraph(f"{begin}</w:r>{run('总则')}") + paragraph("正文。")) == [
        "总则",
        "正文。",
    ]


def test_a_docx_with_encrypted_parts_needs_its_password() -> None:
    data = bytearray(docx(paragraph("正文。")).data)
    at = data.rindex(b"PK\x01\x02")
    data[at + 8] |= 1
    with pytest.raises(ProtectedSource, match="密码"):
        parse(SourceFile("/in/a.docx", "a.docx", bytes(data)))


def test_tables_nested_beyond_reason_are_refused() -> None:
    body = paragraph("正文。")
    for _ in range(20):
        body = f"<w:tbl><w:tr><w:tc>{body}{paragraph('')}</w:tc></w:tr></w:tbl>"
    with pytest.raises(OversizedSource, match="嵌套"):
        parse(docx(body))


def test_a_docx_without_text_is_not_indexed_as_empty() -> None:
    with pytest.raises(NoTextInSource):
        parse(docx(paragraph("")))

"""A source beside what was read of it: nothing of it acts, and the places are marked in it."""

from __future__ import annotations

import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from knowledge.reading import read_document
from knowledge.showing.locating import Mark, locate
from knowledge.showing.rendering import Rendering, ToShow, render
from knowledge.showing.web_page import web_page_markup
from knowledge.sources import SourceFile
from tests.knowledge.parsing.docx_files import docx, paragraph
from tests.pdf_files import LEFT, PdfPage, pdf_bytes

NOTICE = ("青禾县民政局关于高龄津贴年审的通知", "青民发〔2026〕7号", "一、当场办结，有效期5年。")
PAGE = """<html><head><meta name="ArticleTitle" content="青禾县民政局关于高龄津贴年审的通知">
<script>bad()</script><style>.x{display:none}</style></head>
<body onload="bad()"><p class="x">看不见的话</p>
<h1 style="text-align:center;background:url(//evil.example)">%s</h1>
<table><tr><td colspan="2" onclick="bad()">文号</td></tr></table><p align="right">%s</p>
<img src="https://evil.example/a.png"><form action="//evil.example"><input value="秘密"></form>
<iframe src="https://evil.example"></iframe><svg><script>bad()</script></svg><p>%s</p>
<p>各乡镇人民政府：请按时年审，逾期不候，具体事项由镇人民政府解释并且负责落实到户。</p>
<div class="footer"><a href="https://evil.example/">首页</a></div></body></html>"""
_TAG = re.compile(r"<[^>]*>")
OURS = re.compile(
    r'</?[a-z]+[1-6]?(?: (?:colspan|rowspan)="\d+"| class="(?:center|right|picture|doubtful)"'
    r'| id="place-\d+")*>'
)


def shown(source: SourceFile, *, doubtful: int = 0) -> tuple[Rendering, dict[int, str]]:
    """The source rendered with each of its evidence marked, and the words of each mark."""
    reading = read_document(source)
    spans = sorted({(each.start, each.end) for each in reading.metadata.evidence})
    marks = tuple(
        Mark(number, start, end, number == doubtful)
        for number, (start, end) in enumerate(spans, 1)
        if start < end
    )
    words = {each.number: reading.raw_text[each.start : each.end] for each in marks}
    to_show = ToShow(source, reading.media_type, reading.raw_text, marks)
    return render(to_show), words


def marked_in(markup: str) -> dict[int, str]:
    found = re.findall(r'<mark id="place-(\d+)"[^>]*>(.*?)</mark>', markup)
    return {int(number): words for number, words in found}


def test_a_page_keeps_its_shape_and_nothing_that_acts_or_loads() -> None:
    source = SourceFile("/a.html", "a.html", (PAGE % NOTICE).encode())
    rendering, words = shown(source, doubtful=1)
    markup = rendering.markup
    for gone in ("evil", "bad()", "秘密", "看不见的话", "<script", "style=", "href", "src="):
        assert gone not in markup, gone
    assert all(OURS.fullmatch(tag) for tag in _TAG.findall(markup))
    assert '<h1 class="center">' in markup
    assert '<td colspan="2">文号</td>' in markup
    assert "<summary>网站的导航、页脚</summary>" in markup
    assert marked_in(markup).items() <= words.items()
    assert NOTICE[1] in marked_in(markup).values()
    assert set(rendering.marked.values()) == {0}


@given(st.text(alphabet="<>\"'&/=abp 甲\n", max_size=200))
def test_no_markup_of_a_source_comes_through(text: str) -> None:
    marked = web_page_markup(f"<body><p>{text}</p>").marked("甲", [Mark(1, 0, 1)])
    assert all(OURS.fullmatch(tag) for tag in _TAG.findall(marked.markup))


@pytest.mark.parametrize("kind", ["txt", "docx", "csv"])
def test_what_is_no_page_is_shown_by_its_structure(kind: str) -> None:
    data = {
        "txt": "\n\n".join(NOTICE).encode(),
        "docx": docx("".join(paragraph(each) for each in NOTICE)).data,
        "csv": "事项,材料\n高龄津贴,身份证\n低保,户口簿\n".encode(),
    }[kind]
    rendering, words = shown(SourceFile(f"/a.{kind}", f"a.{kind}", data))
    assert marked_in(rendering.markup).items() <= words.items()
    if kind == "csv":
        assert "<tr><td>高龄津贴</td><td>身份证</td></tr>" in rendering.markup
    else:
        assert NOTICE[2].split("，")[0] in rendering.markup
        assert marked_in(rendering.markup)


def test_a_pdf_is_drawn_page_by_page_with_what_was_read_marked() -> None:
    first = PdfPage()
    for line, top in zip(NOTICE, (100, 140, 200), strict=True):
        first.put(line, LEFT, top)
    source = SourceFile("/a.pdf", "a.pdf", pdf_bytes([first, PdfPage().put("附件", LEFT, 90)]))
    rendering, _ = shown(source)
    assert (rendering.markup, rendering.page_count, len(rendering.pictures)) == ("", 2, 2)
    assert rendering.marked
    assert set(rendering.marked.values()) == {1}
    plain = render(ToShow(source, "application/pdf", "", ()))
    drawn, bare = (Image.open(io.BytesIO(each.pictures[0])) for each in (rendering, plain))
    assert drawn.size == bare.size
    assert colours(drawn) > colours(bare)
    assert rendering.pictures[1] == plain.pictures[1]


def colours(picture: Image.Image) -> int:
    """Pixels that are neither grey nor near it."""
    red, _, blue = picture.convert("RGB").split()
    pairs = zip(red.tobytes(), blue.tobytes(), strict=True)
    return sum(abs(one - other) > 60 for one, other in pairs)


def test_a_pdf_that_cannot_be_drawn_is_shown_by_what_was_read() -> None:
    source = SourceFile("/a.txt", "a.txt", "\n\n".join(NOTICE).encode())
    rendering = render(ToShow(source, "application/pdf", "\n\n".join(NOTICE)))
    assert NOTICE[0] in rendering.markup


def test_of_the_same_words_those_in_the_same_surroundings_are_meant() -> None:
    raw = "印发日期：2026年1月5日\n施行日期：2026年1月5日"
    start = raw.rindex("2026")
    (found,) = locate(
        raw, [Mark(1, start, len(raw))], "施行 日期： 2026年 1月5日。印发日期：2026年1月5日"
    )
    assert (found.start, found.end) == (7, 17)
    assert locate(raw, [Mark(1, start, len(raw))], "别的话") == []
    assert locate(raw, [Mark(1, 4, 4)], raw) == []


def test_radicals_that_look_like_characters_are_found_as_these() -> None:
    (found,) = locate("⻘⽲县⺠政局", [Mark(1, 0, 6)], "发文：青禾县民政局")
    assert (found.start, found.end) == (3, 9)


def test_a_mark_over_several_elements_is_taken_up_in_each() -> None:
    marked = web_page_markup("<body><p>青民发<b>〔2026〕</b>7号</p>").marked(
        "青民发〔2026〕7号", [Mark(1, 0, 12)]
    )
    assert marked.markup == (
        '<p><mark id="place-1">青民发</mark><b><mark>〔2026〕</mark></b><mark>7号</mark></p>'
    )

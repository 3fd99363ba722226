"""Pages as lines: what is main text, what stands outside, what is not seen."""

from __future__ import annotations

import pytest

from knowledge.cleaned import LineKind, LineRole, ParsedDocument
from knowledge.errors import NoTextInSource, UnsupportedSource
from knowledge.parsing.charset import DecodedText
from knowledge.parsing.html import parse_html

BODY_TEXT = "<p>各镇人民政府：</p><p>为做好有关工作，现将事项通知如下，请认真贯彻执行。</p>"


def page(body: str, head: str = "") -> ParsedDocument:
    """The parsed page of this body and head."""
    html = f"<!doctype html><html><head>{head}</head><body>{body}</body></html>"
    return parse_html(DecodedText(html, "utf-8"))


def texts(parsed: ParsedDocument, role: LineRole) -> list[str]:
    """Texts of the lines of a role."""
    return [parsed.raw_text[line.start : line.end] for line in parsed.lines if line.role is role]


def test_meta_values_come_first_and_tell_the_address() -> None:
    head = (
        "<title>通知 - 某县</title><meta name='ArticleTitle' content='关于放假的通知'>"
        "<meta name='Url' content='http://x.gov.cn/1.html'>"
    )
    parsed = page(f"<div id='zoom'>{BODY_TEXT}</div>", head)
    meta = [line for line in parsed.lines if line.role is LineRole.META]
    assert [line.name for line in meta] == ["title", "ArticleTitle", "Url"]
    assert texts(parsed, LineRole.META)[1] == "关于放假的通知"
    assert parsed.lines[:3] == tuple(meta)
    assert parsed.source_url == "http://x.gov.cn/1.html"


def test_header_fields_and_navigation_stay_outside_the_text() -> None:
    parsed = page(
        "<ul><li><a>首页</a></li></ul><h1>关于放假的通知</h1><span>文号：林政〔2021〕1号</span>"
        f"<div class='TRS_Editor'>{BODY_TEXT}</div><div>版权所有</div>"
    )
    outside = texts(parsed, LineRole.OUTSIDE)
    assert outside == ["首页", "关于放假的通知", "文号：林政〔2021〕1号", "版权所有"]
    assert texts(parsed, LineRole.BODY)[0] == "各镇人民政府："
    heading = next(line for line in parsed.lines if line.kind is LineKind.HEADING)
    assert parsed.raw_text[heading.start : heading.end] == "关于放假的通知"


def test_without_a_known_container_the_densest_element_is_the_text() -> None:
    parsed = page(
        "<div class='a'>"
        + "<a>栏目</a>" * 20
        + "</div><div class='b'><div class='c'>"
        + BODY_TEXT * 3
        + "</div></div><div class='d'>联系我们</div>"
    )
    assert len(texts(parsed, LineRole.BODY)) == 6


def test_what_no_reader_sees_is_not_read() -> None:
    parsed = page(
        f"<div id='zoom'>{BODY_TEXT}<!-- 文件状态：有效 --><p style='display: none'>藏</p>"
        "<p hidden>隐</p><style>p{}</style><script>var x='脚本'</script></div>"
    )
    assert not {"藏", "隐", "脚", "有"} & set(parsed.raw_text) - set("有关")


def test_aria_hidden_text_is_seen_and_words_for_pictures_are_not() -> None:
    body = "<div id=zoom><p aria-hidden=true>一、现将有关事项通知如下，请遵照执行。</p>"
    parsed = page(f"{body}<p><img src=a.png alt=流程图>二、申请人应当如实填写。</p></div>")
    assert texts(parsed, LineRole.BODY) == [
        "一、现将有关事项通知如下，请遵照执行。",
        "二、申请人应当如实填写。",
    ]


def test_bars_within_the_main_column_are_not_text() -> None:
    parsed = page(f"<div id='zoom'>{BODY_TEXT}<div class='share-bar'>分享到微信</div></div>")
    assert "分享到微信" in texts(parsed, LineRole.OUTSIDE)


def test_validity_told_by_a_script_becomes_meta() -> None:
    script = "<script>var losetime = '1719763199'; var file_status = '失效'</script>"
    parsed = page(f"<div id='zoom'>{BODY_TEXT}</div>{script}")
    found = {
        line.name: parsed.raw_text[line.start : line.end]
        for line in parsed.lines
        if line.role is LineRole.META
    }
    assert found == {"losetime": "1719763199", "file_status": "失效"}


def test_merged_cells_are_repeated_so_that_each_row_reads_alone() -> None:
    parsed = page(
        f"<div id='zoom'>{BODY_TEXT}<table><tr><td rowspan=2>类别</td><td colspan=2>标准</td></tr>"
        "<tr><td>城镇</td><td>农村</td></tr><tr><td>甲</td><td><p>1</p>元</td><td>2元</td></tr>"
        "<tr><td colspan=3>备注：每月发放</td></tr></table></div>"
    )
    rows = [
        (parsed.raw_text[line.start : line.end], line.kind)
        for line in parsed.lines
        if line.kind in (LineKind.TABLE_HEAD, LineKind.TABLE_ROW)
    ]
    assert rows == [
        ("类别 | 标准 | 标准", LineKind.TABLE_HEAD),
        ("类别 | 城镇 | 农村", LineKind.TABLE_HEAD),
        ("甲 | 1 元 | 2元", LineKind.TABLE_ROW),
        ("备注：每月发放", LineKind.TABLE_ROW),
    ]


def test_a_layout_table_around_the_text_is_not_a_row() -> None:
    parsed = page(f"<table><tr><td>菜单</td><td><div id='zoom'>{BODY_TEXT}</div></td></tr></table>")
    assert texts(parsed, LineRole.BODY)[0] == "各镇人民政府："


def test_ten_thousand_nested_elements_are_read() -> None:
    parsed = page("<div>" * 10_000 + BODY_TEXT + "</div>" * 10_000)
    assert texts(parsed, LineRole.BODY)[0] == "各镇人民政府："


def test_a_style_that_is_never_closed_swallows_the_page_in_no_time() -> None:
    with pytest.raises(NoTextInSource):
        page(f"<style>{BODY_TEXT * 20_000}")  # minutes, where rules are looked for at every place


def test_bottomless_nesting_is_refused_before_it_costs_minutes() -> None:
    with pytest.raises(UnsupportedSource, match="嵌套"):
        page("<div>" * 30_000 + BODY_TEXT)


def test_an_element_named_for_printing_that_holds_the_text_is_the_text() -> None:
    parsed = page(f"<div id='zoom'><div id='print'>{BODY_TEXT * 20}</div></div>")
    assert len(texts(parsed, LineRole.BODY)) == 40


def test_preformatted_text_keeps_its_lines() -> None:
    parsed = page(f"<div id='zoom'>{BODY_TEXT}<pre>第一行\n第二行</pre></div>")
    assert texts(parsed, LineRole.BODY)[-2:] == ["第一行", "第二行"]


def test_a_footer_full_of_prose_is_not_taken_for_the_text() -> None:
    footer = (
        "<div class='footer'>" + "<p>本站由县政府办主办，内容以文件原件为准。</p>" * 9 + "</div>"
    )
    parsed = page(f"<div><div>{BODY_TEXT * 4}</div>{footer}</div>")
    assert len(texts(parsed, LineRole.BODY)) == 8


def test_a_page_whose_text_is_preformatted_is_read_by_its_lines() -> None:
    lines = [f"{number}、各单位要明确责任，细化措施，加强督促检查。" for number in range(1, 9)]
    parsed = page("<div><pre>" + "\n".join(lines) + "</pre></div><div>联系我们</div>")
    assert texts(parsed, LineRole.BODY) == lines

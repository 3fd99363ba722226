"""The annexes that a page links."""

from __future__ import annotations

from knowledge.cleaned import Attachment
from knowledge.parsing import parse
from knowledge.sources import SourceFile

TEXT = "<p>为规范救助工作，现将有关表格印发给你们，请遵照执行。</p>"
TEXT += "<p>申请人应如实填写，逾期不予受理。</p>"


def annexes(body: str) -> tuple[Attachment, ...]:
    html = f"<html><head><meta charset=utf-8></head><body>{body}</body></html>"
    return parse(SourceFile("/pages/page.html", "page.html", html.encode())).attachments


def test_files_linked_in_the_text_and_below_it_are_annexes_as_shown() -> None:
    found = annexes(
        f"<div id=zoom>{TEXT}<p><a href='P0201.doc'>1.申请表</a></p></div>"
        "<div><b>相关附件</b><a href='https://x.gov.cn/a/2.PDF?v=1'>附件2：名单.pdf</a></div>"
    )
    assert found == (
        Attachment("1.申请表", "P0201.doc"),
        Attachment("附件2：名单.pdf", "https://x.gov.cn/a/2.PDF?v=1"),
    )


def test_a_link_that_says_only_download_is_named_by_its_title_or_its_file() -> None:
    found = annexes(
        f"<div id=zoom>{TEXT}<a href='/f/1.xlsx' title='补贴名单'>点击下载</a>"
        "<a href='/f/%E5%90%8D%E5%8D%95.xls'>下载</a></div>"
    )
    assert [each.name for each in found] == ["补贴名单", "名单.xls"]


def test_files_in_menus_readers_of_files_and_hidden_links_are_no_annexes() -> None:
    found = annexes(
        "<div class=nav><a href='/help.doc'>使用帮助</a></div><a href='/top.pdf'>政务地图</a>"
        f"<div id=zoom>{TEXT}<a href='/reader.zip'>OFD阅读器下载</a><a href='/next.html'>下一页</a>"
        "<p style='display:none'><a href='/a.doc'>附件</a></p><!-- <a href='/b.doc'>附件</a> -->"
        "</div>"
        "<div class=footer><a href='/report.pdf'>年度报表</a></div>"
    )
    assert found == ()


def test_the_same_file_linked_twice_is_one_annex() -> None:
    link = "<a href='/f/1.doc'>附件1：申请表</a>"
    assert len(annexes(f"<div id=zoom>{TEXT}{link}</div><div>{link}</div>")) == 1


def test_an_address_that_is_none_breaks_nothing() -> None:
    assert annexes(f"<div id=zoom>{TEXT}<a href='http://[x/1.doc'>附件</a></div>") != ()


def test_a_link_that_is_a_picture_is_named_by_what_the_picture_is_said_to_show() -> None:
    link = "<a href='/f/9518264.doc'><img src='doc.png' alt='申请表.doc'></a>"
    assert annexes(f"<div id=zoom>{TEXT}{link}</div>") == (
        Attachment("申请表.doc", "/f/9518264.doc"),
    )

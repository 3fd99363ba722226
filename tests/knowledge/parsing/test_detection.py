"""Which sources are read as what, and which are refused."""

from __future__ import annotations

import io
import zipfile

import pytest

from knowledge.errors import DamagedSource, EmptySource, NoTextInSource, UnsupportedSource
from knowledge.parsing import OF_SOURCES, parse, reader_of
from knowledge.parsing.formats import READ_FORMATS, SourceFormat
from knowledge.sources import SourceFile

PAGE = "<html><body><div id='zoom'><p>各镇人民政府：现将有关事项通知如下。</p></div></body></html>"


def source(data: bytes | str, name: str = "notice.txt") -> SourceFile:
    """A source of these bytes, or of this text in UTF-8."""
    return SourceFile(f"/in/{name}", name, data.encode() if isinstance(data, str) else data)


@pytest.mark.parametrize(
    ("data", "name", "media_type"),
    [
        ("关于放假的通知\n各科室：今天放假。", "a.txt", "text/plain"),
        ("关于放假的通知\n各科室：今天放假。", "a.html", "text/plain"),
        (PAGE, "a.txt", "text/html"),
        (PAGE, "a.md", "text/html"),
        ("# 通知\n\n今天放假。", "a.md", "text/markdown"),
        ("# 通知\n\n今天放假。\n\n## 附件\n", "a.txt", "text/markdown"),
        ("执行《转发<某市关于放假的通知>的通知》。", "a.txt", "text/plain"),
        ("1. <p>标签在 Markdown 里</p>\n2. <b>也行</b>\n", "a.md", "text/markdown"),
    ],
)
def test_the_format_is_recognised_by_content_and_markdown_by_suffix(
    data: str, name: str, media_type: str
) -> None:
    assert parse(source(data, name)).media_type == media_type


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"\x89PNG\r\n\x1a\n", "图片"),
        (b"abc\x00def", "空字节"),
        (b"\x01\x02\x03\x04\x05\x06 text", "控制字符"),
        (b'<?xml version="1.0"?><data>1</data>', "XML"),
    ],
)
def test_binary_content_is_refused_in_words_whatever_its_name(data: bytes, said: str) -> None:
    with pytest.raises(UnsupportedSource, match=said):
        parse(source(data, "page.html"))


def test_a_cut_file_of_old_office_is_told_as_damaged() -> None:
    with pytest.raises(DamagedSource, match="旧版 Office 文件不完整"):
        parse(source(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "notice.doc"))


def test_every_format_that_is_told_of_has_its_reader() -> None:
    with_readers = {SourceFormat.HTML, SourceFormat.MARKDOWN, SourceFormat.TEXT, *OF_SOURCES}
    assert {*with_readers, SourceFormat.ZIP} == set(READ_FORMATS) == set(SourceFormat)
    assert all(callable(reader_of(known)) for known in OF_SOURCES)


def test_an_archive_is_no_document() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.txt", "各镇：")
    with pytest.raises(UnsupportedSource, match="ZIP 压缩包"):
        parse(source(packed.getvalue(), "a.docx"))


@pytest.mark.parametrize(
    ("member", "said"),
    [
        ("content.xml", "OpenDocument"),
        ("META-INF/MANIFEST.MF", "Java"),
        ("ppt/a.xml", "PowerPoint"),
    ],
)
def test_other_formats_packed_as_zip_are_told_by_their_names(member: str, said: str) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(member, "<a/>")
        if member.startswith("ppt"):
            archive.writestr("[Content_Types].xml", "<Types/>")
    with pytest.raises(UnsupportedSource, match=said):
        parse(source(packed.getvalue(), "a.docx"))


def test_what_only_begins_like_old_office_is_refused_not_read_as_text() -> None:
    garbage = SourceFile("/in/a.xls", "a.xls", b"\xd0\xcf\x11\xe0" + "乱码内容".encode("gbk") * 50)
    with pytest.raises(DamagedSource, match="旧版 Office 文件不完整"):
        parse(garbage)


def test_a_cut_zip_is_told_as_damaged() -> None:
    with pytest.raises(DamagedSource, match="不完整或已损坏"):
        parse(source(b"PK\x03\x04rest", "notice.docx"))


def test_white_space_alone_is_an_empty_source() -> None:
    with pytest.raises(EmptySource):
        parse(source("\ufeff \n\n"))


@pytest.mark.parametrize(
    "page",
    [
        "<html><body><script>document.write('正文')</script></body></html>",
        "<html><body><nav>" + "<a href='/'>栏目名称</a>" * 9 + "</nav></body></html>",
        "<html><body><img src='a.jpg'></body></html>",
    ],
)
def test_a_page_without_main_text_is_refused_not_indexed_empty(page: str) -> None:
    with pytest.raises(NoTextInSource, match="没有正文"):
        parse(source(page, "a.html"))

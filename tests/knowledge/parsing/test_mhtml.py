"""Pages saved as one file: the page in it, its charset, its address, its frames."""

from __future__ import annotations

import base64
import quopri

import pytest

from knowledge.errors import DamagedSource, NoTextInSource
from knowledge.parsing import parse
from knowledge.sources import SourceFile

TEXT = "各镇人民政府：现将高龄津贴发放的有关事项通知如下。"
PAGE = (
    f"<html><head><title>通知</title></head><body><div id='zoom'><p>{TEXT}</p></div></body></html>"
)
HEAD = (
    "From: <Saved by Blink>\r\n"
    "Snapshot-Content-Location: https://www.qinghe.example/zwgk/1.html\r\n"
    "Subject: =?utf-8?Q?=E9=80=9A=E7=9F=A5?=\r\n"
    "MIME-Version: 1.0\r\n"
    "Content-Type: multipart/related;\r\n"
    '\ttype="text/html";\r\n'
    '\tboundary="----Boundary--1"\r\n\r\n\r\n'
)


def part(content: bytes, headers: str) -> bytes:
    return b"------Boundary--1\r\n" + headers.encode() + b"\r\n\r\n" + content + b"\r\n"


def saved(*parts: bytes, head: str = HEAD) -> SourceFile:
    data = head.encode() + b"".join(parts) + b"------Boundary--1--\r\n"
    return SourceFile("/in/通知.mhtml", "通知.mhtml", data)


def page(html: str, charset: str = "utf-8", encoding: str = "quoted-printable") -> bytes:
    raw = html.encode(charset)
    coded = quopri.encodestring(raw) if encoding == "quoted-printable" else base64.encodebytes(raw)
    return part(
        coded,
        f'Content-Type: text/html; charset="{charset}"\r\nContent-Transfer-Encoding: {encoding}\r\n'
        "Content-Location: https://www.qinghe.example/zwgk/1.html",
    )


@pytest.mark.parametrize("charset", ["utf-8", "gb2312"])
@pytest.mark.parametrize("encoding", ["quoted-printable", "base64"])
def test_the_page_is_read_with_the_address_it_was_saved_from(charset: str, encoding: str) -> None:
    picture = part(b"\x00\x01", "Content-Type: image/png\r\nContent-Transfer-Encoding: binary")
    parsed = parse(saved(page(PAGE, charset, encoding), picture))
    assert TEXT in parsed.raw_text
    assert parsed.media_type == "multipart/related"
    assert parsed.source_url == "https://www.qinghe.example/zwgk/1.html"


def test_the_charset_of_the_part_goes_before_what_the_page_says() -> None:
    text = "各鎮人民政府：現將高齡津貼發放的有關事項通知如下。"
    html = (
        f"<html><head><meta charset='gb2312'></head><body><div id='zoom'>{text}</div></body></html>"
    )
    assert text in parse(saved(page(html, "big5"))).raw_text


def test_the_text_of_a_frame_is_read_where_the_page_has_none() -> None:
    frame = "<html><body><iframe src='cid:1'></iframe></body></html>"
    assert TEXT in parse(saved(page(frame), page(PAGE))).raw_text


def test_a_page_saved_without_parts_is_read() -> None:
    head = "MIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
    source = SourceFile("/in/a.mht", "a.mht", (head + PAGE).encode())
    assert TEXT in parse(source).raw_text


def test_a_saved_page_cut_short_before_its_page_is_told() -> None:
    with pytest.raises(DamagedSource, match="没有网页"):
        parse(saved())


def test_a_saved_page_without_main_text_is_told() -> None:
    with pytest.raises(NoTextInSource, match="没有正文"):
        parse(saved(page("<html><body><img src='a.jpg'></body></html>")))


def test_a_text_that_only_speaks_of_such_files_is_a_text() -> None:
    text = "MIME-Version: 1.0 是网页存档的第一行。\n各镇人民政府：现通知如下。\n"
    assert parse(SourceFile("/in/a.txt", "a.txt", text.encode())).media_type == "text/plain"

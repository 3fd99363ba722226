"""In which charset bytes are read."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.parsing.charset import decode

TEXT = "关于印发《实施方案》的通知"


@pytest.mark.parametrize(
    ("data", "charset"),
    [
        (TEXT.encode(), "utf-8"),
        (codecs.BOM_UTF8 + TEXT.encode(), "utf-8"),
        (codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"), "utf-16-le"),
        (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), "utf-16-be"),
        (TEXT.encode("gbk"), "gb18030"),
    ],
)
def test_marks_and_strict_decoding_find_the_charset(data: bytes, charset: str) -> None:
    decoded = decode(data)
    assert decoded.text == TEXT
    assert decoded.charset == charset


@pytest.mark.parametrize("label", ["gb2312", "GBK", "gb18030"])
def test_every_gb_label_is_read_as_gb18030(label: str) -> None:
    page = f'<meta charset="{label}"><p>喆〔2020〕\U00020000</p>'
    assert decode(page.encode("gb18030")).text == page


def test_a_wrong_declaration_does_not_spoil_the_text() -> None:
    page = f'<meta http-equiv="Content-Type" content="text/html; charset=gb2312"><p>{TEXT}。</p>'
    for actual in ("utf-8", "gb18030"):
        declared_utf8 = page.replace("gb2312", "utf-8")
        assert TEXT in decode(declared_utf8.encode(actual)).text
    assert TEXT in decode(page.encode("gb18030")).text


def test_a_file_cut_inside_a_character_loses_that_character_only() -> None:
    data = (TEXT * 40).encode()[:-1]
    assert decode(data).text == (TEXT * 40)[:-1] + "\N{REPLACEMENT CHARACTER}"


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1))
def test_utf8_text_comes_back_with_plain_line_breaks(text: str) -> None:
    decoded = decode(codecs.BOM_UTF8 + text.encode())
    assert "\r" not in decoded.text
    assert "".join(decoded.text.split()) == "".join(text.split())


def test_what_a_server_declares_counts_where_the_page_is_silent() -> None:
    traditional = "關於印發實施方案的通知"
    assert decode(traditional.encode("big5hkscs"), "Big5").text == traditional
    declared = f'<meta charset="gbk"><p>{TEXT}</p>'
    assert TEXT in decode(declared.encode("gb18030"), "big5").text
    assert decode(TEXT.encode(), "big5").charset == "utf-8"


@pytest.mark.parametrize("served", ["ISO-8859-1", "us-ascii", "windows-1252", "hex", "x\x00", "?"])
def test_a_server_s_charset_that_fits_anything_or_is_none_is_passed_over(served: str) -> None:
    assert decode(TEXT.encode("gb18030"), served).text == TEXT


def test_a_page_that_declares_a_codec_that_is_no_charset_is_read_all_the_same() -> None:
    assert TEXT in decode(f'<meta charset="hex"><p>{TEXT}</p>'.encode("gb18030")).text


TRADITIONAL = "臺北市政府公告：為辦理急難救助，現將申請作業要點公告如下，自即日起生效。" * 3
SIMPLIFIED = "青禾县民政局关于做好临时救助工作的通知：现将有关事项通知如下，请认真执行。" * 3


@pytest.mark.parametrize("label", ["", "big5", "gb2312", "utf-8", "iso-8859-1"])
def test_a_big5_page_is_read_as_big5_whatever_it_declares(label: str) -> None:
    page = f'<meta charset="{label}"><p>{TRADITIONAL}</p>' if label else f"<p>{TRADITIONAL}</p>"
    decoded = decode(page.encode("big5"))
    assert TRADITIONAL in decoded.text
    assert decoded.charset == "big5hkscs"


@pytest.mark.parametrize("label", ["", "gbk", "utf-8", "big5", "iso-8859-1", "windows-1252", "x"])
@pytest.mark.parametrize("actual", ["utf-8", "gb18030"])
def test_a_simplified_page_is_read_whatever_it_declares(label: str, actual: str) -> None:
    page = f'<meta charset="{label}"><p>{SIMPLIFIED}</p>' if label else f"<p>{SIMPLIFIED}</p>"
    assert decode(page.encode(actual)).text == page


def test_a_page_of_a_western_charset_is_read_as_it_declares() -> None:
    page = '<meta charset="iso-8859-1"><p>Café Zürich</p>'
    assert decode(page.encode("latin-1")).text == page

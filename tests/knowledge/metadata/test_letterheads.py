"""The letterhead of an original names its issuers; it is neither title nor text."""

from __future__ import annotations

import pytest

from knowledge.outline import Reading
from knowledge.reading import read_document
from knowledge.sources import SourceFile
from tests.pdf_files import LEFT, PdfPage, pdf_bytes

TITLE = "关于提高城乡低保标准的通知"
TEXT = (
    "各乡镇人民政府：\n经县政府同意，现将提高城乡低保标准的有关事项通知如下，请认真贯彻执行。\n"
    "一、标准\n城市低保标准提高到每人每月七百元，自下月起执行。\n2022年1月5日\n"
)


def read(head: str, text: str = TEXT) -> Reading:
    return read_document(SourceFile("/a.txt", "a.txt", f"{head}\n{TITLE}\n{text}".encode()))


@pytest.mark.parametrize(
    ("head", "issuers"),
    [
        ("青禾县民政局文件\n青民发〔2022〕3号", ["青禾县民政局"]),
        ("青禾县民政局 文件\n青民发〔2022〕3号 签发人：某某", ["青禾县民政局"]),
        ("000012\n特急\n青禾县民政局文件\n青民发〔2022〕3号", ["青禾县民政局"]),
        ("青禾县民政局\n青禾县财政局文件\n青民发〔2022〕3号", ["青禾县民政局", "青禾县财政局"]),
        ("青禾县民政局\n青禾县财政局\n文件\n青民发〔2022〕3号", ["青禾县民政局", "青禾县财政局"]),
    ],
)
def test_a_letterhead_gives_the_issuers_and_is_no_text(head: str, issuers: list[str]) -> None:
    reading = read(head)
    metadata = reading.metadata

    assert (metadata.title, metadata.doc_number) == (TITLE, "青民发〔2022〕3号")
    assert list(metadata.issuers) == issuers
    assert "文件" not in reading.text
    assert "青禾县民政局" in reading.raw_text
    evidence = [each for each in metadata.evidence if each.name == "issuer"]
    assert {each.read_from for each in evidence} == {"版头"}
    assert [reading.raw_text[each.start : each.end] for each in evidence] == issuers


def test_the_name_alone_above_the_number_of_a_letter_is_its_issuer() -> None:
    metadata = read("青禾县民政局\n青民函〔2022〕3号").metadata

    assert (metadata.title, metadata.issuers) == (TITLE, ("青禾县民政局",))


def test_the_signature_names_more_than_the_letterhead_of_the_office_in_charge() -> None:
    text = TEXT.replace("2022年1月5日", "青禾县民政局 青禾县财政局\n2022年1月5日")

    metadata = read("青禾县民政局文件\n青民发〔2022〕3号", text).metadata

    assert metadata.issuers == ("青禾县民政局", "青禾县财政局")


def test_a_red_head_without_a_signature_is_the_issuer_of_a_pdf() -> None:
    page = PdfPage().centred("青禾县民政局文件", 130, 34, red=True)
    page.put("青民发〔2022〕3号", LEFT, 200).centred(TITLE, 270, 22)
    page.flow(TEXT.splitlines()[:-1], 330)

    reading = read_document(SourceFile("/a.pdf", "a.pdf", pdf_bytes([page])))

    assert (reading.metadata.title, reading.metadata.issuers) == (TITLE, ("青禾县民政局",))


def test_a_column_of_a_portal_above_the_number_is_no_letterhead() -> None:
    page = (
        "<html><body><ul><li>县民政局</li></ul><div id='zoom'><p>青民发〔2022〕3号</p>"
        f"<h1>{TITLE}</h1>" + "".join(f"<p>{line}</p>" for line in TEXT.splitlines()) + "</div>"
    )

    metadata = read_document(SourceFile("/a.html", "a.html", page.encode())).metadata

    assert metadata.doc_number == "青民发〔2022〕3号"
    assert metadata.issuers == ()

"""PDF files as LibreOffice exports them, the office program of many a county."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from knowledge.errors import ProtectedSource
from knowledge.parsing import parse
from knowledge.reading import read_document
from knowledge.sources import SourceFile
from tests.knowledge.parsing.docx_files import docx, paragraph
from tests.knowledge.parsing.mutations import TEXT

LONG = (
    "为了方便群众办事，规范窗口服务，根据有关规定，结合本县实际，制定本办法，由县政务服务局组织实施。"
    * 3
)


def exported(folder: Path, options: str = "") -> SourceFile:
    """A notice as a PDF of LibreOffice; `options` of its export as JSON."""
    lines = [*TEXT.strip().split("\n"), f"第五条　{LONG}"]
    (folder / "a.docx").write_bytes(docx("".join(map(paragraph, lines))).data)
    command = [
        "soffice",
        "--headless",
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--convert-to",
        f"pdf:writer_pdf_Export{options}",
        "--outdir",
        str(folder),
        str(folder / "a.docx"),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return SourceFile("/文件/a.pdf", "a.pdf", (folder / "a.pdf").read_bytes())


def test_an_exported_notice_is_read_as_the_document_it_was_made_from(tmp_path: Path) -> None:
    reading = read_document(exported(tmp_path))
    assert reading.metadata.title == "青禾县人民政府办公室关于印发《青禾县便民服务办法》的通知"
    assert reading.metadata.doc_number == "青政办发〔2026〕12号"
    assert reading.metadata.issuers == ("青禾县人民政府办公室",)
    assert f"第五条 {LONG}" in reading.text.split("\n")
    assert [part.label for part in reading.outline.parts if part.level == "条"] == [
        f"第{number}条" for number in "一二三四五"
    ]


def test_an_export_with_a_password_is_told_to_need_it(tmp_path: Path) -> None:
    options = (
        ':{"EncryptFile":{"type":"boolean","value":"true"},'
        '"DocumentOpenPassword":{"type":"string","value":"qinghe"}}'
    )
    with pytest.raises(ProtectedSource, match="PDF 设有打开密码"):
        parse(exported(tmp_path, options))

"""Word files from before DOCX: read through LibreOffice, and what is told where that cannot be."""

from __future__ import annotations

import io
import os
import subprocess
from pathlib import Path

import olefile
import pytest

from knowledge.errors import DamagedSource, ProtectedSource, SourceFault, UnsupportedSource
from knowledge.parsing import parse, word_binary
from knowledge.parsing.ole import recognise_ole
from knowledge.sources import SourceFile
from tests.knowledge.parsing.docx_files import docx, level, numbering, paragraph

LIST = numbering({0: level(0, "chineseCounting", "%1、")}, {1: (0, "")})
BODY = (
    paragraph("青禾县人民政府办公室关于发放高龄津贴的通知")
    + paragraph("发放对象", listed=(1, 0))
    + paragraph("发放标准", listed=(1, 0))
)
LINES = ["青禾县人民政府办公室关于发放高龄津贴的通知", "一、发放对象", "二、发放标准"]


@pytest.fixture(scope="module")
def old_file(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A document as LibreOffice writes it for the Word of 1997."""
    folder = tmp_path_factory.mktemp("office")
    (folder / "notice.docx").write_bytes(docx(BODY, numbered=LIST).data)
    command = [
        "soffice",
        "--headless",
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--convert-to",
        "doc:MS Word 97",
        "--outdir",
        str(folder),
        str(folder / "notice.docx"),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return (folder / "notice.doc").read_bytes()


def source(data: bytes, name: str = "通知.doc") -> SourceFile:
    return SourceFile(f"/in/{name}", name, data)


def test_an_old_document_is_read_with_the_numbers_of_its_lists(
    old_file: bytes,
) -> None:
    parsed = parse(source(old_file, "通知.wps"))
    assert parsed.media_type == "application/msword"
    assert parsed.raw_text.splitlines() == LINES


def test_rich_text_is_read_whatever_its_name() -> None:
    text = "".join(f"\\u{ord(each)}?" for each in LINES[0])
    rich = f"{{\\rtf1\\ansi\\ansicpg936 {{\\pard {text}\\par}}}}"
    parsed = parse(source(rich.encode()))
    assert parsed.media_type == "application/rtf"
    assert parsed.raw_text == LINES[0]


def test_a_missing_libreoffice_is_named_with_what_to_do(
    old_file: bytes, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UnsupportedSource, match=r"需要 LibreOffice.*请安装.*DOCX"):
        parse(source(old_file))


def write_program(folder: Path, script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put a converter of this script first on the path."""
    program = folder / "soffice"
    program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")


def test_a_converter_that_hangs_is_ended_with_all_that_it_started(
    old_file: bytes, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    write_program(tmp_path, f"sleep 300 & echo $! > {tmp_path}/child; wait", monkeypatch)
    monkeypatch.setattr(word_binary, "TIME_LIMIT", 2.0)
    with pytest.raises(SourceFault, match="超过 2 秒"):
        parse(source(old_file))
    child = int((tmp_path / "child").read_text())
    assert not is_running(child)


def is_running(process: int) -> bool:
    """Whether a process works on; one that has ended may still be listed until it is reaped."""
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def test_what_a_converter_complains_of_is_told(
    old_file: bytes, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    write_program(tmp_path, "echo 'Error: source file could not be loaded' >&2", monkeypatch)
    with pytest.raises(DamagedSource, match=r"LibreOffice 打不开.*could not be loaded"):
        parse(source(old_file))


def test_an_encrypted_old_document_needs_its_password(old_file: bytes) -> None:
    packed = io.BytesIO(old_file)
    with olefile.OleFileIO(packed, write_mode=True) as file:
        head = bytearray(file.openstream("WordDocument").read())
        head[11] |= 0x01
        file.write_stream("WordDocument", bytes(head))
    with pytest.raises(ProtectedSource, match="密码"):
        parse(source(packed.getvalue()))


@pytest.mark.parametrize(
    ("stream", "error", "said"),
    [
        ("EncryptedPackage", ProtectedSource, "密码"),
        ("Workbook", UnsupportedSource, "XLS"),
        ("PowerPoint Document", UnsupportedSource, "PowerPoint"),
        ("Contents", UnsupportedSource, "旧版 Office 文件"),
    ],
)
def test_other_files_in_the_same_container_are_told_by_what_they_hold(
    stream: str, error: type[Exception], said: str
) -> None:
    with pytest.raises(error, match=said):
        recognise_ole(container(stream))


def container(stream: str) -> bytes:
    """An OLE2 file of one empty stream ([MS-CFB]): header, one sector of FAT, one of directory."""
    end, free, fat = b"\xfe\xff\xff\xff", b"\xff\xff\xff\xff", b"\xfd\xff\xff\xff"
    header = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16)
    header += bytes.fromhex("3e000300feff0900060000000000000000000000")  # versions, sector sizes
    header += (1).to_bytes(4, "little") + (1).to_bytes(4, "little") + bytes(4)
    header += (4096).to_bytes(4, "little") + end + bytes(4) + end + bytes(4)
    header += bytes(4) + free * 108
    entries = entry("Root Entry", 5, child=1) + entry(stream, 2) + bytes(256)
    return header.ljust(512, b"\xff") + (fat + end + free * 126) + entries


def entry(name: str, kind: int, child: int = 0xFFFFFFFF) -> bytes:
    """A directory entry without siblings or content."""
    encoded = (name + "\0").encode("utf-16-le")
    links = b"\xff" * 8 + child.to_bytes(4, "little")
    tail = bytes(36) + b"\xfe\xff\xff\xff" + bytes(8)
    return (
        encoded.ljust(64, b"\0")
        + len(encoded).to_bytes(2, "little")
        + bytes([kind, 1])
        + links
        + tail
    )


def test_a_cut_old_document_is_told_as_damaged(old_file: bytes) -> None:
    with pytest.raises(DamagedSource, match="损坏"):
        parse(source(old_file[:600]))

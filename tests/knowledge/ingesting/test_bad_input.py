"""What goes wrong with files in an office: each costs its own file, and is told in words.

Here stands what concerns a whole ingest; what a format alone has to say stands with its reader
(`parsing/`), links and folders without permission also in `test_folders`, documents that claim
one number in `test_identity`, a full disk in `test_ingestion_together`.
"""

from __future__ import annotations

import multiprocessing
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from knowledge.database import Store
from knowledge.errors import SourceError
from knowledge.ingesting.ingestion import ingest_paths
from knowledge.reading import read_document
from knowledge.sources import MAX_SOURCE_BYTES, SourceFile, read_source
from tests.clocks import FrozenClock
from tests.knowledge.parsing.mutations import SEEDS

NOTICE = "青禾县便民服务办法\n第一条　本办法自{day}起施行。\n第二条　由县民政局负责。\n"
NOBODY = 65534


def reasons(store: Store, *paths: Path) -> dict[str, str]:
    """The refused files of an ingest, each with its reason; a good file beside them is stored."""
    report = ingest_paths(store, paths, FrozenClock())
    assert [Path(outcome.name).name for outcome in report.added] == ["good.txt"]
    return {Path(outcome.name).name: outcome.reason or "" for outcome in report.failed}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one good file."""
    (tmp_path / "good.txt").write_text(NOTICE.format(day="2026年4月1日"), encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("ending", ["docx", "xlsx", "ofd", "pdf", "zip"])
def test_a_file_that_is_half_there_is_told_to_be_damaged(
    sqlite_store: Store, folder: Path, ending: str
) -> None:
    data = SEEDS[ending]()
    (folder / f"half.{ending}").write_bytes(data[: len(data) // 2])
    (reason,) = reasons(sqlite_store, folder).values()
    assert "不完整" in reason
    assert "重新" in reason


def test_a_file_of_200_megabytes_is_refused_by_its_size_without_being_read(
    sqlite_store: Store, folder: Path
) -> None:
    with (folder / "huge.txt").open("wb") as file:
        file.truncate(200 * 1024 * 1024)
    told = reasons(sqlite_store, folder)
    assert told == {
        "huge.txt": f"文件太大（209715200 字节），上限为 {MAX_SOURCE_BYTES} 字节；请拆分后再导入"
    }


def test_no_bytes_zero_bytes_and_binaries_named_as_pages_are_told_apart(
    sqlite_store: Store, folder: Path
) -> None:
    (folder / "none.html").touch()
    (folder / "zeros.txt").write_bytes(bytes(4096))
    (folder / "picture.html").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    (folder / "program.html").write_bytes(b"\x7fELF\x02\x01\x01" + bytes(100))
    (folder / "nul.html").write_bytes(b"<html><body><p>\xe7\x94\xb2\x00</p></body></html>")
    told = reasons(sqlite_store, folder)
    assert told["none.html"] == "文件是空的"
    assert "空字节" in told["zeros.txt"]
    assert "PNG 图片" in told["picture.html"]
    assert "可执行程序" in told["program.html"]
    assert "空字节" in told["nul.html"]


def test_ten_thousand_levels_of_a_page_are_read(sqlite_store: Store, folder: Path) -> None:
    page = NOTICE.format(day="2026年5月1日").replace("\n", "<br>")
    nested = f"<html><body>{'<div>' * 10_000}{page}{'</div>' * 10_000}</body></html>"
    (folder / "nested.html").write_text(nested, encoding="utf-8")
    report = ingest_paths(sqlite_store, [folder], FrozenClock())
    assert report.failed == ()
    assert len(report.added) == 2


def test_a_few_damaged_bytes_cost_their_characters_and_many_the_file() -> None:
    text = NOTICE.format(day="2026年4月1日") + "第三条　窗口应当一次告知所需材料。\n" * 200
    data = bytearray(text.encode())
    data[-10] = 0xFF
    reading = read_document(SourceFile("/a.txt", "a.txt", bytes(data)))
    assert reading.text.count("窗口应当一次告知所需材料。") == 199
    assert "\N{REPLACEMENT CHARACTER}" in reading.text
    for at in range(0, len(data), 7):
        data[at] = 0xFF
    with pytest.raises(SourceError, match="认不出文字编码；请另存为 UTF-8 后再导入"):
        read_document(SourceFile("/a.txt", "a.txt", bytes(data)))


def test_a_day_that_no_calendar_has_is_no_date() -> None:
    text = NOTICE.format(day="2026年2月30日") + "青禾县人民政府\n2026年2月30日\n"
    reading = read_document(SourceFile("/a.txt", "a.txt", text.encode()))
    assert reading.metadata.written_on is None
    assert reading.metadata.validity.effective_on is None
    assert "2026年2月30日" in reading.text


def test_a_number_without_its_year_is_no_number_and_is_doubted() -> None:
    text = "青政办发12号\n" + NOTICE.format(day="2026年4月1日") + "第三条　按青政发2050号执行。\n"
    reading = read_document(SourceFile("/a.txt", "a.txt", text.encode()))
    assert reading.metadata.doc_number is None
    assert {doubt.raw for doubt in reading.doubts} == {"青政办发12号", "按青政发2050号"}
    assert all("缺少年份" in doubt.reason for doubt in reading.doubts)


def test_links_that_lead_in_a_circle_are_told(sqlite_store: Store, folder: Path) -> None:
    (folder / "a.txt").symlink_to(folder / "b.txt")
    (folder / "b.txt").symlink_to(folder / "a.txt")
    (folder / "inner").mkdir()
    (folder / "inner" / "back").symlink_to(folder)
    told = reasons(sqlite_store, folder)
    assert told["back"] == "文件夹的链接绕回了自身"
    assert {told["a.txt"], told["b.txt"]} == {"文件读不出来：链接绕成了环"}


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that every user may enter, unlike those of the tests' own user."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


def read_as_a_plain_user(path: Path, results: multiprocessing.SimpleQueue) -> None:
    if os.geteuid() == 0:  # who may read everything is refused nothing
        os.setuid(NOBODY)
    try:
        results.put(read_source(path).name)
    except SourceError as error:
        results.put(str(error))


def test_a_file_without_permission_is_told(open_folder: Path) -> None:
    closed = open_folder / "closed.txt"
    closed.write_text("通知", encoding="utf-8")
    closed.chmod(0)
    fork = multiprocessing.get_context("fork")
    results = fork.SimpleQueue()
    process = fork.Process(target=read_as_a_plain_user, args=(closed, results))
    process.start()
    process.join()
    assert results.get() == "文件读不出来：没有读取权限"

"""Folders give their files once each, in order; what is left aside is said with its reason."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from knowledge.ingesting.folders import find_files

NOBODY = 65534


def write(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name, encoding="utf-8")


def found_in(folder: Path, *paths: Path) -> list[tuple[str, bool]]:
    """Each found path below `folder`, and whether it is refused."""
    return [
        (str(file.path.relative_to(folder)), file.refusal is not None)
        for file in find_files(paths or (folder,))
    ]


def test_files_of_all_levels_come_in_the_order_of_names(tmp_path: Path) -> None:
    write(tmp_path, "b.html", "a.TXT", "c/e.md", "c/d.txt")
    assert found_in(tmp_path) == [
        ("a.TXT", False),
        ("b.html", False),
        ("c/d.txt", False),
        ("c/e.md", False),
    ]


def test_hidden_files_and_folders_are_passed_over(tmp_path: Path) -> None:
    write(tmp_path, ".hidden.txt", ".git/a.txt", "seen.txt")
    assert found_in(tmp_path) == [("seen.txt", False)]


@pytest.mark.parametrize("name", ["a.jpg", "b.css", "noending"])
def test_other_formats_in_a_folder_are_refused_with_their_ending(tmp_path: Path, name: str) -> None:
    write(tmp_path, name)
    (file,) = find_files([tmp_path])
    assert file.refusal is not None
    assert "暂不支持的格式" in file.refusal


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("page.aspx", b"\xef\xbb\xbf\n<!DOCTYPE html>\n<html><body>"),
        ("post_123", b"<html lang='zh'><head>"),
        ("notice.bak", b"%PDF-1.7\n%"),
        ("notice.tmp", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
        ("notice.1", b"PK\x03\x04\x14\x00\x00\x00\x00\x00[Content_Types].xml"),
    ],
)
def test_what_begins_as_a_document_is_looked_into_whatever_its_ending(
    tmp_path: Path, name: str, data: bytes
) -> None:
    (tmp_path / name).write_bytes(data)
    assert found_in(tmp_path) == [(name, False)]


@pytest.mark.parametrize(
    "data", [b"var page = '<html>';", b"PK\x03\x04\x14\x00classes.dex", b"\x89PNG\r\n", b""]
)
def test_what_begins_otherwise_is_refused_by_its_ending(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.dat").write_bytes(data)
    assert found_in(tmp_path) == [("a.dat", True)]


def test_a_file_given_by_name_is_tried_whatever_its_ending(tmp_path: Path) -> None:
    write(tmp_path, "notice")
    assert found_in(tmp_path, tmp_path / "notice") == [("notice", False)]


def test_a_file_given_twice_comes_once(tmp_path: Path) -> None:
    write(tmp_path, "a.txt")
    assert found_in(tmp_path, tmp_path / "a.txt", tmp_path, tmp_path) == [("a.txt", False)]


def test_a_link_that_leads_back_is_refused_and_the_rest_is_found(tmp_path: Path) -> None:
    write(tmp_path, "inner/a.txt", "z.txt")
    (tmp_path / "inner" / "back").symlink_to(tmp_path)
    assert found_in(tmp_path) == [("z.txt", False), ("inner/a.txt", False), ("inner/back", True)]


def test_a_folder_that_two_links_lead_to_is_read_once(tmp_path: Path) -> None:
    write(tmp_path, "real/a.txt")
    (tmp_path / "twin").symlink_to(tmp_path / "real")
    assert found_in(tmp_path) == [("real/a.txt", False)]


def test_a_link_to_itself_is_left_for_the_reader_to_refuse(tmp_path: Path) -> None:
    for name in ("self", "self.txt"):
        (tmp_path / name).symlink_to(tmp_path / name)
    assert found_in(tmp_path) == [("self", False), ("self.txt", False)]


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that every user may enter."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


def find_as_a_plain_user(folder: Path, results: multiprocessing.SimpleQueue) -> None:
    if os.geteuid() == 0:
        os.setuid(NOBODY)
    results.put([(file.path.name, file.refusal) for file in find_files([folder])])


def test_a_folder_without_permission_is_refused_and_the_rest_is_found(open_folder: Path) -> None:
    write(open_folder, "a.txt", "closed/b.txt")
    (open_folder / "link.txt").symlink_to(open_folder / "closed" / "b.txt")
    (open_folder / "closed").chmod(0)
    fork = multiprocessing.get_context("fork")
    results = fork.SimpleQueue()
    process = fork.Process(target=find_as_a_plain_user, args=(open_folder, results))
    process.start()
    process.join()
    (open_folder / "closed").chmod(0o755)
    assert results.get() == [
        ("a.txt", None),
        ("link.txt", None),
        ("closed", "文件夹打不开：没有读取权限"),
    ]


def test_a_name_that_is_too_long_is_left_for_the_reader_to_refuse() -> None:
    path = Path("a" * 300)
    assert [(file.path, file.refusal) for file in find_files([path])] == [(path, None)]

"""ZIP archives give their files as sources; what must not be unpacked is refused in words."""

from __future__ import annotations

import io
import random
import stat
import struct
import tracemalloc
import zipfile
import zlib

import pytest

from knowledge.errors import NoTextInSource, OversizedSource
from knowledge.ingesting import archives
from knowledge.ingesting.archives import open_archive
from knowledge.sources import Refusal, SourceFile

TEXT = "关于放假的通知。"


def zipped(*files: tuple[str | zipfile.ZipInfo, str | bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return packed.getvalue()


def opened(data: bytes) -> list[SourceFile | Refusal]:
    return list(open_archive(SourceFile("/in/政策.zip", "政策.zip", data)))


def told(data: bytes) -> list[tuple[str, str | None]]:
    """Origin below the archive of each file, and its refusal."""
    return [
        (
            each.origin.removeprefix("/in/政策.zip"),
            each.reason if isinstance(each, Refusal) else None,
        )
        for each in opened(data)
    ]


def test_each_file_comes_with_its_bytes_and_its_place_in_the_archive() -> None:
    files = opened(zipped(("二/b.txt", TEXT), ("一.html", "<p>甲</p>"), ("二/", "")))
    assert files == [
        SourceFile("/in/政策.zip!/一.html", "一.html", "<p>甲</p>".encode()),
        SourceFile("/in/政策.zip!/二/b.txt", "b.txt", TEXT.encode()),
    ]


def test_a_file_that_is_no_archive_comes_as_it_is() -> None:
    source = SourceFile("/in/a.txt", "a.txt", TEXT.encode())
    assert list(open_archive(source)) == [source]


def test_an_archive_in_an_archive_is_opened_once_and_no_deeper() -> None:
    deepest = zipped(("c.txt", TEXT))
    middle = zipped(("b.txt", TEXT), ("deepest.zip", deepest))
    assert told(zipped(("middle.zip", middle))) == [
        ("!/middle.zip!/b.txt", None),
        ("!/middle.zip!/deepest.zip", "压缩包一层套一层，太深了；请解开后再导入"),
    ]


def test_what_systems_add_and_hidden_files_are_passed_over() -> None:
    names = ["__MACOSX/._a.txt", ".DS_Store", "夹/.hidden.txt", "夹/Thumbs.db", "~$a.docx", "a.txt"]
    assert told(zipped(*((name, TEXT) for name in names))) == [("!/a.txt", None)]


@pytest.mark.parametrize(
    "name",
    [
        "../外面.txt",
        "夹/../../外面.txt",
        "/etc/外面.txt",
        "C:\\外面.txt",
        "..\\外面.txt",
        "甲\n乙.txt",
    ],
)
def test_names_that_lead_out_of_the_archive_are_refused(name: str) -> None:
    (refusal,) = opened(zipped((name, TEXT)))
    assert isinstance(refusal, Refusal)
    assert "恶意构造" in refusal.reason
    assert "\n" not in refusal.origin


def test_a_name_with_a_zero_byte_is_refused() -> None:
    data = zipped(("abcdefgh.txt", TEXT)).replace(b"abcdefgh.txt", b"a.txt\x00gh.txt")
    (refusal,) = opened(data)
    assert isinstance(refusal, Refusal)
    assert "恶意构造" in refusal.reason


def test_links_are_refused() -> None:
    link = zipfile.ZipInfo("链接.txt")
    link.create_system = 3
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    ((_, reason),) = told(zipped((link, "/etc/passwd")))
    assert reason == "在压缩包里是链接或特殊文件，未读"


def test_encrypted_files_are_told_as_needing_their_password() -> None:
    data = bytearray(zipped(("a.txt", TEXT)))
    data[data.rindex(b"PK\x01\x02") + 8] |= 1
    ((_, reason),) = told(bytes(data))
    assert reason is not None
    assert "需要密码" in reason


def test_files_of_other_formats_and_empty_ones_are_told() -> None:
    data = zipped(("a.jpg", b"\xff\xd8\xff"), ("b.txt", "  \n"), ("c.txt", TEXT))
    assert [(origin, reason is None) for origin, reason in told(data)] == [
        ("!/a.jpg", False),
        ("!/b.txt", False),
        ("!/c.txt", True),
    ]


def test_the_second_of_two_files_of_one_name_is_told() -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        data = zipped(("a.txt", "第一"), ("a.txt", "第二"))
    first, second = opened(data)
    assert first == SourceFile("/in/政策.zip!/a.txt", "a.txt", "第一".encode())
    assert isinstance(second, Refusal)
    assert "同名" in second.reason


def in_raw_name(raw: bytes) -> bytes:
    """An archive of one file whose name is these bytes, without the UTF-8 flag."""
    return zipped(("x" * (len(raw) - 4) + ".txt", TEXT)).replace(
        b"x" * (len(raw) - 4) + b".txt", raw
    )


@pytest.mark.parametrize("charset", ["gbk", "utf-8"])
def test_names_without_the_utf8_flag_are_read_in_their_charset(charset: str) -> None:
    data = in_raw_name("政策文件/高龄津贴发放办法.txt".encode(charset))
    assert told(data) == [("!/政策文件/高龄津贴发放办法.txt", None)]


def test_a_name_in_the_field_for_unicode_names_is_preferred() -> None:
    entry = zipfile.ZipInfo("fallback.txt")
    path = "办法.txt".encode()
    field = b"\x01" + struct.pack("<I", zlib.crc32(b"fallback.txt")) + path
    entry.extra = struct.pack("<HH", 0x7075, len(field)) + field
    assert told(zipped((entry, TEXT))) == [("!/办法.txt", None)]


def test_backslashes_part_folders() -> None:
    assert told(zipped(("夹\\a.txt", TEXT))) == [("!/夹/a.txt", None)]


def test_a_damaged_file_costs_itself_alone() -> None:
    data = bytearray(zipped(("a.txt", TEXT * 50), ("b.txt", TEXT)))
    at = data.index(b"a.txt") + len(b"a.txt")
    data[at : at + 8] = b"\xff" * 8
    assert [reason is None for _, reason in told(bytes(data))] == [False, True]


@pytest.mark.parametrize(
    ("data", "error", "said"),
    [
        (zipped(("__MACOSX/a", "")), NoTextInSource, "没有文件"),
        (zipped(), NoTextInSource, "没有文件"),
        (zipped(*((f"{n}.txt", b"\x00" * 40_000_000) for n in range(3))), OversizedSource, "恶意"),
    ],
)
def test_an_archive_that_is_empty_or_explodes_is_refused_whole(
    data: bytes, error: type[Exception], said: str
) -> None:
    with pytest.raises(error, match=said):
        opened(data)


def test_a_file_that_unpacks_to_more_than_it_tells_is_damaged() -> None:
    data = bytearray(zipped(("a.txt", b"a" * 10_000_000)))
    for marker, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        place = data.index(marker) + at
        data[place : place + 4] = struct.pack("<I", 100)
    ((_, reason),) = told(bytes(data))
    assert reason is not None
    assert "损坏" in reason


@pytest.mark.parametrize(
    ("limit", "value", "said"),
    [("MAX_ENTRIES", 2, "超过 2 个"), ("MAX_UNPACKED", 10, "超过 10 字节")],
)
def test_too_many_files_or_bytes_are_refused(
    monkeypatch: pytest.MonkeyPatch, limit: str, value: int, said: str
) -> None:
    monkeypatch.setattr(archives, limit, value)
    with pytest.raises(OversizedSource, match=said):
        opened(zipped(("a.txt", TEXT), ("b.txt", TEXT), ("c.txt", TEXT)))


def test_archives_inside_count_against_the_limits_of_the_outer_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(archives, "MAX_ENTRIES", 3)
    inner = zipped(("a.txt", TEXT), ("b.txt", TEXT))
    first, second = told(zipped(("一.txt", TEXT), ("二.zip", inner)))
    assert first == ("!/一.txt", None)
    assert second[1] is not None
    assert "超过 3 个" in second[1]


def test_a_file_of_200_megabytes_in_an_archive_is_refused_before_it_is_unpacked() -> None:
    target = io.BytesIO()
    # Not so compressible that it looks like a bomb.
    block = random.Random(7).randbytes(20_000) + bytes(1024 * 1024 - 20_000)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        with archive.open("huge.txt", "w") as entry:
            for _ in range(200):
                entry.write(block)
        archive.writestr("small.txt", "甲")
    tracemalloc.start()
    found = list(open_archive(SourceFile("/a.zip", "a.zip", target.getvalue())))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert isinstance(found[0], Refusal)
    assert "太大" in found[0].reason
    assert isinstance(found[1], SourceFile)
    assert peak < 20 * 1024 * 1024

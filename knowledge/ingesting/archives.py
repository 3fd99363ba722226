"""ZIP archives as folders in one file: each file in them is a source of its own, or refused.

Nothing is written to disk. Names, sizes and kinds of entries are judged before a byte is
unpacked: an archive comes from outside and may have been made to harm.
"""

from __future__ import annotations

import io
import re
import stat
import struct
import zipfile
from collections.abc import Iterator
from pathlib import PurePosixPath

from knowledge.errors import DamagedSource, NoTextInSource, OversizedSource, SourceError
from knowledge.ingesting.folders import is_passed_over, refusal_by_name
from knowledge.parsing.detection import is_archive
from knowledge.parsing.packages import DAMAGE
from knowledge.sources import MAX_SOURCE_BYTES, Refusal, SourceFile

#: Limits of one archive with those inside it, far above what an office sends.
MAX_ENTRIES = 10_000
MAX_UNPACKED = 1024 * 1024 * 1024
#: Text and tables shrink to a fiftieth at most; what shrinks more was made to explode.
MAX_RATIO = 200
_RATIO_COUNTS_FROM = 32 * 1024 * 1024
#: An archive may hold archives, these no more.
_MAX_DEPTH = 2

_ENCRYPTED = 0x1
_UTF8_NAME = 0x800
_UNICODE_PATH = 0x7075
_DRIVE = re.compile(r"[A-Za-z]:")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
#: What systems put into archives by themselves.
_SYSTEM_FOLDERS = frozenset(("__MACOSX",))


def open_archive(
    source: SourceFile, budget: Budget | None = None
) -> Iterator[SourceFile | Refusal]:
    """The files that `source` holds, in the order of names; `source` itself where it is no ZIP.

    `budget` is what may be unpacked, one for several archives too; a full one where none is given.

    A file in an archive has the origin `…zip!/inner name`. What cannot or must not be unpacked
    comes as a Refusal: nothing is left out unsaid, save what systems add and empty folders. Raises
    DamagedSource, OversizedSource or NoTextInSource, before anything is given, for an archive that
    cannot be opened, explodes, or is empty.
    """
    if not is_archive(source.data):
        return iter((source,))
    return _Opened(source, budget or Budget(MAX_ENTRIES, MAX_UNPACKED), depth=1).files()


class Budget:
    """What may still be unpacked from archives and from those inside them: files and bytes."""

    def __init__(self, entries: int, size: int) -> None:
        self._most_entries, self._most_bytes = entries, size
        self._entries, self._size = entries, size

    def take(self, entries: int, size: int, packed: int) -> None:
        """Raises OversizedSource when this is too much; nothing is taken then."""
        if entries > self._entries:
            raise OversizedSource(f"压缩包里的文件超过 {self._most_entries} 个；请拆分后再导入")
        if size > self._size:
            raise OversizedSource(f"压缩包展开后超过 {self._most_bytes} 字节；请拆分后再导入")
        if size > _RATIO_COUNTS_FROM and size > packed * MAX_RATIO:
            raise OversizedSource(
                f"压缩包只有 {packed} 字节，展开后却有 {size} 字节，可能是恶意构造的文件"
            )
        self._entries -= entries
        self._size -= size


class _Opened:
    """One archive, its table of contents read and weighed."""

    def __init__(self, source: SourceFile, budget: Budget, depth: int) -> None:
        self._source, self._budget, self._depth = source, budget, depth
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(source.data))
        except DAMAGE as error:
            raise DamagedSource("压缩包不完整或已损坏，打不开；请重新取得后再导入") from error
        listed = [(_name(entry), entry) for entry in self._archive.infolist() if not _is_dir(entry)]
        budget.take(len(listed), sum(each.file_size for _, each in listed), len(source.data))
        self._entries = sorted(
            ((name, entry) for name, entry in listed if not _is_systems(name)),
            key=lambda listed: listed[0],
        )
        if not self._entries:
            raise NoTextInSource("压缩包里没有文件")

    def files(self) -> Iterator[SourceFile | Refusal]:
        """Each file as a source or a refusal, unpacked when it is asked for."""
        seen: set[str] = set()
        for name, entry in self._entries:
            reason = "压缩包里另有同名文件，只读第一个" if name in seen else _refusal(name, entry)
            seen.add(name)
            if reason is not None:
                yield self._refused(name, reason)
                continue
            try:
                yield from self._unpacked(name, entry)
            except SourceError as error:
                yield self._refused(name, str(error))

    def _unpacked(self, name: str, entry: zipfile.ZipInfo) -> Iterator[SourceFile | Refusal]:
        file = SourceFile(self._origin(name), PurePosixPath(name).name, self._bytes(entry))
        if not is_archive(file.data):
            yield file
        elif self._depth >= _MAX_DEPTH:
            yield self._refused(name, "压缩包一层套一层，太深了；请解开后再导入")
        else:
            yield from _Opened(file, self._budget, self._depth + 1).files()

    def _bytes(self, entry: zipfile.ZipInfo) -> bytes:
        try:
            with self._archive.open(entry) as stream:
                # Never more than was told: an entry that lies about its size unpacks no bomb.
                data = stream.read(entry.file_size + 1)
        except DAMAGE as error:
            raise DamagedSource("在压缩包里已损坏，或压缩方式读不了；请解开后再导入") from error
        if not data.strip():
            raise NoTextInSource("文件是空的")
        return data

    def _refused(self, name: str, reason: str) -> Refusal:
        return Refusal(self._origin(name), PurePosixPath(name).name, reason)

    def _origin(self, name: str) -> str:
        return f"{self._source.origin}!/{_CONTROL.sub('�', name)}"


def _is_dir(entry: zipfile.ZipInfo) -> bool:
    return entry.is_dir() or (entry.filename.endswith("\\") and entry.file_size == 0)


def _is_systems(name: str) -> bool:
    parts = [each for each in name.split("/") if each not in ("", ".", "..")]
    return any(each in _SYSTEM_FOLDERS or is_passed_over(each) for each in parts)


def _refusal(name: str, entry: zipfile.ZipInfo) -> str | None:
    """Why an entry is not unpacked, by its table of contents alone."""
    if _leads_out(name) or "\x00" in entry.orig_filename or _CONTROL.search(name):
        return "文件名指向压缩包之外或含有控制字符，可能是恶意构造的，未读"
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if kind not in (0, stat.S_IFREG):
        return "在压缩包里是链接或特殊文件，未读"
    if entry.flag_bits & _ENCRYPTED:
        return "压缩包设有密码，需要密码才能读；请解开后再导入"
    if entry.file_size > MAX_SOURCE_BYTES:
        return f"文件太大（{entry.file_size} 字节），上限为 {MAX_SOURCE_BYTES} 字节"
    return refusal_by_name(PurePosixPath(name))


def _leads_out(name: str) -> bool:
    return name.startswith("/") or bool(_DRIVE.match(name)) or ".." in name.split("/")


def _name(entry: zipfile.ZipInfo) -> str:
    """The entry's name; without the UTF-8 flag the system's charset wrote it, GBK in China."""
    given = _unicode_path(entry.extra)
    if given is None and not entry.flag_bits & _UTF8_NAME:
        given = _decoded(entry.filename)
    return (given or entry.filename).replace("\\", "/")


def _decoded(name: str) -> str | None:
    """A name that zipfile read as cp437, in the charset that its bytes are in."""
    try:
        raw = name.encode("cp437")
    except UnicodeEncodeError:
        return None
    for charset in ("utf-8", "gb18030"):
        try:
            return raw.decode(charset)
        except UnicodeDecodeError:
            continue
    return None


def _unicode_path(extra: bytes) -> str | None:
    """The name in the Info-ZIP field for it (APPNOTE 4.6.9): version, CRC, then UTF-8."""
    at = 0
    while at + 4 <= len(extra):
        field, size = struct.unpack_from("<HH", extra, at)
        if field == _UNICODE_PATH and size > 5:
            return extra[at + 9 : at + 4 + size].decode("utf-8", "replace")
        at += 4 + size
    return None

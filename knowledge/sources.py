"""Files as they arrive: bytes, hash and origin, before anything is read into them."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from knowledge.errors import EmptySource, UnreadableSource
from knowledge.given import GivenValue

#: Larger files are refused: no government page or notice comes near it.
MAX_SOURCE_BYTES = 50 * 1024 * 1024

#: What people read where the system refuses a file or folder.
_REASONS = {
    errno.ENOENT: "找不到",
    errno.ENOTDIR: "找不到",
    errno.EACCES: "没有读取权限",
    errno.EPERM: "没有读取权限",
    errno.EISDIR: "是文件夹",
    errno.ELOOP: "链接绕成了环",
    errno.EIO: "磁盘读取出错",
    errno.ENAMETOOLONG: "路径太长",
}


#: What the origin of a source begins with that the office itself wrote into the store, and of one
#: that somebody brought in by a form: they stand nowhere else, and are never looked for.
OWN_ORIGIN = "consultation:"
UPLOAD_ORIGIN = "upload:"


@dataclass(frozen=True)
class Validators:
    """What a server gives to ask it later whether a page has changed (RFC 9110, section 8.8)."""

    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True)
class SourceFile:
    """A source file: its bytes as they were, their SHA-256, and where they came from.

    `origin` identifies the place (an absolute path, an address, `archive.zip!/inner.html`),
    `name` is what people call the file, `label` what a report calls it (empty: its origin).
    `url` is the address at which the document is published, where the place or a person tells it;
    `charset` the one that the server declared. `given` are the values that a manifest gives in
    place of what will be read; `fetched` is set for what was fetched.
    """

    origin: str
    name: str
    data: bytes
    label: str = ""
    url: str | None = None
    charset: str | None = None
    given: tuple[GivenValue, ...] = ()
    fetched: Validators | None = None

    @cached_property
    def sha256(self) -> str:
        """Hexadecimal SHA-256 of the bytes."""
        return hashlib.sha256(self.data).hexdigest()


@dataclass(frozen=True)
class Refusal:
    """A source that is not read, and why, in a Chinese sentence.

    `origin` is its place as in SourceFile: what was read there before stays in the store.
    `name` is what people call it.
    """

    origin: str
    name: str
    reason: str


def read_source(path: Path) -> SourceFile:
    """Read the file at `path`.

    Raises UnreadableSource when the bytes cannot be had or are too many, or the name cannot be
    kept; EmptySource when there are none.
    """
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):  # reading a pipe would wait for ever
            raise UnreadableSource("不是普通文件")
        if status.st_size > MAX_SOURCE_BYTES:
            raise UnreadableSource(
                f"文件太大（{status.st_size} 字节），上限为 {MAX_SOURCE_BYTES} 字节；请拆分后再导入"
            )
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableSource(f"文件读不出来：{explain(error)}") from error
    if not data.strip():
        raise EmptySource("文件是空的")
    resolved = _resolved(path)
    origin = printable(resolved)
    if origin != str(resolved):
        raise UnreadableSource("文件名或文件夹名不是 UTF-8 编码，请改名后再导入")
    return SourceFile(origin=origin, name=path.name, data=data)


def is_address(origin: str) -> bool:
    """Whether a source's origin is an address on the web, not a file of this machine."""
    return origin.startswith(("http://", "https://"))


def is_own(origin: str) -> bool:
    """Whether the source stands in the store alone: written by the office, or brought in."""
    return origin.startswith((OWN_ORIGIN, UPLOAD_ORIGIN))


def place(path: Path) -> str:
    """The absolute path that tells a file from every other, links followed."""
    return printable(_resolved(path))


def _resolved(path: Path) -> Path:
    try:
        return path.resolve()
    except (OSError, RuntimeError):  # links that lead round in a circle lead to no place
        return path.absolute()


def printable(path: Path) -> str:
    """The path as text that can be shown and stored, whatever bytes its names are made of."""
    return os.fsencode(path).decode("utf-8", "replace")


def explain(error: OSError) -> str:
    """Why the system refused a file or folder, in Chinese where it is a common reason."""
    return _REASONS.get(error.errno or 0) or error.strerror or str(error)

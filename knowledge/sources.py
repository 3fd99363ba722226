"""Files as they arrive: bytes, hash and origin, before anything is read into them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from knowledge.errors import EmptySource, UnreadableSource

#: Larger files are refused: no government page or notice comes near it.
MAX_SOURCE_BYTES = 50 * 1024 * 1024


@dataclass(frozen=True)
class SourceFile:
    """A source file: its bytes as they were, their SHA-256, and where they came from.

    `origin` identifies the place (an absolute path), `name` is what people call the file.
    """

    origin: str
    name: str
    data: bytes

    @property
    def sha256(self) -> str:
        """Hexadecimal SHA-256 of the bytes."""
        return hashlib.sha256(self.data).hexdigest()


def read_source(path: Path) -> SourceFile:
    """Read the file at `path`.

    Raises UnreadableSource when the bytes cannot be had or are too many, EmptySource when there
    are none.
    """
    try:
        size = path.stat().st_size
        if size > MAX_SOURCE_BYTES:
            raise UnreadableSource(
                f"文件太大（{size} 字节），上限为 {MAX_SOURCE_BYTES} 字节；请拆分后再导入"
            )
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableSource(f"文件读不出来：{error.strerror or error}") from error
    if not data.strip():
        raise EmptySource("文件是空的")
    return SourceFile(origin=str(path.resolve()), name=path.name, data=data)

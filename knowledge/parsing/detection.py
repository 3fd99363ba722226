"""Which format a source is of, by its content; the file name only tells Markdown from text."""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import PurePath

from knowledge.errors import UnsupportedSource
from knowledge.parsing.charset import byte_order_mark


class SourceFormat(StrEnum):
    """The formats that are read."""

    TEXT = "text/plain"
    MARKDOWN = "text/markdown"
    HTML = "text/html"


#: First bytes of formats that are not read, and what people call them.
_SIGNATURES = (
    (b"%PDF-", "PDF"),
    (b"PK\x03\x04", "ZIP 压缩包或 Office、OFD 文档"),
    (b"PK\x05\x06", "ZIP 压缩包"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "旧版 Office 文档"),
    (b"{\\rtf", "RTF 文档"),
    (b"\x89PNG", "PNG 图片"),
    (b"\xff\xd8\xff", "JPEG 图片"),
    (b"GIF8", "GIF 图片"),
    (b"BM", "BMP 图片"),
    (b"II*\x00", "TIFF 图片"),
    (b"MM\x00*", "TIFF 图片"),
    (b"\x1f\x8b", "GZIP 压缩包"),
    (b"Rar!", "RAR 压缩包"),
    (b"7z\xbc\xaf'\x1c", "7z 压缩包"),
    (b"\x7fELF", "可执行程序"),
    (b"MZ\x90\x00", "可执行程序"),
    (b"SQLite format 3\x00", "SQLite 数据库"),
)
#: `BM` also begins English words: a bitmap has zero bytes in its header.
_NEEDS_NUL = {b"BM"}
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_MAX_CONTROL_SHARE = 0.002

_READ_HERE = "目前能读 TXT、HTML 和 Markdown，请转换后再导入"

_HTML_FRAME = re.compile(r"<(?:!doctype\s+html|html|head|body|meta|title)[\s/>]", re.IGNORECASE)
_HTML_BLOCK = re.compile(r"</(?:p|div|table|tr|td|span|ul|li|h[1-6])\s*>", re.IGNORECASE)
_XML = re.compile(r"\s*<\?xml\s")
_ATX_HEADING = re.compile(r"^#{1,6} \S", re.MULTILINE)
_TABLE_RULE = re.compile(r"^ {0,3}\|? {0,3}:?-{3,}:? {0,9}\|[ :|-]*$", re.MULTILINE)
_LOOKED_AT = 20_000
_MARKDOWN_SUFFIXES = {".md", ".markdown", ".mdown"}


def refuse_binary(data: bytes) -> None:
    """Raise UnsupportedSource when `data` is no text."""
    for signature, name in _SIGNATURES:
        if data.startswith(signature) and (signature not in _NEEDS_NUL or b"\x00" in data[:64]):
            raise UnsupportedSource(f"文件内容是{name}，不是文字；{_READ_HERE}")
    if byte_order_mark(data) is not None:
        return
    if b"\x00" in data:
        raise UnsupportedSource(f"文件含有空字节，是二进制内容；{_READ_HERE}")
    if len(_CONTROL.findall(data)) > max(2, len(data) * _MAX_CONTROL_SHARE):
        raise UnsupportedSource(f"文件含有大量控制字符，是二进制内容；{_READ_HERE}")


def recognise_format(text: str, name: str) -> SourceFormat:
    """The format of `text`; `name` decides only between Markdown and plain text.

    Raises UnsupportedSource for XML that is no page.
    """
    head = text[:_LOOKED_AT]
    markdown_name = PurePath(name).suffix.lower() in _MARKDOWN_SUFFIXES
    frame = _HTML_FRAME.search(head)
    if frame is not None and (not markdown_name or not head[: frame.start()].strip()):
        return SourceFormat.HTML
    if _XML.match(head):
        raise UnsupportedSource(f"文件是 XML 数据，不是网页；{_READ_HERE}")
    if markdown_name:
        return SourceFormat.MARKDOWN
    if len(_HTML_BLOCK.findall(head)) >= 2:
        return SourceFormat.HTML
    if len(_ATX_HEADING.findall(head)) >= 2 or _TABLE_RULE.search(head):
        return SourceFormat.MARKDOWN
    return SourceFormat.TEXT

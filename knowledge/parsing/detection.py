"""Which format a source is of, by its content; names decide only what content leaves open."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import PurePath

from knowledge.errors import DamagedSource, SourceError, UnsupportedSource
from knowledge.parsing.charset import byte_order_mark
from knowledge.parsing.delimited import looks_like_csv
from knowledge.parsing.formats import READ_FORMATS, READ_HERE, SourceFormat
from knowledge.parsing.mhtml import is_mhtml
from knowledge.parsing.ole import SIGNATURE, recognise_ole
from knowledge.parsing.packages import DAMAGE

_CONVERT = f"{READ_HERE}，请转换后再导入"

_CONTROL = bytes((*range(0x09), *range(0x0E, 0x1B), *range(0x1C, 0x20), 0x7F))
_MAX_CONTROL_SHARE = 0.002

#: First bytes of formats that are not read, and what people call them.
_FOREIGN = (
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

#: What an Office document is, by the type of its main part (or, without one, by the folder of its
#: parts); names of those that are not read.
_OFFICE: tuple[tuple[bytes, SourceFormat | None, str], ...] = (
    (b"wordprocessingml.document.main", SourceFormat.DOCX, ""),
    (b"wordprocessingml.template.main", SourceFormat.DOCX, ""),
    (b"ms-word.document.macroEnabled.main", SourceFormat.DOCX, ""),
    (b"ms-word.template.macroEnabledTemplate.main", SourceFormat.DOCX, ""),
    (b"spreadsheetml.sheet.main", SourceFormat.XLSX, ""),
    (b"spreadsheetml.template.main", SourceFormat.XLSX, ""),
    (b"ms-excel.sheet.macroEnabled.main", SourceFormat.XLSX, ""),
    (b"ms-excel.sheet.binary", None, "二进制 Excel 表格（XLSB），请另存为 XLSX"),
    (b"presentationml.", None, "PowerPoint 演示文稿"),
    (b"word/", SourceFormat.DOCX, ""),
    (b"xl/", SourceFormat.XLSX, ""),
    (b"ppt/", None, "PowerPoint 演示文稿"),
)
#: Other formats that are ZIP files, by a file that each holds.
_FOREIGN_ZIPS = (
    ("content.xml", "OpenDocument 文档"),
    ("META-INF/container.xml", "EPUB 电子书"),
    ("AndroidManifest.xml", "安卓应用"),
    ("META-INF/MANIFEST.MF", "Java 程序"),
)
_TYPES = "[Content_Types].xml"
_MAX_TYPES = 4 * 1024 * 1024

#: Parts that packed documents hold, one of them early.
_FIRST_PARTS = (b"[Content_Types].xml", b"_rels/.rels", b"OFD.xml", b"word/", b"xl/")
_PAGE_BEGINS = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)[\s>]",
    re.IGNORECASE | re.DOTALL,
)
_HTML_FRAME = re.compile(r"<(?:!doctype\s+html|html|head|body|meta|title)[\s/>]", re.IGNORECASE)
_HTML_BLOCK = re.compile(r"</(?:p|div|table|tr|td|span|ul|li|h[1-6])\s*>", re.IGNORECASE)
_XML = re.compile(r"\s*<\?xml\s")
_ATX_HEADING = re.compile(r"^#{1,6} \S", re.MULTILINE)
_TABLE_RULE = re.compile(r"^ {0,3}\|? {0,3}:?-{3,}:? {0,9}\|[ :|-]*$", re.MULTILINE)
_LOOKED_AT = 20_000
#: Some writers put a few bytes before the header of a PDF; readers look for it so far.
_PDF_WITHIN = 1024


def recognise_bytes(data: bytes) -> SourceFormat | None:
    """The format of `data` that is read from bytes; None where it is text.

    Raises UnsupportedSource for binary content of no format that is told, DamagedSource for a
    ZIP that cannot be opened.
    """
    for signature, probe in _PROBES:
        if data.startswith(signature):
            return probe(data)
    for signature, name in _FOREIGN:
        if data.startswith(signature) and (signature not in _NEEDS_NUL or b"\x00" in data[:64]):
            raise UnsupportedSource(f"文件内容是{name}；{_CONVERT}")
    if is_mhtml(data):
        return SourceFormat.MHTML
    if b"%PDF-" in data[:_PDF_WITHIN]:
        return SourceFormat.PDF
    _refuse_binary(data)
    return None


def begins_as_document(head: bytes) -> bool:
    """Whether a file whose first bytes these are is of a format that is read, by them alone.

    Plain text begins with nothing of its own, and archives hold anything: neither is told.
    """
    if head.startswith(b"PK\x03\x04"):
        return any(part in head for part in _FIRST_PARTS)
    if head.startswith((SIGNATURE, b"{\\rtf")) or b"%PDF-" in head[:_PDF_WITHIN]:
        return True
    return is_mhtml(head) or _PAGE_BEGINS.match(head) is not None


def is_archive(data: bytes) -> bool:
    """Whether `data` is a ZIP of files, not a document in a format that is packed as ZIP."""
    try:
        return data.startswith(b"PK") and _of_zip(data) is SourceFormat.ZIP
    except SourceError:  # told when it is read
        return False


def _of_zip(data: bytes) -> SourceFormat:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = {name.lstrip("/") for name in archive.namelist()}
            types = _content_types(archive) if _TYPES in members else b""
    except DAMAGE as error:
        raise DamagedSource(
            "文件是 ZIP（DOCX、XLSX、OFD 也是），但内容不完整或已损坏；请重新取得后再导入"
        ) from error
    if "OFD.xml" in members:
        return SourceFormat.OFD
    if _TYPES in members:
        return _of_office(types + "\n".join(members).encode())
    for member, name in _FOREIGN_ZIPS:
        if member in members:
            raise UnsupportedSource(f"文件内容是{name}；{_CONVERT}")
    return SourceFormat.ZIP


def _content_types(archive: zipfile.ZipFile) -> bytes:
    with archive.open(_TYPES) as stream:
        return stream.read(_MAX_TYPES)


def _of_office(told: bytes) -> SourceFormat:
    for marker, known, name in _OFFICE:
        if marker in told:
            if known is None:
                raise UnsupportedSource(f"文件内容是{name}；{_CONVERT}")
            return known
    raise UnsupportedSource(f"文件内容是 Office 文档，但不是 Word 或 Excel；{_CONVERT}")


_PROBES: tuple[tuple[bytes, Callable[[bytes], SourceFormat]], ...] = (
    (b"PK\x03\x04", _of_zip),
    (b"PK\x05\x06", _of_zip),
    (SIGNATURE[:4], recognise_ole),
    (b"{\\rtf", lambda _: SourceFormat.RTF),
)


def _refuse_binary(data: bytes) -> None:
    if byte_order_mark(data) is not None:
        return
    if b"\x00" in data:
        raise UnsupportedSource(f"文件含有空字节，是二进制内容；{_CONVERT}")
    if len(data) - len(data.translate(None, _CONTROL)) > max(2, len(data) * _MAX_CONTROL_SHARE):
        raise UnsupportedSource(f"文件含有大量控制字符，是二进制内容；{_CONVERT}")


def recognise_text(text: str, name: str) -> SourceFormat:
    """The format of `text`; `name` decides only between Markdown, CSV and plain text.

    Raises UnsupportedSource for XML that is no page.
    """
    head = text[:_LOOKED_AT]
    suffix = PurePath(name).suffix.lower()
    markdown_name = suffix in READ_FORMATS[SourceFormat.MARKDOWN].suffixes
    frame = _HTML_FRAME.search(head)
    if frame is not None and (not markdown_name or not head[: frame.start()].strip()):
        return SourceFormat.HTML
    if suffix in READ_FORMATS[SourceFormat.CSV].suffixes or looks_like_csv(head):
        return SourceFormat.CSV
    if _XML.match(head):
        raise UnsupportedSource(f"文件是 XML 数据，不是网页；{_CONVERT}")
    if markdown_name:
        return SourceFormat.MARKDOWN
    if len(_HTML_BLOCK.findall(head)) >= 2:
        return SourceFormat.HTML
    if len(_ATX_HEADING.findall(head)) >= 2 or _TABLE_RULE.search(head):
        return SourceFormat.MARKDOWN
    return SourceFormat.TEXT

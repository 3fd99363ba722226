"""Pages that browsers saved as one file (MHTML, RFC 2557): the page in it is read as HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes
from email.message import Message

from knowledge.cleaned import ParsedDocument
from knowledge.errors import DamagedSource, NoTextInSource
from knowledge.parsing.charset import DecodedText, byte_order_mark, decode
from knowledge.parsing.formats import SourceFormat
from knowledge.parsing.html import parse_html
from knowledge.sources import SourceFile

_LOOKED_AT = 8192
#: A head of fields, among them those of a saved page.
_FIELDS = re.compile(rb"(?:[!-9;-~]{1,60}:[^\r\n]*\r?\n(?:[ \t][^\r\n]*\r?\n)*){2,60}")
_VERSION = re.compile(rb"^MIME-Version\s*:", re.IGNORECASE | re.MULTILINE)
_PAGE_TYPE = re.compile(
    rb"^Content-Type\s*:\s*(?:multipart/(?:related|alternative|mixed)|text/html)\b",
    re.IGNORECASE | re.MULTILINE,
)
_PAGE_TYPES = ("text/html", "application/xhtml+xml")


def is_mhtml(data: bytes) -> bool:
    """Whether `data` begins with the head of a saved page."""
    head = _FIELDS.match(data[:_LOOKED_AT].lstrip())
    return head is not None and all(
        pattern.search(head.group()) for pattern in (_VERSION, _PAGE_TYPE)
    )


def parse_mhtml(source: SourceFile) -> ParsedDocument:
    """Read the page of an MHTML file, or where it has no main text that of its frames.

    `source_url` is the address that the page was saved from, unless the page tells its own.
    Raises DamagedSource where no page is in it, NoTextInSource where none has main text.
    """
    whole = message_from_bytes(source.data.lstrip())
    pages = list(_pages(whole))
    if not pages:
        raise DamagedSource("MHTML 文件里没有网页，可能没有保存完整；请重新保存后再导入")
    missing: NoTextInSource | None = None
    for page in pages:
        payload = page.get_payload(decode=True)
        if not isinstance(payload, bytes) or not payload.strip():
            continue
        try:
            parsed = parse_html(_decoded(payload, page.get_content_charset()))
        except NoTextInSource as error:
            missing = missing or error
            continue
        return replace(
            parsed,
            media_type=SourceFormat.MHTML.value,
            source_url=parsed.source_url or _address(page, whole),
        )
    raise missing or NoTextInSource("MHTML 文件里的网页是空的")


def _decoded(payload: bytes, charset: str | None) -> DecodedText:
    """The page in the charset that its part tells, which goes before what the page itself says."""
    if charset is None or byte_order_mark(payload) is not None:
        return decode(payload)
    told = f'<meta charset="{charset}">'
    decoded = decode(told.encode("ascii", "replace") + payload)
    return replace(decoded, text=decoded.text.removeprefix(told))


def _pages(whole: Message) -> Iterator[Message]:
    """The parts that are pages, the one that was saved first."""
    pages = [part for part in whole.walk() if part.get_content_type() in _PAGE_TYPES]
    start = whole.get_param("start")
    yield from sorted(pages, key=lambda page: page.get("Content-ID", "") != start)


def _address(page: Message, whole: Message) -> str | None:
    told = (page.get("Content-Location"), whole.get("Snapshot-Content-Location"))
    return next(
        (str(each).strip() for each in told if str(each or "").startswith(("http://", "https://"))),
        None,
    )

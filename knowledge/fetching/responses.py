"""What comes back: its type, its size while it is unpacked, and what its headers tell."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from email.message import Message
from urllib.parse import unquote

import httpx

from knowledge.errors import FetchError
from knowledge.sources import Validators

#: Types of what may be a document. A server that names none, or bytes in general, is believed
#: until the content is seen.
DOCUMENT_TYPES = frozenset(
    (
        "text/html",
        "application/xhtml+xml",
        "text/plain",
        "text/markdown",
        "text/csv",
        "text/rtf",
        "application/rtf",
        "application/pdf",
        "application/ofd",
        "application/x-ofd",
        "application/msword",
        "application/vnd.ms-word",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "application/vnd.ms-excel",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "application/kswps",
        "application/wps-office.wps",
        "application/vnd.ms-works",
        "multipart/related",
        "message/rfc822",
        "application/x-mimearchive",
        "application/zip",
        "application/x-zip",
        "application/x-zip-compressed",
        "application/octet-stream",
        "binary/octet-stream",
        "application/download",
        "application/x-download",
        "application/force-download",
        "application/x-msdownload",
    )
)
SITEMAP_TYPES = frozenset(
    (
        "application/xml",
        "text/xml",
        "application/rss+xml",
        "text/plain",
        "text/html",
        "application/gzip",
        "application/x-gzip",
        "application/octet-stream",
        "binary/octet-stream",
    )
)

_UNSAFE_NAME = re.compile(r"[\x00-\x1f\x7f/\\]")


@dataclass(frozen=True)
class FetchedFile:
    """What an address gave: the bytes, unpacked, and what the server told of them.

    `url` is the address after redirects; `name` what to call the file.
    """

    url: str
    data: bytes
    name: str
    charset: str | None
    validators: Validators


@dataclass(frozen=True)
class NotModified:
    """The page at `url` is still as it was when its validators were given."""

    url: str
    validators: Validators


def check_type(response: httpx.Response, accepted: frozenset[str]) -> None:
    """Raises FetchError where the server says that it is no document, before it is read."""
    media_type = _content_type(response).get_content_type().lower()
    if response.headers.get("content-type") and media_type not in accepted:
        raise FetchError(f"内容类型是 {media_type}，不是文件或网页")


def read_body(response: httpx.Response, limit: int) -> bytes:
    """The body, unpacked; raises FetchError as soon as it is more than `limit` bytes.

    The limit counts what is unpacked, and the unpacking never runs ahead of it.
    """
    declared = response.headers.get("content-length", "")
    if declared.isascii() and declared.isdigit() and int(declared[:20]) > limit:
        raise _too_large(limit)
    encoding = response.headers.get("content-encoding", "").strip().lower()
    if encoding in ("", "identity"):
        return _collected(response.iter_raw(), limit)
    if encoding in ("gzip", "x-gzip", "deflate"):
        return unpacked(response.iter_raw(), limit)
    raise FetchError(f"服务器用了没有要求的压缩方式（{encoding}），读不了")


def unpacked(chunks: Iterable[bytes], limit: int) -> bytes:
    """The bytes that gzip or zlib packed; raises FetchError when damaged or more than `limit`."""
    packed, data, total = zlib.decompressobj(wbits=47), bytearray(), 0
    for chunk in chunks:
        total += len(chunk)
        if total > limit:
            raise _too_large(limit)
        rest = chunk
        while rest and not packed.eof:
            try:
                data += packed.decompress(rest, limit + 1 - len(data))
            except zlib.error as error:
                raise FetchError("压缩的内容已损坏，读不出来") from error
            if len(data) > limit:
                raise _too_large(limit)
            rest = packed.unconsumed_tail
    if not packed.eof:
        raise FetchError("内容没有传完就断了，请稍后再试")
    return bytes(data)


def told_by(response: httpx.Response, url: str, data: bytes) -> FetchedFile:
    """The file with what the headers tell of it."""
    return FetchedFile(
        url=url,
        data=data,
        name=_file_name(response, url),
        charset=_content_type(response).get_content_charset(),
        validators=validators_of(response),
    )


def validators_of(response: httpx.Response) -> Validators:
    """What to ask with whether the page has changed."""
    return Validators(
        _short(response.headers.get("etag")), _short(response.headers.get("last-modified"))
    )


def _short(header: str | None) -> str | None:
    """A header that can be stored and sent back as it is; a strange one is as good as none."""
    return header if header and len(header) <= 500 and header.isprintable() else None


def _collected(chunks: Iterable[bytes], limit: int) -> bytes:
    data = bytearray()
    for chunk in chunks:
        data += chunk
        if len(data) > limit:
            raise _too_large(limit)
    return bytes(data)


def _too_large(limit: int) -> FetchError:
    return FetchError(f"内容超过 {limit} 字节的上限，没有取完")


def _content_type(response: httpx.Response) -> Message:
    message = Message()
    message["content-type"] = response.headers.get("content-type", "")
    return message


def _file_name(response: httpx.Response, url: str) -> str:
    """The name that the server gives the file, else the last part of the address, else its host."""
    message = Message()
    message["content-disposition"] = response.headers.get("content-disposition", "")
    address = httpx.URL(url)
    path = address.path.rstrip("/").rpartition("/")[2]
    told = message.get_filename() or ""
    name = _UNSAFE_NAME.sub("_", unquote(told or path)).strip(" .")
    return name[-200:] or address.host

"""Sitemaps (sitemaps.org): the pages that a site lists of itself, and when each last changed."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice

import httpx
from lxml import etree

from knowledge.clock import CHINA
from knowledge.errors import FetchError
from knowledge.fetching.fetcher import Fetcher
from knowledge.fetching.responses import SITEMAP_TYPES, FetchedFile, unpacked
from knowledge.sources import Refusal

#: Limits of the protocol for one sitemap; ours for all that one leads to.
MAX_URLS = 50_000
MAX_BYTES = 50 * 1024 * 1024
MAX_SITEMAPS = 500
MAX_DEPTH = 3

_GZIP = b"\x1f\x8b"


@dataclass(frozen=True)
class ListedPage:
    """A page that a sitemap lists; before `changed_before` it was last changed, where that is told.

    A day without an hour counts to its end.
    """

    url: str
    changed_before: datetime | None = None


@dataclass(frozen=True)
class _Entry:
    is_sitemap: bool
    url: str
    modified: str


@dataclass
class _Reached:
    """What the walk through a site's sitemaps has come to so far."""

    hosts: set[str]
    sitemaps: set[str]
    pages: set[str] = field(default_factory=set)


def read_sitemap(fetcher: Fetcher, address: str) -> Iterator[ListedPage | Refusal]:
    """The pages that the sitemap at `address` lists, with those of the sitemaps it leads to.

    Each page once. Pages and sitemaps of other hosts, sitemaps that cannot be read and what goes
    beyond the limits come as refusals: a site speaks for itself alone.
    """
    reached = _Reached(set(), {address})
    waiting = [(address, 1)]
    while waiting:
        sitemap, depth = waiting.pop(0)
        try:
            final, entries = _entries(fetcher, sitemap)
        except FetchError as error:
            yield Refusal(sitemap, sitemap, f"网站地图读不了：{error}")
            continue
        if depth == 1:
            reached.hosts |= {httpx.URL(address).host, httpx.URL(final).host}
        for entry in entries:
            if entry.url in reached.sitemaps or entry.url in reached.pages:
                continue
            if len(reached.pages) >= MAX_URLS:
                yield Refusal(address, address, f"网站地图超过 {MAX_URLS} 个网址，只取前面的")
                return
            refusal = _refusal(entry, depth, reached)
            if refusal is not None:
                yield Refusal(entry.url, entry.url, refusal)
            elif entry.is_sitemap:
                reached.sitemaps.add(entry.url)
                waiting.append((entry.url, depth + 1))
            else:
                reached.pages.add(entry.url)
                yield ListedPage(entry.url, changed_before(entry.modified))


def changed_before(text: str) -> datetime | None:
    """The moment before which the last change lies, of a W3C date or time; None where it is none.

    A time without a zone is China's, a day counts to its end, a month or a year tells too little.
    """
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
            day = date.fromisoformat(text) + timedelta(days=1)
            return datetime.combine(day, time(), CHINA).astimezone(UTC)
        moment = datetime.fromisoformat(text) if "T" in text else None
        if moment is None:
            return None
        moment = moment if moment.tzinfo else moment.replace(tzinfo=CHINA)
        return moment.astimezone(UTC) + timedelta(minutes=1)
    except (ValueError, OverflowError):
        return None


def _refusal(entry: _Entry, depth: int, reached: _Reached) -> str | None:
    try:
        host = httpx.URL(entry.url).host
    except (httpx.InvalidURL, ValueError):
        return "网站地图里的网址写得不对"
    if host not in reached.hosts:
        return "是网站地图里别的站点的网址，没有取"
    if entry.is_sitemap and depth >= MAX_DEPTH:
        return f"网站地图一层套一层，超过 {MAX_DEPTH} 层，没有取"
    if entry.is_sitemap and len(reached.sitemaps) >= MAX_SITEMAPS:
        return f"网站地图超过 {MAX_SITEMAPS} 个，没有取"
    return None


def _entries(fetcher: Fetcher, address: str) -> tuple[str, list[_Entry]]:
    """The address after redirects, and what the sitemap there lists, at most MAX_URLS + 1."""
    fetched = fetcher.fetch(address, accepted=SITEMAP_TYPES)
    if not isinstance(fetched, FetchedFile):
        raise FetchError("服务器答复没有变化，但此前没有取过")
    data = fetched.data
    if data.startswith(_GZIP):
        data = unpacked([data], MAX_BYTES)
    if len(data) > MAX_BYTES:
        raise FetchError(f"超过 {MAX_BYTES} 字节")
    lines = data.removeprefix(b"\xef\xbb\xbf").lstrip()
    found = _of_xml(lines) if lines.startswith(b"<") else _of_lines(lines)
    return fetched.url, list(islice(found, MAX_URLS + 1))


def _of_lines(data: bytes) -> Iterator[_Entry]:
    """The plain form of a sitemap: an address a line."""
    for line in data.decode("utf-8", "replace").splitlines():
        if line.strip():
            yield _Entry(False, line.strip(), "")


def _of_xml(data: bytes) -> Iterator[_Entry]:
    """The entries of an XML sitemap or an index of sitemaps, read without entities or network.

    Raises FetchError where it is none.
    """
    events = etree.iterparse(
        io.BytesIO(data),
        events=("start", "end"),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
    )
    try:
        _event, root = next(events)
        if root.getroottree().docinfo.doctype:
            raise FetchError("带有 DOCTYPE，不是网站地图")
        if _name(root) not in ("urlset", "sitemapindex"):
            raise FetchError("内容不是网站地图")
        for event, element in events:
            if event == "end" and element.getparent() is root:
                entry = _entry(element)
                if entry is not None:
                    yield entry
                element.clear()
    except etree.XMLSyntaxError as error:
        raise FetchError("内容不是完整的 XML") from error


def _entry(element: etree._Element) -> _Entry | None:
    told = {_name(child): (child.text or "").strip() for child in element}
    if _name(element) not in ("url", "sitemap") or not told.get("loc"):
        return None
    return _Entry(_name(element) == "sitemap", told["loc"], told.get("lastmod", ""))


def _name(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""

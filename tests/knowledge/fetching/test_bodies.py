"""Bodies are taken whole, within the limits of size and time, or not at all."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler

import pytest

from knowledge.errors import FetchError
from tests.knowledge.fetching.sites import (
    PAGE,
    Reply,
    Site,
    fetched,
    html,
    running_site,
)


def chunked(chunk: bytes) -> Callable[[BaseHTTPRequestHandler], None]:
    """A body without end."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.protocol_version = "HTTP/1.1"
        handler.send_response(200)
        handler.send_header("Transfer-Encoding", "chunked")
        handler.end_headers()
        while True:
            handler.wfile.write(b"%x\r\n%s\r\n" % (len(chunk), chunk))

    return answer


def test_a_body_without_end_is_cut_off_at_the_limit(site: Site) -> None:
    site.pages["/a"] = chunked(b"a" * 1000)
    with pytest.raises(FetchError, match="超过 5000 字节的上限"):
        site.fetcher(max_bytes=5000).fetch(site.url("/a"))


def test_a_body_that_is_told_to_be_too_large_is_not_read(site: Site) -> None:
    site.pages["/a"] = Reply(b"a" * 5001)
    site.pages["/b"] = Reply(b"a" * 5000)
    with pytest.raises(FetchError, match="超过 5000 字节的上限"):
        site.fetcher(max_bytes=5000).fetch(site.url("/a"))
    assert len(fetched(site.fetcher(max_bytes=5000), site.url("/b")).data) == 5000


def test_what_unpacks_to_more_than_the_limit_is_cut_off_while_it_is_unpacked(site: Site) -> None:
    bomb = gzip.compress(gzip.compress(b"0" * 30_000_000)[:100] + b"0" * 30_000_000)
    for path, data in (("/bomb", bomb), ("/page", gzip.compress(PAGE.encode()))):
        site.pages[path] = Reply(
            data, headers={"Content-Encoding": "gzip", "Content-Type": "text/html"}
        )
    assert len(bomb) < 100_000
    with pytest.raises(FetchError, match="超过 100000 字节的上限"):
        site.fetcher(max_bytes=100_000).fetch(site.url("/bomb"))
    assert fetched(site.fetcher(), site.url("/page")).data == PAGE.encode()


@pytest.mark.parametrize(
    ("encoding", "data", "told"),
    [
        ("gzip", b"no gzip", "已损坏"),
        ("gzip", gzip.compress(b"a" * 1000, mtime=0)[:-9], "没有传完"),
        ("br", b"a", "没有要求的压缩方式（br）"),
        ("gzip, gzip", b"a", "没有要求的压缩方式"),
    ],
)
def test_a_body_that_cannot_be_unpacked_is_told(
    site: Site, encoding: str, data: bytes, told: str
) -> None:
    site.pages["/a"] = Reply(data, headers={"Content-Encoding": encoding})
    with pytest.raises(FetchError) as failed:
        site.fetcher().fetch(site.url("/a"))
    assert told in str(failed.value)


def test_a_body_shorter_than_was_told_is_not_taken_for_the_page(site: Site) -> None:
    site.pages["/a"] = Reply(PAGE.encode(), headers={"Content-Length": "1000"})
    with pytest.raises(FetchError, match="中途断开"):
        site.fetcher().fetch(site.url("/a"))


def test_a_server_that_breaks_the_protocol_is_told(site: Site) -> None:
    site.pages["/a"] = lambda handler: handler.wfile.write(b"\x00\x01 nonsense\r\n\r\n") and None
    with pytest.raises(FetchError, match="不合规范"):
        site.fetcher().fetch(site.url("/a"))


def test_headers_without_end_are_given_up(site: Site) -> None:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.flush_headers()
        while True:
            handler.wfile.write(b"X-More: " + b"a" * 1000 + b"\r\n")

    site.pages["/a"] = answer
    with pytest.raises(FetchError, match="不合规范"):
        site.fetcher().fetch(site.url("/a"))


@pytest.mark.parametrize("where", ["headers", "body"])
def test_a_server_that_drips_is_given_up_when_the_time_for_the_page_is_over(
    site: Site, where: str
) -> None:
    done = threading.Event()

    def drip(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        if where == "body":
            handler.send_header("Content-Length", "1000000")
            handler.end_headers()
        handler.flush_headers()
        while not done.wait(0.02):
            handler.wfile.write(b"a")

    site.pages["/a"] = drip
    try:
        with pytest.raises(FetchError, match="传得太慢"):
            site.fetcher(total_seconds=0.3).fetch(site.url("/a"))
    finally:
        done.set()


def test_a_server_that_says_nothing_is_given_up(site: Site) -> None:
    done = threading.Event()
    site.pages["/a"] = lambda _handler: done.wait(10) and None
    try:
        with pytest.raises(FetchError, match="太久没有答复"):
            site.fetcher(read_seconds=0.2).fetch(site.url("/a"))
    finally:
        done.set()


def test_a_port_on_which_nothing_answers_is_told() -> None:
    with running_site() as site:
        fetcher, url = site.fetcher(), site.url("/a")
    with pytest.raises(FetchError, match="连不上站点"):
        fetcher.fetch(url)


def test_an_empty_page_is_none(site: Site) -> None:
    site.pages["/a"] = html("  \n")
    with pytest.raises(FetchError, match="网页是空的"):
        site.fetcher().fetch(site.url("/a"))

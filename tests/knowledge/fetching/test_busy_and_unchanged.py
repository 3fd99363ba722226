"""Busy sites are asked again politely, known pages only whether they changed."""

from __future__ import annotations

from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler

import pytest

from knowledge.errors import FetchError
from knowledge.fetching.fetcher import Surroundings
from knowledge.fetching.responses import NotModified
from knowledge.sources import Validators
from tests.knowledge.fetching.sites import (
    PAGE,
    Reply,
    Site,
    Waits,
    fetched,
    redirect,
)


def busy(site: Site, times: int, status: int = 503, **headers: str) -> None:
    """The page is busy for the first `times` requests."""
    left = [times]

    def answer(handler: BaseHTTPRequestHandler) -> None:
        left[0] -= 1
        handler.send_response(status if left[0] >= 0 else 200)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        body = PAGE.encode()
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    site.pages["/a"] = answer


@pytest.mark.parametrize(
    ("headers", "slept"),
    [
        ({"Retry_After": "7"}, [7.0, 7.0]),
        ({"Retry_After": "Sun, 22 Nov 2026 02:00:30 GMT"}, [30.0, 30.0]),
        ({"Retry_After": "soon"}, [5.0, 20.0]),
        ({}, [5.0, 20.0]),
    ],
)
def test_a_busy_site_is_asked_again_when_it_says_or_after_growing_waits(
    site: Site, headers: dict[str, str], slept: list[float]
) -> None:
    busy(site, 2, **headers)
    waits = Waits()
    around = Surroundings(timer=waits.timer(), clock=lambda: datetime(2026, 11, 22, 2, tzinfo=UTC))
    assert fetched(site.fetcher(around), site.url("/a")).data == PAGE.encode()
    assert waits.slept == slept


def test_a_site_that_stays_busy_or_asks_for_too_long_a_wait_is_left_alone(site: Site) -> None:
    waits = Waits()
    busy(site, 9, status=429)
    with pytest.raises(FetchError, match="站点忙（429）"):
        site.fetcher(Surroundings(timer=waits.timer())).fetch(site.url("/a"))
    assert len(site.paths) == 3
    busy(site, 9, Retry_After="3600")
    with pytest.raises(FetchError, match="站点忙（503）"):
        site.fetcher(Surroundings(timer=waits.timer())).fetch(site.url("/a"))
    assert len(site.paths) == 4
    assert waits.slept == [5.0, 20.0]


def test_a_known_page_is_asked_for_only_if_it_has_changed(site: Site) -> None:
    site.pages["/a"] = Reply(status=304, headers={"ETag": '"v2"'})
    known = Validators('"v1"', "Sun, 22 Nov 2026 02:00:00 GMT")
    found = site.fetcher().fetch(site.url("/a"), {site.url("/a"): known}.get)
    assert found == NotModified(site.url("/a"), Validators('"v2"', known.last_modified))
    sent = dict(site.asked)["/a"]
    assert (sent["If-None-Match"], sent["If-Modified-Since"]) == (known.etag, known.last_modified)


def test_the_validators_of_a_page_are_not_sent_to_the_address_that_leads_there(
    site: Site,
) -> None:
    site.pages |= {"/old": redirect("/a"), "/a": Reply(status=304)}
    found = site.fetcher().fetch(site.url("/old"), {site.url("/a"): Validators('"v1"')}.get)
    assert found == NotModified(site.url("/a"), Validators('"v1"'))
    assert [
        "If-None-Match" in headers for path, headers in site.asked if path != "/robots.txt"
    ] == [
        False,
        True,
    ]


def test_not_modified_is_no_answer_for_a_page_that_is_not_known(site: Site) -> None:
    site.pages["/a"] = Reply(status=304)
    with pytest.raises(FetchError, match="答复 304"):
        site.fetcher().fetch(site.url("/a"))

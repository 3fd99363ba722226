"""Publishers' pages at the console: ordered, what was found, dealt with or taken in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from threading import Event

import pytest
from apiflask import APIFlask

from service.apps import create_app
from service.keeping.page_checking import check_waiting
from service.pulling import fetch_policy
from service.wiring import Office
from tests.knowledge.fetching.sites import Site, html, running_site
from tests.service.console.test_document_pages import last_entry
from tests.service.console.test_document_pages import state_of as state
from tests.service.keeping.test_page_checks import page_of, published
from tests.staff import Browser, browser

LIST = "/console/pages"


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with running_site() as running:
        yield running


@pytest.fixture(scope="module")
def fetching(office: Office, site: Site) -> Office:
    """An office that may fetch from this machine."""
    limits = {
        "fetch_private_networks": "127.0.0.0/8",
        "fetch_ports": str(site.port),
        "fetch_interval": 0.0,
    }
    return replace(office, settings=office.settings.model_copy(update=limits))


@pytest.fixture(scope="module")
def handler(fetching: Office) -> Browser:
    return browser(create_app(fetching), "handler")


def look(office: Office) -> int:
    return check_waiting(office.store, fetch_policy(office.settings), office.clock, Event())


def test_pages_are_ordered_looked_at_and_dealt_with(
    handler: Browser, fetching: Office, site: Site
) -> None:
    changed, gone = (published(fetching.store, site, number) for number in (9101, 9102))
    newer = page_of(9101).replace("2027年12月31日", "2029年6月30日")
    site.pages["/9101.html"] = html(f"<html><body>{newer}</body></html>")
    del site.pages["/9102.html"]
    ordered = handler.post(LIST, {"words": "号的通知"})
    assert ordered.location == f"{LIST}?ordered=2"
    assert "还有 <span data-left>2</span> 份等着" in handler.get(LIST).text
    assert handler.get(f"{LIST}/waiting").json == {"count": 2}
    assert look(fetching) == 2
    page = handler.get(LIST).text
    assert "2027-12-31 → 2029-06-30" in page
    assert f"/console/documents/{changed}/validity" in page
    lost = handler.get(LIST, state="GONE").text
    assert f"/console/documents/{gone}/validity" in lost
    sent = {"state": "GONE", "why": "网站改版，文件还有效"}
    assert handler.post(f"{LIST}/{gone}", {**sent, "why": ""}).status_code == 400
    assert handler.post(f"{LIST}/{gone}", sent).location == f"{LIST}?state=GONE"
    assert last_entry(fetching)[1] == "处理发布页的核对结果"
    assert "网站改版，文件还有效" in handler.get(LIST, state="SETTLED").text
    assert handler.post(f"{LIST}/{gone}", sent).status_code == 404
    again = handler.post(LIST, {"words": "号的通知"})
    assert again.status_code == 400
    assert "最近核对过" in again.text


def test_what_is_taken_in_is_dealt_with(handler: Browser, fetching: Office, site: Site) -> None:
    document_id = published(fetching.store, site, 9103)
    newer = page_of(9103).replace("凭身份证", "凭身份证或者社保卡")
    site.pages["/9103.html"] = html(f"<html><body>{newer}</body></html>")
    handler.post(LIST, {"words": "9103"})
    look(fetching)
    assert document_id in handler.get(LIST, state="CHANGED").text
    path = f"/console/documents/{document_id}/publisher"
    shown = handler.post(path, {}).text
    take = re.search(r'name="take" value="([0-9a-f]{64})"', shown)
    assert take
    taken = {**state(shown), "take": take[1], "why": "页面改了"}
    assert handler.post(path, taken).status_code == 302
    assert document_id not in handler.get(LIST, state="CHANGED").text
    assert document_id in handler.get(LIST, state="SAME").text


def test_an_auditor_sees_the_list_and_no_form(app: APIFlask) -> None:
    page = browser(app, "auditor").get(LIST).text
    assert "发布页核对</h1>" in page
    assert "核对这些的发布页" not in page

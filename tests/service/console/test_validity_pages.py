"""Validity at the console: what lapses, the effect shown before, the publisher's page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from apiflask import APIFlask

from knowledge.documents import DocumentId
from knowledge.ingesting.ingestion import ingest_source
from knowledge.queries.corpus import document_facts
from knowledge.sources import SourceFile
from knowledge.validity import Validity, ValidityState
from service.answering.answer import Answer, Citation, Outcome
from service.answering.records import record_answer
from service.apps import create_app
from service.wiring import Office
from tests.clocks import START
from tests.knowledge.fetching.sites import Site, html, running_site
from tests.service.console.test_document_pages import OTHER, OWN, TEXT, ingested, last_entry
from tests.service.console.test_document_pages import state_of as state
from tests.staff import Browser, browser

TODAY = START.date()
LIST = "/console/validity"
_NUMBERS = iter(range(5000, 6000))


def address(document_id: str) -> str:
    return f"/console/documents/{document_id}/validity"


def lapsing(office: Office, days: int, issuer: str = OWN) -> DocumentId:
    """A document whose term ends so many days from today."""
    number = next(_NUMBERS)
    words = TEXT.format(title=f"{issuer}关于{number}号补贴的通知", number=number, issuer=issuer)
    until = TODAY + timedelta(days=days)
    words = words.replace("2027年12月31日", f"{until.year}年{until.month}月{until.day}日")
    source = SourceFile(f"/文件/{number}.txt", f"{number}.txt", words.encode())
    outcome = ingest_source(office.store, source, START)
    assert outcome.document_id is not None
    return outcome.document_id


def validity_of(office: Office, document_id: DocumentId) -> Validity:
    with office.store.reading() as session:
        return document_facts(session, [document_id], TODAY)[document_id].validity


@pytest.fixture(scope="module")
def handler(app: APIFlask) -> Browser:
    return browser(app, "handler")


def test_what_lapses_within_the_days_is_listed_the_soonest_first(
    app: APIFlask, handler: Browser, office: Office
) -> None:
    late, soon, past = (lapsing(office, days) for days in (80, 10, -5))
    middle, foreign = lapsing(office, 45), lapsing(office, 9, OTHER)
    ours = {late, soon, past, middle}

    def listed(within: str, by: Browser = handler) -> list[str]:
        page = by.get(LIST, within=within).text
        found = [
            (page.index(f"/{each}/"), each) for each in (*ours, foreign) if f"/{each}/" in page
        ]
        return [each for _, each in sorted(found)]

    assert listed("30") == [soon]
    assert listed("60") == [soon, middle]
    assert listed("90") == [soon, middle, late]
    assert listed("past") == [past]
    assert listed("30", browser(app, "publisher")) == [foreign, soon]
    assert "还有 10 天" in handler.get(LIST).text


def test_the_effect_is_shown_before_anything_is_changed(handler: Browser, office: Office) -> None:
    document_id = lapsing(office, 20)
    with office.store.writing() as session:
        quoted = Citation(
            document_id=document_id,
            version=1,
            title="通知",
            doc_number=None,
            issuer=None,
            published_on=None,
            validity=validity_of(office, document_id),
            locator="一、",
            trail=None,
            quote="各乡镇",
            start=0,
            end=3,
            layer="text",
            passage_id=None,
        )
        answer = Answer(Outcome.ANSWERED, confidence=0.9, citations=(quoted,))
        asked = "高龄津贴证<丢了>怎么补？"
        record_answer(session, answer, asked, None, START, timedelta(days=180))
        old = START - timedelta(days=40)
        record_answer(session, answer, "很久以前问的", None, old, timedelta(days=180))
    path = address(document_id)
    order = {"act": "延长有效期", "day": "2028-06-30", "why": "继续执行"}
    shown = handler.post(path, {**state(handler.get(path).text), **order}).text
    assert "高龄津贴证&lt;丢了&gt;怎么补" in shown
    assert "很久以前问的" not in shown
    assert "有效（延续实施）</span> 有效期至2028年6月30日" in shown
    assert validity_of(office, document_id).state is ValidityState.IN_FORCE
    assert handler.post(path, {**state(shown), **order, "do": "1"}).status_code == 302
    after = validity_of(office, document_id)
    assert (after.state, str(after.until)) == (ValidityState.EXTENDED, "2028-06-30")
    assert last_entry(office)[1] == "延长有效期"


def test_a_repeal_ahead_counts_from_its_day_on(handler: Browser, office: Office) -> None:
    document_id = lapsing(office, 300)
    path = address(document_id)
    day = TODAY + timedelta(days=3)
    order = {"act": "废止", "day": str(day), "why": "另有规定"}
    shown = handler.post(path, {**state(handler.get(path).text), **order}).text
    assert "2026年11月26日起" in shown
    handler.post(path, {**state(shown), **order, "do": "1"})
    assert validity_of(office, document_id).answerable
    with office.store.reading() as session:
        later = document_facts(session, [document_id], day + timedelta(days=1))[document_id]
    assert later.validity.state is ValidityState.REPEALED


def test_a_document_that_takes_its_place_is_named_by_its_number(
    handler: Browser, office: Office
) -> None:
    old, new = lapsing(office, 300), lapsing(office, 400)
    with office.store.reading() as session:
        number = document_facts(session, [new], TODAY)[new].doc_number or ""
    path = address(old)
    order = {"act": "由别的文件代替", "day": str(TODAY), "successor": number, "why": "新办法"}
    shown = handler.post(path, {**state(handler.get(path).text), **order}).text
    assert number in shown.split("会改变什么")[1]
    assert handler.post(path, {**state(shown), **order, "do": "1"}).status_code == 302
    after = validity_of(office, old)
    assert after.state is ValidityState.REPEALED
    assert after.successor is not None
    assert after.successor.document_id == new


def test_confirming_a_document_that_tells_no_term_puts_it_in_force(
    handler: Browser, office: Office
) -> None:
    document_id = ingested(office)
    path = f"/console/documents/{document_id}"
    page = handler.get(path).text
    handler.post(f"{path}/corrections", {**state(page), "field-expires_on": "", "why": "没有写"})
    assert validity_of(office, document_id).state is ValidityState.UNVERIFIED
    order = {"act": "确认现行有效", "why": "问过发文机关", "do": "1"}
    for _ in range(2):  # what is so already is said again, and recorded
        page = handler.get(address(document_id)).text
        assert handler.post(address(document_id), {**state(page), **order}).status_code == 302
        assert last_entry(office)[1] == "确认现行有效"
    assert validity_of(office, document_id).state is ValidityState.IN_FORCE


@pytest.mark.parametrize(
    ("order", "told"),
    [
        ({"act": "别的"}, "请选择要做什么"),
        ({"act": "延长有效期"}, "请填写日期"),
        ({"act": "延长有效期", "day": "2026-12-01"}, "要在今天和现在的有效期以后"),
        ({"act": "废止", "day": "2026-02-30"}, "请填写日期"),
        ({"act": "由别的文件代替", "day": "2026-12-01", "successor": "<没有>"}, "没有叫"),
        ({"act": "废止", "day": "2026-12-01", "do": "1", "why": " "}, "请写明理由"),
    ],
)
def test_an_order_that_makes_no_sense_is_told(
    handler: Browser, office: Office, order: dict[str, str], told: str
) -> None:
    document_id = ingested(office)
    path = address(document_id)
    refused = handler.post(path, {**state(handler.get(path).text), "why": "试", **order})
    assert (refused.status_code, told in refused.text) == (400, True)
    assert "<没有>" not in refused.text


def test_what_is_repealed_or_lapsed_is_not_confirmed(handler: Browser, office: Office) -> None:
    document_id = lapsing(office, -5)
    path = address(document_id)
    order = {"act": "确认现行有效", "why": "还用着"}
    refused = handler.post(path, {**state(handler.get(path).text), **order})
    assert refused.status_code == 400
    assert "请延长有效期" in refused.text


def test_an_order_on_what_changed_meanwhile_is_refused(handler: Browser, office: Office) -> None:
    document_id = lapsing(office, 60)
    path = address(document_id)
    old = state(handler.get(path).text)
    corrections = f"/console/documents/{document_id}/corrections"
    handler.post(corrections, {**old, "field-topic": "改过", "why": "别人"})
    order = {"act": "废止", "day": str(TODAY), "why": "停了", "do": "1"}
    refused = handler.post(path, {**old, **order})
    assert refused.status_code == 409
    assert "（空） → 改过" in refused.text


def test_another_organs_document_has_no_validity_page(handler: Browser, office: Office) -> None:
    path = address(ingested(office, OTHER))
    assert handler.get(path).status_code == 404
    assert handler.post(path, {"act": "废止"}).status_code == 404
    assert handler.post(path.replace("validity", "publisher"), {}).status_code == 404


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with running_site() as running:
        yield running


@pytest.fixture(scope="module")
def fetching(office: Office, site: Site) -> Browser:
    """The handler's browser at an office that may fetch from this machine."""
    limits = {
        "fetch_private_networks": "127.0.0.0/8",
        "fetch_ports": str(site.port),
        "fetch_interval": 0.0,
    }
    settings = office.settings.model_copy(update=limits)
    return browser(create_app(replace(office, settings=settings)), "handler")


def test_the_publishers_page_is_compared_and_taken_in_as_shown(
    fetching: Browser, site: Site, office: Office
) -> None:
    words = TEXT.format(title=f"{OWN}关于页面的通知", number=8001, issuer=OWN)
    page = "<html><body>{}</body></html>"
    lines = "".join(f"<p>{line}</p>" for line in words.split("\n\n"))
    site.pages["/8001.html"] = html(page.format(lines))
    where = site.url("/8001.html")
    source = SourceFile(where, "8001.html", page.format(lines).encode(), url=where)
    document_id = ingest_source(office.store, source, START).document_id
    assert document_id is not None
    path = f"/console/documents/{document_id}/publisher"
    assert "和收录的一致" in fetching.post(path, {}).text
    newer = lines.replace("凭身份证", "凭身份证或者社保卡").replace(
        "2027年12月31日", "2029年6月30日"
    )
    site.pages["/8001.html"] = html(page.format(newer))
    shown = fetching.post(path, {}).text
    assert "或者社保卡" in shown
    assert "2029-06-30" in shown
    assert validity_of(office, document_id).until is not None
    assert str(validity_of(office, document_id).until) == "2027-12-31"
    take = shown.split('name="take" value="')[1][:64]
    site.pages["/8001.html"] = html(page.format(newer.replace("社保卡", "户口本")))
    again = fetching.post(path, {**state(shown), "take": take, "why": "页面改了"})
    assert again.status_code == 409
    assert "又变了" in again.text
    site.pages["/8001.html"] = html(page.format(newer))
    taken = fetching.post(path, {**state(shown), "take": take, "why": "页面改了"})
    assert taken.status_code == 302
    assert str(validity_of(office, document_id).until) == "2029-06-30"
    assert last_entry(office)[1] == "收入发布页的新版"


def test_a_page_that_cannot_be_had_is_told(
    app: APIFlask, fetching: Browser, office: Office, site: Site
) -> None:
    document_id = ingested(office)
    path = f"/console/documents/{document_id}"
    assert "没有来源网址" in fetching.post(f"{path}/publisher", {}).text
    where = {"field-source_url": site.url("/gone.html"), "why": "补上"}
    fetching.post(f"{path}/corrections", {**state(fetching.get(path).text), **where})
    refused = fetching.post(f"{path}/publisher", {})
    assert refused.status_code == 400
    assert "已不存在" in refused.text
    private = browser(app, "handler").post(f"{path}/publisher", {})
    assert private.status_code == 400  # this machine is none to fetch from

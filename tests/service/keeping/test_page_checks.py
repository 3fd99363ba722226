"""Publishers' pages of many documents, on both databases: fetched from a real site, and kept."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from threading import Event

import pytest

from knowledge.database import Store
from knowledge.documents import DocumentId
from knowledge.fetching.policy import FetchPolicy
from knowledge.ingesting.ingestion import ingest_source
from knowledge.queries.listings import Wanted
from knowledge.sources import SourceFile
from service.keeping import page_checks
from service.keeping.errors import KeepingRefused, NotKept
from service.keeping.page_checking import check_waiting
from service.keeping.page_checks import (
    After,
    PageState,
    count_checks,
    list_checks,
    order_checks,
    settle_check,
)
from service.keeping.reach import Reach
from service.staff.actors import Actor
from service.staff.roles import Role
from tests.clocks import START
from tests.knowledge.fetching.sites import LOOPBACK, Reply, Site, html, running_site
from tests.service.console.test_document_pages import OTHER, OWN, TEXT
from tests.staff import make_actor

TODAY, ALL = START.date(), Reach(None)
LONG_AGO = START - timedelta(days=30)


@pytest.fixture
def site() -> Iterator[Site]:
    with running_site() as running:
        yield running


@pytest.fixture
def publisher(store: Store) -> Actor:
    with store.writing() as session:
        return make_actor(session, "publisher", Role.PUBLISHER)


def policy(site: Site) -> FetchPolicy:
    return FetchPolicy(
        allowed_networks=LOOPBACK, ports=frozenset({site.port}), pause_seconds=0, retries=0
    )


def page_of(number: int, issuer: str = OWN) -> str:
    words = TEXT.format(title=f"{issuer}关于{number}号的通知", number=number, issuer=issuer)
    return "".join(f"<p>{line}</p>" for line in words.split("\n\n"))


def published(store: Store, site: Site, number: int, issuer: str = OWN) -> DocumentId:
    """A document that stands at its publisher's as it is stored."""
    body = f"<html><body>{page_of(number, issuer)}</body></html>"
    where = site.url(f"/{number}.html")
    site.pages[f"/{number}.html"] = html(body)
    source = SourceFile(where, f"{number}.html", body.encode(), url=where)
    document_id = ingest_source(store, source, START).document_id
    assert document_id is not None
    return document_id


def order(store: Store, actor: Actor, since: timedelta = timedelta(days=1)) -> int:
    with store.writing() as session:
        wanted = Wanted(own_answers=False)
        return order_checks(session, actor, wanted, TODAY, START - since, START)


def look(store: Store, site: Site) -> int:
    return check_waiting(store, policy(site), lambda: START, Event())


def test_each_page_comes_to_what_became_of_it(store: Store, publisher: Actor, site: Site) -> None:
    same, changed, lapsed, gone, broken = (published(store, site, each) for each in range(5))
    site.pages["/1.html"] = html(page_of(1).replace("凭身份证", "凭身份证或者社保卡"))
    site.pages["/2.html"] = html(page_of(2).replace("2027年12月31日", "2029年6月30日"))
    del site.pages["/3.html"]
    site.pages["/4.html"] = Reply(status=500)
    assert order(store, publisher) == 5
    with store.reading() as session:
        assert count_checks(session, None)[PageState.WAITING] == 5
    assert look(store, site) == 5
    with store.reading() as session:
        found = {
            state: {
                each.document_id: each.told
                for each in list_checks(session, None, state, 9, None)[0]
            }
            for state in PageState
        }
    assert set(found[PageState.SAME]) == {same}
    assert "条款 1 处不同" in found[PageState.CHANGED][changed]
    assert "2027-12-31 → 2029-06-30" in found[PageState.VALIDITY][lapsed]
    assert "已不存在" in found[PageState.GONE][gone]
    assert "500" in found[PageState.FAILED][broken]
    assert found[PageState.WAITING] == {}
    with pytest.raises(KeepingRefused, match="最近核对过"):
        order(store, publisher)
    assert order(store, publisher, timedelta(seconds=-1)) == 5


def test_what_was_not_finished_is_still_in_line(store: Store, publisher: Actor, site: Site) -> None:
    for number in range(3):
        published(store, site, number)
    order(store, publisher)
    stopped = Event()
    stopped.set()
    assert check_waiting(store, policy(site), lambda: START, stopped) == 0
    with store.reading() as session:
        assert count_checks(session, None)[PageState.WAITING] == 3
    assert look(store, site) == 3
    assert sorted(site.paths) == [f"/{number}.html" for number in range(3)]


def test_one_sees_and_settles_what_one_keeps(store: Store, publisher: Actor, site: Site) -> None:
    own, foreign = published(store, site, 10), published(store, site, 11, OTHER)
    site.pages.clear()
    order(store, publisher)
    look(store, site)
    with store.reading() as session:
        listed, _ = list_checks(session, {OWN}, PageState.GONE, 9, None)
        assert [each.document_id for each in listed] == [own]
        assert count_checks(session, {OWN})[PageState.GONE] == 1
        first, after = list_checks(session, None, PageState.GONE, 1, None)
        second, end = list_checks(session, None, PageState.GONE, 1, after)
        assert isinstance(after, After)
        assert {first[0].document_id, second[0].document_id} == {own, foreign}
        assert end is None
    mine = Reach(frozenset({OWN}))
    with store.writing() as session, pytest.raises(NotKept):
        settle_check(session, publisher, mine, foreign, "网站改版", START)
    with store.writing() as session, pytest.raises(KeepingRefused):
        settle_check(session, publisher, mine, own, " ", START)
    with store.writing() as session:
        settle_check(session, publisher, mine, own, "网站改版，内容没有变", START)
    with store.writing() as session, pytest.raises(NotKept):
        settle_check(session, publisher, mine, own, "再来一次", START)
    with store.reading() as session:
        (settled,), _ = list_checks(session, None, PageState.SETTLED, 9, None)
    assert settled.told == "网站改版，内容没有变"


def test_so_many_are_ordered_and_no_more(
    sqlite_store: Store, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    with sqlite_store.writing() as session:
        actor = make_actor(session, "publisher", Role.PUBLISHER)
    for number in range(4):
        published(sqlite_store, site, number)
    monkeypatch.setattr(page_checks, "MOST", 2)
    monkeypatch.setattr(page_checks, "MOST_WAITING", 3)
    assert order(sqlite_store, actor) == 2
    assert order(sqlite_store, actor) == 1
    with pytest.raises(KeepingRefused, match="等核对完再添"):
        order(sqlite_store, actor)

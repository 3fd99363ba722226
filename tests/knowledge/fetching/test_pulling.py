"""Pages are pulled into the store once, and again only when they have changed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

import pytest
from sqlalchemy import select

from knowledge.clock import day_in_china
from knowledge.database import Store
from knowledge.documents import SourceOrigin, Version
from knowledge.fetching.pages import FetchedPage
from knowledge.fetching.pulling import WantedPage, pages_of_sitemap, pull
from knowledge.given import given_value
from knowledge.ingesting.ingestion import IngestReport, ingest
from knowledge.queries import corpus
from knowledge.sources import Refusal, SourceFile
from tests.clocks import FrozenClock
from tests.knowledge.fetching.sites import Reply, Site, html, redirect
from tests.knowledge.fetching.test_sitemaps import urlset

NOTICE = (
    "<html><head><title>青禾县便民服务办法</title></head><body><h1>青禾县便民服务办法</h1>"
    "<p>第一条　为了方便群众办事，制定本办法。</p><p>第二条　窗口应当一次告知。</p></body></html>"
)
OTHER = NOTICE.replace("一次告知", "当场答复")


@pytest.fixture
def clock() -> FrozenClock:
    return FrozenClock()


def pulled(store: Store, site: Site, clock: FrozenClock, *pages: str | WantedPage) -> IngestReport:
    wanted = [WantedPage(site.url(each)) if isinstance(each, str) else each for each in pages]
    return ingest(store, pull(store, site.fetcher(), wanted), clock)


def results(report: IngestReport) -> list[str]:
    return [outcome.result.value for outcome in report.outcomes]


def test_a_page_becomes_a_document_with_its_address(
    store: Store, site: Site, clock: FrozenClock
) -> None:
    site.pages["/a.html"] = html(NOTICE, ETag='"v1"')
    report = pulled(store, site, clock, "/a.html")
    (outcome,) = report.added
    assert (outcome.name, outcome.title) == (site.url("/a.html"), "青禾县便民服务办法")
    with store.reading() as session:
        day = day_in_china(clock())
        facts = corpus.document_view(session, outcome.document_id, None, day).facts
        assert (facts.source_url, facts.file_name) == (site.url("/a.html"), "a.html")
        page = session.scalars(select(FetchedPage)).one()
        assert (page.url, page.etag, page.fetched_at) == (site.url("/a.html"), '"v1"', clock())
        assert session.scalars(select(SourceOrigin.origin)).all() == [site.url("/a.html")]


def test_a_page_that_has_not_changed_is_neither_sent_nor_read_again(
    store: Store, site: Site, clock: FrozenClock
) -> None:
    site.pages["/a.html"] = html(NOTICE, ETag='"v1"')
    pulled(store, site, clock, "/a.html")
    site.pages["/a.html"] = Reply(status=304)
    clock.advance(timedelta(days=1))
    assert results(pulled(store, site, clock, "/a.html")) == ["未变"]
    assert dict(site.asked)["/a.html"]["If-None-Match"] == '"v1"'
    with store.reading() as session:
        page = session.scalars(select(FetchedPage)).one()
        assert (page.etag, page.fetched_at) == ('"v1"', clock())


def test_the_same_bytes_sent_again_are_no_version_and_their_new_validators_are_kept(
    store: Store, site: Site, clock: FrozenClock
) -> None:
    site.pages["/a.html"] = html(NOTICE, ETag='"v1"')
    pulled(store, site, clock, "/a.html")
    site.pages["/a.html"] = html(NOTICE, ETag='"v2"')
    assert results(pulled(store, site, clock, "/a.html")) == ["未变"]
    with store.reading() as session:
        assert session.scalars(select(FetchedPage.etag)).all() == ['"v2"']


def test_a_changed_page_is_a_new_version(store: Store, site: Site, clock: FrozenClock) -> None:
    site.pages["/a.html"] = html(NOTICE, ETag='"v1"')
    pulled(store, site, clock, "/a.html")
    site.pages["/a.html"] = html(OTHER, ETag='"v2"')
    (outcome,) = pulled(store, site, clock, "/a.html").changed
    assert outcome.version == 2


@pytest.mark.parametrize(
    "shown", ["您访问的页面不存在或已被删除，5秒后返回首页", "用户登录 用户名 密码 验证码 登录"]
)
def test_a_page_shown_in_place_of_the_document_is_reported_and_the_document_stays(
    store: Store, site: Site, clock: FrozenClock, shown: str
) -> None:
    site.pages["/a.html"] = html(NOTICE)
    pulled(store, site, clock, "/a.html")
    site.pages["/a.html"] = html(f"<html><title>提示</title><body><p>{shown}</p></body></html>")
    (outcome,) = pulled(store, site, clock, "/a.html").failed
    assert "出错、登录一类的提示" in outcome.reason
    assert "库里仍是此前导入的内容" in outcome.reason
    with store.reading() as session:
        assert session.scalars(select(Version.number)).all() == [1]


def test_quite_another_text_at_the_same_address_is_a_version_with_a_doubt(
    store: Store, site: Site, clock: FrozenClock
) -> None:
    site.pages["/a.html"] = html(NOTICE)
    pulled(store, site, clock, "/a.html")
    other = (
        "<html><head><title>秋收防火工作方案</title></head><body><h1>秋收防火工作方案</h1>"
        "<p>一、秸秆离田期间，各村安排人员昼夜巡查。</p><p>二、发现火情立即上报。</p></body></html>"
    )
    site.pages["/a.html"] = html(other)
    (outcome,) = pulled(store, site, clock, "/a.html").changed
    assert "原来是《青禾县便民服务办法》，现在是《秋收防火工作方案》" in outcome.doubts[0]
    site.pages["/a.html"] = html(other.replace("昼夜", "日夜"))
    (outcome,) = pulled(store, site, clock, "/a.html").changed
    assert not any("原来是" in doubt for doubt in outcome.doubts)


@pytest.mark.parametrize("status", [404, 410])
def test_a_page_that_is_no_more_is_reported_and_its_document_stays(
    store: Store, site: Site, clock: FrozenClock, status: int
) -> None:
    site.pages["/a.html"] = Reply(status=status)
    (never,) = pulled(store, site, clock, "/a.html").failed
    assert never.reason == f"来源网页已不存在（{status}）"
    site.pages["/a.html"] = html(NOTICE)
    (added,) = pulled(store, site, clock, "/a.html").added
    site.pages["/a.html"] = Reply(status=status)
    (outcome,) = pulled(store, site, clock, "/a.html").failed
    assert outcome.reason is not None
    assert outcome.reason.startswith(f"来源网页已不存在（{status}）；库里的文件没有动")
    assert "库里仍是此前导入的内容" in outcome.reason
    with store.reading() as session:
        assert session.scalars(select(Version.document_id)).all() == [added.document_id]


def test_what_cannot_be_read_is_not_remembered_as_fetched(
    store: Store, site: Site, clock: FrozenClock
) -> None:
    site.pages["/a.html"] = html("<html><body></body></html>", ETag='"v1"')
    assert results(pulled(store, site, clock, "/a.html")) == ["失败"]
    site.pages["/a.html"] = html(NOTICE, ETag='"v1"')
    assert results(pulled(store, site, clock, "/a.html")) == ["新增"]
    assert "If-None-Match" not in site.asked[-1][1]


def test_one_bad_address_does_not_stop_the_others(
    store: Store, site: Site, clock: FrozenClock
) -> None:
    site.pages |= {"/a.html": html(NOTICE), "/b.html": Reply(status=500)}
    bad = WantedPage("http://10.0.0.1/")
    odd = WantedPage("file:///etc/passwd")
    report = pulled(store, site, clock, "/b.html", bad, odd, "/a.html", "/a.html#2")
    assert results(report) == ["失败", "失败", "失败", "新增"]
    assert [outcome.name for outcome in report.failed] == [
        site.url("/b.html"),
        "http://10.0.0.1/",
        "file:///etc/passwd",
    ]


def test_pages_are_fetched_one_by_one_as_they_are_ingested(store: Store, site: Site) -> None:
    site.pages |= {"/a.html": html(NOTICE), "/b.html": html(OTHER)}
    wanted = [WantedPage(site.url("/a.html")), WantedPage(site.url("/b.html"))]
    sources: Iterable[SourceFile | Refusal] = pull(store, site.fetcher(), wanted)
    first = next(iter(sources))
    assert isinstance(first, SourceFile)
    assert site.paths == ["/a.html"]


def test_the_address_after_redirects_is_the_place_of_the_page(
    store: Store, site: Site, clock: FrozenClock
) -> None:
    site.pages |= {"/old": redirect("/a.html"), "/a.html": html(NOTICE, ETag='"v1"')}
    (added,) = pulled(store, site, clock, "/old").added
    assert added.name == site.url("/a.html")
    site.pages["/a.html"] = Reply(status=304)
    assert results(pulled(store, site, clock, "/old")) == ["未变"]
    assert results(pulled(store, site, clock, "/a.html")) == ["未变"]


def test_the_charset_that_the_server_declares_counts_where_the_page_is_silent(
    store: Store, site: Site, clock: FrozenClock
) -> None:
    text = "<h1>便民服務辦法</h1><p>第一條　為了方便群眾辦事，制定本辦法。</p>"
    site.pages["/a.html"] = Reply(
        text.encode("big5"), headers={"Content-Type": "text/html; charset=Big5", "ETag": '"v1"'}
    )
    assert results(pulled(store, site, clock, "/a.html")) == ["新增"]
    with store.reading() as session:
        assert "方便群众办事" in session.scalars(select(Version.text)).one()


def test_values_that_are_given_with_a_page_count_also_when_it_has_not_changed(
    store: Store, site: Site, clock: FrozenClock
) -> None:
    site.pages["/a.html"] = html(NOTICE, ETag='"v1"')
    pulled(store, site, clock, "/a.html")
    site.pages["/a.html"] = Reply(status=304)
    wanted = WantedPage(site.url("/a.html"), (given_value("title", "青禾县便民办法"),))
    (outcome,) = pulled(store, site, clock, wanted).changed
    assert (outcome.version, outcome.title) == (2, "青禾县便民办法")
    assert results(pulled(store, site, clock, wanted)) == ["未变"]


def test_a_sitemap_s_pages_are_asked_for_again_only_when_they_changed_since(
    store: Store, site: Site, clock: FrozenClock
) -> None:
    def run(lastmod: str) -> list[str]:
        told = f"<lastmod>{lastmod}</lastmod>"
        site.pages["/sitemap.xml"] = urlset(site.url("/a.html"), lastmod=told)
        fetcher = site.fetcher()
        pages = pages_of_sitemap(fetcher, site.url("/sitemap.xml"))
        return results(ingest(store, pull(store, fetcher, pages), clock))

    site.pages["/a.html"] = html(NOTICE)
    assert run("2026-11-20") == ["新增"]
    assert run("2026-11-20") == ["未变"]
    assert site.paths.count("/a.html") == 1
    site.pages["/a.html"] = html(OTHER)
    assert run("2026-11-22") == ["更新"]
    assert site.paths.count("/a.html") == 2

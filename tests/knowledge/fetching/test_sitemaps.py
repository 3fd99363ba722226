"""Sitemaps tell a site's own pages, within limits, and cannot be made to read anything else."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime

import pytest

from knowledge.fetching import sitemaps
from knowledge.fetching.sitemaps import ListedPage, changed_before, read_sitemap
from knowledge.sources import Refusal
from tests.knowledge.fetching.sites import Reply, Site, redirect

NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def xml(text: str) -> Reply:
    return Reply(text.encode(), headers={"Content-Type": "application/xml"})


def urlset(*urls: str, lastmod: str = "") -> Reply:
    inner = "".join(f"<url><loc> {url} </loc>{lastmod}</url>" for url in urls)
    return xml(f'<?xml version="1.0" encoding="UTF-8"?><urlset {NAMESPACE}>{inner}</urlset>')


def index(*urls: str) -> Reply:
    inner = "".join(f"<sitemap><loc>{url}</loc></sitemap>" for url in urls)
    return xml(f"<sitemapindex {NAMESPACE}>{inner}</sitemapindex>")


def listed(site: Site, path: str = "/sitemap.xml") -> tuple[list[str], list[str]]:
    """The pages listed, and the reasons of the refusals."""
    found = list(read_sitemap(site.fetcher(), site.url(path)))
    return (
        [each.url for each in found if isinstance(each, ListedPage)],
        [each.reason for each in found if isinstance(each, Refusal)],
    )


def test_the_pages_of_a_sitemap_come_once_and_in_order(site: Site) -> None:
    a, b = site.url("/a.html"), site.url("/b.html?x=1&amp;y=2")
    site.pages["/sitemap.xml"] = urlset(a, b, a)
    assert listed(site) == ([a, b.replace("&amp;", "&")], [])


def test_an_index_leads_to_its_sitemaps_packed_ones_too(site: Site) -> None:
    a, b, c = (site.url(f"/{name}.html") for name in "abc")
    packed = gzip.compress(urlset(b).body)
    site.pages |= {
        "/sitemap.xml": index(site.url("/1.xml"), site.url("/2.xml.gz"), site.url("/3.txt")),
        "/1.xml": urlset(a),
        "/2.xml.gz": Reply(packed, headers={"Content-Type": "application/x-gzip"}),
        "/3.txt": Reply(f"{c}\n\n{a}\n".encode(), headers={"Content-Type": "text/plain"}),
    }
    assert listed(site) == ([a, b, c], [])


def test_a_sitemap_without_a_namespace_is_read_alike(site: Site) -> None:
    site.pages["/sitemap.xml"] = xml(f"<urlset><url><loc>{site.url('/a')}</loc></url></urlset>")
    assert listed(site) == ([site.url("/a")], [])


def test_pages_and_sitemaps_of_other_sites_are_refused(site: Site) -> None:
    site.pages["/sitemap.xml"] = index(site.url("/1.xml"), "http://other.example/2.xml")
    site.pages["/1.xml"] = urlset("http://other.example/a", site.url("/a"), "http://[::1")
    pages, reasons = listed(site)
    assert pages == [site.url("/a")]
    assert [reason.split("，")[0] for reason in reasons] == [
        "是网站地图里别的站点的网址",
        "是网站地图里别的站点的网址",
        "网站地图里的网址写得不对",
    ]


def test_the_site_that_a_sitemap_moved_to_is_the_same_site(site: Site) -> None:
    moved = f"http://localhost:{site.port}/sitemap.xml"
    site.pages["/old.xml"] = redirect(moved)
    site.pages["/sitemap.xml"] = urlset(f"http://localhost:{site.port}/a", site.url("/b"))
    assert listed(site, "/old.xml")[0] == [f"http://localhost:{site.port}/a", site.url("/b")]


def test_sitemaps_that_lead_round_or_too_deep_end(site: Site) -> None:
    site.pages |= {f"/{n}.xml": index(site.url(f"/{n + 1}.xml")) for n in range(9)}
    site.pages["/1.xml"] = index(site.url("/0.xml"), site.url("/2.xml"))
    pages, reasons = listed(site, "/0.xml")
    assert (pages, site.paths) == ([], ["/0.xml", "/1.xml", "/2.xml"])
    assert reasons == ["网站地图一层套一层，超过 3 层，没有取"]


def test_entities_are_not_read_and_a_sitemap_that_defines_some_is_refused(site: Site) -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    for definition in ('<!ENTITY x SYSTEM "file:///etc/hostname">', f'<!ENTITY l0 "ha">{laughs}'):
        site.pages["/sitemap.xml"] = xml(
            f"<!DOCTYPE urlset [{definition}]><urlset><url><loc>{site.url('/')}&x;&l9;</loc></url>"
            "</urlset>"
        )
        assert listed(site) == ([], ["网站地图读不了：带有 DOCTYPE，不是网站地图"])


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("<html><body>没有这个页面</body></html>", "内容不是网站地图"),
        ("<urlset><url>", "内容不是完整的 XML"),
        ("<", "内容不是完整的 XML"),
    ],
)
def test_what_is_no_sitemap_is_told(site: Site, body: str, reason: str) -> None:
    site.pages["/sitemap.xml"] = xml(body)
    assert listed(site) == ([], [f"网站地图读不了：{reason}"])


def test_a_sitemap_that_is_not_there_is_told(site: Site) -> None:
    assert listed(site) == ([], ["网站地图读不了：来源网页已不存在（404）"])


def test_limits_of_pages_sitemaps_and_bytes_are_kept(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in (("MAX_URLS", 2), ("MAX_SITEMAPS", 2), ("MAX_BYTES", 2000)):
        monkeypatch.setattr(sitemaps, name, value)
    site.pages["/sitemap.xml"] = urlset(*(site.url(f"/{n}") for n in range(3)))
    assert listed(site) == ([site.url("/0"), site.url("/1")], ["网站地图超过 2 个网址，只取前面的"])
    site.pages["/index.xml"] = index(site.url("/1.xml"), site.url("/2.xml"))
    site.pages["/1.xml"] = Reply(gzip.compress(urlset(site.url("/a" * 1000)).body))
    pages, reasons = listed(site, "/index.xml")
    assert pages == []
    assert [reason.split("，")[0] for reason in reasons] == [
        "网站地图超过 2 个",
        "网站地图读不了：内容超过 2000 字节的上限",
    ]


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-11-20", datetime(2026, 11, 20, 16, tzinfo=UTC)),
        ("2026-11-20T08:30:00+08:00", datetime(2026, 11, 20, 0, 31, tzinfo=UTC)),
        ("2026-11-20T08:30:00Z", datetime(2026, 11, 20, 8, 31, tzinfo=UTC)),
        ("2026-11-20T08:30", datetime(2026, 11, 20, 0, 31, tzinfo=UTC)),
        ("2026-02-30", None),
        ("2026-11", None),
        ("9999-12-31", None),
        ("昨天", None),
        ("", None),
    ],
)
def test_the_last_change_lies_before_the_end_of_what_is_told(
    text: str, moment: datetime | None
) -> None:
    assert changed_before(text) == moment

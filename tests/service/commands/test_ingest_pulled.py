"""`yihaoda ingest` pulls from real sites what is ordered, as the settings allow, and no further."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from knowledge.database import Store
from service.cli import main
from tests.knowledge.fetching.sites import Reply, Site, html, running_site
from tests.knowledge.fetching.test_sitemaps import urlset

NOTICE = (
    "<html><head><title>青禾县便民服务办法</title></head><body><h1>青禾县便民服务办法</h1>"
    "<p>第一条　为了方便群众办事，制定本办法。</p><p>第二条　窗口应当一次告知。</p></body></html>"
)


@pytest.fixture
def site() -> Iterator[Site]:
    with running_site() as running:
        running.pages["/1.html"] = html(NOTICE)
        running.pages["/2.html"] = html(NOTICE.replace("便民服务", "临时救助"))
        yield running


def run(store: Store, site: Site, *arguments: str | Path, **settings: str) -> Result:
    environment = {
        "YIHAODA_DATABASE_URL": store.url.render_as_string(hide_password=False),
        "YIHAODA_FETCH_INTERVAL": "0",
        "YIHAODA_FETCH_PORTS": f"80,{site.port}",
        "YIHAODA_FETCH_PRIVATE_NETWORKS": "127.0.0.1/32",
        **settings,
    }
    return CliRunner().invoke(main, ["ingest", "--json", *map(str, arguments)], env=environment)


def told(result: Result) -> dict[str, list[str]]:
    """The names of the files with each result, of those that have any."""
    report = json.loads(result.stdout)
    return {
        name: [each["name"] for each in report[name]]
        for name in ("added", "changed", "unchanged", "failed")
        if report[name]
    }


def test_addresses_lists_sitemaps_manifests_and_files_are_ingested_in_one_run(
    sqlite_store: Store, site: Site, tmp_path: Path
) -> None:
    for number in range(3, 6):
        site.pages[f"/{number}.html"] = html(NOTICE.replace("便民服务", f"{number}号事项"))
    (tmp_path / "a.txt").write_text("青禾县备案办法\n第一条　应当备案。\n", encoding="utf-8")
    (tmp_path / "b.txt").write_text("青禾县公示办法\n第一条　应当公示。\n", encoding="utf-8")
    manifest, urls = tmp_path / "清单.csv", tmp_path / "网址.txt"
    manifest.write_text(f"文件,网址,标题\na.txt,,备案新办法\n,{site.url('/2.html')},\n", "utf-8")
    urls.write_text(f"{site.url('/3.html')}\n{site.url('/2.html')}\n", encoding="utf-8")
    site.pages["/sitemap.xml"] = urlset(site.url("/4.html"), site.url("/5.html"))
    result = run(
        *(sqlite_store, site, "--url", site.url("/1.html"), "--sitemap", site.url("/sitemap.xml")),
        *("--urls", urls, "--manifest", manifest, tmp_path / "b.txt"),
    )
    assert result.exit_code == 0
    pages = [site.url(f"/{number}.html") for number in (2, 3, 1, 4, 5)]
    assert told(result) == {"added": [str(tmp_path / "a.txt"), *pages, str(tmp_path / "b.txt")]}
    assert json.loads(result.stdout)["added"][0]["title"] == "备案新办法"


def test_private_addresses_are_refused_unless_the_setting_allows_them(
    sqlite_store: Store, site: Site
) -> None:
    result = run(
        sqlite_store, site, "--url", site.url("/1.html"), YIHAODA_FETCH_PRIVATE_NETWORKS=""
    )
    assert (result.exit_code, told(result)) == (1, {"failed": [site.url("/1.html")]})
    assert "不在公网上" in result.stdout
    assert site.asked == []
    assert told(run(sqlite_store, site, "--url", site.url("/1.html"))) == {
        "added": [site.url("/1.html")]
    }


def test_the_contact_of_the_settings_is_told_to_the_site(sqlite_store: Store, site: Site) -> None:
    contact = "info@qinghe.example"
    run(sqlite_store, site, "--url", site.url("/1.html"), YIHAODA_FETCH_CONTACT=contact)
    assert {headers["User-Agent"] for _, headers in site.asked} == {f"Yihaoda (+{contact})"}


def test_wrong_rows_and_pages_that_are_gone_are_told_and_the_others_ingested(
    sqlite_store: Store, site: Site, tmp_path: Path
) -> None:
    run(sqlite_store, site, "--url", site.url("/1.html"))
    site.pages["/1.html"] = Reply(status=410)
    manifest = tmp_path / "清单.csv"
    manifest.write_text(
        f"网址,成文日期\n{site.url('/1.html')},\n{site.url('/2.html')},2024-02-30\n"
        f"{site.url('/2.html')},2024-03-01\n",
        encoding="utf-8",
    )
    result = run(sqlite_store, site, "--manifest", manifest)
    assert result.exit_code == 1
    assert told(result) == {
        "failed": [site.url("/1.html"), f"{manifest} 第 3 行"],
        "added": [site.url("/2.html")],
    }
    reasons = [each["reason"] for each in json.loads(result.stdout)["failed"]]
    assert reasons[0].startswith("来源网页已不存在（410）")
    assert reasons[1].startswith("“成文日期”列：“2024-02-30”不是日历上有的日期")


def test_a_manifest_that_cannot_be_used_ends_the_run_before_anything_is_fetched(
    sqlite_store: Store, site: Site, tmp_path: Path
) -> None:
    manifest = tmp_path / "清单.csv"
    manifest.write_text("文件,颜色\n", encoding="utf-8")
    result = run(sqlite_store, site, "--url", site.url("/1.html"), "--manifest", manifest)
    assert result.exit_code == 2
    assert "清单第 2 列“颜色”不认识" in result.stderr
    assert site.asked == []

"""A page comes with what its server tells of it, or is told to be none."""

from __future__ import annotations

import pytest

from knowledge.errors import FetchError, PageGone
from knowledge.fetching.responses import FetchedFile
from knowledge.sources import Validators
from tests.knowledge.fetching.sites import (
    PAGE,
    Reply,
    Site,
    fetched,
    html,
    redirect,
)


def test_a_page_comes_with_its_address_name_charset_and_validators(site: Site) -> None:
    site.pages["/zwgk/a.html"] = html(PAGE, ETag='"v1"', Last_Modified="Sun, 22 Nov 2026")
    found = fetched(site.fetcher(user_agent="Yihaoda/1 (+a@b.cn)"), site.url("/zwgk/a.html#top"))
    assert found == FetchedFile(
        site.url("/zwgk/a.html"),
        PAGE.encode(),
        "a.html",
        "utf-8",
        Validators('"v1"', "Sun, 22 Nov 2026"),
    )
    sent = dict(site.asked)["/zwgk/a.html"]
    assert sent["User-Agent"] == "Yihaoda/1 (+a@b.cn)"
    assert {"Cookie", "Authorization", "Referer"}.isdisjoint(sent)


@pytest.mark.parametrize("status", [404, 410])
def test_a_page_that_is_no_more_is_told_apart_from_a_failure(site: Site, status: int) -> None:
    site.pages["/a.html"] = Reply(status=status)
    with pytest.raises(PageGone, match=f"来源网页已不存在（{status}）"):
        site.fetcher().fetch(site.url("/a.html"))


def test_a_page_that_leads_to_an_error_page_is_no_more(site: Site) -> None:
    site.pages |= {"/a.html": redirect("/404.html"), "/404.html": html("您访问的页面不存在")}
    with pytest.raises(PageGone):
        site.fetcher().fetch(site.url("/a.html"))
    assert fetched(site.fetcher(), site.url("/404.html")).name == "404.html"


@pytest.mark.parametrize(
    ("status", "told"), [(401, "要登录"), (403, "拒绝访问"), (500, "答复 500"), (204, "答复 204")]
)
def test_other_answers_are_failures(site: Site, status: int, told: str) -> None:
    site.pages["/a.html"] = Reply(status=status)
    with pytest.raises(FetchError) as failed:
        site.fetcher().fetch(site.url("/a.html"))
    assert told in str(failed.value)
    assert not isinstance(failed.value, PageGone)


@pytest.mark.parametrize("media_type", ["image/png", "video/mp4", "text/css", "application/json"])
def test_what_is_no_document_is_not_read(site: Site, media_type: str) -> None:
    site.pages["/a"] = Reply(b"x", headers={"Content-Type": media_type})
    with pytest.raises(FetchError, match=f"内容类型是 {media_type}"):
        site.fetcher().fetch(site.url("/a"))


def test_a_file_without_a_type_is_believed_and_named_by_the_server(site: Site) -> None:
    site.pages["/download?id=1"] = Reply(
        b"text",
        headers={"Content-Disposition": "attachment; filename*=UTF-8''%E5%8A%9E%E6%B3%95.txt"},
    )
    found = fetched(site.fetcher(), site.url("/download?id=1"))
    assert (found.name, found.charset) == ("办法.txt", None)


@pytest.mark.parametrize("name", ["..%2F..%2Fetc%2Fpasswd", "a%00b", "a\\b"])
def test_a_server_cannot_name_a_file_a_path(site: Site, name: str) -> None:
    site.pages["/a"] = Reply(
        b"text", headers={"Content-Disposition": f"attachment; filename*=UTF-8''{name}"}
    )
    assert {"/", "\\", "\x00"}.isdisjoint(fetched(site.fetcher(), site.url("/a")).name)

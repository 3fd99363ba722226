"""Sites are asked as they wish to be: robots.txt, and a pause between two pages."""

from __future__ import annotations

import pytest

from knowledge.errors import AddressRefused, FetchError, RobotsRefused
from knowledge.fetching.fetcher import Surroundings
from knowledge.fetching.pace import Pace
from tests.knowledge.fetching.sites import Reply, Site, Waits, html, redirect, running_site


def rules(text: str) -> Reply:
    return Reply(text.encode(), headers={"Content-Type": "text/plain"})


def allowed(site: Site, *paths: str) -> list[bool]:
    """Whether each page of the site may be fetched."""
    fetcher = site.fetcher()
    told = []
    for path in paths:
        site.pages.setdefault(path, html("办法"))
        try:
            fetcher.fetch(site.url(path))
            told.append(True)
        except RobotsRefused:
            told.append(False)
    return told


def test_what_a_site_forbids_is_not_asked_for(site: Site) -> None:
    site.pages["/robots.txt"] = rules("User-agent: *\nDisallow: /nb/\nAllow: /nb/gk/\n")
    assert allowed(site, "/a.html", "/nb/a.html", "/nb/gk/a.html") == [True, False, True]
    assert site.paths == ["/a.html", "/nb/gk/a.html"]


def test_the_rules_for_this_program_count_over_those_for_all(site: Site) -> None:
    site.pages["/robots.txt"] = rules(
        "User-agent: *\nDisallow: /\n\nUser-agent: yihaoda\nDisallow: /nb/\n"
    )
    assert allowed(site, "/a.html", "/nb/a.html") == [True, False]


def test_the_rules_are_asked_for_once(site: Site) -> None:
    site.pages["/robots.txt"] = rules("User-agent: *\nAllow: /\n")
    allowed(site, "/a.html", "/b.html")
    assert [path for path, _ in site.asked] == ["/robots.txt", "/a.html", "/b.html"]


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
def test_a_site_without_rules_allows_everything(site: Site, status: int) -> None:
    site.pages["/robots.txt"] = Reply(status=status)
    assert allowed(site, "/a.html") == [True]


@pytest.mark.parametrize("status", [500, 501])
def test_a_site_whose_rules_cannot_be_had_allows_nothing(site: Site, status: int) -> None:
    site.pages["/robots.txt"] = Reply(status=status)
    with pytest.raises(RobotsRefused, match=f"取不到（服务器答复 {status}）"):
        site.fetcher().fetch(site.url("/a.html"))
    assert site.paths == []


def test_rules_behind_a_redirect_count(site: Site) -> None:
    site.pages |= {"/robots.txt": redirect("/r.txt"), "/r.txt": rules("User-agent: *\nDisallow: /")}
    assert allowed(site, "/a.html") == [False]


def test_rules_that_lead_to_a_private_address_allow_nothing(site: Site) -> None:
    site.pages["/robots.txt"] = redirect("http://169.254.169.254/")
    with pytest.raises(AddressRefused):
        site.fetcher().fetch(site.url("/a.html"))
    assert site.paths == []


def test_the_site_that_a_redirect_leads_to_has_rules_of_its_own(site: Site) -> None:
    with running_site() as other:
        other.pages |= {"/robots.txt": rules("User-agent: *\nDisallow: /"), "/a.html": html("甲")}
        site.pages["/a.html"] = redirect(other.url("/a.html"))
        ports = frozenset((site.port, other.port))
        with pytest.raises(RobotsRefused):
            site.fetcher(ports=ports).fetch(site.url("/a.html"))
        assert other.paths == []


def test_a_page_with_pictures_for_rules_allows_what_it_does_not_forbid(site: Site) -> None:
    site.pages["/robots.txt"] = Reply(
        b"\x89PNG\x00\xff" * 10, headers={"Content-Type": "image/png"}
    )
    assert allowed(site, "/a.html") == [True]


def test_between_two_pages_of_a_site_there_is_a_pause(site: Site) -> None:
    site.pages |= {"/a": html("甲"), "/b": html("乙")}
    waits = Waits()
    fetcher = site.fetcher(Surroundings(timer=waits.timer()), pause_seconds=2.0)
    fetcher.fetch(site.url("/a"))
    fetcher.fetch(site.url("/b"))
    assert waits.slept == [2.0, 2.0]  # after the rules, and after the first page


def test_a_site_may_ask_for_a_longer_pause_and_not_for_a_shorter_one(site: Site) -> None:
    site.pages |= {"/a": html("甲"), "/b": html("乙")}
    for asked, slept in ((8, [8.0, 8.0]), (0.5, [2.0, 2.0])):
        site.pages["/robots.txt"] = rules(f"User-agent: *\nCrawl-delay: {asked}\n")
        waits = Waits()
        fetcher = site.fetcher(Surroundings(timer=waits.timer()), pause_seconds=2.0)
        fetcher.fetch(site.url("/a"))
        fetcher.fetch(site.url("/b"))
        assert waits.slept == slept


def test_a_site_that_asks_for_an_hour_between_pages_is_not_fetched_from(site: Site) -> None:
    site.pages["/robots.txt"] = rules("User-agent: *\nCrawl-delay: 3600\n")
    with pytest.raises(FetchError, match="每 3600 秒才取一页"):
        site.fetcher().fetch(site.url("/a"))
    assert site.paths == []


def test_pauses_of_different_hosts_do_not_add_up() -> None:
    waits = Waits()
    pace = Pace(waits.timer())
    for host in ("a.example", "b.example"):
        pace.wait(host, 5.0)
    assert waits.slept == []
    waits.at += 2.0
    pace.wait("a.example", 5.0)
    assert waits.slept == [3.0]

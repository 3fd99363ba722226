"""Redirects are followed to what may be fetched, and no further."""

from __future__ import annotations

from ipaddress import ip_network

import pytest

from knowledge.errors import AddressRefused, FetchError
from knowledge.fetching.fetcher import Fetcher
from knowledge.fetching.policy import FetchPolicy
from tests.knowledge.fetching.sites import (
    PAGE,
    Site,
    fetched,
    html,
    redirect,
    running_site,
)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_followed_to_the_address_that_counts(site: Site, status: int) -> None:
    site.pages |= {"/old": redirect("new/a.html?id=1", status), "/new/a.html?id=1": html(PAGE)}
    assert fetched(site.fetcher(), site.url("/old")).url == site.url("/new/a.html?id=1")


@pytest.mark.parametrize(
    ("location", "told"),
    [
        ("file:///etc/passwd", "只能抓取 http"),
        ("http://169.254.169.254/latest/meta-data/", "不在公网上"),
        ("http://10.0.0.1/", "不在公网上"),
        ("http://[::ffff:10.0.0.1]/", "不在公网上"),
        ("http://2130706433/", "规范写法"),
        ("http://127.0.0.1:22/", "端口 22"),
        ("http://a:b@127.0.0.1/", "用户名和密码"),
        ("//[", "主机名不能带 %"),
        ("", "绕着圈跳转"),
    ],
)
def test_a_redirect_to_what_is_not_fetched_is_refused(site: Site, location: str, told: str) -> None:
    site.pages["/a"] = redirect(location)
    with pytest.raises(FetchError) as refused:
        site.fetcher().fetch(site.url("/a"))
    assert told in str(refused.value)


def test_a_public_site_cannot_send_the_program_to_this_machine(site: Site) -> None:
    """The first site alone is allowed, by its address; the second stands for localhost."""
    with running_site("127.0.0.2") as public:
        site.pages["/secret"] = html("机密")
        public.pages["/a"] = redirect(site.url("/secret"))
        networks = (ip_network("127.0.0.2/32"),)
        ports = frozenset((public.port, site.port))
        fetcher = Fetcher(FetchPolicy(allowed_networks=networks, ports=ports, pause_seconds=0.0))
        with pytest.raises(AddressRefused, match="不在公网上"):
            fetcher.fetch(public.url("/a"))
        assert site.asked == []


def test_redirects_that_lead_round_or_on_and_on_end(site: Site) -> None:
    site.pages |= {"/a": redirect("/b"), "/b": redirect("/a")}
    site.pages |= {f"/{number}": redirect(f"/{number + 1}") for number in range(9)}
    with pytest.raises(FetchError, match="绕着圈跳转"):
        site.fetcher().fetch(site.url("/a"))
    with pytest.raises(FetchError, match="跳转超过 5 次"):
        site.fetcher().fetch(site.url("/0"))
    assert site.paths[-1] == "/5"

"""Connections go to checked addresses only, with certificates asked for the name."""

from __future__ import annotations

import ssl
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from knowledge.errors import AddressRefused, FetchError
from knowledge.fetching.fetcher import Surroundings
from tests.knowledge.fetching.sites import (
    PAGE,
    Site,
    fetched,
    html,
    running_site,
)


def test_this_machine_is_not_fetched_from_unless_its_network_is_allowed(site: Site) -> None:
    site.pages["/a.html"] = html(PAGE)
    with pytest.raises(AddressRefused, match="不在公网上"):
        site.fetcher(allowed_networks=()).fetch(site.url("/a.html"))
    assert site.asked == []
    assert fetched(site.fetcher(), site.url("/a.html")).data == PAGE.encode()


def test_a_site_with_an_ipv6_address_is_refused_and_allowed_alike() -> None:
    with running_site("::1") as site:
        site.pages["/a.html"] = html(PAGE)
        with pytest.raises(AddressRefused):
            site.fetcher(allowed_networks=()).fetch(site.url("/a.html"))
        assert site.asked == []
        assert fetched(site.fetcher(), site.url("/a.html")).data == PAGE.encode()


def test_a_name_is_resolved_once_for_a_connection_and_only_that_answer_is_connected_to(
    site: Site,
) -> None:
    """The name tells an address that is allowed, and from then on one that is not."""
    site.pages["/a.html"] = html(PAGE)
    answers = iter(["127.0.0.1", "127.0.0.1", "10.0.0.1"])
    asked: list[str] = []

    def resolve(host: str, port: int) -> list[str]:
        asked.append(host)
        return [next(answers)]

    fetcher = site.fetcher(Surroundings(resolve=resolve))
    url = f"http://www.qinghe.example:{site.port}/a.html"
    assert fetched(fetcher, url).data == PAGE.encode()
    assert asked == ["www.qinghe.example"] * 2  # robots.txt and the page
    with pytest.raises(AddressRefused, match=r"10\.0\.0\.1"):
        fetcher.fetch(url)


def test_a_name_that_turns_private_between_the_rules_and_the_page_is_refused(site: Site) -> None:
    site.pages["/a.html"] = html(PAGE)
    answers = iter(["127.0.0.1", "169.254.169.254"])
    around = Surroundings(resolve=lambda *_: [next(answers)])
    with pytest.raises(AddressRefused, match=r"169\.254\.169\.254"):
        site.fetcher(around).fetch(f"http://www.qinghe.example:{site.port}/a.html")
    assert [path for path, _ in site.asked] == ["/robots.txt"]


def test_the_next_address_of_a_name_is_tried_when_the_first_does_not_answer(site: Site) -> None:
    site.pages["/a.html"] = html(PAGE)
    around = Surroundings(resolve=lambda *_: ["::1", "127.0.0.1"])
    url = f"http://www.qinghe.example:{site.port}/a.html"
    assert fetched(site.fetcher(around), url).data == PAGE.encode()


def test_proxies_of_the_environment_are_not_used(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.pages["/a.html"] = html(PAGE)
    with running_site() as proxy:
        for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
            monkeypatch.setenv(name, proxy.origin)
        assert fetched(site.fetcher(), site.url("/a.html")).data == PAGE.encode()
        assert proxy.asked == []


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A key and a certificate of www.qinghe.example, signed by itself."""
    path = tmp_path_factory.mktemp("tls") / "site.pem"
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "3650"),
            *("-subj", "/CN=www.qinghe.example"),
            *("-addext", "subjectAltName=DNS:www.qinghe.example"),
            *("-keyout", str(path), "-out", str(path.with_suffix(".crt"))),
        ],
        check=True,
        capture_output=True,
    )
    path.write_bytes(path.read_bytes() + path.with_suffix(".crt").read_bytes())
    return path


@pytest.fixture
def safe_site(certificate: Path) -> Iterator[Site]:
    """A site with TLS that has one page."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with running_site(context=context) as site:
        site.pages["/a"] = html(PAGE)
        yield site


def test_tls_is_asked_for_the_name_though_the_checked_address_is_connected_to(
    safe_site: Site, certificate: Path
) -> None:
    around = Surroundings(
        resolve=lambda *_: ["127.0.0.1"], context=ssl.create_default_context(cafile=certificate)
    )
    fetcher = safe_site.fetcher(around)
    url = f"https://www.qinghe.example:{safe_site.port}/a"
    assert fetched(fetcher, url).data == PAGE.encode()
    with pytest.raises(FetchError, match="证书验证不通过"):
        fetcher.fetch(f"https://www.baishi.example:{safe_site.port}/a")


def test_a_certificate_that_nobody_vouches_for_is_refused(safe_site: Site) -> None:
    around = Surroundings(resolve=lambda *_: ["127.0.0.1"])
    with pytest.raises(FetchError, match="证书验证不通过"):
        safe_site.fetcher(around).fetch(f"https://www.qinghe.example:{safe_site.port}/a")

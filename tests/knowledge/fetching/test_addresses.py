"""Only what is public may be fetched from, however an address is written or wrapped."""

from __future__ import annotations

import socket
from ipaddress import ip_address, ip_network

import pytest

from knowledge.errors import AddressRefused, FetchError
from knowledge.fetching.addresses import check_url, is_permitted, permitted_addresses
from knowledge.fetching.policy import FetchPolicy

POLICY = FetchPolicy()
INTRANET = FetchPolicy(allowed_networks=(ip_network("10.20.0.0/16"), ip_network("fd00::/8")))


@pytest.mark.parametrize(
    "text",
    [
        "127.0.0.1",
        "127.255.255.254",
        "0.0.0.0",  # noqa: S104
        "10.1.2.3",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "100.64.0.1",
        "100.127.255.255",
        "169.254.169.254",
        "192.0.0.8",
        "192.0.2.1",
        "198.18.0.1",
        "198.51.100.1",
        "203.0.113.1",
        "224.0.0.1",
        "239.255.255.255",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::7f00:1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "::ffff:169.254.169.254",
        "64:ff9b::a00:1",
        "64:ff9b::a9fe:a9fe",
        "64:ff9b:1::1",
        "2002:7f00:1::",
        "2002:c0a8:101::1",
        "2001::1",
        "2001:db8::1",
        "fc00::1",
        "fd12:3456::1",
        "fe80::1",
        "fec0::1",
        "ff02::1",
        "100::1",
    ],
)
def test_addresses_that_are_not_public_are_not_permitted(text: str) -> None:
    assert not is_permitted(ip_address(text), POLICY)


@pytest.mark.parametrize(
    "text",
    [
        "1.1.1.1",
        "172.15.255.255",
        "172.32.0.1",
        "100.63.255.255",
        "100.128.0.1",
        "223.255.255.255",
        "::ffff:1.1.1.1",
        "64:ff9b::101:101",
        "2002:101:101::1",
        "2400:3200::1",
    ],
)
def test_public_addresses_are_permitted(text: str) -> None:
    assert is_permitted(ip_address(text), POLICY)


@pytest.mark.parametrize(
    ("text", "permitted"),
    [
        ("10.20.3.4", True),
        ("::ffff:10.20.3.4", True),
        ("fd00::1", True),
        ("10.21.0.1", False),
        ("127.0.0.1", False),
        ("1.1.1.1", True),
    ],
)
def test_networks_that_are_allowed_are_and_no_others(text: str, permitted: bool) -> None:
    assert is_permitted(ip_address(text), INTRANET) is permitted


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("file:///etc/passwd", "只能抓取 http"),
        ("ftp://www.qinghe.example/a", "只能抓取 http"),
        ("gopher://www.qinghe.example/", "只能抓取 http"),
        ("javascript:alert(1)", "只能抓取 http"),
        ("www.qinghe.example/a.html", "只能抓取 http"),
        ("", "只能抓取 http"),
        ("http://", "没有主机名"),
        ("http:///a", "没有主机名"),
        ("http://qinghe.example:pass/", "写得不对"),
        ("http://[::1", "写得不对"),
        ("http://user@www.qinghe.example/", "用户名和密码"),
        ("http://www.qinghe.example:secret@127.0.0.1/", "用户名和密码"),
        ("http://www.qinghe.example:22/", "端口 22 不允许抓取，允许的端口：80、443"),
        ("https://www.qinghe.example:8443/", "端口 8443"),
        ("http://2130706433/", "规范写法"),
        ("http://0x7f000001/", "规范写法"),
        ("http://0x7f.1/", "规范写法"),
        ("http://0177.0.0.1/", "写得不对"),
        ("http://127.1/", "规范写法"),
        ("http://[fe80::1%25eth0]/", "区域标识"),
        (f"http://www.qinghe.example/{'a' * 2000}", "太长"),
    ],
)
def test_addresses_of_a_form_that_is_not_fetched_are_refused(url: str, told: str) -> None:
    with pytest.raises(AddressRefused) as refused:
        check_url(url, POLICY)
    assert told in str(refused.value)


def test_an_address_keeps_its_query_and_loses_its_fragment() -> None:
    url = check_url(" HTTPS://WWW.Qinghe.Example/a b?id=1#top ", POLICY)
    assert str(url) == "https://www.qinghe.example/a%20b?id=1"


def test_a_name_in_chinese_is_resolved_in_its_ascii_form() -> None:
    assert check_url("http://政府.cn/", POLICY).host == "政府.cn"
    assert check_url("http://政府.cn/", POLICY).raw_host == b"xn--mxtq1m.cn"


def test_of_a_name_s_addresses_only_public_ones_are_left() -> None:
    def resolve(host: str, port: int) -> list[str]:
        return ["10.0.0.1", "1.1.1.1", "1.1.1.1", "fe80::1%eth0", "2400:3200::1"]

    found = permitted_addresses("www.qinghe.example", 80, POLICY, resolve)
    assert list(map(str, found)) == ["1.1.1.1", "2400:3200::1"]


def test_a_name_that_has_only_private_addresses_is_refused_and_the_setting_named() -> None:
    with pytest.raises(AddressRefused) as refused:
        permitted_addresses("oa.qinghe.example", 80, POLICY, lambda *_: ["10.20.0.1"])
    assert "oa.qinghe.example 不在公网上（10.20.0.1）" in str(refused.value)
    assert "YIHAODA_FETCH_PRIVATE_NETWORKS" in str(refused.value)
    found = permitted_addresses("oa.qinghe.example", 80, INTRANET, lambda *_: ["10.20.0.1"])
    assert list(map(str, found)) == ["10.20.0.1"]


def test_a_name_without_an_address_is_told() -> None:
    def resolve(host: str, port: int) -> list[str]:
        raise socket.gaierror(-2, "Name or service not known")

    with pytest.raises(FetchError, match=r"找不到主机 no\.qinghe\.example"):
        permitted_addresses("no.qinghe.example", 80, POLICY, resolve)

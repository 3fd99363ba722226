"""Which addresses may be fetched from: http and https on public ones, checked after resolving.

A server that fetches whatever it is told can be made to fetch from the machines around it (SSRF).
What is not public is listed by the IANA registries of special-purpose addresses (RFC 6890 and its
updates); addresses that wrap an IPv4 address (mapped, NAT64, 6to4) are judged by what they wrap.
"""

from __future__ import annotations

import re
import socket
from collections.abc import Callable, Iterable
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

import httpx

from knowledge.errors import AddressRefused, FetchError
from knowledge.fetching.policy import FetchPolicy

Address = IPv4Address | IPv6Address

#: Gives the addresses of a host name, as text; raises OSError where it has none.
Resolver = Callable[[str, int], list[str]]

#: Longest address that is taken.
LONGEST_URL = 2000

_SPECIAL_IPV4 = [
    ip_network(each)
    for each in (
        "0.0.0.0/8",  # this network
        "10.0.0.0/8",
        "100.64.0.0/10",  # shared by carriers (CGNAT)
        "127.0.0.0/8",
        "169.254.0.0/16",  # link-local, with the metadata services of clouds
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.88.99.0/24",  # 6to4 relays
        "192.168.0.0/16",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, with broadcast
    )
]
#: Only these IPv6 addresses are given out as global unicast …
_GLOBAL_IPV6 = ip_network("2000::/3")
#: … without these: protocols (Teredo among them), documentation.
_SPECIAL_IPV6 = [
    ip_network(each) for each in ("2001::/23", "2001:db8::/32", "3fff::/20", "3ffe::/16")
]
_NAT64 = ip_network("64:ff9b::/96")
_SIX_TO_FOUR = ip_network("2002::/16")
#: A last label of digits makes a host an IPv4 address, in whatever notation (0177.1, 2130706433).
_NUMERIC = re.compile(r"(?:[0-9]+|0x[0-9a-f]*)", re.IGNORECASE)


def check_url(text: str, policy: FetchPolicy) -> httpx.URL:
    """The address without its fragment, if its form is one to fetch from.

    Raises AddressRefused. Where its host lies is checked when it is connected to.
    """
    try:
        url = httpx.URL(text.strip())
        host, port = url.host, url.port or {"http": 80, "https": 443}.get(url.scheme)
    except (httpx.InvalidURL, ValueError) as error:
        raise AddressRefused("网址写得不对，请核对") from error
    if url.scheme not in ("http", "https"):
        raise AddressRefused("只能抓取 http:// 或 https:// 开头的网址")
    if len(text) > LONGEST_URL or not host:
        raise AddressRefused("网址太长或没有主机名，请核对")
    if url.userinfo:
        raise AddressRefused("网址里不能带用户名和密码")
    if port not in policy.ports:
        known = "、".join(map(str, sorted(policy.ports)))
        raise AddressRefused(f"端口 {port} 不允许抓取，允许的端口：{known}")
    _check_host(host)
    return url.copy_with(fragment=None)


def _check_host(host: str) -> None:
    if "%" in host:
        raise AddressRefused("网址里的主机名不能带 %（如 IPv6 的区域标识）")
    last = host.rstrip(".").rpartition(".")[2]
    if ":" not in host and _NUMERIC.fullmatch(last):
        try:
            IPv4Address(host)
        except ValueError as error:
            raise AddressRefused("网址里的 IP 地址不是规范写法，应为四段十进制数") from error


def is_permitted(address: Address, policy: FetchPolicy) -> bool:
    """Whether it is public, or in a network that the policy allows."""
    inner = _unwrapped(address)
    if any(
        each.version == network.version and each in network
        for network in policy.allowed_networks
        for each in (address, inner)
    ):
        return True  # fmt: skip
    return _is_public(inner)


def permitted_addresses(
    host: str, port: int, policy: FetchPolicy, resolve: Resolver
) -> list[Address]:
    """The addresses of the host to which a connection may be made, in the order given.

    Raises AddressRefused where it has only others, FetchError where it has none.
    """
    try:
        texts: Iterable[str] = [str(ip_address(host))]
    except ValueError:
        try:
            texts = resolve(host, port)
        except (OSError, UnicodeError) as error:
            raise FetchError(f"找不到主机 {host}；请核对网址和本机的网络") from error
    found = [ip_address(text.partition("%")[0]) for text in dict.fromkeys(texts)]
    permitted = [address for address in found if is_permitted(address, policy)]
    if not permitted:
        shown = "、".join(map(str, found)) or "没有地址"
        raise AddressRefused(
            f"主机 {host} 不在公网上（{shown}），不抓取；"
            "确需抓取内网门户时，请在 YIHAODA_FETCH_PRIVATE_NETWORKS 里写明它的网段"
        )
    return permitted


def system_resolver(host: str, port: int) -> list[str]:
    """The addresses that the system's resolver gives."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(entry[4][0]) for entry in found]


def _unwrapped(address: Address) -> Address:
    """The IPv4 address that an IPv6 address wraps, else the address itself."""
    if isinstance(address, IPv4Address):
        return address
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFF_FFFF)
    if address in _SIX_TO_FOUR:
        return IPv4Address(int(address) >> 80 & 0xFFFF_FFFF)
    return address


def _is_public(address: Address) -> bool:
    if isinstance(address, IPv4Address):
        return not any(address in network for network in _SPECIAL_IPV4)
    return address in _GLOBAL_IPV6 and not any(address in network for network in _SPECIAL_IPV6)

"""Networks and ports that the office allows pages to be fetched from."""

from __future__ import annotations

from ipaddress import IPv4Network, IPv6Network, ip_network

Network = IPv4Network | IPv6Network

#: Networks in which offices run portals of their own. Link-local ones are none of them: there the
#: metadata services of clouds give away keys.
_OF_OFFICES: tuple[Network, ...] = tuple(
    ip_network(each)
    for each in (
        "10.0.0.0/8",
        "172.16.0.0/12",
        "192.168.0.0/16",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "::1/128",
        "fc00::/7",
    )
)


def private_networks(text: str) -> tuple[Network, ...]:
    """The networks that `text` lists, apart by commas; raises ValueError, in words."""
    networks = []
    for each in _listed(text):
        try:
            network = ip_network(each)
        except ValueError as error:
            raise ValueError(f"“{each}”不是网段，应写成 10.20.0.0/16") from error
        if not any(_within(network, known) for known in _OF_OFFICES):
            known = "、".join(map(str, _OF_OFFICES))
            raise ValueError(f"“{each}”不是内网网段；内网网段在 {known} 之内")
        networks.append(network)
    return tuple(networks)


def port_numbers(text: str) -> frozenset[int]:
    """The ports that `text` lists, apart by commas; raises ValueError, in words."""
    ports = _listed(text)
    if not ports or not all(port.isascii() and port.isdigit() for port in ports):
        raise ValueError("应为逗号分隔的端口号，如 80,443,8080")
    numbers = frozenset(map(int, ports))
    if not all(0 < number < 65536 for number in numbers):
        raise ValueError("端口号在 1 到 65535 之间")
    return numbers


def _listed(text: str) -> list[str]:
    return [each.strip() for each in text.replace("，", ",").split(",") if each.strip()]


def _within(network: Network, other: Network) -> bool:
    return (
        network.version == other.version
        and int(network.network_address) >= int(other.network_address)
        and int(network.broadcast_address) <= int(other.broadcast_address)
    )

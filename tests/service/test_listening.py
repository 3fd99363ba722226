"""The service's address: taken once, on IPv4 and IPv6, and refused in plain words."""

from __future__ import annotations

import socket

import pytest

from service.listening import AddressUnknown, PortInUse, address_of, listen

HOSTS = ["127.0.0.1", "localhost", "::1", "0.0.0.0", "::"]  # noqa: S104 - to see it work


@pytest.mark.parametrize("host", HOSTS)
def test_a_browser_can_connect_to_the_address_that_is_shown(host: str) -> None:
    with listen(host, 0) as listener:
        shown, _, port = (
            address_of(listener).removeprefix("http://").removesuffix("/").rpartition(":")
        )
        with socket.create_connection((shown.strip("[]"), int(port)), timeout=5):
            accepted, _ = listener.accept()
            accepted.close()


def test_the_ipv6_wildcard_takes_ipv4_too() -> None:
    with listen("::", 0) as listener:
        port = listener.getsockname()[1]
        with socket.create_connection(("127.0.0.1", port), timeout=5):
            accepted, _ = listener.accept()
            accepted.close()


def test_a_port_that_is_taken_is_named_with_what_to_do() -> None:
    with listen("127.0.0.1", 0) as listener:
        port = listener.getsockname()[1]
        with pytest.raises(PortInUse, match=f"端口 {port} 已被其他程序占用.*--port"):
            listen("127.0.0.1", port)


@pytest.mark.parametrize("host", ["203.0.113.7", "没有这台主机.invalid", "a" * 64 + ".invalid", ""])
def test_a_host_that_is_not_this_machine_is_refused(host: str) -> None:
    with pytest.raises(AddressUnknown, match="本机"):
        listen(host, 0)

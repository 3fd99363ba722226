"""Tests reach nothing but this machine: a guard on every socket that Python opens."""

from __future__ import annotations

import ipaddress
import socket
from typing import Any

import pytest


class NetworkBlocked(RuntimeError):
    """A test tried to reach another machine."""


def guard_sockets(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let sockets connect to loopback and to local files only, until `monkeypatch` is undone."""
    for name in ("connect", "connect_ex"):
        monkeypatch.setattr(socket.socket, name, _guarded(getattr(socket.socket, name)))


def _guarded(connect: Any) -> Any:
    def guarded(self: socket.socket, address: Any) -> Any:
        if self.family in (socket.AF_INET, socket.AF_INET6) and not _is_local(address[0]):
            raise NetworkBlocked(f"测试不得访问外部网络：{address[0]}:{address[1]}")
        return connect(self, address)

    return guarded


def _is_local(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False

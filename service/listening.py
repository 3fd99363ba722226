"""The address that the service listens on, taken before any process starts.

ListeningError
├── PortInUse        another program listens there already
├── PortForbidden    the user may not listen there (ports below 1024)
└── AddressUnknown   the host is no name or address of this machine
"""

from __future__ import annotations

import errno
import socket

#: Connections that wait while the web processes start or are restarted.
BACKLOG = 512


class ListeningError(Exception):
    """The service cannot listen at the address."""


class PortInUse(ListeningError):
    """Another program listens there already."""


class PortForbidden(ListeningError):
    """The user may not listen there."""


class AddressUnknown(ListeningError):
    """The host is no name or address of this machine."""


def listen(host: str, port: int) -> socket.socket:
    """A listening TCP socket at an IPv4 or IPv6 host; port 0 takes any free one.

    `::` listens on IPv4 too. Raises a ListeningError that says what to do.
    """
    try:
        found = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE | socket.AI_NUMERICSERV
        )
    except (OSError, UnicodeError) as error:
        raise AddressUnknown(f"无法识别主机 {host!r}：请给出本机的 IP 地址或主机名") from error
    family, kind, protocol, _, address = found[0]
    listener = socket.socket(family, kind, protocol)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, int(host != "::"))
        listener.bind(address)
        listener.listen(BACKLOG)
    except OSError as error:
        listener.close()
        raise _explained(error, host, port) from error
    return listener


def address_of(listener: socket.socket) -> str:
    """The address as people type it into a browser; a wildcard is shown as this machine."""
    host, port = listener.getsockname()[:2]
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - shown, not bound
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


def _explained(error: OSError, host: str, port: int) -> ListeningError:
    if error.errno == errno.EADDRINUSE:
        return PortInUse(f"端口 {port} 已被其他程序占用：请先停掉它，或用 --port 换一个端口")
    if error.errno == errno.EACCES:
        return PortForbidden(f"没有权限使用端口 {port}：请用 --port 换一个 1024 以上的端口")
    return AddressUnknown(f"无法在 {host!r} 上监听（{error.strerror}）：请给出本机的地址")

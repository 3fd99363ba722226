"""Real sites on this machine, whose answers a test lays down, and policies that may fetch them."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_network
from typing import Any

from knowledge.fetching.fetcher import Fetcher, Surroundings
from knowledge.fetching.policy import FetchPolicy, Timer
from knowledge.fetching.responses import FetchedFile

#: The body of a page where it does not matter what it says.
PAGE = "<h1>青禾县便民服务办法</h1>"

LOOPBACK = (ip_network("127.0.0.0/8"), ip_network("::1/128"))


@dataclass(frozen=True)
class Reply:
    """An answer: a Content-Length is added where the headers name none."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


def html(text: str, **headers: str) -> Reply:
    """A page of HTML; underscores in the names of headers are hyphens."""
    told = {name.replace("_", "-"): value for name, value in headers.items()}
    return Reply(text.encode(), headers={"Content-Type": "text/html; charset=utf-8", **told})


def redirect(location: str, status: int = 302) -> Reply:
    return Reply(status=status, headers={"Location": location})


#: An answer, or what writes one by hand.
Answer = Reply | Callable[[BaseHTTPRequestHandler], None]


@dataclass
class Site:
    """A site: `pages` by path, `asked` the paths and headers of every request, in order."""

    origin: str
    port: int
    pages: dict[str, Answer] = field(default_factory=dict)
    asked: list[tuple[str, Mapping[str, str]]] = field(default_factory=list)

    @property
    def paths(self) -> list[str]:
        """What was asked for, but for robots.txt."""
        return [path for path, _ in self.asked if path != "/robots.txt"]

    def url(self, path: str) -> str:
        return f"{self.origin}{path}"

    def policy(self, **limits: Any) -> FetchPolicy:
        """A policy that may fetch from this machine, without pauses."""
        given: dict[str, Any] = {
            "allowed_networks": LOOPBACK,
            "ports": frozenset((80, 443, self.port)),
            "pause_seconds": 0.0,
            **limits,
        }
        return FetchPolicy(**given)

    def fetcher(self, around: Surroundings | None = None, **limits: Any) -> Fetcher:
        return Fetcher(self.policy(**limits), around)


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is no fault of the test."""


class _ServerIPv6(_Server):
    address_family = socket.AF_INET6


@contextmanager
def running_site(host: str = "127.0.0.1", context: ssl.SSLContext | None = None) -> Iterator[Site]:
    """A site that answers on `host`, with TLS where a context is given."""
    server = (_ServerIPv6 if ":" in host else _Server)((host, 0), BaseHTTPRequestHandler)
    if context is not None:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    shown = f"[{host}]" if ":" in host else host
    port = server.server_address[1]
    site = Site(f"{'https' if context else 'http'}://{shown}:{port}", port)
    server.RequestHandlerClass = _handler(site)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _handler(site: Site) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.asked.append((self.path, dict(self.headers.items())))
            answer = site.pages.get(self.path, Reply(status=404))
            with contextlib.suppress(ConnectionError):
                answer(self) if callable(answer) else _send(self, answer)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Tests are quiet."""

    return Handler


def _send(handler: BaseHTTPRequestHandler, reply: Reply) -> None:
    handler.send_response(reply.status)
    for name, value in {"Content-Length": str(len(reply.body)), **reply.headers}.items():
        handler.send_header(name, value)
    handler.end_headers()
    handler.wfile.write(reply.body)


@dataclass
class Waits:
    """A timer that stands still but when it is slept by; `slept` are the waits."""

    at: float = 1000.0
    slept: list[float] = field(default_factory=list)

    def timer(self) -> Timer:
        return Timer(lambda: self.at, self._sleep)

    def _sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.at += seconds


def fetched(fetcher: Fetcher, url: str) -> FetchedFile:
    """The page at the address, which must be there."""
    found = fetcher.fetch(url)
    assert isinstance(found, FetchedFile)
    return found

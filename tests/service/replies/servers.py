"""A real mail server and a real SMS gateway on loopback, for tests of notices."""

from __future__ import annotations

import json
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult


@dataclass
class Mailbox:
    """What a mail server took, and what it answers to a recipient (empty: it takes the mail)."""

    taken: list[EmailMessage] = field(default_factory=list)
    logins: list[tuple[str, str]] = field(default_factory=list)
    answer: str = ""
    address: str = ""

    async def handle_RCPT(self, _server, _session, envelope, address, _options):  # noqa: N802
        if self.answer:
            return f"{self.answer} <{address}>"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802
        self.taken.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"


#: Who may log in to a mail server that speaks TLS.
ACCOUNT = ("notices", "a password of the tests")


@contextmanager
def mail_server(scheme: str = "smtp", tls: ssl.SSLContext | None = None) -> Iterator[Mailbox]:
    """A mail server that takes mail on a free port; with `tls` encrypted, and ACCOUNT can log in.

    With smtp+starttls it begins in plain text, with smtps it does not; without `tls` the first
    is a server that cannot encrypt at all.
    """
    box = Mailbox()
    options: dict[str, Any] = {}
    if tls is not None:
        options = (
            {"ssl_context": tls, "auth_require_tls": False}
            if scheme == "smtps"
            else {"tls_context": tls, "require_starttls": True, "auth_required": True}
        )
        options["authenticator"] = _knows(box)
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=port, **options)
    controller.start()
    try:
        box.address = f"{scheme}://127.0.0.1:{port}"
        yield box
    finally:
        controller.stop()


def _knows(box: Mailbox) -> Callable[..., AuthResult]:
    """Tells whether it is ACCOUNT that logs in, and keeps every login that was tried."""

    def authenticate(_server, _session, _envelope, _mechanism, given) -> AuthResult:
        login = (given.login.decode(), given.password.decode())
        box.logins.append(login)
        return AuthResult(success=login == ACCOUNT)

    return authenticate


@dataclass
class Gateway:
    """What an SMS gateway was sent, with its headers, and the status that it answers."""

    taken: list[tuple[dict[str, str], dict[str, str]]] = field(default_factory=list)
    status: int = 202
    address: str = ""


@contextmanager
def sms_gateway() -> Iterator[Gateway]:
    """An SMS gateway on a free port."""
    gateway = Gateway()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            gateway.taken.append((dict(self.headers), json.loads(body)))
            self.send_response(gateway.status)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        gateway.address = f"http://127.0.0.1:{server.server_port}/send"
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield gateway
        finally:
            server.shutdown()
            thread.join()

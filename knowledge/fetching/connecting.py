"""Connections to checked addresses only, each read within what is left of the page's time.

The name is resolved once for each connection, and the connection made to an address that this
very answer gave and that was checked: a name that tells another address a moment later (DNS
rebinding) gains nothing. TLS is asked for the name, so certificates are verified as ever. Proxies
of the environment are not used: they would resolve names themselves.
"""

from __future__ import annotations

import ssl
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import httpcore
import httpx

from knowledge.fetching.addresses import Resolver, permitted_addresses
from knowledge.fetching.policy import FetchPolicy, Timer


@dataclass(frozen=True)
class Deadline:
    """When a page must be there, by the timer's clock."""

    at: float
    timer: Timer

    def left(self, limit: float | None) -> float:
        """Seconds that one step may take, at most `limit`; raises ReadTimeout when none is left."""
        left = self.at - self.timer.now()
        if left <= 0:
            raise httpcore.ReadTimeout("total time")
        return left if limit is None else min(left, limit)


class _Stream(httpcore.NetworkStream):
    """A stream whose every step ends at the deadline: a server that drips cannot hold it open."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._stream, self._deadline = stream, deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._deadline.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._deadline.left(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        left = self._deadline.left(timeout)
        return _Stream(self._stream.start_tls(ssl_context, server_hostname, left), self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class GuardedBackend(httpcore.NetworkBackend):
    """Connects to permitted addresses of a host and to nothing else."""

    def __init__(self, policy: FetchPolicy, resolve: Resolver, deadline: Deadline) -> None:
        self._policy, self._resolve, self._deadline = policy, resolve, deadline
        self._system = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first address that answers; raises AddressRefused where none may be."""
        addresses = permitted_addresses(host, port, self._policy, self._resolve)
        for index, address in enumerate(addresses, start=1):
            try:
                stream = self._system.connect_tcp(
                    str(address), port, self._deadline.left(timeout), local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                if index == len(addresses):
                    raise
                continue
            return _Stream(stream, self._deadline)
        raise AssertionError("permitted_addresses gives at least one")

    def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,  # noqa: ARG002  # httpcore calls it with these
        socket_options: Iterable[Any] | None = None,  # noqa: ARG002
    ) -> httpcore.NetworkStream:
        """Nothing on the web is reached by a file of this machine."""
        raise httpcore.ConnectError(f"not an address on the web: {path}")


class _Body(httpx.SyncByteStream):
    def __init__(self, stream: Iterable[bytes]) -> None:
        self._stream = stream

    def __iter__(self) -> Iterator[bytes]:
        yield from self._stream


class _Transport(httpx.BaseTransport):
    """httpx over a pool that connects through the guard."""

    def __init__(self, backend: GuardedBackend, context: ssl.SSLContext) -> None:
        self._pool = httpcore.ConnectionPool(
            ssl_context=context, max_keepalive_connections=0, network_backend=backend
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        url = request.url
        response = self._pool.handle_request(
            httpcore.Request(
                request.method,
                httpcore.URL(
                    scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path
                ),
                headers=request.headers.raw,
                extensions=request.extensions,
            )
        )
        stream = response.stream
        if not isinstance(stream, Iterable):
            raise TypeError("a pool that is not asynchronous gives a stream to iterate")
        return httpx.Response(response.status, headers=response.headers, stream=_Body(stream))

    def close(self) -> None:
        self._pool.close()


@contextmanager
def guarded_client(
    policy: FetchPolicy, resolve: Resolver, deadline: Deadline, context: ssl.SSLContext
) -> Iterator[httpx.Client]:
    """A client for one request: it follows no redirect, keeps no cookie, reads no environment.

    Besides httpx's errors, what it does raises those of httpcore, and AddressRefused.
    """
    timeout = httpx.Timeout(policy.read_seconds, connect=policy.connect_seconds)
    transport = _Transport(GuardedBackend(policy, resolve, deadline), context)
    with httpx.Client(transport=transport, timeout=timeout, trust_env=False) as client:
        yield client

"""How far fetching may go: one value that is handed to everything that fetches."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from ipaddress import IPv4Network, IPv6Network

from knowledge.sources import MAX_SOURCE_BYTES

Network = IPv4Network | IPv6Network

#: The name by which robots.txt files address this program.
PRODUCT = "Yihaoda"


@dataclass(frozen=True)
class FetchPolicy:
    """Limits of fetching. Times are seconds, sizes bytes.

    `allowed_networks` are networks that are not public and may be fetched from all the same (an
    intranet's portal). `total_seconds` is for one page, its redirects and its body included, waits
    for politeness not.
    """

    user_agent: str = PRODUCT
    allowed_networks: tuple[Network, ...] = ()
    ports: frozenset[int] = frozenset((80, 443))
    max_bytes: int = MAX_SOURCE_BYTES
    max_redirects: int = 5
    connect_seconds: float = 10.0
    read_seconds: float = 20.0
    total_seconds: float = 120.0
    #: Between two requests to one host.
    pause_seconds: float = 1.0
    #: How often a busy server is asked again, and the longest wait that it may ask for.
    retries: int = 2
    longest_wait: float = 120.0
    #: A site that asks for a longer pause between pages is not fetched from.
    longest_pause: float = 300.0


@dataclass(frozen=True)
class Timer:
    """Time as fetching counts it: a monotonic clock in seconds, and a way to wait."""

    now: Callable[[], float] = field(default=time.monotonic)
    sleep: Callable[[float], None] = field(default=time.sleep)

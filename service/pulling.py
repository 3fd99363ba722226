"""What a person asks to be pulled, as sources for an ingest, and how politely."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from knowledge.database import Store
from knowledge.errors import SourceError
from knowledge.fetching.fetcher import Fetcher
from knowledge.fetching.policy import PRODUCT, FetchPolicy
from knowledge.fetching.pulling import Listed, WantedPage, pages_of_sitemap, pull
from knowledge.fetching.url_lists import read_url_list
from knowledge.manifest import read_manifest
from knowledge.sources import Refusal, SourceFile, printable
from service.config import Settings
from service.networks import port_numbers, private_networks


class OrderRefused(Exception):
    """A manifest or a list that cannot be used at all; the message names it and the reason."""


@dataclass(frozen=True)
class Order:
    """What to pull: manifests and lists are files, addresses and sitemaps stand on the web."""

    manifests: tuple[Path, ...] = ()
    lists: tuple[Path, ...] = ()
    addresses: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.manifests or self.lists or self.addresses or self.sitemaps)


def fetch_policy(settings: Settings) -> FetchPolicy:
    """How pages are fetched, as the settings say; the program names itself and whom to ask."""
    contact = settings.fetch_contact
    return FetchPolicy(
        user_agent=f"{PRODUCT} (+{contact})" if contact else PRODUCT,
        allowed_networks=private_networks(settings.fetch_private_networks),
        ports=port_numbers(settings.fetch_ports),
        pause_seconds=settings.fetch_interval,
    )


def ordered(store: Store, order: Order, policy: FetchPolicy) -> Iterator[SourceFile | Refusal]:
    """What is ordered, one by one: manifests, lists, addresses, sitemaps; each address once.

    Raises OrderRefused before anything is fetched, where a manifest or a list cannot be used.
    """
    fetcher = Fetcher(policy)
    files = [
        *(_opened(path, lambda path: read_manifest(path, policy)) for path in order.manifests),
        *(_opened(path, lambda path: read_url_list(path, policy)) for path in order.lists),
    ]
    addresses = [WantedPage(address) for address in order.addresses]
    sitemaps = (pages_of_sitemap(fetcher, address) for address in order.sitemaps)
    return pull(store, fetcher, chain(*files, addresses, chain.from_iterable(sitemaps)))


def _opened(path: Path, read: Callable[[Path], Iterator[Listed]]) -> Iterator[Listed]:
    try:
        return read(path)
    except SourceError as error:
        raise OrderRefused(f"{printable(path)}：{error}") from error

"""The columns of an index: what ranking wants of every passage at once, read from fast fields.

A slot is a passage's place among all that the files hold, segment after segment; one that is
outdated leaves its slot free. Reading the columns of 65,000 passages takes about a tenth of a
second and 20 MB, so they are read when they are first wanted, once an opened index.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from functools import cached_property

import numpy as np
import tantivy
from numpy.typing import NDArray

from indexer.engine import IndexedPassage, Shelf
from indexer.ranking.packing import key
from indexer.ranking.vectors import WIDTH, restored

#: Fast fields of eight bytes each that hold a passage's vector.
_VECTOR = tuple(f"vector_{place}" for place in range(WIDTH // 8))

#: Unsigned fast fields beside the passage's id.
COLUMNS = ("document_key", "title_key", "authority", *_VECTOR)


def column_values(passage: IndexedPassage) -> dict[str, int]:
    """What a passage has in each of COLUMNS."""
    aside = passage.aside
    numbers = np.frombuffer(aside.vector, dtype="<u8").tolist()
    return {
        "document_key": key(passage.document_id),
        "title_key": aside.title_key,
        "authority": aside.authority,
        **dict(zip(_VECTOR, numbers, strict=True)),
    }


class Columns:
    """The columns of one opened index, and the way from the engine's addresses to slots."""

    def __init__(self, searcher: tantivy.Searcher) -> None:
        self._searcher = searcher

    def shelf(self) -> Shelf:
        """The columns by slot."""
        return self._shelf

    def slots(self, addresses: Sequence[tantivy.DocAddress]) -> NDArray[np.int64]:
        """The slots of what the engine found."""
        segments, places = _places(addresses)
        return np.asarray(self._begins[segments] + places)

    def address(self, slot: int) -> tantivy.DocAddress:
        """Where the engine has what is in this slot."""
        segment = bisect_right(self._begin_list, slot) - 1
        return tantivy.DocAddress(segment, slot - self._begin_list[segment])

    @cached_property
    def _all(self) -> list[tantivy.DocAddress]:
        count = max(1, self._searcher.num_docs)
        hits = self._searcher.search(tantivy.Query.all_query(), limit=count, count=False).hits
        return [address for _score, address in hits]

    @cached_property
    def _begins(self) -> NDArray[np.int64]:
        """The first slot of each segment."""
        sizes = np.zeros(self._searcher.num_segments, np.int64)
        segments, places = _places(self._all)
        np.maximum.at(sizes, segments, places + 1)
        return np.cumsum(sizes) - sizes

    @cached_property
    def _begin_list(self) -> list[int]:
        return list(map(int, self._begins))

    @cached_property
    def _shelf(self) -> Shelf:
        slots = self.slots(self._all)
        size = int(slots.max(initial=-1)) + 1
        columns = {name: self._column(name, slots, size) for name in ("passage_id", *COLUMNS)}
        packed = np.stack([columns[name] for name in _VECTOR], axis=1)
        ids = np.full(size, -1, np.int64)
        ids[slots] = columns["passage_id"][slots].astype(np.int64)
        keys, titles, authorities = (
            columns[name].astype(np.int64) for name in ("document_key", "title_key", "authority")
        )
        return Shelf(ids, keys, titles, authorities, restored(packed.view(np.int8)))

    def _column(self, name: str, slots: NDArray[np.int64], size: int) -> NDArray[np.uint64]:
        column = np.zeros(size, np.uint64)
        column[slots] = np.array(self._searcher.fast_field_values(name, self._all), np.uint64)
        return column


def _places(addresses: Sequence[tantivy.DocAddress]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The segments of the addresses, and the places in these."""
    segments = [address.segment_ord for address in addresses]
    places = [address.doc for address in addresses]
    return np.array(segments, np.int64), np.array(places, np.int64)

"""What is kept of a passage for ranking: its terms as numbers, so that nothing is cut up again.

A term is the CRC-32 of its UTF-8 form. Two words of one question and a few hundred candidates
collide once in a hundred thousand questions, and then only a feature is off.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

import numpy as np
from numpy.typing import NDArray

#: The fields that features are computed from, in the order in which they are packed.
PACKED_FIELDS = ("title_words", "title_bigrams", "trail_words", "body_words", "body_bigrams")

#: Terms kept of a field: a long table is judged by its beginning, and costs no more than others.
KEPT_TERMS = 600

#: Terms whose numbers are remembered: texts are made of few, which come again and again.
REMEMBERED = 1 << 15

Codes = NDArray[np.uint32]


@lru_cache(maxsize=REMEMBERED)
def code(term: str) -> int:
    """The number that stands for a term."""
    return zlib.crc32(term.encode())


@lru_cache(maxsize=REMEMBERED // 16)
def key(text: str) -> int:
    """A 63-bit number for an id or a title, never negative."""
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest()) >> 1


def pack(terms: Mapping[str, Sequence[str]]) -> bytes:
    """The fields' lengths, then what is kept of their terms: all little-endian uint32."""
    kept = [terms.get(name, ())[:KEPT_TERMS] for name in PACKED_FIELDS]
    lengths = [len(terms.get(name, ())) for name in PACKED_FIELDS]
    codes = map(code, chain.from_iterable(kept))
    return np.array([*lengths, *codes], dtype="<u4").tobytes()


@dataclass(frozen=True)
class PackedField:
    """One field of several passages: `codes` [m] in order, `rows` [m] the passage of each.

    `places` [m] are the terms' places within their passage, `lengths` [n] the whole lengths, of
    which up to KEPT_TERMS terms are here.
    """

    codes: Codes
    rows: NDArray[np.int64]
    places: NDArray[np.int64]
    lengths: NDArray[np.int64]


def unpack(packed: Sequence[bytes]) -> dict[str, PackedField]:
    """The fields of passages as `pack` made them; no bytes at all are a passage without terms."""
    width = len(PACKED_FIELDS)
    empty = bytes(4 * width)
    whole = [each or empty for each in packed]
    sizes = np.array(list(map(len, whole)), np.int64) // 4
    flat = np.frombuffer(b"".join(whole), dtype="<u4")
    starts = np.cumsum(sizes) - sizes
    lengths = flat[starts[:, None] + np.arange(width)].astype(np.int64)
    kept = np.minimum(lengths, KEPT_TERMS)
    begins = starts[:, None] + width + np.cumsum(kept, axis=1) - kept
    return {
        name: _field(flat, begins[:, column], kept[:, column], lengths[:, column])
        for column, name in enumerate(PACKED_FIELDS)
    }


def _field(
    flat: Codes, begins: NDArray[np.int64], kept: NDArray[np.int64], lengths: NDArray[np.int64]
) -> PackedField:
    rows = np.repeat(np.arange(len(kept)), kept)
    places = np.arange(len(rows)) - np.repeat(np.cumsum(kept) - kept, kept)
    return PackedField(flat[begins[rows] + places], rows, places, lengths)


def codes_of(terms: Iterable[str]) -> Codes:
    """The numbers of terms, in order."""
    return np.fromiter(map(code, terms), np.uint32)

"""What is kept of a passage for ranking: its terms as numbers, so that nothing is cut up again.

A term is the CRC-32 of its UTF-8 form. Two words of one question and a few hundred candidates
collide once in a hundred thousand questions, and then only a feature is off.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import Any

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
    return int.from_bytes(_digest(text)) >> 1


def keys(texts: Collection[str]) -> NDArray[np.int64]:
    """The same of many texts at once, rising."""
    return np.sort((np.frombuffer(b"".join(map(_digest, texts)), ">u8") >> 1).astype(np.int64))


def _digest(text: str) -> bytes:
    return hashlib.blake2b(text.encode(), digest_size=8).digest()


def pack(terms: Mapping[str, Sequence[str]]) -> bytes:
    """The fields' lengths, then what is kept of their terms: all little-endian uint32."""
    kept = [terms.get(name, ())[:KEPT_TERMS] for name in PACKED_FIELDS]
    lengths = [len(terms.get(name, ())) for name in PACKED_FIELDS]
    codes = map(code, chain.from_iterable(kept))
    return np.array([*lengths, *codes], dtype="<u4").tobytes()


@dataclass(frozen=True)
class PackedField:
    """What is sought, in one field of several passages: `codes` [m] in their order.

    `rows` [m] are the passages and `places` [m] the places within them, `lengths` [n] the fields'
    whole lengths, of which up to KEPT_TERMS terms are looked at.
    """

    codes: Codes
    rows: NDArray[np.int64]
    places: NDArray[np.int64]
    lengths: NDArray[np.int64]


def unpack(packed: Sequence[bytes], sought: Codes) -> dict[str, PackedField]:
    """The sought terms in the fields of passages that `pack` made.

    No bytes at all are a passage without terms. A few hundred passages hold seventy thousand
    terms, of which a question wants a few thousand: the others are passed over at once.
    """
    width = len(PACKED_FIELDS)
    empty = bytes(4 * width)
    whole = [each or empty for each in packed]
    sizes = np.array(list(map(len, whole)), np.int64) // 4
    flat = np.frombuffer(b"".join(whole), dtype="<u4")
    starts = np.cumsum(sizes) - sizes
    lengths = flat[starts[:, None] + np.arange(width)].astype(np.int64)
    kept = np.minimum(lengths, KEPT_TERMS)
    begins = starts[:, None] + width + np.cumsum(kept, axis=1) - kept
    hits = _hits(flat, sought)
    # Passage after passage its lengths, then its fields: hits rise, and so do these borders.
    borders = np.column_stack([starts, begins]).ravel()
    upto = np.append(np.searchsorted(hits, borders), len(hits))
    within = np.repeat(np.arange(len(borders)), np.diff(upto))
    rows, columns = np.divmod(within, width + 1)
    places = hits - borders[within]
    found: dict[str, PackedField] = {}
    for column, name in enumerate(PACKED_FIELDS):
        of_field = columns == column + 1  # the first are the lengths
        at = hits[of_field]
        found[name] = PackedField(flat[at], rows[of_field], places[of_field], lengths[:, column])
    return found


def _hits(flat: Codes, sought: Codes) -> NDArray[np.int64]:
    """Where a sought code stands, rising; most others are told apart by their lower half."""
    likely = np.zeros(1 << 16, np.bool_)
    likely[sought.astype(np.uint16)] = True
    at = np.flatnonzero(likely.take(flat.astype(np.uint16)))
    return at[among(flat[at], np.sort(sought))]


def among(codes: NDArray[Any], known: NDArray[Any]) -> NDArray[np.bool_]:
    """Which of the codes, or keys, [m] are among the known ones, which rise."""
    if not len(known):
        return np.zeros(len(codes), np.bool_)
    nearest = np.minimum(np.searchsorted(known, codes), len(known) - 1)
    return np.asarray(known[nearest] == codes)


def codes_of(terms: Iterable[str]) -> Codes:
    """The numbers of terms, in order."""
    return np.fromiter(map(code, terms), np.uint32)

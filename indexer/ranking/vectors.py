"""Meanings of words as short vectors, counted in law and policy texts, and of passages by them.

The vectors come from the singular value decomposition of weighted word counts (latent semantic
analysis, Deerwester et al. 1990; `service.training.word_vectors` makes the file). By themselves
they find little; they are the space in which a model learns what citizens' words lead to. The
file holds numbers of words, not words.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from indexer.ranking.packing import Codes, code, codes_of

#: Numbers in a vector.
WIDTH = 64

#: What one occurrence in a field counts for, beside the logarithm of those in the body.
TITLE_SHARE, TRAIL_SHARE = 0.4, 0.6

_FILE = Path(__file__).parent / "word_vectors.npz"

Vectors = NDArray[np.float32]


@dataclass(frozen=True)
class WordVectors:
    """Vectors [words, WIDTH] of words by their codes, which rise; a word's length is its weight."""

    codes: Codes
    vectors: Vectors

    def find(self, codes: Codes) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
        """For each code its row, and whether it is known at all."""
        rows = np.minimum(np.searchsorted(self.codes, codes), len(self.codes) - 1)
        return rows, self.codes[rows] == codes

    def passages(self, passages: Sequence[Mapping[str, Sequence[str]]]) -> list[bytes]:
        """The direction of each passage, as WIDTH signed bytes; zeros where no word is known.

        The words of all are looked up at once: of a passage alone that takes twice as long.
        """
        weighed = [_weighed(terms) for terms in passages]
        codes = np.fromiter(chain.from_iterable(each for each, _ in weighed), np.uint32)
        weights = np.array([weight for _, each in weighed for weight in each])
        rows, known = self.find(codes)
        sums, start = np.zeros((len(weighed), WIDTH)), 0
        for place, (_, own) in enumerate(weighed):
            end = start + len(own)
            found = known[start:end]
            sums[place] = weights[start:end][found] @ self.vectors[rows[start:end][found]]
            start = end
        return [row.tobytes() for row in quantised(unit(sums))]

    def sums(self, texts: Sequence[Sequence[str]]) -> Vectors:
        """The sum of each text's words' vectors, [texts, WIDTH]; zeros where none is known."""
        rows, known = self.find(codes_of(chain.from_iterable(texts)))
        vectors = np.where(known[:, None], self.vectors[rows], np.float32(0))
        ends = np.cumsum([len(text) for text in texts])
        running = np.concatenate([np.zeros((1, WIDTH)), np.cumsum(vectors, axis=0)])
        starts = np.concatenate([[0], ends[:-1]])
        return np.asarray(running[ends] - running[starts], dtype=np.float32)


def _weighed(terms: Mapping[str, Sequence[str]]) -> tuple[list[int], list[float]]:
    """The codes of a passage's words, those of one field in their order, and what each weighs."""
    counted = Counter(map(code, terms.get("body_words", ())))
    body = sorted(counted)
    title, trail = (
        sorted(set(map(code, terms.get(name, ())))) for name in ("title_words", "trail_words")
    )
    shares = [TITLE_SHARE] * len(title) + [TRAIL_SHARE] * len(trail)
    return body + title + trail, [_logarithm(counted[each]) for each in body] + shares


@lru_cache(maxsize=1024)
def _logarithm(count: int) -> float:
    """That of one more; numpy's own, whose last digit the stored vectors have."""
    return float(np.log1p(count))


def unit(vectors: NDArray[np.floating]) -> Vectors:
    """The rows at length one; a row of zeros stays what it is."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, 1e-9), dtype=np.float32)


def alike(texts: Sequence[Sequence[str]], terms: Mapping[str, float]) -> Vectors:
    """How alike each text's words are to weighed terms by the shipped vectors: -1..1, [texts]."""
    if not texts or not terms:
        return np.zeros(len(texts), dtype=np.float32)
    general = word_vectors()
    weights = np.fromiter(terms.values(), np.float32, len(terms))
    wanted = weights @ general.sums([(term,) for term in terms])
    return np.asarray(unit(general.sums(texts)) @ unit(wanted[None, :])[0], dtype=np.float32)


def restored(numbers: NDArray[np.int8]) -> Vectors:
    """Rows of WIDTH signed bytes as numbers of -1..1 again."""
    return (numbers.reshape(-1, WIDTH) / np.float32(127)).astype(np.float32)


def quantised(vectors: Vectors) -> NDArray[np.int8]:
    """Numbers of -1..1 as signed bytes."""
    return np.round(vectors * 127).astype(np.int8)


def save_word_vectors(path: Path, codes: Codes, vectors: Vectors) -> None:
    """Write vectors as signed bytes with a scale for each word, a quarter of their size."""
    order = np.argsort(codes)
    scales = np.maximum(np.abs(vectors[order]).max(axis=1), 1e-9)
    bytes_ = quantised(vectors[order] / scales[:, None])
    np.savez_compressed(path, codes=codes[order], scales=scales.astype(np.float32), rows=bytes_)


@cache
def word_vectors() -> WordVectors:
    """The shipped vectors, read once a process."""
    with np.load(_FILE) as held:
        vectors = held["rows"].astype(np.float32) * (held["scales"][:, None] / 127)
        return WordVectors(held["codes"], vectors.astype(np.float32))


@cache
def vectors_digest() -> str:
    """Hexadecimal SHA-256 of the shipped vectors: an index made by others is outdated."""
    return hashlib.sha256(_FILE.read_bytes()).hexdigest()

"""Which of a question's terms stand where in the candidates: the counts that features rest on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indexer.ranking.packing import PackedField, codes_of

#: BM25's constants, and the length of a field that counts as usual, in terms.
K1, B = 1.2, 0.75
USUAL_LENGTHS: Mapping[str, float] = {
    "title_words": 9.0,
    "title_bigrams": 16.0,
    "trail_words": 8.0,
    "body_words": 60.0,
    "body_bigrams": 100.0,
}

Matrix = NDArray[np.float32]


@dataclass(frozen=True)
class Wanted:
    """Terms that are looked for: `codes` rise, `weights` are their rarity times the question's."""

    codes: NDArray[np.uint32]
    weights: Matrix

    @property
    def total(self) -> float:
        """The sum of the weights, never 0."""
        return float(self.weights.sum()) or 1.0

    def only(self, which: NDArray[np.bool_]) -> Wanted:
        """Those of the terms that `which` [terms] says."""
        return Wanted(self.codes[which], self.weights[which])


def wanted(terms: Mapping[str, float], rarity: Callable[[str], float]) -> Wanted:
    """Terms with their weights, ordered by code."""
    codes = codes_of(terms)
    weights = np.array([weight * rarity(term) for term, weight in terms.items()], np.float32)
    order = np.argsort(codes)
    return Wanted(codes[order], weights[order])


@dataclass(frozen=True)
class Matches:
    """Where wanted terms stand in a field: `rows` the candidates, `terms` which, `places` where."""

    rows: NDArray[np.int64]
    terms: NDArray[np.int64]
    places: NDArray[np.int64]

    def counts(self, candidates: int, terms: int) -> Matrix:
        """How often each term stands in each candidate: [candidates, terms]."""
        flat = np.bincount(self.rows * terms + self.terms, minlength=candidates * terms)
        return flat.reshape(candidates, terms).astype(np.float32)

    def only(self, which: NDArray[np.bool_]) -> Matches:
        """The matches of those terms that `which` [terms] says, counted among themselves."""
        kept = which[self.terms]
        renumbered = np.cumsum(which) - 1
        return Matches(self.rows[kept], renumbered[self.terms[kept]], self.places[kept])


def find(field: PackedField, looked_for: Wanted) -> Matches:
    """The places in a field where a wanted term stands, in their order."""
    if not len(looked_for.codes):
        nothing = np.zeros(0, np.int64)
        return Matches(nothing, nothing, nothing)
    terms = np.minimum(np.searchsorted(looked_for.codes, field.codes), len(looked_for.codes) - 1)
    hit = looked_for.codes[terms] == field.codes
    return Matches(field.rows[hit], terms[hit], field.places[hit])


def bm25(counts: Matrix, lengths: NDArray[np.int64], looked_for: Wanted, usual: float) -> Matrix:
    """BM25 of each candidate [n] by the weights of the terms; `usual` is the usual length."""
    norm = K1 * (1 - B + B * lengths / usual)
    saturated = counts * (K1 + 1) / (counts + norm[:, None])
    return np.asarray(saturated @ looked_for.weights, dtype=np.float32)


def covered(counts: Matrix, looked_for: Wanted) -> Matrix:
    """The share of the terms' weight that each candidate holds at all: [n], 0..1."""
    held = (counts > 0) @ looked_for.weights
    return np.asarray(held / looked_for.total, dtype=np.float32)


def nearness(matches: Matches, looked_for: Wanted, candidates: int) -> tuple[Matrix, Matrix]:
    """How near different wanted terms stand to each other: the nearest pair's, and the sum.

    A pair of neighbouring matches counts by the lesser of their weights, divided by the terms
    between them; both [n], in shares of the terms' weight.
    """
    same = (matches.rows[1:] == matches.rows[:-1]) & (matches.terms[1:] != matches.terms[:-1])
    gaps = np.maximum(matches.places[1:] - matches.places[:-1], 1)[same]
    weights = looked_for.weights[matches.terms]
    value = np.minimum(weights[1:], weights[:-1])[same] / gaps / looked_for.total
    rows = matches.rows[1:][same]
    nearest = np.zeros(candidates, np.float32)
    np.maximum.at(nearest, rows, value)
    return nearest, np.bincount(rows, value, minlength=candidates).astype(np.float32)

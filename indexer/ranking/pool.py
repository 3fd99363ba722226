"""The first stage: which passages are worth a closer look, from every way of finding them.

The engine's sum over fields and analyses, the document's own score, the learned direction of the
question, and the prior of the passage's title or kind, added up with weights set by hand. Of the
relevant articles of law 82% are among the first 100, 89% among 300, 92% among 600.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from indexer.engine import KEPT_ADMITTED, Query, SearchIndex, Shelf
from indexer.fusion import FIELD_WEIGHTS
from indexer.ranking.matcher import Matcher
from indexer.ranking.packing import among, keys

#: Passages taken by their words, documents taken by theirs, and passages kept of all.
SCANNED, DOCUMENTS, KEPT = 2000, 200, 300

#: What being the best document adds to the best passage's 1, what a unit of the prior's logarithm
#: and of the cosine add.
DOCUMENT_WEIGHT, PRIOR_WEIGHT, MEANING_WEIGHT = 0.7, 0.08, 0.7

Column = NDArray[np.float32]


@dataclass(frozen=True)
class Pool:
    """Candidates by falling first score, as columns [n].

    `lexical` and `document` are shares of the question's best, 0..1 and 0 where not found by it;
    `prior` a logarithm, `meaning` a cosine; `first` is the sum that they were taken by.
    """

    slots: NDArray[np.int64]
    lexical: Column
    document: Column
    prior: Column
    meaning: Column
    first: Column

    def __len__(self) -> int:
        return len(self.slots)


def gather_pool(
    index: SearchIndex,
    terms: Mapping[str, Mapping[str, float]],
    matcher: Matcher,
    admitted: frozenset[str] | None = None,
    kept: int = KEPT,
) -> Pool:
    """The candidates for terms by field, at most `kept`; only of the documents that are admitted.

    Where no word of the question is found, nothing is: meaning alone proves nothing.
    """
    shelf = index.passages.shelf()
    lexical = _lexical(index, terms, admitted, len(shelf.passage_ids))
    if not lexical.any():
        none = np.zeros(0, np.float32)
        return Pool(np.zeros(0, np.int64), none, none, none, none, none)
    document = _document(index, terms, admitted, shelf)
    prior = matcher.prior(shelf)
    meaning = shelf.vectors @ matcher.direction(terms.get("body_words", {}))
    first = lexical + DOCUMENT_WEIGHT * document + PRIOR_WEIGHT * prior + MEANING_WEIGHT * meaning
    first[~_standing(shelf, admitted)] = -np.inf
    best = np.argpartition(-first, min(kept, len(first)) - 1)[:kept]
    slots = best[np.lexsort((shelf.passage_ids[best], -first[best]))]
    slots = slots[np.isfinite(first[slots])]
    return Pool(slots, *(each[slots] for each in (lexical, document, prior, meaning, first)))


def _lexical(
    index: SearchIndex,
    terms: Mapping[str, Mapping[str, float]],
    admitted: frozenset[str] | None,
    size: int,
) -> Column:
    found = index.passages.scan(Query(terms, SCANNED, FIELD_WEIGHTS, admitted))
    column = np.zeros(size, np.float32)
    if len(found.slots):
        column[found.slots] = found.scores / found.scores[0]
    return column


def _document(
    index: SearchIndex,
    terms: Mapping[str, Mapping[str, float]],
    admitted: frozenset[str] | None,
    shelf: Shelf,
) -> Column:
    """The share of each passage's document; none where every document is one passage."""
    column = np.zeros(len(shelf.passage_ids), np.float32)
    if index.documents.passage_count == index.passages.passage_count:
        return column
    found = index.documents.scan(Query(terms, DOCUMENTS, FIELD_WEIGHTS, admitted))
    if not len(found.slots):
        return column
    keys = index.documents.shelf().document_keys[found.slots]
    order = np.argsort(keys)
    rows = np.minimum(np.searchsorted(keys[order], shelf.document_keys), len(keys) - 1)
    known = keys[order][rows] == shelf.document_keys
    return np.where(known, found.scores[order][rows] / found.scores[0], 0.0).astype(np.float32)


def _standing(shelf: Shelf, admitted: frozenset[str] | None) -> NDArray[np.bool_]:
    """The slots that hold a passage of an admitted document."""
    standing = shelf.passage_ids >= 0
    if admitted is None:
        return standing
    return standing & among(shelf.document_keys, _keys(admitted))


@lru_cache(maxsize=KEPT_ADMITTED)
def _keys(admitted: frozenset[str]) -> NDArray[np.int64]:
    return keys(admitted)

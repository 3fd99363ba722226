"""The in-memory engine: the second implementation of SearchEngine, for tests and small sets.

It ranks by rank_bm25 with Lucene's IDF, and holds every passage as Python objects: exact, and a
thousand times slower than the embedded engine on a large corpus.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray
from rank_bm25 import BM25Okapi

from indexer.engine import FIELDS, Hit, IndexedPassage, Query, Scan, Shelf, require_fields
from indexer.ranking.packing import key
from indexer.ranking.vectors import restored

#: Lucene's and tantivy's constants; rank_bm25's own k1 is 1.5.
K1 = 1.2
B = 0.75


class LuceneBM25(BM25Okapi):  # type: ignore[misc]  # rank_bm25 ships no type information
    """BM25Okapi with Lucene's IDF, which is never negative and needs no floor."""

    def __init__(self, corpus: Sequence[Sequence[str]]) -> None:
        super().__init__(corpus, k1=K1, b=B)

    def _calc_idf(self, nd: dict[str, int]) -> None:
        self.document_counts = nd
        for word, count in nd.items():
            self.idf[word] = math.log1p((self.corpus_size - count + 0.5) / (count + 0.5))


class InMemoryEngine:
    """A SearchEngine over passages held in memory."""

    def __init__(self, passages: Iterable[IndexedPassage], revision: int) -> None:
        # In the order of ties, which a stable sort by score leaves as it is.
        self._passages = sorted(
            passages, key=lambda passage: (passage.passage_id, passage.document_id)
        )
        self._revision = revision
        self._fields = {}
        for name in FIELDS:
            corpus = [passage.terms.get(name, ()) for passage in self._passages]
            # rank_bm25 divides by the mean length: a field without any term has no scores.
            if any(corpus):
                self._fields[name] = LuceneBM25(corpus)

    @property
    def revision(self) -> int:
        """The store's revision that this index was built from."""
        return self._revision

    @property
    def passage_count(self) -> int:
        """How many passages are indexed."""
        return len(self._passages)

    def search(self, query: Query) -> Sequence[Hit]:
        """The best passages, by falling score, ties by rising passage id, then document id."""
        scores = self._scores(query)
        order = np.argsort(-scores, kind="stable")
        hits = (
            Hit(self._passages[row].passage_id, self._passages[row].document_id, float(scores[row]))
            for row in order
            if scores[row] > 0 and self._admitted(row, query)
        )
        return [hit for hit, _ in zip(hits, range(query.limit), strict=False)]

    def document_frequency(self, field: str, term: str) -> int:
        """In how many passages the field holds the term."""
        require_fields([field])
        scorer = self._fields.get(field)
        return scorer.document_counts.get(term, 0) if scorer else 0

    def scan(self, query: Query) -> Scan:
        """What `search` finds, as slots."""
        slots = {(each.passage_id, each.document_id): n for n, each in enumerate(self._passages)}
        hits = self.search(query)
        found = [slots[hit.passage_id, hit.document_id] for hit in hits]
        return Scan(np.array(found, np.int64), np.array([hit.score for hit in hits]))

    def shelf(self) -> Shelf:
        """The columns of what is indexed; a slot is a place in the order of ties."""
        asides = [passage.aside for passage in self._passages]
        vectors = np.frombuffer(b"".join(aside.vector for aside in asides), np.int8)
        return Shelf(
            np.array([passage.passage_id for passage in self._passages], np.int64),
            np.array([key(passage.document_id) for passage in self._passages], np.int64),
            np.array([aside.title_key for aside in asides], np.int64),
            np.array([aside.authority for aside in asides], np.int64),
            restored(vectors),
        )

    def packed(self, slots: NDArray[np.int64]) -> list[bytes]:
        """The packed terms of the passages in these slots."""
        return [self._passages[slot].aside.packed for slot in slots]

    def _scores(self, query: Query) -> NDArray[np.float64]:
        total = np.zeros(len(self._passages))
        for name, terms in query.terms.items():
            scorer = self._fields.get(name)
            if scorer is None:
                continue
            for term, weight in terms.items():
                boost = query.field_weights.get(name, 1.0) * weight
                if boost > 0:
                    total += boost * scorer.get_scores([term])
        return total

    def _admitted(self, row: int, query: Query) -> bool:
        if query.document_ids is None:
            return True
        return self._passages[row].document_id in query.document_ids

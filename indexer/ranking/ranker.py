"""Passages ranked: by what was learned where there is a model, by hand-set weights where not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from indexer.analysis import QuestionTerms
from indexer.engine import SearchIndex
from indexer.fusion import RankedPassage, rank_passages
from indexer.learned import LearnedModel
from indexer.ranking.features import compute_features
from indexer.ranking.matcher import UNLEARNED, Matcher
from indexer.ranking.pool import gather_pool
from knowledge.documents import PassageId

#: How far the trees' scores must lie apart for a passage to count 1/e of the best: about a
#: standard deviation of them. Ranking is the same whatever it is; margins read like shares.
SPREAD = 3.0

#: Trees that every candidate is valued by, and how many candidates the other trees look at: what
#: ranks first is the same as by all trees for all, at half the cost.
FIRST_TREES, LIKELY = 50, 200


class Ranker(Protocol):
    """Ranks passages for a question."""

    def rank(
        self,
        index: SearchIndex,
        terms: QuestionTerms,
        limit: int,
        admitted: frozenset[str] | None = None,
    ) -> list[RankedPassage]:
        """The best passages, best first, scores 0..1; only of the documents admitted."""
        ...


@dataclass(frozen=True)
class HandSetRanker:
    """Ranks by the fused scores of passages and documents."""

    def rank(
        self,
        index: SearchIndex,
        terms: QuestionTerms,
        limit: int,
        admitted: frozenset[str] | None = None,
    ) -> list[RankedPassage]:
        """The best passages, best first, scores 0..1; only of the documents admitted."""
        return rank_passages(index, terms.by_field(), limit, admitted)


@dataclass(frozen=True)
class LearnedRanker:
    """Ranks the first stage's candidates by learned trees."""

    model: LearnedModel
    matcher: Matcher = UNLEARNED

    def rank(
        self,
        index: SearchIndex,
        terms: QuestionTerms,
        limit: int,
        admitted: frozenset[str] | None = None,
    ) -> list[RankedPassage]:
        """The best passages, best first, scores 0..1; only of the documents admitted."""
        pool = gather_pool(index, terms.by_field(), self.matcher, admitted)
        if not len(pool):
            return []
        rows = compute_features(index, terms, pool)
        likely, scores = self.model.predict_likely(rows, FIRST_TREES, max(LIKELY, limit))
        return _ranked(index, pool.slots[likely], scores, limit)


def _ranked(
    index: SearchIndex,
    slots: NDArray[np.int64],
    scores: NDArray[np.float64],
    limit: int,
) -> list[RankedPassage]:
    shelf = index.passages.shelf()
    ids = shelf.passage_ids[slots]
    best = np.lexsort((ids, -scores))[:limit]
    shares = np.exp((scores[best] - scores[best[0]]) / SPREAD)
    columns = (ids[best].tolist(), shelf.document_keys[slots[best]].tolist(), shares.tolist())
    return [
        RankedPassage(PassageId(passage_id), document_key, share)
        for passage_id, document_key, share in zip(*columns, strict=True)
    ]

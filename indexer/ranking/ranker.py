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
from indexer.ranking.feature_names import FEATURE_NAMES
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


#: What is told of a ranked passage: what the trees made of it, and of its features those that its
#: first score was summed of and those that say how it stands out among all the candidates.
TREES = "trees"
TOLD = (
    "first",
    "lexical",
    "document",
    "prior",
    "meaning",
    "first_z",
    "bigrams_z",
    "body_z",
    "cover_all_z",
    "meaning_z",
    "title_share",
)
_TOLD_COLUMNS = [FEATURE_NAMES.index(name) for name in TOLD]


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
        told = np.column_stack([scores, rows[likely][:, _TOLD_COLUMNS]]).round(4)
        return _ranked(index, pool.slots[likely], scores, told, limit)


def _ranked(
    index: SearchIndex,
    slots: NDArray[np.int64],
    scores: NDArray[np.float64],
    told: NDArray[np.float64],
    limit: int,
) -> list[RankedPassage]:
    shelf = index.passages.shelf()
    ids = shelf.passage_ids[slots]
    best = np.lexsort((ids, -scores))[:limit]
    shares = np.exp((scores[best] - scores[best[0]]) / SPREAD)
    keys = shelf.document_keys[slots[best]]
    columns = (ids[best].tolist(), keys.tolist(), shares.tolist(), told[best].tolist())
    return [
        RankedPassage(
            PassageId(passage_id),
            document_key,
            share,
            dict(zip((TREES, *TOLD), parts, strict=True)),
        )
        for passage_id, document_key, share, parts in zip(*columns, strict=True)
    ]

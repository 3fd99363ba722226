"""From a question to candidate passages: query, engine, and the store's word on every hit.

What the index returns is only ids: the store says which are still current, and whether their
documents are in force on the day.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from sqlalchemy.orm import Session

from indexer.analysis import QuestionTerms
from indexer.engine import SearchEngine, SearchIndex
from indexer.general_language import GeneralLanguage
from indexer.ranking.matcher import UNLEARNED
from indexer.ranking.packing import key
from indexer.ranking.ranker import HandSetRanker, LearnedRanker, Ranker
from knowledge.documents import PassageId
from knowledge.queries.corpus import load_passages
from knowledge.queries.findings import DocumentFacts, FoundPassage
from knowledge.relying.standing import held_back
from service.answering.models import Models

#: Passages ranked, and those whose text is loaded: the rest only show which documents are near.
DEPTH = 100
LOADED = 20

#: What being the document of an earlier turn adds to a passage's score.
SAME_DOCUMENT = 0.15


class IndexSource(Protocol):
    """Gives the newest index; raises a SearchIndexError where there is none."""

    def index(self) -> SearchIndex:
        """The index to use for one question."""
        ...


@dataclass(frozen=True)
class Candidate:
    """A passage that may answer, with its score (higher is better) and what it was made of.

    `parts` are those of the ranker; what an earlier turn or a named document adds is not in them.
    """

    passage: FoundPassage
    score: float
    parts: Mapping[str, float] = field(default_factory=dict)

    @property
    def document(self) -> DocumentFacts:
        """The document that the passage stands in."""
        return self.passage.document


@dataclass(frozen=True)
class Retrieved:
    """What was found: candidates best first, and every passage id that was ranked."""

    candidates: tuple[Candidate, ...]
    passages: tuple[PassageId, ...]


class Rarity:
    """What a word tells by being rare, in the index and in Chinese at large (from 0)."""

    def __init__(self, engine: SearchEngine, language: GeneralLanguage) -> None:
        self._engine = engine
        self._language = language
        self._known: dict[tuple[str, str], float] = {}

    def __call__(self, word: str) -> float:
        """BM25's inverse frequency of the word among all passages."""
        return self._inverse("body_words", word)

    def of_pair(self, pair: str) -> float:
        """The same of a pair of characters."""
        return self._inverse("body_bigrams", pair)

    def _inverse(self, field: str, term: str) -> float:
        if (field, term) not in self._known:
            count = self._engine.passage_count
            holding = self._engine.document_frequency(field, term)
            self._known[field, term] = math.log(1 + (count - holding + 0.5) / (holding + 0.5))
        return self._known[field, term]

    def telling(self, word: str) -> float:
        """The same, less for a word that is common in Chinese at large.

        In a small index 每个 and 别人 are as rare as the name of a benefit; whether they stand in
        a passage tells nothing of whether it answers.
        """
        return self(word) * self._language.weight(word)

    def share(self, word: str) -> float:
        """The share of passages that hold the word, 0..1."""
        count = self._engine.passage_count
        return self._engine.document_frequency("body_words", word) / count if count else 0.0


def ranker_of(models: Models) -> Ranker:
    """The learned ranker, or the one whose weights are set by hand where none was learned."""
    if models.ranker is None:
        return HandSetRanker()
    return LearnedRanker(models.ranker, models.matcher or UNLEARNED)


def retrieve(
    session: Session,
    index: SearchIndex,
    terms: QuestionTerms,
    day: date,
    admitted: frozenset[str] | None,
    preferred: Mapping[str, float],
    ranker: Ranker,
) -> Retrieved:
    """The passages nearest to the question, best first.

    `admitted` are the only documents that may be found (an empty set finds nothing); `preferred`
    adds to the scores of these documents' passages. What relies on clauses that no longer hold is
    left out.
    """
    ranked = ranker.rank(index, terms, DEPTH, admitted)
    gains = {key(document_id): gain for document_id, gain in preferred.items()}
    scores = {each.passage_id: each.score + gains.get(each.document_key, 0.0) for each in ranked}
    parts = {each.passage_id: each.parts for each in ranked}
    order = sorted(scores, key=lambda passage_id: (-scores[passage_id], passage_id))
    passages = load_passages(session, order[:LOADED], day)
    relying = {passage.document.id for passage in passages if passage.document.relies}
    held = held_back(session, relying, day)
    return Retrieved(
        tuple(
            Candidate(passage, scores[passage.id], parts[passage.id])
            for passage in passages
            # The index admits by keys; the documents' ids in the store have the last word.
            if passage.document.id not in held
            and (admitted is None or passage.document.id in admitted)
        ),
        tuple(order),
    )

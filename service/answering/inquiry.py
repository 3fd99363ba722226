"""A question under judgement, and what the judging of any question needs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from indexer.analysis import Analyzer, QuestionTerms
from service.answering.models import Models
from service.answering.names import Gazetteer
from service.answering.retrieval import Rarity
from service.answering.subjects import Subjects


@dataclass(frozen=True)
class Inquiry:
    """A question under judgement: its words, what it wants found, and the day it is asked.

    `models` are the learned parts by which it is answered.
    """

    question: str
    own: QuestionTerms
    enriched: QuestionTerms
    rarity: Rarity
    day: date
    models: Models


@dataclass(frozen=True)
class Bearings:
    """What the judging of any question needs, loaded once."""

    analyzer: Analyzer
    gazetteer: Gazetteer
    subjects: Subjects

    def places(self, text: str) -> frozenset[str]:
        """The provinces, prefectures and districts that a text names."""
        return self.gazetteer.places(text, self.analyzer.words(text))

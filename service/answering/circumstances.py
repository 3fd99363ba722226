"""What confidence is judged from: the question held against every text that bears on its answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from service.answering.expected import AnswerKind, expected_kinds
from service.answering.extraction import Excerpt
from service.answering.inquiry import Bearings, Inquiry
from service.answering.names import organs, years
from service.answering.ranges import asked_age, rules_age
from service.answering.retrieval import Candidate
from service.answering.sentences import sentence_around
from service.answering.subjects import MATTER, POPULATION, Subject
from service.answering.wording import Wanted, Wording, wanted, wording

Floats = NDArray[np.float64]

#: Candidates that are held against the question beside the one chosen.
RIVALS = 15


@dataclass(frozen=True)
class Weights:
    """What each of the question's terms weighs, [terms], and all of them."""

    each: Floats
    total: float

    @classmethod
    def of(cls, weights: Sequence[float]) -> Weights:
        """These weights with their sum."""
        each = np.array(weights, dtype=float)
        return cls(each, float(each.sum()))

    def share(self, held: Floats) -> float:
        """The share of the weight that is held, 0 where there is none; `held` of 0 and 1."""
        return float(held @ self.each) / self.total if self.total > 0 else 0.0

    def heaviest_missing(self, held: Floats) -> float:
        """The greatest share that one missing term has; 1 where there are no terms."""
        return float(((1 - held) * self.each).max()) / self.total if self.total > 0 else 1.0


@dataclass(frozen=True)
class Held:
    """Which of the question's words and bigrams a text has, arrays of 0 and 1."""

    text: str
    words: Floats
    pairs: Floats


@dataclass(frozen=True)
class Circumstances:
    """An answer that could be given, and all that it was chosen from.

    `candidates` are best first; `chosen` is the one that holds `quote`, which holds `text`;
    `document` is the whole text of its document with its title and issuer; `excerpt` tells by
    what score the text was chosen.
    """

    inquiry: Inquiry
    bearings: Bearings
    candidates: Sequence[Candidate]
    chosen: Candidate
    text: str
    quote: str
    document: str
    excerpt: Excerpt

    @cached_property
    def head(self) -> str:
        """The titles and the number of the document, and the headings over the passage."""
        facts = self.chosen.document
        titles = f"{facts.title}\n{facts.carried_title or ''}\n{facts.doc_number or ''}"
        return f"{titles}\n{self.chosen.passage.trail}"

    @cached_property
    def passage(self) -> str:
        """The passage with its head."""
        return f"{self.head}\n{self.chosen.passage.text}"

    @cached_property
    def want(self) -> Wanted:
        """The question's own words, weighed by what they tell."""
        return wanted(self.inquiry.own, self.bearings.analyzer, self.inquiry.rarity.telling)

    @cached_property
    def head_words(self) -> Wording:
        """The words of the head."""
        return self._wording(self.head)

    @cached_property
    def quote_words(self) -> Wording:
        """The words of the head and the quote."""
        return self.head_words | self._wording(self.quote)

    @cached_property
    def passage_words(self) -> Wording:
        """The words of the head and the passage."""
        return self.head_words | self._wording(self.chosen.passage.text)

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The question's own content words."""
        return self.inquiry.own.own_words

    @cached_property
    def telling(self) -> Weights:
        """What each of the question's own words tells, [words]."""
        return Weights.of([self.inquiry.rarity.telling(word) for word in self.words])

    @cached_property
    def rare(self) -> Weights:
        """The inverse frequency of each of the question's own words, [words]."""
        return Weights.of([self.inquiry.rarity(word) for word in self.words])

    @cached_property
    def pairs(self) -> tuple[str, ...]:
        """Every bigram that is looked for, those of expansions and of earlier turns too."""
        return tuple(self.inquiry.enriched.bigrams)

    @cached_property
    def pair_weights(self) -> Weights:
        """What each bigram weighs in the search, [bigrams]."""
        rarity = self.inquiry.rarity.of_pair
        searched = self.inquiry.enriched.bigrams.items()
        return Weights.of([weight * rarity(pair) for pair, weight in searched])

    @cached_property
    def kinds(self) -> frozenset[AnswerKind]:
        """The kinds of answer that the question asks for."""
        return expected_kinds(self.inquiry.own.text)

    @cached_property
    def age(self) -> int | None:
        """The one age that the question names."""
        return asked_age(self.inquiry.own.text)

    @cached_property
    def places(self) -> frozenset[str]:
        """The provinces, prefectures and districts that the question names."""
        return self.bearings.places(self.inquiry.own.text)

    @cached_property
    def counties(self) -> frozenset[str]:
        """The counties that it names without saying county."""
        return self.bearings.gazetteer.named_counties(self.words)

    @cached_property
    def organs(self) -> frozenset[str]:
        """The organs, banks and companies that it names."""
        return organs(self.words)

    @cached_property
    def years(self) -> frozenset[int]:
        """The years that it names."""
        return years(self.inquiry.own.text, self.inquiry.day)

    @cached_property
    def populations(self) -> list[Subject]:
        """The populations that the question names."""
        return self.bearings.subjects.named(POPULATION, self.inquiry.own.text)

    @cached_property
    def matters(self) -> list[Subject]:
        """The matters that the question names."""
        return self.bearings.subjects.named(MATTER, self.inquiry.own.text)

    @cached_property
    def held(self) -> dict[str, Held]:
        """What each text that bears on the answer has of the question, by the names of TEXTS."""
        return {name: self.held_by(text(self)) for name, text in TEXTS.items()}

    @cached_property
    def sentence(self) -> Held:
        """What the sentence in which the answer begins, to its end, has of the question."""
        return self.held_by(sentence_around(self.chosen.passage.text, self.excerpt.text))

    def held_by(self, text: str) -> Held:
        """What a text has of the question."""
        return Held(text, self.holds_words(text), self.holds_pairs(text))

    def holds_words(self, text: str) -> Floats:
        """Which of the question's own words the text has as plain strings, [words] of 0 or 1.

        An age is had where a range of ages holds it.
        """
        age = self.age
        if age is None:
            return np.fromiter(map(text.__contains__, self.words), float, len(self.words))
        named = (str(age), f"{age}岁", f"{age}周岁")
        held = [word in text or (word in named and rules_age(text, age)) for word in self.words]
        return np.array(held, dtype=float)

    def holds_pairs(self, text: str) -> Floats:
        """Which bigrams the text has, [bigrams] of 0 or 1."""
        return np.fromiter(map(text.__contains__, self.pairs), float, len(self.pairs))

    @cached_property
    def own_document(self) -> NDArray[np.bool_]:
        """Which candidates stand in the chosen one's document, [candidates]."""
        document = self.chosen.document.id
        return np.array([each.document.id == document for each in self.candidates[:RIVALS]])

    @cached_property
    def scores(self) -> Floats:
        """The candidates' scores, [candidates]."""
        return np.array([each.score for each in self.candidates[:RIVALS]])

    @cached_property
    def texts(self) -> list[str]:
        """The candidates' texts with their titles and trails."""
        return [
            f"{each.document.title}\n{each.passage.trail}\n{each.passage.text}"
            for each in self.candidates[:RIVALS]
        ]

    @cached_property
    def word_coverage(self) -> Floats:
        """The share of the question's weight that each candidate has by words, [candidates]."""
        return np.array([self.telling.share(self.holds_words(text)) for text in self.texts])

    @cached_property
    def pair_coverage(self) -> Floats:
        """The same by bigrams."""
        return np.array([self.pair_weights.share(self.holds_pairs(text)) for text in self.texts])

    def _wording(self, text: str) -> Wording:
        return wording(self.bearings.analyzer.words(text))


#: Texts that the question is held against, by the names of their signals.
TEXTS: Final[Mapping[str, Callable[[Circumstances], str]]] = {
    "answer": lambda case: case.text,
    "quote": lambda case: case.quote,
    "body": lambda case: case.chosen.passage.text,
    "passage": lambda case: case.passage,
    "head": lambda case: case.head,
    "document": lambda case: case.document,
}

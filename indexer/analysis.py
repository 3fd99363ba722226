"""The one analysis of documents and questions: words, bigrams, and what a question looks for.

Words carry meaning, bigrams forgive what the segmenter cuts differently; both are searched. An
everyday word of the lexicon adds the official terms beside the citizen's own words, never in
their place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

from indexer.engine import FIELDS
from indexer.normalisation import ages_in_figures, normalise
from indexer.ranking.vectors import vectors_digest
from indexer.segmentation import FastSegmenter, Segmenter, TermKind, parts_of_exact, pieces
from indexer.vocabulary import (
    DroppedKind,
    LexiconEntry,
    Relation,
    Vocabulary,
    digest,
    load_vocabulary,
)
from indexer.vocabulary.matching import LayMatcher

#: Grows whenever the same text would yield other terms; an index of another number is outdated.
ANALYSIS_VERSION = 1

#: Grows whenever something else is kept of a passage for ranking.
RANKING_VERSION = 1

#: Titles and trails whose terms are remembered: neighbouring passages share them.
REPEATED = 32

#: What the expansion of an everyday word weighs: as much as a word of the question where the
#: documents never say it, and down to COMMON_WEIGHT where it is their own word, for which the
#: expansion is only a hint. At HALFWAY (a share of passages) it is midway between the two.
RARE_WEIGHT = 1.0
COMMON_WEIGHT = 0.2
HALFWAY = 0.001
#: What remains of that where the terms are only related: another thing that may be meant.
RELATED_WEIGHT = 0.5

#: Tells the share of passages that hold a word, between 0 and 1.
WordShare = Callable[[str], float]


@dataclass(frozen=True)
class Expansion:
    """Official terms that an everyday word of the question added, with their weight.

    `domain` is the field of the word, as the lexicon has it.
    """

    lay: str
    official: tuple[str, ...]
    relation: Relation
    weight: float
    domain: str


@dataclass(frozen=True)
class Ambiguity:
    """A word of the question that means several things, so that answering can ask back."""

    lay: str
    choices: tuple[str, ...]


@dataclass(frozen=True)
class QuestionTerms:
    """What a question looks for.

    `own_words` are the citizen's content words in order, `words` and `bigrams` everything to be
    searched with its weight (1 for the citizen's own), `dropped` the stop and question words left
    out.
    """

    text: str
    own_words: tuple[str, ...]
    words: Mapping[str, float]
    bigrams: Mapping[str, float]
    dropped: tuple[str, ...] = ()
    asked_with: tuple[str, ...] = ()
    expansions: tuple[Expansion, ...] = ()
    ambiguous: tuple[Ambiguity, ...] = ()

    def by_field(self) -> dict[str, Mapping[str, float]]:
        """The terms for each field of an engine, as a Query takes them."""
        return {name: self.bigrams if name.endswith("bigrams") else self.words for name in FIELDS}


@dataclass(frozen=True)
class _Cut:
    """A question cut up: kept and dropped words, bigrams, and where words begin and end."""

    kept: list[str] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)
    bigrams: list[str] = field(default_factory=list)
    borders: set[int] = field(default_factory=set)


class Analyzer:
    """Turns passages and questions into terms; built once and shared between threads."""

    def __init__(self, vocabulary: Vocabulary, segmenter: Segmenter) -> None:
        self._vocabulary = vocabulary
        self._segmenter = segmenter
        self._dropped = vocabulary.dropped_words
        self._lay = LayMatcher(vocabulary.lexicon)
        self._repeated = lru_cache(maxsize=REPEATED)(self.words_and_bigrams)

    def with_lexicon(self, lexicon: tuple[LexiconEntry, ...]) -> Analyzer:
        """An analyzer with other everyday words, which cuts every text as this one does."""
        return Analyzer(replace(self._vocabulary, lexicon=lexicon), self._segmenter)

    def words(self, text: str) -> list[str]:
        """The words of any text, in order, repeats kept."""
        return list(self._words(normalise(text)))

    def cut_known(self, run: str) -> list[str]:
        """A run of Han characters in words of the dictionary; others fall into characters."""
        return self._segmenter.cut_known(run)

    def parts_of_speech(self, word: str) -> tuple[str, ...]:
        """What the parts of a word are, by the tags of jieba's dictionary (n, v, …)."""
        return self._segmenter.parts_of_speech(word)

    def bigrams(self, text: str) -> list[str]:
        """The pairs of neighbouring Han characters; numbers and 文号 stand whole."""
        return list(_bigrams(normalise(text)))

    def words_and_bigrams(self, text: str) -> tuple[list[str], list[str]]:
        """What `words` and `bigrams` give of a text, for one look at it."""
        words: list[str] = []
        bigrams: list[str] = []
        for kind, piece, _start in pieces(normalise(text)):
            if kind is TermKind.HAN:
                words += self._segmenter.cut(piece)
                bigrams += _pairs(piece)
            else:
                words += parts_of_exact(piece) if kind is TermKind.EXACT else [piece]
                bigrams.append(piece)
        return words, bigrams

    def analyse_passage(
        self, title: str, doc_number: str | None, trail: str, text: str
    ) -> dict[str, list[str]]:
        """The terms of a passage for each field of FIELDS."""
        title_words, title_bigrams = self._repeated(f"{title}\n{doc_number or ''}")
        trail_words, _ = self._repeated(trail)
        body_words, body_bigrams = self.words_and_bigrams(text)
        return {
            "title_words": list(title_words),
            "title_bigrams": list(title_bigrams),
            "trail_words": list(trail_words),
            "body_words": body_words,
            "body_bigrams": body_bigrams,
        }

    def analyse_question(self, text: str, share: WordShare | None = None) -> QuestionTerms:
        """What the question looks for.

        `share` tells how common a word is in the index; where it is not given, every everyday
        word counts as rare.
        """
        plain = ages_in_figures(normalise(text))
        cut = self._cut(plain)
        words = dict.fromkeys(cut.kept, 1.0)
        bigrams = dict.fromkeys(cut.bigrams, 1.0)
        expansions = []
        ambiguous = []
        for entry in self._lay.find(plain, cut.borders):
            weight = self._weight(entry, share)
            known = (entry.lay, entry.official, entry.relation, weight, entry.domain)
            expansions.append(Expansion(*known))
            if entry.relation is Relation.AMBIGUOUS:
                ambiguous.append(Ambiguity(entry.lay, entry.official))
            for term in map(normalise, entry.official):
                _add(
                    words, (word for word in self._words(term) if word not in self._dropped), weight
                )
                _add(bigrams, _bigrams(term), weight)
        return QuestionTerms(
            text=plain,
            own_words=tuple(dict.fromkeys(cut.kept)),
            words=words,
            bigrams=bigrams,
            dropped=tuple(cut.dropped),
            asked_with=tuple(
                word for word in cut.dropped if self._dropped[word] is DroppedKind.QUESTION
            ),
            expansions=tuple(expansions),
            ambiguous=tuple(ambiguous),
        )

    def _words(self, plain: str) -> Iterator[str]:
        for kind, piece, _start in pieces(plain):
            if kind is TermKind.HAN:
                yield from self._segmenter.cut(piece)
            elif kind is TermKind.EXACT:
                yield from parts_of_exact(piece)
            else:
                yield piece

    def _cut(self, plain: str) -> _Cut:
        """Sort the question's words; bigrams do not reach over a dropped word."""
        cut = _Cut()
        for kind, piece, start in pieces(plain):
            if kind is not TermKind.HAN:
                cut.kept.extend(parts_of_exact(piece) if kind is TermKind.EXACT else [piece])
                cut.bigrams.append(piece)
                continue
            border, run = start, ""
            for word in self._unglued(piece):
                cut.borders.add(border)
                border += len(word)
                if word in self._dropped:
                    cut.dropped.append(word)
                    cut.bigrams.extend(_pairs(run))
                    run = ""
                else:
                    cut.kept.append(word)
                    run += word
            cut.borders.add(border)
            cut.bigrams.extend(_pairs(run))
        return cut

    def _unglued(self, run: str) -> Iterator[str]:
        """The words of a run; one guessed around a dropped word (能领) is cut apart again."""
        for word in self._segmenter.cut(run):
            parts = self._segmenter.cut_known(word)
            glued = len(parts) > 1 and (parts[0] in self._dropped or parts[-1] in self._dropped)
            yield from parts if glued else [word]

    def _weight(self, entry: LexiconEntry, share: WordShare | None) -> float:
        words = self._words(normalise(entry.lay))
        rarest = 0.0 if share is None else min(map(share, words), default=0.0)
        weight = COMMON_WEIGHT + (RARE_WEIGHT - COMMON_WEIGHT) * HALFWAY / (HALFWAY + rarest)
        return weight * (RELATED_WEIGHT if entry.relation is Relation.RELATED else 1.0)


def build_analyzer(vocabulary: Vocabulary | None = None) -> Analyzer:
    """The analyzer with the project's own vocabulary; takes about a quarter of a second.

    Raises VocabularyError when a data file is wrong.
    """
    known = vocabulary or load_vocabulary()
    return Analyzer(known, FastSegmenter(known.segmenter_words))


def layout() -> str:
    """What an index must have been built by to be searched by this program.

    It changes with the fields, the analysis, what is kept for ranking, the words that shape the
    segmentation, and the vectors of words.
    """
    return (
        f"{'+'.join(FIELDS)} analysis {ANALYSIS_VERSION} ranking {RANKING_VERSION}"
        f" vocabulary {digest()} vectors {vectors_digest()}"
    )


def _bigrams(plain: str) -> Iterator[str]:
    for kind, piece, _start in pieces(plain):
        if kind is TermKind.HAN:
            yield from _pairs(piece)
        else:
            yield piece


def _pairs(run: str) -> Iterable[str]:
    """Neighbouring characters; a single one stands alone, so that 岁 and 元 can be found."""
    if len(run) < 2:
        return [run] if run else []
    return [run[start : start + 2] for start in range(len(run) - 1)]


def _add(terms: dict[str, float], new: Iterable[str], weight: float) -> None:
    """Add terms at a weight; one that is there already keeps the greater."""
    for term in new:
        terms[term] = max(weight, terms.get(term, 0.0))

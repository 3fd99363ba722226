"""Training of the matcher: question words that lead to the passages that answered, and priors.

The passages' directions stay; the words' vectors and a matrix are fitted by Adam (Kingma & Ba
2015) to a softmax over every passage of the question's corpus, in which the words' own scores and
the prior have their say: what is learned is what counting words does not find already.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from indexer.engine import Shelf
from indexer.ranking.authority import AUTHORITIES
from indexer.ranking.matcher import MATCHED_BY, UNLEARNED, Matcher, matcher_text
from indexer.ranking.packing import codes_of
from indexer.ranking.pool import PRIOR_WEIGHT, gather_pool
from indexer.ranking.vectors import WIDTH, Vectors, WordVectors, word_vectors
from service.answering.models import PartName
from service.judged_sets import JudgedQuestion
from service.predictions import SetIds
from service.training.asking import searched_by
from service.training.relevance import ANSWERS, NEAR, graded_passages
from service.training.stage import Examples, Fitted, TooFewExamples, question_examples
from service.wiring import Office

#: Sharpness of the softmax in the cosine, and in the score of the words.
MEANING_SCALE, LEXICAL_SCALE = 15.0, 8.0
EPOCHS, BATCHES = 12, 5
#: Steps of Adam for words and for the matrix; what pulls both back to where they began.
WORD_STEP, TURN_STEP, PULL = 0.02, 0.001, 1e-4
#: Share of a question's words that a step leaves out.
DROPPED = 0.1

#: A title has a prior of its own from so many questions on; it is drawn to its kind's as if so
#: many more of its passages had been judged.
TITLE_QUESTIONS, DRAWN = 3, 20.0

#: Questions whose softmax is computed at once: 16 MB for 65,000 passages.
BLOCK = 64

#: Passages by their words whose scores count in the softmax.
SCORED = 1000


@dataclass(frozen=True)
class _Asked:
    """A question: its words, the corpus it is asked of, what answers, and what its words find."""

    terms: Mapping[str, float]
    shelf: Shelf
    right: NDArray[np.int64]
    found: NDArray[np.int64]
    scores: NDArray[np.float32]


@dataclass(frozen=True)
class MatchingStage:
    """The stage of the matcher: it learns from notes, its rows only name the questions."""

    @property
    def name(self) -> PartName:
        """The part that it trains."""
        return "matcher"

    @property
    def feature_names(self) -> tuple[str, ...]:
        """One column that says nothing."""
        return MATCHED_BY

    def gather(self, office: Office, ids: SetIds, question: JudgedQuestion) -> Examples | None:
        """Note the question with its corpus and what answers it."""
        grades = graded_passages(office, ids, question)
        best = [passage for passage, grade in grades.items() if grade >= NEAR]
        if not best:
            return None
        index = office.index.index()
        terms = searched_by(office, question)
        shelf = index.passages.shelf()
        pool = gather_pool(index, terms.by_field(), UNLEARNED, kept=SCORED)
        right = np.flatnonzero(np.isin(shelf.passage_ids, best))
        found = _Asked(terms.words, shelf, right, pool.slots, pool.lexical + pool.document)
        rows = np.zeros((1, 1), np.float32)
        return replace(question_examples(rows, [ANSWERS], question), notes=(found,))

    def fit(self, examples: Examples, seed: int) -> Fitted:
        """Learn from what was noted of the questions."""
        asked = [note for note in examples.notes if isinstance(note, _Asked)]
        if len(asked) < TITLE_QUESTIONS * BATCHES:
            raise TooFewExamples(f"只有 {len(asked)} 个问题有依据，学不出词语的指向")
        titles, priors = learn_priors(asked)
        matcher = Matcher(UNLEARNED.words, UNLEARNED.turn, titles, priors)
        words, turn = _learn_directions(asked, matcher, np.random.default_rng(seed))
        return Fitted(matcher_text(Matcher(words, turn, titles, priors)))


def learn_priors(asked: Sequence[_Asked]) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """The titles that answered several questions: keys, rising, and logarithms of their rates.

    A rate is of questions answered by a passage of the title, in a thousand of its passages, for
    as many questions as the hand-set rates of the kinds were counted on.
    """
    answered: dict[int, float] = defaultdict(float)
    questions: dict[int, int] = defaultdict(int)
    sizes: dict[int, tuple[int, int]] = {}
    for each in asked:
        titles = each.shelf.title_keys[each.right].tolist()
        for title in titles:
            answered[title] += 1 / len(titles)
        for title in set(titles):
            questions[title] += 1
            if title not in sizes:
                same = each.shelf.title_keys == title
                sizes[title] = (int(same.sum()), int(each.shelf.authorities[same][0]))
    scale = COUNTED_QUESTIONS / len(asked)
    known = sorted(title for title, count in questions.items() if count >= TITLE_QUESTIONS)
    priors = [
        math.log(
            (answered[title] * scale + DRAWN * AUTHORITIES[sizes[title][1]].rate / 1000)
            / (sizes[title][0] + DRAWN)
        )
        for title in known
    ]
    return np.array(known, np.int64), np.array(priors, np.float32)


#: Questions that the rates in the table of authorities were counted on.
COUNTED_QUESTIONS = 758


def _learn_directions(
    asked: Sequence[_Asked], matcher: Matcher, chance: np.random.Generator
) -> tuple[WordVectors, Vectors]:
    """The vectors of the questions' words, and the matrix that turns their sum."""
    codes = np.unique(np.concatenate([codes_of(each.terms) for each in asked]))
    general = word_vectors()
    rows, known = general.find(codes)
    begun = np.where(known[:, None], general.vectors[rows], np.float32(0))
    questions = _weights(asked, codes)
    bases = {id(each.shelf): PRIOR_WEIGHT * matcher.prior(each.shelf) for each in asked}
    words, turn = _Adam(begun, WORD_STEP), _Adam(np.eye(WIDTH, dtype=np.float32), TURN_STEP)
    for _epoch in range(EPOCHS):
        for batch in np.array_split(chance.permutation(len(asked)), BATCHES):
            kept = questions[batch].copy()
            kept.data *= chance.random(len(kept.data)) >= DROPPED
            summed = kept @ words.value
            turned = summed @ turn.value
            lengths = np.maximum(np.linalg.norm(turned, axis=1, keepdims=True), 1e-4)
            directions = turned / lengths
            slope = _slopes([asked[place] for place in batch], directions, bases) / len(batch)
            along = (slope * directions).sum(axis=1, keepdims=True)
            by_turned = (slope - directions * along) / lengths
            turn_slope = summed.T @ by_turned
            words.step(kept.T @ (by_turned @ turn.value.T))
            turn.step(turn_slope)
    return WordVectors(codes, words.value), turn.value


def _weights(asked: Sequence[_Asked], codes: NDArray[np.uint32]) -> csr_matrix:
    """The questions' words [questions, words], each question at length one."""
    columns = [np.searchsorted(codes, codes_of(each.terms)) for each in asked]
    values = [np.fromiter(each.terms.values(), np.float32, len(each.terms)) for each in asked]
    values = [each / max(float(np.linalg.norm(each)), 1e-6) for each in values]
    ends = np.cumsum([0, *(len(each) for each in columns)])
    return csr_matrix(
        (np.concatenate(values), np.concatenate(columns), ends), shape=(len(asked), len(codes))
    )


def _slopes(
    asked: Sequence[_Asked], directions: Vectors, bases: Mapping[int, NDArray[np.float32]]
) -> Vectors:
    """How each question's loss changes with its direction: [questions, WIDTH]."""
    slopes = np.zeros_like(directions)
    for corpus, base in bases.items():
        places = [place for place, each in enumerate(asked) if id(each.shelf) == corpus]
        for some in (places[start : start + BLOCK] for start in range(0, len(places), BLOCK)):
            slopes[some] = _block([asked[place] for place in some], directions[some], base)
    return slopes


def _block(asked: Sequence[_Asked], directions: Vectors, base: NDArray[np.float32]) -> Vectors:
    """The slopes of a few questions of one corpus."""
    shelf = asked[0].shelf
    logits = MEANING_SCALE * (directions @ shelf.vectors.T) + LEXICAL_SCALE * base
    for row, each in zip(logits, asked, strict=True):
        row[each.found] += LEXICAL_SCALE * each.scores
    logits[:, shelf.passage_ids < 0] = -np.inf
    shares = np.exp(logits - logits.max(axis=1, keepdims=True))
    shares /= shares.sum(axis=1, keepdims=True)
    for row, each in zip(shares, asked, strict=True):
        row[each.right] -= 1 / len(each.right)
    return np.asarray(MEANING_SCALE * (shares @ shelf.vectors), dtype=np.float32)


class _Adam:
    """A matrix that follows its slope by Adam, pulled back to where it began."""

    def __init__(self, begun: Vectors, size: float) -> None:
        self.value = begun.copy()
        self._begun = begun
        self._size = size
        self._mean = np.zeros_like(begun)
        self._square = np.zeros_like(begun)
        self._steps = 0

    def step(self, slope: Vectors) -> None:
        """One step downhill."""
        slope = slope + PULL * (self.value - self._begun)
        self._steps += 1
        self._mean = 0.9 * self._mean + 0.1 * slope
        self._square = 0.999 * self._square + 0.001 * slope * slope
        mean = self._mean / (1 - 0.9**self._steps)
        spread = np.sqrt(self._square / (1 - 0.999**self._steps)) + 1e-6
        self.value = (self.value - self._size * mean / spread).astype(np.float32)

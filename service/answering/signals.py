"""The signals of confidence: one row of numbers for an answer that could be given.

Each signal is one line of SIGNALS. A learned model reads them all in this order; the hand-set
weights read a few by name. What tells most is what the question names and the document does not
have; the scores of the search alone cannot reject those.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import chain
from typing import Final

import numpy as np
from numpy.typing import NDArray

from indexer.analysis import QuestionTerms
from indexer.ranking.ranker import TREES
from service.answering.absences import ABSENT, NAMING
from service.answering.announcing import announces
from service.answering.aptness import (
    begins_clause,
    detail_shown,
    ends_clause,
    noun_in_answer,
    unit_in_answer,
)
from service.answering.circumstances import (
    RIVALS,
    TEXTS,
    Circumstances,
)
from service.answering.expected import (
    EXACT_KINDS,
    TELLING_KINDS,
    AnswerKind,
    expected_kinds,
    shows,
)
from service.answering.sentences import answering_and_asking, questions_in

Signal = Callable[[Circumstances], float]

#: Kinds of which a whole document shows whether it tells any.
TOLD_KINDS: Final = TELLING_KINDS | {AnswerKind.ADDRESS}
#: All of them, for the words chosen themselves.
EVERY_KIND: Final = frozenset(AnswerKind)
#: Parts of the ranking that mean the same in an index of eight passages and of a million. How many
#: standard deviations the passage stands above the others does not: among few it cannot be many.
RANKED: Final = (TREES, "meaning")


def _margin(case: Circumstances) -> float:
    """The lead of the document over the best other one, as a share of its own score."""
    own = case.scores[case.own_document].max(initial=0.0)
    other = case.scores[~case.own_document].max(initial=0.0)
    return float(1 - other / own) if own > 0 else 0.0


def _score_gap(case: Circumstances) -> float:
    """The same lead as a difference, which means the same on any scale of scores."""
    other = case.scores[~case.own_document]
    own = case.scores[case.own_document].max(initial=case.chosen.score)
    return float(own - other.max()) if len(other) else 1.0


def _lead(case: Circumstances, coverage: NDArray[np.float64]) -> float:
    """How much more of the question the document's candidates have than any other document's."""
    own = coverage[case.own_document].max(initial=0.0)
    return float(own - coverage[~case.own_document].max(initial=0.0))


def _is_best(case: Circumstances, coverage: NDArray[np.float64]) -> float:
    """Whether the passage chosen is the best of all by this measure."""
    chosen = [each.passage.id for each in case.candidates].index(case.chosen.passage.id)
    return float(coverage[chosen] >= coverage.max(initial=0.0)) if chosen < len(coverage) else 0.0


def _missing_count(case: Circumstances, name: str) -> float:
    return float((1 - case.held[name].words).sum())


def _announced(case: Circumstances) -> float:
    """Whether the passage announces what is asked for (1), something else (-1) or nothing (0)."""
    passage = case.chosen.passage
    asking = questions_in(passage.text, answering_and_asking(passage.text)[1])
    return announces(case.kinds, passage.trail, passage.text, asking)


def _asks(kind: AnswerKind) -> Signal:
    return lambda case: float(kind in case.kinds)


def _kind_shown(case: Circumstances, kinds: frozenset[AnswerKind], text: str) -> float:
    """1 where the text shows one of the kinds asked for, -1 where none, 0 where none is asked."""
    asked = case.kinds & kinds
    if not asked:
        return 0.0
    return 1.0 if any(shows(kind, text) for kind in asked) else -1.0


def topic_only(terms: QuestionTerms) -> bool:
    """Whether the question is one word that names a topic (补贴) and asks nothing of it."""
    return len(terms.own_words) < 2 and not expected_kinds(terms.text)


def _repeated(case: Circumstances, text: str) -> float:
    """The share of the text's pairs of characters that stand in the question."""
    question = case.inquiry.own.text
    pairs = [text[at : at + 2] for at in range(len(text) - 1)]
    return sum(map(question.__contains__, pairs)) / len(pairs) if pairs else 0.0


def _nearest_sentence(case: Circumstances) -> float:
    """The greatest share of the question's weight in one line of the passage without its head."""
    lines = case.chosen.passage.text.replace("。", "\n").replace("；", "\n").split("\n")
    return max((case.telling.share(case.holds_words(line)) for line in lines), default=0.0)


def _documents_near(case: Circumstances, first: int) -> float:
    """How many of the first candidates stand in the document."""
    return float(case.own_document[:first].sum())


def _answer_elsewhere(case: Circumstances) -> float:
    """The greatest share of the answer's pairs of characters in another document's passage."""
    pairs = {case.text[at : at + 2] for at in range(len(case.text) - 1)}
    others = [text for text, own in zip(case.texts, case.own_document, strict=True) if not own]
    found = (sum(map(text.__contains__, pairs)) for text in others)
    return max(found, default=0) / len(pairs) if pairs else 0.0


def _title_elsewhere(case: Circumstances) -> float:
    """The greatest share of the title's pairs of characters in another document's title."""
    title = case.chosen.document.title
    pairs = {title[at : at + 2] for at in range(len(title) - 1)}
    others = {each.document.title for each in case.candidates[:RIVALS]} - {title}
    found = (sum(map(other.__contains__, pairs)) for other in others)
    return max(found, default=0) / len(pairs) if pairs else 0.0


def _unknown(case: Circumstances) -> float:
    """The share of the question's weight on words that no passage of the index has."""
    held = np.array([case.inquiry.rarity.share(word) == 0 for word in case.words], dtype=float)
    return case.telling.share(held)


def _part(name: str) -> Signal:
    """What the ranking made of the passage; 0 where it was ranked by its words alone."""
    return lambda case: case.chosen.parts.get(name, 0.0)


def _of_text(name: str) -> dict[str, Signal]:
    """What every text tells: how much of the question it has, and the heaviest of what it lacks."""
    return {
        f"words_in_{name}": lambda case: case.telling.share(case.held[name].words),
        f"pairs_in_{name}": lambda case: case.pair_weights.share(case.held[name].pairs),
        f"heaviest_missing_in_{name}": lambda case: case.telling.heaviest_missing(
            case.held[name].words
        ),
    }


def _absent_from(name: str) -> dict[str, Signal]:
    """What the question names and the text does not have."""
    return {f"{what}_absent_{name}": _absence(absent, name) for what, absent in ABSENT.items()}


def _absence(absent: Callable[[Circumstances, str], float], name: str) -> Signal:
    return lambda case: absent(case, case.held[name].text)


SIGNALS: Final[Mapping[str, Signal]] = {
    "coverage": lambda case: case.want.coverage(case.passage_words),
    "in_sentence": lambda case: case.want.coverage(case.quote_words),
    "missing": lambda case: case.want.heaviest_missing(case.passage_words),
    "in_head": lambda case: case.want.coverage(case.head_words),
    **dict(chain.from_iterable(_of_text(name).items() for name in TEXTS)),
    **dict(chain.from_iterable(_absent_from(name).items() for name in NAMING)),
    "missing_words_document": lambda case: _missing_count(case, "document"),
    "missing_words_passage": lambda case: _missing_count(case, "passage"),
    "rare_in_passage": lambda case: case.rare.share(case.held["passage"].words),
    "nearest_sentence": _nearest_sentence,
    "unknown": _unknown,
    "margin": _margin,
    "score_gap": _score_gap,
    "standing": lambda case: case.chosen.score / max(float(case.scores.max(initial=0.0)), 1e-9),
    "score": lambda case: case.chosen.score,
    **{f"ranked_{name}": _part(name) for name in RANKED},
    "word_lead": lambda case: _lead(case, case.word_coverage),
    "pair_lead": lambda case: _lead(case, case.pair_coverage),
    "best_by_words": lambda case: _is_best(case, case.word_coverage),
    "best_by_pairs": lambda case: _is_best(case, case.pair_coverage),
    "own_in_5": lambda case: _documents_near(case, 5),
    "own_in_15": lambda case: _documents_near(case, 15),
    "kind_in_answer": lambda case: _kind_shown(case, EXACT_KINDS, case.text),
    "kind_in_quote": lambda case: _kind_shown(case, TELLING_KINDS, case.quote),
    "kind_in_sentence": lambda case: _kind_shown(case, EXACT_KINDS, case.sentence.text),
    "kind_in_passage": lambda case: _kind_shown(case, TELLING_KINDS, case.chosen.passage.text),
    "kind_in_document": lambda case: _kind_shown(case, TOLD_KINDS, case.document),
    "announced": _announced,
    "kind_in_words": lambda case: _kind_shown(case, EVERY_KIND, case.text),
    "kinds_asked": lambda case: float(len(case.kinds)),
    **{f"asks_{kind.value}": _asks(kind) for kind in AnswerKind},
    "topic_only": lambda case: float(topic_only(case.inquiry.own)),
    "question_length": lambda case: float(len(case.inquiry.own.text)),
    "content_words": lambda case: float(len(case.words)),
    "dropped_words": lambda case: float(len(case.inquiry.own.dropped)),
    "weight": lambda case: case.telling.total,
    "mean_weight": lambda case: float(case.telling.each.mean()) if len(case.words) else 0.0,
    "greatest_weight": lambda case: float(case.telling.each.max(initial=0.0)),
    "expanded": lambda case: float(len(case.inquiry.own.expansions)),
    "follow_up": lambda case: float(len(case.inquiry.enriched.words) > len(case.inquiry.own.words)),
    "answer_length": lambda case: float(len(case.text)),
    "quote_length": lambda case: float(len(case.quote)),
    "passage_length": lambda case: float(len(case.chosen.passage.text)),
    "document_length": lambda case: float(len(case.document)),
    "answer_lines": lambda case: float(case.text.count("\n")),
    "answer_repeats": lambda case: _repeated(case, case.text),
    "quote_repeats": lambda case: _repeated(case, case.quote),
    "words_in_sentence": lambda case: case.telling.share(case.sentence.words),
    "pairs_in_sentence": lambda case: case.pair_weights.share(case.sentence.pairs),
    "heaviest_missing_in_sentence": lambda case: case.telling.heaviest_missing(case.sentence.words),
    "answer_elsewhere": _answer_elsewhere,
    "title_elsewhere": _title_elsewhere,
    "sentence_length": lambda case: float(len(case.sentence.text)),
    "detail_in_answer": lambda case: detail_shown(case, case.text),
    "detail_in_quote": lambda case: detail_shown(case, case.quote),
    "detail_in_document": lambda case: detail_shown(case, case.document),
    "unit_in_answer": unit_in_answer,
    "noun_in_answer": noun_in_answer,
    "begins_clause": begins_clause,
    "ends_clause": ends_clause,
    "excerpt_score": lambda case: case.excerpt.score,
    "excerpt_lead": lambda case: case.excerpt.score - case.excerpt.rivals,
    "excerpt_expected": lambda case: case.excerpt.expected,
    "excerpt_likely_right": lambda case: case.excerpt.likely_right,
    "narrowed": lambda case: float(case.excerpt.narrowed),
    "complete": lambda case: float(case.excerpt.complete),
    "passage_place": lambda case: float(case.excerpt.source),
    "in_force": lambda case: float(case.chosen.document.validity.answerable),
}

#: The columns of a row, in order.
SIGNAL_NAMES: Final = tuple(SIGNALS)


def signals(case: Circumstances) -> dict[str, float]:
    """Every signal of the answer by its name, in the order of SIGNAL_NAMES."""
    return {name: signal(case) for name, signal in SIGNALS.items()}

"""What tells a right answer from its neighbours: features of candidate spans, in numpy."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from service.answering.completeness import ITEM
from service.answering.expected import EXACT_KINDS, expected_kinds, matches
from service.answering.sentences import Span, clauses
from service.answering.span_alignment import ALIGNED_FEATURES, aligned_columns
from service.answering.span_asking import ASKING_FEATURES, asking_columns
from service.answering.span_form import FORM_FEATURES, form_columns
from service.answering.span_table import (
    Column,
    Floats,
    Ints,
    SpanTable,
    coverage,
    folded,
    places_of,
    running,
    share_of,
    sums_of,
)

#: The noun that is asked for: 哪些措施, 几个部门, 什么条件.
_ASKED_NOUN = re.compile(
    "(?:什么样的|什么|哪些|哪几[个项条种]|哪[个家种项]|几[个项条种家名]|多少[个项条种家名]?)"
    "([\u4e00-\u9fff]{2})"
)
#: Characters behind a span that are looked at, and the greatest distance that is told.
_NEAR = 60
#: What a greatest share of nothing is divided by.
_NOTHING = 1e-6

#: Features of a passage that the caller gives: its score relative to the best, its rank, the
#: question's share in its trail and in the title, how many passages there are, the question's share
#: in the questions that the passage itself asks (问答), and whether its heading or its question
#: announces what is asked for (1), something else (-1) or nothing (0).
STANDING = ("score", "rank", "in_trail", "in_title", "passages", "in_asking", "announced")

_REGIONS = ("span", "sentence", "before", "clause_before", "behind", "previous", "passage")
_WORDED = (
    *((name, region) for name in ("words", "own") for region in _REGIONS),
    *(("pairs", region) for region in ("span", "before", "clause_before", "behind")),
    *(("noun", region) for region in ("span", "before", "sentence")),
)

#: Features that are told as a share of the greatest among all spans too.
_TO_BEST = ("words_sentence", "words_passage", "sentence_bigrams")

FEATURES: tuple[str, ...] = (
    *(f"passage_{name}" for name in STANDING),
    "passage_length",
    "sentence_words",
    "sentence_bigrams",
    "sentence_score",
    "sentence_meaning",
    "sentence_meaning_to_best",
    "previous_meaning",
    "sentence_rank",
    "sentence_place",
    "sentence_length",
    "sentence_share",
    *(f"{name}_{region}" for name, region in _WORDED),
    *(f"{name}_to_best" for name in _TO_BEST),
    *ALIGNED_FEATURES,
    "repeats",
    "gap_before",
    "gap_behind",
    *FORM_FEATURES,
    "kind_asked",
    "kind_exact",
    "kind_span",
    "kind_before",
    "kind_behind",
    "kind_share",
    "breaks_off",
    *ASKING_FEATURES,
)


@dataclass(frozen=True)
class Asked:
    """The question as features need it.

    `words` are the weights of the words to be found (by rarity, expansions included), `own` those
    of the citizen's own words alone; `pairs` the question's pairs of characters.
    """

    text: str
    words: Mapping[str, float]
    own: Mapping[str, float]
    pairs: Mapping[str, float]


def features(asked: Asked, table: SpanTable) -> Floats:
    """The features of every span of the table, [spans, FEATURES]."""
    columns = _place_columns(table) | _word_columns(asked, table) | form_columns(table)
    columns["breaks_off"] = _breaks_off(table)
    for name in _TO_BEST:
        columns[f"{name}_to_best"] = columns[name] / columns[name].max(initial=_NOTHING)
    columns |= aligned_columns(asked.text, table)
    columns |= _kind_columns(asked, table)
    columns |= asking_columns(asked.text, len(asked.own), len(table))
    rows = np.empty((len(table), len(FEATURES)), dtype=np.float32)
    for column, name in enumerate(FEATURES):
        rows[:, column] = columns[name]
    return rows


def _place_columns(table: SpanTable) -> dict[str, Column]:
    source, sentence = table.source, table.sentence
    standing = np.array([each.standing for each in table.places], dtype=np.float32)
    length = np.array([len(each.text) for each in table.places])[source]
    scores = np.concatenate([each.scores for each in table.places])
    rank = np.empty(len(scores))
    rank[np.argsort(-scores[:, 2], kind="stable")] = np.arange(len(scores))
    first, last = table.sentences[sentence].T
    return {f"passage_{name}": standing[source, at] for at, name in enumerate(STANDING)} | {
        "passage_length": length,
        "sentence_words": scores[sentence, 0],
        "sentence_bigrams": scores[sentence, 1],
        "sentence_score": scores[sentence, 2],
        "sentence_meaning": scores[sentence, 3],
        "sentence_meaning_to_best": scores[sentence, 3] - scores[:, 3].max(initial=-1.0),
        "previous_meaning": scores[np.maximum(sentence - 1, 0), 3],
        "sentence_rank": rank[sentence],
        "sentence_place": (first - table.opening) / np.maximum(length, 1),
        "sentence_length": last - first,
        "sentence_share": (table.end - table.start) / np.maximum(last - first, 1),
    }


def _word_columns(asked: Asked, table: SpanTable) -> dict[str, Column]:
    text = folded(table.text)
    noun = _ASKED_NOUN.search(asked.text)
    terms: dict[str, Mapping[str, float]] = {
        "words": asked.words,
        "own": asked.own,
        "pairs": asked.pairs,
        "noun": {noun[1]: 1.0} if noun else {},
    }
    sums = {name: running(text, terms[name]) for name in ("words", "pairs", "noun")}
    places = {word: row for row, word in enumerate(asked.words)}
    sums["own"] = sums["words"][[places[word] for word in asked.own]]
    regions = _regions(table)
    columns: dict[str, Column] = {
        f"{name}_{region}": coverage(sums[name], terms[name], regions[region])
        for name, region in _WORDED
    }
    hits = np.zeros(len(text) + 1, dtype=np.int64)
    for pair in asked.pairs:
        for at in places_of(pair, text):
            hits[at : at + len(pair)] = 1
    columns["repeats"] = share_of(sums_of(hits[:-1]), table.start, table.end)
    return columns | _gap_columns(hits, table)


def _regions(table: SpanTable) -> dict[str, tuple[Ints, Ints]]:
    """From where to where the words of the question are looked for, for every span."""
    start, end = table.start, table.end
    first, last = table.sentences[table.sentence].T
    before = table.sentences[np.maximum(table.sentence - 1, 0), 0]
    clause = np.zeros(len(table.text) + 1, dtype=np.int64)
    for each in clauses(table.text, Span(0, len(table.text))):
        clause[each.start] = each.start
    clause = np.maximum.accumulate(clause)[np.maximum(start - 1, 0)]
    return {
        "span": (start, end),
        "sentence": (first, last),
        "before": (np.minimum(first, start), start),
        "clause_before": (np.maximum(clause, table.opening), start),
        "behind": (end, np.minimum(end + _NEAR, table.closing)),
        "previous": (np.where(before >= table.opening, before, first), first),
        "passage": (table.opening, table.closing),
    }


def _gap_columns(hits: Ints, table: SpanTable) -> dict[str, Column]:
    """How far the question's words are before the span's start and behind its end."""
    places = np.arange(len(hits))
    last = np.maximum.accumulate(np.where(hits > 0, places, -_NEAR))
    following = np.where(hits > 0, places, len(hits) + _NEAR)
    following = np.minimum.accumulate(following[::-1])[::-1]
    before = table.start - 1 - last[np.maximum(table.start - 1, 0)]
    behind = following[table.end] - table.end
    return {"gap_before": np.minimum(before, _NEAR), "gap_behind": np.minimum(behind, _NEAR)}


def _breaks_off(table: SpanTable) -> Column:
    """Whether an item of a list comes right behind the span."""
    places = np.zeros(len(table.text) + 1, dtype=bool)
    for sentence in table.sentences[:, 0]:
        places[sentence] = ITEM.match(table.text, sentence) is not None
    starts = table.sentences[:, 0]
    following = np.searchsorted(starts, table.end)
    inside = following < len(starts)
    at = starts[np.minimum(following, len(starts) - 1)]
    return np.asarray(inside & places[at] & (at < table.closing))


def _kind_columns(asked: Asked, table: SpanTable) -> dict[str, Column]:
    """What of the expected kinds a span shows, and what its sentence shows around it."""
    kinds = expected_kinds(asked.text)
    begun = np.zeros(len(table.text), dtype=np.int64)
    covered = np.zeros(len(table.text), dtype=np.int64)
    for kind in kinds:
        for first, last in matches(kind, table.text):
            begun[first] += 1
            covered[first:last] = 1
    counts = sums_of(begun)
    start, end = table.start, table.end
    opens, closes = table.sentences[table.sentence].T
    return {
        "kind_asked": np.full(len(table), len(kinds)),
        "kind_exact": np.full(len(table), len(kinds & EXACT_KINDS)),
        "kind_span": counts[end] - counts[start],
        "kind_before": counts[start] - counts[np.minimum(opens, start)],
        "kind_behind": counts[np.maximum(closes, end)] - counts[end],
        "kind_share": share_of(sums_of(covered), start, end),
    }

"""The features of a question's candidates, computed for all of them at once.

FEATURES names the columns and says what each tells. Those ending in `_best` are shares of the
question's best candidate, those in `_z` stand as many standard deviations above its mean; both
compare candidates of one question, whatever the size of the index.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indexer.analysis import QuestionTerms
from indexer.engine import SearchIndex, Shelf
from indexer.ranking.counting import (
    USUAL_LENGTHS,
    Matches,
    Matrix,
    Wanted,
    bm25,
    covered,
    find,
    nearness,
    wanted,
)
from indexer.ranking.packing import PackedField, codes_of, unpack
from indexer.ranking.pool import Pool

#: Each feature and what it tells.
FEATURES: Mapping[str, str] = {
    "first": "the sum that the first stage took the candidate by",
    "first_z": "the same, compared",
    "first_gap": "how far it stays behind the first candidate",
    "rank": "logarithm of its place in the first stage",
    "lexical": "share of the engine's best score",
    "document": "share of the best document's score",
    "prior": "logarithm of the prior of its title or kind",
    "authority": "place of its kind in the table of authorities",
    "meaning": "cosine of question and passage",
    "meaning_z": "the same, compared",
    "body": "BM25 of the question's words and expansions in the body",
    "body_best": "the same, compared",
    "body_z": "the same, compared",
    "own": "BM25 of the citizen's own words in the body",
    "own_best": "the same, compared",
    "bigrams": "BM25 of bigrams in the body",
    "bigrams_best": "the same, compared",
    "bigrams_z": "the same, compared",
    "title": "BM25 of words in the title",
    "title_best": "the same, compared",
    "title_bigrams": "BM25 of bigrams in the title",
    "trail": "BM25 of words in the headings above",
    "trail_best": "the same, compared",
    "cover_body": "share of the own words' weight in the body",
    "cover_title": "in the title",
    "cover_trail": "in the headings",
    "cover_all": "in any of them",
    "cover_all_z": "the same, compared",
    "cover_bigrams": "share of the bigrams' weight in the body",
    "cover_added": "share of the expansions' weight anywhere",
    "missing": "weight of the heaviest own word that stands nowhere, as a share of all",
    "heaviest": "weight of the heaviest own word that stands in the body",
    "nearest": "how near the nearest two own words stand",
    "near": "the same, summed over neighbouring words",
    "early": "where the first own word stands, as a share of the body's length",
    "length": "logarithm of the body's length",
    "title_length": "length of the title, in words",
    "title_asked": "share of the title's words that the question has",
    "trail_asked": "share of the headings' words that the question has",
    "title_group": "best first score among candidates of the same title",
    "title_share": "share of the candidates that have the same title",
    "title_place": "place among the candidates of the same title",
    "amounts": "logarithm of how many words of amounts the body has",
    "times": "logarithm of how many words of time it has",
    "asks_amount": "whether the question asks how much or how many",
    "asks_time": "whether it asks when or how long",
    "asks_how": "whether it asks how, or by what papers",
    "asked_words": "how many content words the question has",
    "asked_weight": "their mean rarity",
}

FEATURE_NAMES = tuple(FEATURES)

_AMOUNTS = codes_of(("元", "万元", "亿元", "%", "倍", "人", "名", "平方米", "比例", "标准"))
_TIMES = codes_of(
    ("日", "天", "月", "个月", "年", "工作日", "小时", "期限", "以内", "届满", "之日起")
)
_ASKS: Mapping[str, tuple[str, ...]] = {
    "asks_amount": ("多少", "几", "多大", "多高", "比例"),
    "asks_time": ("何时", "什么时候", "多久", "多长", "时间", "期限", "几天", "几年"),
    "asks_how": ("怎么", "如何", "怎样", "咋", "材料", "手续", "流程", "条件"),
}

Columns = dict[str, NDArray[np.floating]]


@dataclass(frozen=True)
class _Asked:
    """What of a question is looked for in the candidates."""

    words: Wanted
    own: Wanted
    added: Wanted
    bigrams: Wanted

    @classmethod
    def of(cls, index: SearchIndex, terms: QuestionTerms) -> _Asked:
        """The question's terms, each weighing its BM25 rarity in the index."""
        own = {word: terms.words[word] for word in terms.own_words if word in terms.words}
        added = {word: weight for word, weight in terms.words.items() if word not in own}
        return cls(
            words=wanted(terms.words, _rarity(index, "body_words")),
            own=wanted(own, _rarity(index, "body_words")),
            added=wanted(added, _rarity(index, "body_words")),
            bigrams=wanted(terms.bigrams, _rarity(index, "body_bigrams")),
        )


def compute_features(index: SearchIndex, terms: QuestionTerms, pool: Pool) -> NDArray[np.float32]:
    """The features of the pool's candidates: [candidates, FEATURE_NAMES], float32."""
    if not len(pool):
        return np.zeros((0, len(FEATURE_NAMES)), np.float32)
    shelf = index.passages.shelf()
    fields = unpack(index.passages.packed(pool.slots))
    asked = _Asked.of(index, terms)
    columns: Columns = {
        **_of_first_stage(pool, shelf),
        **_of_scores(fields, asked, len(pool)),
        **_of_coverage(fields, asked, len(pool)),
        **_of_shape(fields, asked),
        **_of_titles(pool, shelf),
        **_of_question(terms, asked, len(pool)),
    }
    columns |= {f"{name}_best": _shares(columns[name]) for name in _named("_best")}
    columns |= {f"{name}_z": _standard(columns[name]) for name in _named("_z")}
    return np.stack([columns[name] for name in FEATURE_NAMES], axis=1).astype(np.float32)


def _of_first_stage(pool: Pool, shelf: Shelf) -> Columns:
    return {
        "first": pool.first,
        "first_gap": pool.first[0] - pool.first,
        "rank": np.log1p(np.arange(len(pool))),
        "lexical": pool.lexical,
        "document": pool.document,
        "prior": pool.prior,
        "authority": shelf.authorities[pool.slots].astype(np.float32),
        "meaning": pool.meaning,
    }


def _of_scores(fields: Mapping[str, PackedField], asked: _Asked, candidates: int) -> Columns:
    looked_for: Sequence[tuple[str, str, Wanted]] = (
        ("body", "body_words", asked.words),
        ("own", "body_words", asked.own),
        ("bigrams", "body_bigrams", asked.bigrams),
        ("title", "title_words", asked.words),
        ("title_bigrams", "title_bigrams", asked.bigrams),
        ("trail", "trail_words", asked.words),
    )
    columns: Columns = {}
    for name, field, terms in looked_for:
        counts = find(fields[field], terms).counts(candidates, len(terms.codes))
        columns[name] = bm25(counts, fields[field].lengths, terms, USUAL_LENGTHS[field])
    return columns


def _of_coverage(fields: Mapping[str, PackedField], asked: _Asked, candidates: int) -> Columns:
    in_body = find(fields["body_words"], asked.own)
    counts = {
        name: find(fields[field], asked.own).counts(candidates, len(asked.own.codes))
        for name, field in (("title", "title_words"), ("trail", "trail_words"))
    }
    counts["body"] = in_body.counts(candidates, len(asked.own.codes))
    anywhere = counts["body"] + counts["title"] + counts["trail"]
    bigrams = find(fields["body_bigrams"], asked.bigrams)
    added = sum(
        find(fields[field], asked.added).counts(candidates, len(asked.added.codes))
        for field in ("title_words", "trail_words", "body_words")
    )
    nearest, near = nearness(in_body, asked.own, candidates)
    weights = asked.own.weights
    return {
        **{f"cover_{name}": covered(each, asked.own) for name, each in counts.items()},
        "cover_all": covered(anywhere, asked.own),
        "cover_bigrams": covered(
            bigrams.counts(candidates, len(asked.bigrams.codes)), asked.bigrams
        ),
        "cover_added": covered(np.asarray(added, np.float32), asked.added),
        "missing": _heaviest(anywhere == 0, weights) / asked.own.total,
        "heaviest": _heaviest(counts["body"] > 0, weights),
        "nearest": nearest,
        "near": near,
        "early": _earliest(in_body, fields["body_words"].lengths),
    }


def _of_shape(fields: Mapping[str, PackedField], asked: _Asked) -> Columns:
    body, title, trail = (fields[f"{name}_words"] for name in ("body", "title", "trail"))
    return {
        "length": np.log1p(body.lengths),
        "title_length": title.lengths.astype(np.float32),
        "amounts": np.log1p(_held(body, _AMOUNTS)),
        "times": np.log1p(_held(body, _TIMES)),
        "title_asked": _held(title, asked.words.codes) / np.maximum(title.lengths, 1),
        "trail_asked": _held(trail, asked.words.codes) / np.maximum(trail.lengths, 1),
    }


def _of_titles(pool: Pool, shelf: Shelf) -> Columns:
    """How the candidates of one title, a law or a document, stand together."""
    _titles, group, sizes = np.unique(
        shelf.title_keys[pool.slots], return_inverse=True, return_counts=True
    )
    best = np.full(len(sizes), -np.inf, np.float32)
    np.maximum.at(best, group, pool.first)
    order = np.argsort(group, kind="stable")  # the pool falls, and so does each group
    begins = np.cumsum(sizes) - sizes
    place = np.empty(len(pool))
    place[order] = np.arange(len(pool)) - begins[group[order]]
    return {
        "title_group": best[group],
        "title_share": sizes[group] / len(pool),
        "title_place": np.log1p(place),
    }


def _of_question(terms: QuestionTerms, asked: _Asked, candidates: int) -> Columns:
    told: dict[str, float] = {
        name: float(any(word in terms.text for word in words)) for name, words in _ASKS.items()
    }
    told["asked_words"] = len(asked.own.codes)
    told["asked_weight"] = float(asked.own.weights.mean()) if len(asked.own.codes) else 0.0
    return {name: np.full(candidates, value) for name, value in told.items()}


def _rarity(index: SearchIndex, field: str) -> Callable[[str], float]:
    engine = index.passages
    count = engine.passage_count

    def rarity(term: str) -> float:
        holding = engine.document_frequency(field, term)
        return float(np.log1p((count - holding + 0.5) / (holding + 0.5)))

    return rarity


def _named(ending: str) -> list[str]:
    return [name.removesuffix(ending) for name in FEATURE_NAMES if name.endswith(ending)]


def _shares(column: NDArray[np.floating]) -> NDArray[np.floating]:
    best = column.max()
    return column / best if best > 0 else column


def _standard(column: NDArray[np.floating]) -> NDArray[np.floating]:
    return np.asarray((column - column.mean()) / (column.std() + 1e-6))


def _heaviest(which: NDArray[np.bool_], weights: Matrix) -> Matrix:
    return np.asarray((which * weights).max(axis=1, initial=0.0), dtype=np.float32)


def _held(field: PackedField, codes: NDArray[np.uint32]) -> NDArray[np.int64]:
    """How many of a field's terms are among these."""
    return np.bincount(field.rows[np.isin(field.codes, codes)], minlength=len(field.lengths))


def _earliest(matches: Matches, lengths: NDArray[np.int64]) -> Matrix:
    first = np.maximum(lengths, 1).astype(np.float32)
    np.minimum.at(first, matches.rows, matches.places.astype(np.float32))
    return np.asarray(first / np.maximum(lengths, 1), dtype=np.float32)

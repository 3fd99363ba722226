"""The features of a question's candidates, computed for all of them at once.

`feature_names.FEATURES` says what each tells.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
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
from indexer.ranking.feature_names import FEATURE_NAMES
from indexer.ranking.packing import PackedField, among, codes_of, unpack
from indexer.ranking.pool import Pool

#: The fields of words: title, headings above, body.
_PARTS = ("title", "trail", "body")

_AMOUNTS = np.sort(
    codes_of(("元", "万元", "亿元", "%", "倍", "人", "名", "平方米", "比例", "标准"))
)
_TIMES = np.sort(
    codes_of(("日", "天", "月", "个月", "年", "工作日", "小时", "期限", "以内", "届满", "之日起"))
)
_ASKS: Mapping[str, tuple[str, ...]] = {
    "asks_amount": ("多少", "几", "多大", "多高", "比例"),
    "asks_time": ("何时", "什么时候", "多久", "多长", "时间", "期限", "几天", "几年"),
    "asks_how": ("怎么", "如何", "怎样", "咋", "材料", "手续", "流程", "条件"),
}

#: The columns that are compared among the candidates: with the best, and with the mean.
_TO_BEST, _TO_MEAN = (
    [name.removesuffix(ending) for name in FEATURE_NAMES if name.endswith(ending)]
    for ending in ("_best", "_z")
)

Columns = dict[str, NDArray[np.floating]]


@dataclass(frozen=True)
class _Asked:
    """What of a question is looked for: words, of which `own` [words] are the citizen's, bigrams.

    `fields` are the candidates' as far as they hold what is looked for.
    `counts` of words are [candidates, words] by field; `in_body` are the matches behind those of
    the body.
    """

    fields: Mapping[str, PackedField]
    words: Wanted
    own: NDArray[np.bool_]
    bigrams: Wanted
    counts: Mapping[str, Matrix]
    in_body: Matches

    @classmethod
    def of(cls, index: SearchIndex, terms: QuestionTerms, slots: NDArray[np.int64]) -> _Asked:
        """The question's terms, each weighing its BM25 rarity in the index, and where they are."""
        words = wanted(terms.words, _rarity(index, "body_words"))
        bigrams = wanted(terms.bigrams, _rarity(index, "body_bigrams"))
        sought = np.concatenate([words.codes, bigrams.codes, _AMOUNTS, _TIMES])
        fields = unpack(index.passages.packed(slots), sought)
        matches = {name: find(fields[f"{name}_words"], words) for name in _PARTS}
        counts = {name: each.counts(len(slots), len(words.codes)) for name, each in matches.items()}
        own = among(words.codes, np.sort(codes_of(terms.own_words)))
        return cls(fields, words, own, bigrams, counts, matches["body"])


def compute_features(index: SearchIndex, terms: QuestionTerms, pool: Pool) -> NDArray[np.float32]:
    """The features of the pool's candidates: [candidates, FEATURE_NAMES], float32."""
    if not len(pool):
        return np.zeros((0, len(FEATURE_NAMES)), np.float32)
    shelf = index.passages.shelf()
    asked = _Asked.of(index, terms, pool.slots)
    fields = asked.fields
    bigrams = find(fields["body_bigrams"], asked.bigrams).counts(
        len(pool), len(asked.bigrams.codes)
    )
    columns: Columns = {
        **_of_first_stage(pool, shelf),
        **_of_words(fields, asked),
        **_of_bigrams(fields, asked, bigrams),
        **_of_coverage(fields, asked),
        **_of_shape(fields, asked),
        **_of_titles(pool, shelf),
        **_of_question(terms, asked, len(pool)),
    }
    columns |= {f"{name}_best": _shares(columns[name]) for name in _TO_BEST}
    columns |= _standard({name: columns[name] for name in _TO_MEAN})
    rows = np.empty((len(pool), len(FEATURE_NAMES)), np.float32)
    for place, name in enumerate(FEATURE_NAMES):
        rows[:, place] = columns[name]
    return rows


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


def _of_words(fields: Mapping[str, PackedField], asked: _Asked) -> Columns:
    columns: Columns = {}
    for name, counts in asked.counts.items():
        field = f"{name}_words"
        columns[name] = bm25(counts, fields[field].lengths, asked.words, USUAL_LENGTHS[field])
    body, own = fields["body_words"], asked.words.only(asked.own)
    in_body = asked.counts["body"][:, asked.own]
    return columns | {"own": bm25(in_body, body.lengths, own, USUAL_LENGTHS["body_words"])}


def _of_bigrams(fields: Mapping[str, PackedField], asked: _Asked, in_body: Matrix) -> Columns:
    body, title = fields["body_bigrams"], fields["title_bigrams"]
    in_title = find(title, asked.bigrams).counts(len(in_body), len(asked.bigrams.codes))
    of_body, of_title = USUAL_LENGTHS["body_bigrams"], USUAL_LENGTHS["title_bigrams"]
    return {
        "bigrams": bm25(in_body, body.lengths, asked.bigrams, of_body),
        "title_bigrams": bm25(in_title, title.lengths, asked.bigrams, of_title),
        "cover_bigrams": covered(in_body, asked.bigrams),
    }


def _of_coverage(fields: Mapping[str, PackedField], asked: _Asked) -> Columns:
    own, added = asked.words.only(asked.own), asked.words.only(~asked.own)
    title, trail, body = (asked.counts[name] for name in _PARTS)
    held = {**asked.counts, "all": title + trail + body}
    of_own = {name: counts[:, asked.own] for name, counts in held.items()}
    in_body = asked.in_body.only(asked.own)
    nearest, near = nearness(in_body, own, len(of_own["body"]))
    return {
        **{f"cover_{name}": covered(counts, own) for name, counts in of_own.items()},
        "cover_added": covered(held["all"][:, ~asked.own], added),
        "missing": _heaviest(of_own["all"] == 0, own.weights) / own.total,
        "heaviest": _heaviest(of_own["body"] > 0, own.weights),
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
    own = asked.words.weights[asked.own]
    told |= {"asked_words": len(own), "asked_weight": float(own.mean()) if len(own) else 0.0}
    return {name: np.full(candidates, value) for name, value in told.items()}


def _rarity(index: SearchIndex, field: str) -> Callable[[str], float]:
    engine = index.passages
    count = engine.passage_count

    def rarity(term: str) -> float:
        holding = engine.document_frequency(field, term)
        return float(np.log1p((count - holding + 0.5) / (holding + 0.5)))

    return rarity


def _shares(column: NDArray[np.floating]) -> NDArray[np.floating]:
    best = column.max()
    return column / best if best > 0 else column


def _standard(columns: Columns) -> Columns:
    """Each column as standard deviations above its mean; all of them at once."""
    table = np.stack(list(columns.values()))
    apart = table - table.mean(axis=1, keepdims=True)
    standard = apart / (table.std(axis=1, keepdims=True) + 1e-6)
    return {f"{name}_z": row for name, row in zip(columns, standard, strict=True)}


def _heaviest(which: NDArray[np.bool_], weights: Matrix) -> Matrix:
    return np.asarray((which * weights).max(axis=1, initial=0.0), dtype=np.float32)


def _held(field: PackedField, codes: NDArray[np.uint32]) -> NDArray[np.int64]:
    """How many of a field's terms are among these codes, which rise."""
    return np.bincount(field.rows[among(field.codes, codes)], minlength=len(field.lengths))


def _earliest(matches: Matches, lengths: NDArray[np.int64]) -> Matrix:
    first = np.maximum(lengths, 1).astype(np.float32)
    np.minimum.at(first, matches.rows, matches.places.astype(np.float32))
    return np.asarray(first / np.maximum(lengths, 1), dtype=np.float32)

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from indexer.ranking.packing import codes_of
from indexer.ranking.vectors import (
    WIDTH,
    WordVectors,
    restored,
    save_word_vectors,
    word_vectors,
)


def test_passages_on_one_matter_lie_nearer_than_others() -> None:
    vectors = word_vectors()

    def meaning(text: str) -> np.ndarray:
        (raw,) = vectors.passages([{"body_words": text.split()}])
        return restored(np.frombuffer(raw, np.int8))[0]

    wages, pay, marriage = map(
        meaning, ("工资 拖欠 劳动者", "劳动报酬 支付 用人单位", "离婚 子女 抚养")
    )
    assert wages @ pay > wages @ marriage


def test_a_passage_of_unknown_words_has_no_direction() -> None:
    known = {"title_words": ["低保"], "body_words": ["标准", "标准", "qzx"]}
    unknown = {"body_words": ["qzx"], "title_words": []}
    vectors = word_vectors()
    raw = vectors.passages([unknown, known, {}])
    assert raw == [bytes(WIDTH), *vectors.passages([known]), bytes(WIDTH)]
    assert raw[1] != bytes(WIDTH)
    assert vectors.passages([]) == []


def test_saved_vectors_are_found_by_code_and_nearly_the_same(tmp_path: Path) -> None:
    codes = codes_of(["低保", "公租房", "护照"])
    vectors = np.random.default_rng(1).normal(size=(3, WIDTH)).astype(np.float32)
    save_word_vectors(tmp_path / "v.npz", codes, vectors)
    with np.load(tmp_path / "v.npz") as held:
        kept = held["rows"] * (held["scales"][:, None] / 127)
        found = WordVectors(held["codes"], kept)
    rows, known = found.find(codes_of(["护照", "无"]))
    assert known.tolist() == [True, False]
    assert found.vectors[rows[0]] == pytest.approx(vectors[2], abs=0.02)

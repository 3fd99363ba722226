"""Vectors of words, learned from a handful of passages on two matters."""

from __future__ import annotations

from itertools import product

import numpy as np

from indexer.ranking.vectors import unit
from service.training.word_vectors import LEAST_PASSAGES, learn_vectors

WORK = [f"{a} {b} 劳动" for a, b in product(("工资", "加班", "合同"), ("单位", "职工", "工伤"))]
HOME = [f"{a} {b} 房屋" for a, b in product(("租金", "押金", "装修"), ("房东", "租客", "中介"))]
PASSAGES = [{"body_words": text.split(), "title_words": ["办法"]} for text in (WORK + HOME) * 3]


def test_words_of_one_matter_lie_together() -> None:
    words, vectors = learn_vectors(PASSAGES, width=3)
    by_word = dict(zip(words, unit(vectors), strict=True))
    assert by_word["工资"] @ by_word["职工"] > by_word["工资"] @ by_word["房东"]
    assert vectors.dtype == np.float32


def test_rare_words_have_no_vector_and_the_same_passages_give_the_same() -> None:
    seldom = [{"body_words": ["罕见"]}] * (LEAST_PASSAGES - 1)
    words, vectors = learn_vectors([*PASSAGES, *seldom], width=3)
    assert "罕见" not in words
    again, same = learn_vectors([*PASSAGES, *seldom], width=3)
    assert words == again
    assert np.allclose(vectors, same, atol=1e-5)

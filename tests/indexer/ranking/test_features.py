from __future__ import annotations

import numpy as np
import pytest

from indexer.ranking.feature_names import FEATURE_NAMES
from indexer.ranking.features import compute_features
from indexer.ranking.matcher import UNLEARNED
from indexer.ranking.pool import gather_pool
from tests.indexer.ranking.small_index import TEXTS, asked, small_index


def features(question: str) -> dict[int, dict[str, float]]:
    """The features of each passage found, by its id."""
    index = small_index()
    terms = asked(question)
    pool = gather_pool(index, terms.by_field(), UNLEARNED)
    rows = compute_features(index, terms, pool)
    assert rows.shape == (len(pool), len(FEATURE_NAMES))
    assert rows.dtype == np.float32
    assert np.isfinite(rows).all()
    ids = index.passages.shelf().passage_ids[pool.slots].tolist()
    return {
        passage: dict(zip(FEATURE_NAMES, row.tolist(), strict=True))
        for passage, row in zip(ids, rows, strict=True)
    }


def test_coverage_is_of_the_citizens_own_words_by_their_rarity() -> None:
    found = features("公租房租金标准")
    assert found[5]["cover_body"] == pytest.approx(1.0)
    assert found[6]["cover_body"] < 1
    assert found[6]["cover_title"] == found[5]["cover_title"] > 0
    assert found[3]["cover_all"] == 0
    assert found[3]["missing"] >= found[6]["missing"] > found[5]["missing"] == 0


def test_scores_are_compared_with_the_best_candidate() -> None:
    found = features("离婚登记怎么申请")
    assert max(each["body_best"] for each in found.values()) == pytest.approx(1.0)
    assert found[3]["body_z"] > 0 > found[1]["body_z"]
    assert found[3]["bigrams_best"] == pytest.approx(1.0)


def test_words_that_stand_together_are_nearer_than_scattered_ones() -> None:
    found = features("拖欠劳动报酬")
    assert found[2]["nearest"] > found[1]["nearest"]


def test_passages_of_one_title_are_told_as_a_group() -> None:
    found = features("拖欠劳动报酬")
    assert found[1]["title_group"] == found[2]["title_group"] >= found[1]["first"]
    assert sorted((found[1]["title_place"], found[2]["title_place"])) == pytest.approx(
        [0, np.log(2)]
    )
    assert found[1]["title_share"] == pytest.approx(2 / len(TEXTS))


def test_what_is_asked_for_is_told_alike_for_all_candidates() -> None:
    found = features("公租房租金多少钱")
    assert {each["asks_amount"] for each in found.values()} == {1.0}
    assert {each["asks_time"] for each in found.values()} == {0.0}
    assert found[5]["amounts"] > found[3]["amounts"]


@pytest.mark.parametrize("question", ["", "？！", "qzxw", "1", "低" * 500, "的" * 100])
def test_strange_questions_have_features_or_no_candidates(question: str) -> None:
    features(question)

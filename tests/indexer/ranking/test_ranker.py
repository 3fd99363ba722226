from __future__ import annotations

import lightgbm
import numpy as np
import pytest

from indexer.learned import LearnedModel
from indexer.ranking.feature_names import FEATURE_NAMES
from indexer.ranking.packing import key
from indexer.ranking.ranker import TOLD, TREES, HandSetRanker, LearnedRanker, Ranker
from indexer.trees import read_trees
from tests.indexer.ranking.small_index import asked, small_index


@pytest.fixture(scope="module")
def by_body() -> LearnedRanker:
    """Trees that learned one thing: the better the body's score, the better the passage."""
    rows = np.random.default_rng(1).random((2000, len(FEATURE_NAMES)), dtype=np.float32)
    wanted = rows[:, FEATURE_NAMES.index("body_best")].copy()
    data = lightgbm.Dataset(rows, wanted, feature_name=list(FEATURE_NAMES))
    parameters = {"objective": "regression", "num_leaves": 8, "verbosity": -1, "num_threads": 1}
    trees = lightgbm.train(parameters, data, 50)
    return LearnedRanker(LearnedModel(read_trees(trees.model_to_string())))


@pytest.fixture(params=["learned", "hand-set"])
def ranker(request: pytest.FixtureRequest, by_body: LearnedRanker) -> Ranker:
    return by_body if request.param == "learned" else HandSetRanker()


def test_the_passage_that_answers_is_first_and_scores_fall(ranker: Ranker) -> None:
    ranked = ranker.rank(small_index(), asked("公租房租金每平方米多少"), 10)
    assert ranked[0].passage_id == 5
    assert ranked[0].document_key == key("rules")
    scores = [each.score for each in ranked]
    assert scores == sorted(scores, reverse=True)
    assert all(0 < score <= 1 for score in scores)


def test_the_filter_and_the_limit_hold_and_nothing_found_is_no_error(ranker: Ranker) -> None:
    index = small_index()
    admitted = ranker.rank(index, asked("拖欠租金"), 10, frozenset({"wages"}))
    assert {each.document_key for each in admitted} == {key("wages")}
    assert ranker.rank(index, asked("拖欠租金"), 10, frozenset()) == []
    assert ranker.rank(index, asked("qzxw"), 10) == []
    assert len(ranker.rank(index, asked("拖欠租金"), 1)) == 1


def test_a_learned_ranker_follows_its_trees(by_body: LearnedRanker) -> None:
    ranked = by_body.rank(small_index(), asked("离婚登记"), 10)
    assert ranked[0].passage_id == 3
    assert ranked[0].score == 1.0


def test_what_a_score_was_made_of_is_told(by_body: LearnedRanker) -> None:
    index, terms = small_index(), asked("公租房租金每平方米多少")
    learned = by_body.rank(index, terms, 10)
    assert all(set(each.parts) == {TREES, *TOLD} for each in learned)
    values = [each.parts[TREES] for each in learned]
    assert values == sorted(values, reverse=True)
    assert max(each.parts["first_z"] for each in learned) == learned[0].parts["first_z"] > 0
    for each in HandSetRanker().rank(index, terms, 10):
        assert each.parts.keys() == {"lexical", "document"}
        assert min(each.parts.values()) <= each.score <= max(each.parts.values())

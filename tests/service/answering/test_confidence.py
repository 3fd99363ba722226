from __future__ import annotations

import lightgbm
import numpy as np
import pytest

from indexer.learned import LearnedModel
from indexer.trees import read_trees
from service.answering.confidence import (
    FEATURES,
    calibrated,
    confidence,
    feature_row,
    hand_set_confidence,
)
from service.answering.models import HAND_SET, Models
from service.answering.signals import SIGNAL_NAMES
from service.config import Settings

NOTHING = dict.fromkeys(SIGNAL_NAMES, 0.0)
SURE = NOTHING | {"coverage": 1.0, "in_sentence": 1.0, "margin": 0.4, "kind_in_quote": 1.0}
ANSWERED_AT = Settings().answered_at


def test_a_passage_that_holds_everything_asked_for_is_trusted():
    assert confidence(SURE, HAND_SET) > 2 * ANSWERED_AT


@pytest.mark.parametrize(
    "worse",
    [
        {"coverage": 0.3},
        {"in_sentence": 0.2},
        {"missing": 0.6},
        {"margin": 0.0},
        {"places_absent_document": 1.0},
        {"years_absent_document": 1.0},
        {"kind_in_quote": -1.0},
        {"topic_only": 1.0},
    ],
)
def test_each_signal_lowers_the_confidence_on_its_own(worse):
    assert hand_set_confidence(SURE | worse) < hand_set_confidence(SURE)


def test_a_place_that_the_document_does_not_have_forbids_a_direct_answer():
    assert confidence(SURE | {"places_absent_document": 1.0}, HAND_SET) < ANSWERED_AT


def test_a_topic_alone_is_not_answered():
    topic = SURE | {"kind_in_quote": 0.0, "topic_only": 1.0}
    assert confidence(topic, HAND_SET) < ANSWERED_AT


def test_confidence_is_a_probability_whatever_the_signals():
    for names in (0.0, 1.0, 50.0):
        assert 0 <= confidence(SURE | {"places_absent_document": names}, HAND_SET) <= 1


@pytest.fixture(scope="module")
def models():
    """A model that knows one signal alone, with a calibration that halves its log-odds."""
    generator = np.random.default_rng(5)
    rows = generator.random((400, len(FEATURES)), dtype=np.float32)
    right = rows[:, FEATURES.index("pair_lead")] > 0.5
    data = lightgbm.Dataset(rows, right, feature_name=list(FEATURES))
    parameters = {"objective": "binary", "num_leaves": 8, "verbosity": -1, "num_threads": 1}
    trees = lightgbm.train(parameters, data, num_boost_round=20)
    numbers = {"confidence": {"slope": (0.5,), "shift": (-1.0,)}}
    model = LearnedModel(read_trees(trees.model_to_string()))
    return Models(confidence=model, numbers=numbers)


def test_a_learned_model_judges_in_place_of_the_hand_set_weights_and_is_calibrated(models):
    good, bad = NOTHING | {"pair_lead": 0.9}, NOTHING | {"pair_lead": 0.1}
    raw = float(models.confidence.predict(feature_row(good))[0])
    assert confidence(good, models) == calibrated(raw, models.numbers["confidence"])
    assert confidence(good, models) > confidence(bad, models)
    assert hand_set_confidence(good) == hand_set_confidence(bad)


def test_a_calibration_keeps_the_order_and_never_says_for_sure():
    numbers = {"slope": (0.5,), "shift": (-1.0,)}
    told = [calibrated(raw, numbers) for raw in (0.0, 0.2, 0.6, 1.0)]
    assert told == sorted(told)
    assert 0 < told[0] < told[-1] < 1


def test_a_row_has_a_column_for_every_feature():
    assert feature_row(SURE).shape == (1, len(FEATURES))
    assert len(set(FEATURES)) == len(FEATURES)

"""A folder of models: read whole, or left aside with one line that says why."""

from __future__ import annotations

import logging
from pathlib import Path

import lightgbm
import numpy as np
import pytest

from indexer.errors import ModelDamaged, ModelMissing, ModelOutdated
from service.answering.models import HAND_SET, MANIFEST, load_models, usable_models
from service.judged_sets import JudgedQuestion
from service.training.bundle import Bundle
from service.training.stage import Fitted

FEATURES = {"spans": ("length", "share")}
QUESTION = JudgedQuestion("1", "产假多少天", True, "seeds")


class Spans:
    """What of a stage the bundle asks for."""

    name = "spans"
    feature_names = FEATURES["spans"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    rows = np.random.default_rng(1).random((200, 2), dtype=np.float32)
    data = lightgbm.Dataset(rows, rows[:, 1] > 0.5, feature_name=list(FEATURES["spans"]))
    parameters = {"objective": "binary", "num_leaves": 4, "verbosity": -1}
    text = lightgbm.train(parameters, data, 5).model_to_string()
    bundle = Bundle(tmp_path / "model", (QUESTION,), seed=1).begin()
    bundle.with_part(Spans(), Fitted(text, {"calibration": (0.1, 0.9)}))
    return tmp_path / "model"


def test_what_was_written_is_read_and_what_was_not_trained_is_absent(folder):
    models = load_models(folder, FEATURES)
    assert models.learned
    assert models.spans.names == FEATURES["spans"]
    assert models.ranker is None
    assert models.confidence is None
    assert models.numbers["spans"]["calibration"] == (0.1, 0.9)
    assert models.seen == {QUESTION.digest}


def test_another_program_or_a_damaged_manifest_is_refused_by_name(folder):
    with pytest.raises(ModelOutdated):
        load_models(folder, {"spans": ("length", "other")})
    with pytest.raises(ModelOutdated, match="spans"):
        load_models(folder, {})
    manifest = folder / MANIFEST
    manifest.write_text(manifest.read_text("utf-8").replace('"format": 1', '"format": 2'), "utf-8")
    with pytest.raises(ModelOutdated):
        load_models(folder, FEATURES)
    manifest.write_text("{", "utf-8")
    with pytest.raises(ModelDamaged):
        load_models(folder, FEATURES)
    manifest.unlink()
    with pytest.raises(ModelMissing):
        load_models(folder, FEATURES)


@pytest.mark.parametrize(
    ("named", "level"), [(True, logging.WARNING), (False, logging.INFO)], ids=["named", "shipped"]
)
def test_without_models_the_hand_set_weights_stand_in_and_the_log_says_so_once(
    tmp_path, caplog, named, level
):
    with caplog.at_level(logging.INFO):
        assert usable_models(tmp_path, FEATURES, named) is HAND_SET
    assert [record.levelno for record in caplog.records] == [level]
    assert "weights set by hand" in caplog.text


def test_models_that_are_switched_off_or_damaged_are_not_used(folder, caplog):
    (folder / "spans.txt").write_text("tree", "utf-8")
    with caplog.at_level(logging.INFO):
        assert usable_models(folder, FEATURES, named=False) is HAND_SET
        assert usable_models(None, FEATURES, named=True) is HAND_SET
    assert [record.levelno for record in caplog.records] == [logging.WARNING, logging.INFO]

from __future__ import annotations

from pathlib import Path

import lightgbm
import numpy as np
import pytest

from indexer.errors import ModelDamaged, ModelMissing, ModelOutdated
from indexer.learned import LearnedModel, load_model, save_model
from indexer.trees import read_trees

NAMES = ("share", "length", "noise")


@pytest.fixture(scope="module")
def trained() -> str:
    """A model that has learned to rank by the first feature."""
    chance = np.random.default_rng(1)
    rows = chance.random((400, len(NAMES)), dtype=np.float32)
    data = lightgbm.Dataset(rows, rows[:, 0] > 0.5, feature_name=list(NAMES))
    parameters = {
        "objective": "binary",
        "num_leaves": 8,
        "num_threads": 1,
        "verbose": -1,
        "seed": 1,
    }
    return lightgbm.train(parameters, data, num_boost_round=20).model_to_string()


@pytest.fixture
def saved(trained: str, tmp_path: Path) -> Path:
    path = tmp_path / "ranker.txt"
    save_model(path, trained)
    return path


def test_a_saved_model_predicts_as_the_trained_one(trained: str, saved: Path) -> None:
    rows = np.random.default_rng(2).random((50, len(NAMES)), dtype=np.float32)
    expected = lightgbm.Booster(model_str=trained).predict(rows)
    assert load_model(saved, NAMES).predict(rows) == pytest.approx(expected)
    best = np.argmax(load_model(saved, NAMES).predict(rows))
    assert rows[best, 0] > 0.5


def test_the_likely_rows_get_the_values_of_all_trees() -> None:
    rows = np.random.default_rng(3).random((200, len(NAMES)), dtype=np.float32)
    parameters = {"num_threads": 1, "verbose": -1, "seed": 1, "num_leaves": 8}
    booster = lightgbm.train(parameters, lightgbm.Dataset(rows, rows[:, 0].copy()), 20)
    model = LearnedModel(read_trees(booster.model_to_string()))
    begun, whole = (np.asarray(booster.predict(rows, num_iteration=count)) for count in (5, 20))
    likely, values = model.predict_likely(rows, 5, 10)
    assert len(likely) == 10
    assert list(likely) == sorted(likely)
    assert begun[likely].min() >= np.delete(begun, likely).max()
    assert values == pytest.approx(whole[likely])
    every, same = model.predict_likely(rows, 100, 300)  # fewer trees and rows than asked for
    assert list(every) == list(range(200))
    assert same == pytest.approx(whole)
    none, nothing = model.predict_likely(rows[:0], 5, 10)
    assert len(none) == len(nothing) == 0


def test_no_rows_give_no_values_and_a_wrong_width_is_refused(saved: Path) -> None:
    model = load_model(saved, NAMES)
    assert model.predict(np.zeros((0, len(NAMES)), np.float32)).shape == (0,)
    with pytest.raises(ValueError, match="3 features"):
        model.predict(np.zeros((5, 2), np.float32))


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing, match=r"ranker\.txt"):
        load_model(tmp_path / "ranker.txt", NAMES)


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.9, 0.999])
def test_a_cut_model_is_refused_before_it_can_do_harm(saved: Path, share: float) -> None:
    whole = saved.read_bytes()
    saved.write_bytes(whole[: int(len(whole) * share)])
    with pytest.raises(ModelDamaged):
        load_model(saved, NAMES)


def test_a_garbled_or_a_foreign_file_is_refused(saved: Path) -> None:
    whole = saved.read_bytes()
    saved.write_bytes(whole.replace(b"leaf_value=", b"leaf_value=9", 1))
    with pytest.raises(ModelDamaged):
        load_model(saved, NAMES)
    saved.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ModelDamaged):
        load_model(saved, NAMES)
    save_model(saved, "no model at all")
    with pytest.raises(ModelDamaged):
        load_model(saved, NAMES)


def test_a_model_of_other_features_is_outdated(saved: Path) -> None:
    with pytest.raises(ModelOutdated):
        load_model(saved, ("share", "noise", "length"))

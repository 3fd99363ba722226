from __future__ import annotations

from typing import Any

import lightgbm
import numpy as np
import pytest
from numpy.typing import NDArray

from indexer.trees import LEAVES, read_trees

NAMES = [f"f{number}" for number in range(6)]


def drawn(seed: int, count: int = 400) -> NDArray[np.float32]:
    """Rows with many equal values, zeros of both signs, and values right beside one another."""
    chance = np.random.default_rng(seed)
    rows = chance.normal(size=(count, len(NAMES))).astype(np.float32)
    rows[:, 1] = chance.integers(-2, 3, count)
    rows[:, 2] = np.where(chance.random(count) < 0.5, 0.0, -0.0)
    rows[:, 3] = np.nextafter(np.float32(1), chance.choice([0, 2], count).astype(np.float32))
    return rows


def trained(objective: str, **parameters: Any) -> lightgbm.Booster:
    rows = drawn(1)
    wanted = (rows[:, 0] + rows[:, 1] * rows[:, 3] > 0).astype(int)
    group = [20] * 20 if objective == "lambdarank" else None
    data = lightgbm.Dataset(rows, wanted, group=group, feature_name=NAMES)
    parameters = {"num_leaves": LEAVES, "min_data_in_leaf": 3, **parameters}
    parameters |= {"objective": objective, "num_threads": 1, "verbosity": -1}
    return lightgbm.train(parameters, data, 40)


@pytest.mark.parametrize("objective", ["lambdarank", "regression", "binary", "cross_entropy"])
@pytest.mark.parametrize("leaves", [2, 7, LEAVES])
def test_the_trees_say_what_lightgbm_says_to_the_last_bit(objective: str, leaves: int) -> None:
    booster = trained(objective, num_leaves=leaves)
    trees = read_trees(booster.model_to_string())
    assert trees.names == tuple(NAMES)
    for rows in (drawn(2), drawn(3, 1), drawn(4, 50)):
        assert trees.predict(rows).tolist() == booster.predict(rows, num_threads=1).tolist()
    assert trees.predict(drawn(5, 0)).shape == (0,)


def test_trees_that_learned_nothing_say_the_same_of_every_row() -> None:
    booster = trained("binary", min_data_in_leaf=1000)
    trees = read_trees(booster.model_to_string())
    assert trees.predict(drawn(2)).tolist() == booster.predict(drawn(2), num_threads=1).tolist()


def other(rows: NDArray[np.float32], **kinds: Any) -> str:
    data = lightgbm.Dataset(rows, drawn(1)[:, 4].copy(), feature_name=NAMES, **kinds)
    parameters = {"objective": "regression", "num_leaves": 4, "num_threads": 1, "verbosity": -1}
    return lightgbm.train(parameters, data, 5).model_to_string()


def test_what_is_not_walked_here_is_refused() -> None:
    with_gaps = drawn(1)
    with_gaps[::3, 4] = np.nan
    for text, why in (
        (trained("regression", num_leaves=LEAVES + 8).model_to_string(), "leaves"),
        (other(with_gaps), "missing values"),
        (other(np.abs(np.round(9 * drawn(1))), categorical_feature=["f4"]), "categor"),
        (trained("poisson").model_to_string(), "objective"),
        ("", "no trees"),
        ("objective=binary", "no trees"),
    ):
        with pytest.raises(ValueError, match=why):
            read_trees(text)


@pytest.mark.parametrize(
    ("line", "other"),
    [
        ("left_child=", "left_child=9 "),
        ("split_feature=", "split_feature=70 "),
        ("leaf_value=", "leaf_value=0 "),
        ("threshold=", "threshold=x "),
        ("num_cat=", "num_dog="),
    ],
)
def test_a_tree_that_does_not_fit_together_is_refused(line: str, other: str) -> None:
    text = trained("binary", num_leaves=4).model_to_string()
    with pytest.raises(ValueError, match=r"\w"):
        read_trees(text.replace(f"\n{line}", f"\n{other}", 1))

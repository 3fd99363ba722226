"""Learned models of the ranking and the answers: boosted trees in a sealed text file.

LightGBM trains them and writes the text; `trees` reads it. A model's last line is the SHA-256 of
all that stands before it, and nothing that was cut or garbled is ever loaded.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from indexer.errors import ModelDamaged, ModelMissing, ModelOutdated
from indexer.files import write_durably
from indexer.trees import Trees, read_trees

_SEAL = "sha256="


class LearnedModel:
    """Trees over rows of named features; safe to share between threads and to fork.

    `names` are the features, in the order of a row's columns.
    """

    def __init__(self, trees: Trees) -> None:
        self.names = trees.names
        self._trees = trees

    def predict(self, rows: NDArray[np.float32]) -> NDArray[np.float64]:
        """One value a row, as the training objective means it; `rows` are [n, features], no NaN.

        Raises ValueError for rows of another width.
        """
        self._refuse_other_widths(rows)
        return self._trees.predict(rows)

    def predict_likely(
        self, rows: NDArray[np.float32], trees: int, kept: int
    ) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """The places of the rows that the first trees value most, with the values of all trees.

        At most `kept` rows, whose places rise: boosting tells the likely ones by its first
        `trees`, the others say which of these is best (a cascade, Viola & Jones 2001). For models
        whose value is the plain sum of their trees. Raises ValueError for rows of another width.
        """
        self._refuse_other_widths(rows)
        begun = self._trees.between(0, trees).predict(rows)
        likely = np.sort(np.argsort(-begun, kind="stable")[:kept])
        return likely, begun[likely] + self._trees.between(trees).predict(rows[likely])

    def _refuse_other_widths(self, rows: NDArray[np.float32]) -> None:
        if rows.ndim != 2 or rows.shape[1] != len(self.names):
            raise ValueError(f"rows of {len(self.names)} features wanted, not {rows.shape}")


def save_model(path: Path, text: str) -> None:
    """Write a LightGBM model text with its seal, in one step."""
    plain = text.rstrip("\n") + "\n"
    write_durably(path, f"{plain}{_SEAL}{_digest(plain)}\n")


def load_model(path: Path, names: tuple[str, ...]) -> LearnedModel:
    """The model in the file, for rows of these features.

    Raises ModelMissing where there is no file, ModelDamaged where the seal is broken or the text
    holds no trees, ModelOutdated where the model was trained on other features.
    """
    text = unsealed(path)
    try:
        model = LearnedModel(read_trees(text))
    except ValueError as error:
        raise ModelDamaged(f"模型文件 {path.name} 读不出来：{error}") from error
    if model.names != names:
        raise ModelOutdated(f"模型文件 {path.name} 是为别的特征训练的；请重新训练")
    return model


def unsealed(path: Path) -> str:
    """A saved text without its seal; raises ModelMissing or ModelDamaged."""
    try:
        sealed = path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise ModelMissing(f"没有模型文件 {path.name}") from error
    except (OSError, UnicodeDecodeError) as error:
        raise ModelDamaged(f"模型文件 {path.name} 读不出来：{error}") from error
    text, _mark, seal = sealed.rpartition(_SEAL)
    if seal.strip() != _digest(text):
        raise ModelDamaged(f"模型文件 {path.name} 不完整或被改动过")
    return text


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()

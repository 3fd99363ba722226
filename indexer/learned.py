"""Learned models of the ranking and the answers: LightGBM trees in a sealed text file.

LightGBM reads past the end of a text that was cut or garbled, and takes the process with it. So a
model's last line is the SHA-256 of all that stands before it, and nothing else is ever loaded.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from indexer.errors import ModelDamaged, ModelMissing, ModelOutdated
from indexer.files import write_durably

if TYPE_CHECKING:
    from lightgbm import Booster

_SEAL = "sha256="


class LearnedModel:
    """Trees over rows of named features; safe to share between threads, to be opened after a fork.

    `names` are the features, in the order of a row's columns.
    """

    def __init__(self, booster: Booster) -> None:
        self.names: tuple[str, ...] = tuple(booster.feature_name())
        self._booster = booster

    def predict(self, rows: NDArray[np.float32]) -> NDArray[np.float64]:
        """One value a row, as the training objective means it; `rows` are [n, features].

        Raises ValueError for rows of another width.
        """
        if rows.ndim != 2 or rows.shape[1] != len(self.names):
            raise ValueError(f"rows of {len(self.names)} features wanted, not {rows.shape}")
        if not len(rows):
            return np.zeros(0)
        # One thread: a question has a few hundred rows, and the other cores have other questions.
        found = self._booster.predict(rows, num_threads=1, predict_disable_shape_check=True)
        return np.asarray(found, dtype=np.float64)


def save_model(path: Path, text: str) -> None:
    """Write a LightGBM model text with its seal, in one step."""
    plain = text.rstrip("\n") + "\n"
    write_durably(path, f"{plain}{_SEAL}{_digest(plain)}\n")


def load_model(path: Path, names: tuple[str, ...]) -> LearnedModel:
    """The model in the file, for rows of these features.

    Raises ModelMissing where there is no file or no LightGBM, ModelDamaged where the seal is
    broken, ModelOutdated where the model was trained on other features.
    """
    text = unsealed(path)
    try:
        from lightgbm import Booster  # here, because it wants a system library
        from lightgbm.basic import LightGBMError
    except (ImportError, OSError) as error:
        raise ModelMissing(f"LightGBM 用不了：{error}；Debian 请安装 libgomp1") from error
    try:
        model = LearnedModel(Booster(model_str=text))
    except LightGBMError as error:
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

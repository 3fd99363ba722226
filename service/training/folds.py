"""Folds: each question belongs to one of five, by its id alone."""

from __future__ import annotations

import hashlib
from pathlib import Path

FOLDS = 5


def fold_of(question_id: str) -> int:
    """The fold (0..4) whose models are asked the question, having been trained without it."""
    return int(hashlib.sha256(question_id.encode()).hexdigest(), 16) % FOLDS


def fold_folder(folder: Path, fold: int) -> Path:
    """Where the models of a fold lie in the folder of all of them."""
    return folder / str(fold)

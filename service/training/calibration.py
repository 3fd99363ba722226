"""Platt's calibration: from what a model says to the share that proves right."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_STEPS = 100
_CLOSE = 1e-9
_RIDGE = 1e-9
_LEAST_SLOPE = 0.01


def platt(odds: Floats, right: Floats) -> tuple[float, float]:
    """Slope and shift of log-odds by which the logistic fits `right` (0 or 1) best, both [n].

    Newton's method on the likelihood, with Platt's targets (1999), which keep both finite where the
    odds part the two kinds without a fault. The slope stays above 0: a calibration never turns the
    order round. Raises ValueError where one of the kinds is missing.
    """
    count = len(right)
    positives = float(right.sum())
    if not 0 < positives < count:
        raise ValueError("a calibration needs right ones and others")
    targets = np.where(right > 0, (positives + 1) / (positives + 2), 1 / (count - positives + 2))
    columns = np.column_stack([odds, np.ones(count)])
    fitted = np.array([0.0, math.log((positives + 1) / (count - positives + 1))])
    for _step in range(_STEPS):
        told = 1 / (1 + np.exp(-columns @ fitted))
        spread = columns * (told * (1 - told))[:, None]
        curvature = columns.T @ spread + _RIDGE * np.eye(2)
        change = np.linalg.solve(curvature, columns.T @ (told - targets))
        # A full step may overshoot where most of the odds are far out.
        while _loss(columns, targets, fitted - change) > _loss(columns, targets, fitted) + _CLOSE:
            change /= 2
        fitted -= change
        if math.sqrt(float(change @ change)) < _CLOSE:
            break
    return max(float(fitted[0]), _LEAST_SLOPE), float(fitted[1])


def _loss(columns: Floats, targets: Floats, fitted: Floats) -> float:
    """The negative log-likelihood."""
    odds = columns @ fitted
    return float((np.logaddexp(0, odds) - targets * odds).sum())

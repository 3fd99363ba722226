"""The report of an evaluated set: its figures, those of its slices, and how confidence fared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from indexer.metrics import Bin
from service.figures import (
    Figures,
    by_kind,
    calibration,
    false_answers,
    figures_of,
    means,
    standard_errors,
)
from service.judged_sets import Slice
from service.predictions import Prediction
from service.scoring import Scored, score


@dataclass(frozen=True)
class SetReport:
    """What an evaluation of one set found.

    `errors` are standard errors of the figures; `slices` figures of the answerable questions of
    each slice; `false_answers` those of the unanswerable ones by kind; `notes` what of the corpus
    could not be read.
    """

    name: str
    figures: Figures
    errors: Mapping[str, float]
    slices: Mapping[str, Figures]
    false_answers: Mapping[str, Figures]
    reliability: Sequence[Bin]
    notes: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """The report with four decimals; the set's figures stand at the top."""
        shown: dict[str, Any] = {"set": self.name, **_rounded(self.figures)}
        shown["standard_errors"] = _rounded(self.errors)
        shown["slices"] = {name: _rounded(each) for name, each in self.slices.items()}
        shown["false_answers_by_kind"] = {
            name: _rounded(each) for name, each in self.false_answers.items()
        }
        shown["reliability"] = [_rounded(vars(each)) for each in self.reliability]
        return shown | {"notes": list(self.notes)}


def report_on(
    name: str, predictions: Sequence[Prediction], notes: tuple[str, ...] = ()
) -> SetReport:
    """The report of a set's predictions."""
    scored = [score(each) for each in predictions]
    figures = figures_of(scored)
    judged = bool(figures["unanswerable"])
    return SetReport(
        name=name,
        figures=figures,
        errors=standard_errors(scored),
        slices=_slices(by_kind(scored)[0]),
        false_answers=false_answers(scored),
        # Of a set of answerable questions alone, confidence has nothing to tell apart.
        reliability=calibration(scored) if judged else [],
        notes=notes,
    )


def _slices(answerable: Sequence[Scored]) -> dict[str, Figures]:
    found: dict[str, Figures] = {}
    for name in Slice:
        of_slice = [each for each in answerable if name in each.prediction.slices]
        if of_slice:
            found[name.value] = {"questions": len(of_slice), **means(of_slice)}
    return found


def _rounded(figures: Mapping[str, float | int]) -> dict[str, float | int]:
    return {name: round(value, 4) for name, value in figures.items()}

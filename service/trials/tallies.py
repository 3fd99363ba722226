"""How the questions of a run fared, counted, and what became better or worse since the last one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from enum import StrEnum

from service.answering.answer import Outcome
from service.predictions import Prediction
from service.scoring import score


class Fared(StrEnum):
    """What came of a question of which it is known what is right; in the order of the columns."""

    RIGHT = "答对"
    WRONG = "答错"
    MISSED = "该答没有答"
    REFUSED = "不该答没有答"
    FALSE = "不该答却答了"

    @property
    def good(self) -> bool:
        """Whether it came out as it should."""
        return self in {Fared.RIGHT, Fared.REFUSED}


def fared(prediction: Prediction) -> Fared:
    """How one question fared; rights are those of the evaluation sets."""
    claimed = prediction.outcome is Outcome.ANSWERED
    if not prediction.question.answerable:
        return Fared.FALSE if claimed else Fared.REFUSED
    if not claimed:
        return Fared.MISSED
    return Fared.RIGHT if score(prediction).right else Fared.WRONG


def tally(each: Iterable[Fared]) -> dict[str, int]:
    """How many fared how, every way named."""
    counts = Counter(each)
    return {way.value: counts[way] for way in Fared}


def good_share(counts: Mapping[str, int]) -> float | None:
    """Which part came out as it should, 0..1; None where nothing was judged."""
    judged = sum(counts.values())
    good = sum(counts.get(way.value, 0) for way in Fared if way.good)
    return good / judged if judged else None

"""How sure an answer is: one calibrated probability that it is right.

A learned model reads every signal; where none is, a few of them are weighed by hand.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray

from service.answering.models import Models, Numbers
from service.answering.signals import SIGNAL_NAMES

#: The columns of a learned model's row: every signal, and what the hand-set weights make of them.
FEATURES: Final = (*SIGNAL_NAMES, "hand_set")

#: Numbers that the training fits beside the trees: the slope and the shift of their log-odds.
SLOPE, SHIFT = "slope", "shift"

#: No answer is surer than this, nor less sure than what this leaves: the trees cannot tell.
SUREST: Final = 0.999

# Log-odds. The signs are common sense; the sizes were chosen among five sets of round figures by
# how the policy and page questions fared (docs/evaluation.md).
_BASE = -1.6
_COVERAGE = 3.0
_IN_SENTENCE = 1.0
_MISSING = -4.0
_MARGIN = 2.2
_ABSENT_NAME = -4.0
_KIND_SHOWN, _KIND_NOT_SHOWN = 0.4, -1.5
_ABSENT_POPULATION, _ABSENT_MATTER = -1.0, -1.5
_TOPIC_ONLY = -3.5
#: What turns the sum into a probability: Platt's calibration on policy, page and seed questions.
_SLOPE, _SHIFT = 0.48, -1.1
#: What is taken off where no trees stand behind the weights: their near misses end at .25 of the
#: scale on which those of the trees end at .2.
_ALONE = -0.29
#: A lead beyond this tells nothing more: a lone document leads by everything.
_GREATEST_MARGIN = 0.5


def confidence(signals: Mapping[str, float], models: Models) -> float:
    """The calibrated probability that the answer with these signals is right."""
    if models.confidence is None:
        return logistic(log_odds(hand_set_confidence(signals)) + _ALONE)
    raw = float(models.confidence.predict(feature_row(signals))[0])
    return calibrated(raw, models.numbers["confidence"])


def feature_row(signals: Mapping[str, float]) -> NDArray[np.float32]:
    """The signals as a learned model takes them, [1, features]."""
    told = [signals[name] for name in SIGNAL_NAMES]
    return np.array([[*told, log_odds(hand_set_confidence(signals))]], dtype=np.float32)


def calibrated(raw: float, numbers: Numbers) -> float:
    """What the trees say as the share of such answers that proved right in training (Platt)."""
    return logistic(numbers[SLOPE][0] * log_odds(raw) + numbers[SHIFT][0])


def log_odds(probability: float) -> float:
    """The log-odds of a probability, finite also for 0 and 1."""
    bounded = min(max(probability, 1 - SUREST), SUREST)
    return math.log(bounded / (1 - bounded))


def logistic(odds: float) -> float:
    """The probability of log-odds."""
    return 1 / (1 + math.exp(-odds))


def hand_set_confidence(signals: Mapping[str, float]) -> float:
    """The probability that the answer is right, from a few of the signals by their names."""
    odds = _BASE
    odds += _COVERAGE * signals["coverage"]
    odds += _IN_SENTENCE * signals["in_sentence"]
    odds += _MISSING * signals["missing"]
    odds += _MARGIN * min(signals["margin"], _GREATEST_MARGIN)
    odds += _ABSENT_NAME * (signals["places_absent_document"] + signals["years_absent_document"])
    odds += _ABSENT_POPULATION * signals["populations_absent_passage"]
    odds += _ABSENT_MATTER * signals["matters_absent_passage"]
    odds += _TOPIC_ONLY * signals["topic_only"]
    if signals["kind_in_quote"]:
        odds += _KIND_SHOWN if signals["kind_in_quote"] > 0 else _KIND_NOT_SHOWN
    return logistic(_SLOPE * odds + _SHIFT)

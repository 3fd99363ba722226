"""Learning how sure an answer is: from what was right, what was wrong, and what has no answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

import lightgbm
import numpy as np
from numpy.typing import NDArray

from service.answering.answer import Answer, Outcome
from service.answering.confidence import FEATURES, SHIFT, SLOPE, feature_row, log_odds
from service.answering.judging import Judged
from service.answering.models import PartName
from service.answering.signals import SIGNAL_NAMES
from service.judged_sets import JudgedQuestion
from service.predictions import SetIds
from service.scoring import is_right
from service.training.asking import look_up
from service.training.calibration import platt
from service.training.folds import FOLDS, fold_of
from service.training.near_misses import near_misses, untold_details
from service.training.stage import LIGHTGBM, Examples, Fitted, TooFewExamples, joined
from service.training.stage import question_examples as examples_of
from service.wiring import Office

#: Labels. A question that the documents answer is worth something even where the answer given is
#: wrong, for what can be told best is such a question from one that nothing answers; more where
#: other words of the right document were given.
RIGHT, OTHER_WORDS, WRONG, UNANSWERABLE = 1.0, 0.75, 0.4, 0.0
#: What a made near miss counts beside a real question.
MADE = 0.25
#: Real questions without which nothing is learned.
FEWEST = 60

_PARAMETERS: Final = {
    **LIGHTGBM,
    "objective": "cross_entropy",
    "learning_rate": 0.02,
    "num_leaves": 12,
    "min_data_in_leaf": 30,
    "lambda_l2": 5.0,
    "feature_fraction": 0.3,
    "bagging_fraction": 0.7,
    "bagging_freq": 1,
}
_ROUNDS = 320


@dataclass(frozen=True)
class ConfidenceStage:
    """Trees over the signals of an answer, and their calibration to the share that was right.

    One model serves both: its trees order by answerable and right, its calibration (on real
    questions that the trees had not seen) gives the probability of being right.
    """

    name: PartName = "confidence"
    feature_names: tuple[str, ...] = FEATURES

    def gather(self, office: Office, ids: SetIds, question: JudgedQuestion) -> Examples | None:
        """The question's own row, then one for each near miss made of it."""
        if question.answerable and question.answer is None and not question.evidence:
            return None  # only passages are judged: nothing says whether the words are right
        if office.answers.understanding.shipped.screen.redirect(question.question) is not None:
            return None
        judged = _judged(office, question, question.question)
        found = []
        if judged is not None:
            label = _label(judged, ids, question)
            found.append(examples_of(feature_row(judged.signals), [label], question))
        for missed in _missed(office, question) if question.answerable else ():
            row = feature_row(missed.signals)
            found.append(examples_of(row, [UNANSWERABLE], question, MADE))
        return joined(found, len(FEATURES)) if found else None

    def fit(self, examples: Examples, seed: int) -> Fitted:
        """The trees of all examples; the calibration by trees that left out a fold each."""
        real = examples.weights >= 1.0
        right = (examples.labels == RIGHT).astype(np.float64)
        if real.sum() < FEWEST or not right.any() or (examples.labels[real] > 0).all():
            raise TooFewExamples(f"至少要 {FEWEST} 个问题，其中有答对的，也有文件答不了的")
        weights = examples.weights * _shares(examples.groups)
        raw = np.zeros(len(examples))
        folds = np.array([fold_of(group.partition("/")[2]) for group in examples.groups])
        for fold in range(FOLDS):
            left_out = folds == fold
            if left_out.any() and not left_out.all():
                trees = _trees(examples, weights, ~left_out, seed)
                raw[left_out] = np.asarray(trees.predict(examples.rows[left_out], num_threads=1))
        odds = np.array([log_odds(value) for value in raw])
        slope, shift = platt(odds[real], right[real])
        every = _trees(examples, weights, np.ones(len(examples), dtype=bool), seed)
        return Fitted(every.model_to_string(), {SLOPE: (slope,), SHIFT: (shift,)})


def _missed(office: Office, question: JudgedQuestion) -> Iterator[Judged]:
    """What the office would answer to near misses of the question.

    A detail counts where the document that would be quoted does not tell it.
    """
    bearings = office.answers.understanding.shipped.judge.bearings
    for text in near_misses(question.question, bearings):
        missed = _judged(office, question, text)
        if missed is not None:
            yield missed
    for text in untold_details(question.question, bearings.analyzer):
        missed = _judged(office, question, text)
        if missed is not None and missed.signals["detail_in_document"] < 0:
            yield missed


def _judged(office: Office, question: JudgedQuestion, text: str) -> Judged | None:
    """What the office would answer, by passages: a field's own evidence has no signals."""
    sought = look_up(office, replace(question, question=text))
    with office.store.reading() as session:
        at = office.answers.thresholds.answered_at
        judge = office.answers.understanding.shipped.judge
        judged = judge.best(session, sought.inquiry, sought.found, at)
    return judged if judged is not None and judged.signals.keys() >= set(SIGNAL_NAMES) else None


def _label(judged: Judged, ids: SetIds, question: JudgedQuestion) -> float:
    if not question.answerable:
        return UNANSWERABLE
    claimed = Answer(
        Outcome.ANSWERED,
        judged.confidence,
        answer=judged.text,
        documents=(judged.citation.document_id,),
    )
    predicted = ids.predict(question, claimed)
    if is_right(predicted):
        return RIGHT
    return OTHER_WORDS if question.documents.intersection(predicted.documents[:1]) else WRONG


def _shares(groups: Sequence[str]) -> NDArray[np.float32]:
    """What a row counts by its set: a set of a quarter of the questions, half as much in all."""
    sets = np.array([group.partition("/")[0] for group in groups])
    names, counts = np.unique(sets, return_counts=True)
    by_name = dict(zip(names, np.sqrt(counts.max() / counts), strict=True))
    return np.array([by_name[name] for name in sets], dtype=np.float32)


def _trees(
    examples: Examples, weights: NDArray[np.float32], kept: NDArray[np.bool_], seed: int
) -> lightgbm.Booster:
    data = lightgbm.Dataset(
        examples.rows[kept],
        examples.labels[kept],
        weight=weights[kept],
        feature_name=list(FEATURES),
    )
    return lightgbm.train({**_PARAMETERS, "seed": seed}, data, num_boost_round=_ROUNDS)

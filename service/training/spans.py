"""Training the choice of the words that answer, among stretches of the right document's passages.

A stretch's worth is its ROUGE-L with the words of a right answer, or with the evidence where a set
gives that.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import lightgbm
import numpy as np
from numpy.typing import NDArray

from indexer.metrics import rouge_l
from service.answering.extraction import candidates
from service.answering.judging import considered_passages
from service.answering.models import PartName
from service.answering.retrieval import Candidate
from service.answering.seeking import Sought
from service.answering.span_features import FEATURES
from service.answering.span_table import SpanTable
from service.judged_sets import JudgedQuestion
from service.predictions import SetIds
from service.training.asking import look_up
from service.training.stage import (
    LIGHTGBM,
    Examples,
    Fitted,
    TooFewExamples,
    question_examples,
)
from service.wiring import Office

#: Worth is ranked in so many steps. Worthless stretches are by far the most: a third is enough.
STEPS = 30
WORTHLESS, KEPT_WORTHLESS = 0.1, 3
#: A question teaches something where a stretch is worth so much; and so many questions suffice.
TEACHES = 0.3
ENOUGH_QUESTIONS = 50
ROUNDS = 120
PARAMETERS: Final[Mapping[str, object]] = {
    "objective": "lambdarank",
    "lambdarank_truncation_level": 10,
    "label_gain": list(range(STEPS + 1)),
    "learning_rate": 0.09,
    "num_leaves": 15,
    "min_data_in_leaf": 60,
    "feature_fraction": 0.5,
    "bagging_fraction": 0.7,
    "bagging_freq": 1,
    "lambda_l2": 5,
}


class SpanStage:
    """Learns to rank the stretches that may be the short answer."""

    name: PartName = "spans"
    feature_names = FEATURES

    def gather(self, office: Office, ids: SetIds, question: JudgedQuestion) -> Examples | None:
        """Stretches of the best right document among those found, with their worth."""
        if question.answer is None and not question.evidence:
            return None
        sought = look_up(office, question)
        right = _of_right_document(sought, ids, question)
        if not right:
            return None
        judge = office.answers.understanding.shipped.judge
        table, rows = candidates(judge.reading(sought.inquiry, considered_passages(right)))
        worth = _worth(table, question)
        kept = (worth > WORTHLESS) | (np.arange(len(worth)) % KEPT_WORTHLESS == 0)
        if not len(worth) or worth.max() < TEACHES:
            return None
        return question_examples(rows[kept], worth[kept], question)

    def fit(self, examples: Examples, seed: int) -> Fitted:
        """A ranking of each question's stretches by LambdaMART (Burges 2010)."""
        sizes = examples.group_sizes()
        if len(sizes) < ENOUGH_QUESTIONS:
            raise TooFewExamples(f"能教摘录的问题只有 {len(sizes)} 个，要 {ENOUGH_QUESTIONS} 个")
        data = lightgbm.Dataset(
            examples.rows,
            np.round(examples.labels * STEPS).astype(np.int32),
            group=sizes,
            feature_name=list(FEATURES),
        )
        booster = lightgbm.train({**PARAMETERS, **LIGHTGBM, "seed": seed}, data, ROUNDS)
        return Fitted(booster.model_to_string())


def _of_right_document(sought: Sought, ids: SetIds, question: JudgedQuestion) -> list[Candidate]:
    """The candidates from the first document that is right, and those behind them."""
    found = sought.found.candidates
    for place, each in enumerate(found):
        names = ids.documents.get(str(each.document.id), (str(each.document.id),))
        if question.documents.intersection(names):
            return list(found[place:])
    return []


def _worth(table: SpanTable, question: JudgedQuestion) -> NDArray[np.float32]:
    """What each stretch is worth, 0..1."""
    wanted = [question.answer] if question.answer is not None else [*question.evidence.values()]
    found = []
    for row in range(len(table)):
        source, span = table.span(row)
        words = span.of(table.places[source].text)
        found.append(max(rouge_l(words, each) for each in wanted))
    return np.array(found, dtype=np.float32)

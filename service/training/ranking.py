"""Training of the ranker: trees over the features of candidates, by LambdaMART (Burges 2010)."""

from __future__ import annotations

from dataclasses import dataclass

import lightgbm
import numpy as np

from indexer.ranking.feature_names import FEATURE_NAMES
from indexer.ranking.features import compute_features
from indexer.ranking.matcher import UNLEARNED
from indexer.ranking.pool import gather_pool
from service.answering.models import PartName
from service.judged_sets import JudgedQuestion
from service.predictions import SetIds
from service.training.asking import searched_by
from service.training.relevance import graded_passages
from service.training.stage import LIGHTGBM, Examples, Fitted, TooFewExamples, question_examples
from service.wiring import Office

#: Candidates of a question that trees learn from: of the widest pool the first ones, and every
#: second of the others. More wrong ones than are ranked later, for what is wrong in many ways is
#: learned from many.
WIDEST, NEAREST, EVERY = 600, 200, 2

ROUNDS = 250
PARAMETERS = {
    "objective": "lambdarank",
    "lambdarank_truncation_level": 30,
    "label_gain": [0, 1, 3, 7],
    "learning_rate": 0.05,
    "num_leaves": 15,
    "min_data_in_leaf": 60,
    "feature_fraction": 0.5,
    "bagging_fraction": 0.5,
    "bagging_freq": 1,
    "lambda_l2": 5.0,
}

#: Questions below which the trees would learn the questions instead.
LEAST_QUESTIONS = 40


@dataclass(frozen=True)
class RankingStage:
    """The stage of the ranker."""

    @property
    def name(self) -> PartName:
        """The part that it trains."""
        return "ranker"

    @property
    def feature_names(self) -> tuple[str, ...]:
        """What the columns of its rows are."""
        return FEATURE_NAMES

    def gather(self, office: Office, ids: SetIds, question: JudgedQuestion) -> Examples | None:
        """The question's candidates with their features and grades; none without a right one."""
        grades = graded_passages(office, ids, question)
        if not grades:
            return None
        index = office.index.index()
        terms = searched_by(office, question)
        matcher = office.answers.models.matcher or UNLEARNED
        pool = gather_pool(index, terms.by_field(), matcher, kept=WIDEST)
        passages = index.passages.shelf().passage_ids[pool.slots].tolist()
        labels = np.array([grades.get(passage, 0.0) for passage in passages], np.float32)
        if not labels.any():
            return None
        places = np.arange(len(pool))
        kept = (places < NEAREST) | (places % EVERY == 0) | (labels > 0)
        rows = compute_features(index, terms, pool)
        return question_examples(rows[kept], labels[kept], question)

    def fit(self, examples: Examples, seed: int) -> Fitted:
        """The trees; raises TooFewExamples for fewer than LEAST_QUESTIONS questions."""
        sizes = examples.group_sizes()
        if len(sizes) < LEAST_QUESTIONS:
            raise TooFewExamples(f"只有 {len(sizes)} 个问题找得到依据，不足 {LEAST_QUESTIONS} 个")
        data = lightgbm.Dataset(
            examples.rows,
            examples.labels,
            group=sizes,
            weight=examples.weights,
            feature_name=list(FEATURE_NAMES),
        )
        booster = lightgbm.train({**PARAMETERS, **LIGHTGBM, "seed": seed}, data, ROUNDS)
        return Fitted(booster.model_to_string())

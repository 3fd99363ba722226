"""Training all parts over several sets, so that no question is asked of what has seen it.

Stages are trained in order. A later stage's rows of a question are gathered with the earlier
stages' models of the question's fold, which were trained on the other four; each stage is fitted
five times without a fold and once on everything.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from service.answering.models import Models, PartName, load_models
from service.evaluation import OpenedSet, Progress
from service.judged_sets import JudgedQuestion
from service.training.bundle import Bundle
from service.training.folds import FOLDS, fold_folder, fold_of
from service.training.stage import Examples, Stage, TooFewExamples, joined
from service.wiring import LEARNED_FEATURES


@dataclass(frozen=True)
class Trained:
    """What a training ended with: rows that each part learned from, and why some did not."""

    rows: dict[PartName, int]
    left_out: dict[PartName, str]


def train_stages(
    opened: Sequence[OpenedSet],
    stages: Sequence[Stage],
    out: Path,
    folds: Path,
    seed: int,
    progress: Progress,
) -> Trained:
    """Train the stages; the models of all questions go to `out`, those of each fold to `folds`.

    A stage that the questions cannot teach is left out, and its weights stay those set by hand.
    """
    questions = tuple(question for each in opened for question in each.judged.questions)
    bundles = [_without(questions, fold, fold_folder(folds, fold), seed) for fold in range(FOLDS)]
    bundles = [bundle.begin() for bundle in [*bundles, Bundle(out, questions, seed)]]
    features = {stage.name: stage.feature_names for stage in stages}
    rows: dict[PartName, int] = {}
    left_out: dict[PartName, str] = {}
    for stage in stages:
        examples = _gathered(stage, opened, fold_models(folds, features), progress)
        try:
            # All of them first: a part stands in every bundle or in none.
            fitted = [stage.fit(_examples_of(examples, bundle), seed) for bundle in bundles]
        except TooFewExamples as error:
            left_out[stage.name] = str(error)
            continue
        rows[stage.name] = len(examples)
        bundles = [
            bundle.with_part(stage, part) for bundle, part in zip(bundles, fitted, strict=True)
        ]
    return Trained(rows, left_out)


def fold_models(
    folds: Path, features: Mapping[PartName, tuple[str, ...]] = LEARNED_FEATURES
) -> Callable[[JudgedQuestion], Models]:
    """From a question to the models of its fold; raises a ModelError where a fold has none."""
    models = [load_models(fold_folder(folds, fold), features) for fold in range(FOLDS)]
    return lambda question: models[fold_of(question.id)]


def _without(questions: Sequence[JudgedQuestion], fold: int, folder: Path, seed: int) -> Bundle:
    kept = tuple(question for question in questions if fold_of(question.id) != fold)
    return Bundle(folder, kept, seed)


def _examples_of(examples: Examples, bundle: Bundle) -> Examples:
    names = {question.name for question in bundle.questions}
    return examples.where(names.__contains__)


def _gathered(
    stage: Stage,
    opened: Sequence[OpenedSet],
    models_for: Callable[[JudgedQuestion], Models],
    progress: Progress,
) -> Examples:
    """The stage's rows of every question, by the order of the sets and of their questions."""
    found = []
    for each in opened:
        for done, question in enumerate(each.judged.questions, start=1):
            office = each.office.with_models(models_for(question))
            examples = stage.gather(office, each.ids, question)
            if examples is not None:
                found.append(examples)
            progress(f"{stage.name} 取样 {each.judged.name}", done, len(each.judged.questions))
    return joined(found, len(stage.feature_names))

"""What a stage of training is: one learned part, from judged questions to a model.

To add a stage, three lines beside its own module:

1. `service/training/NAME.py` holds a class with what `Stage` asks for. `gather` is given an office
   that holds the question's corpus; `office.answers.models` are those of the stages before, which
   have not seen the question. It returns the question's rows, or none where it teaches nothing.
   `fit` returns the text of a LightGBM model (`booster.model_to_string()`), trained with
   `LIGHTGBM` among its parameters and the seed it is given, so that the same examples give the
   same text; and numbers of its own, where the answering needs some.
2. Its object stands in `service.training.stages.STAGES`, after the stages that it builds on.
3. Its features stand in `service.wiring.LEARNED_FEATURES` under its name, the very tuple that the
   answering computes the columns by; there `Answers.models.NAME` is the model, None without one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, compress
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from service.answering.models import Numbers, PartName
from service.judged_sets import JudgedQuestion
from service.predictions import SetIds
from service.wiring import Office

#: What makes LightGBM give the same trees from the same rows; the seed goes with it.
LIGHTGBM: Final[Mapping[str, object]] = {
    "num_threads": 1,
    "deterministic": True,
    "force_row_wise": True,
    "verbosity": -1,
}


@dataclass(frozen=True)
class Examples:
    """Rows to learn from: `rows` [n, features], `labels` [n], and each row's question in `groups`.

    A question is named by its set and its id (`pages/Q009`), so that sets can be told apart; the
    rows of one question stand together. `weights` [n] say how much each row counts. `notes`, empty
    or one for each row, are what a stage needs beside numbers.
    """

    rows: NDArray[np.float32]
    labels: NDArray[np.float32]
    groups: tuple[str, ...]
    weights: NDArray[np.float32]
    notes: tuple[object, ...] = ()

    def __len__(self) -> int:
        return len(self.groups)

    def where(self, holds: Callable[[str], bool]) -> Examples:
        """The rows of the questions for which it holds."""
        kept = np.fromiter((holds(group) for group in self.groups), bool, len(self.groups))
        groups = tuple(compress(self.groups, kept))
        notes = tuple(compress(self.notes, kept))
        return Examples(self.rows[kept], self.labels[kept], groups, self.weights[kept], notes)

    def group_sizes(self) -> list[int]:
        """How many rows each question has, in the order of the rows, as LightGBM's rankers ask."""
        sizes: dict[str, int] = {}
        for group in self.groups:
            sizes[group] = sizes.get(group, 0) + 1
        return list(sizes.values())


def question_examples(
    rows: NDArray[np.float32],
    labels: Sequence[float] | NDArray[np.float32],
    question: JudgedQuestion,
    weight: float = 1.0,
) -> Examples:
    """One question's rows [n, features] with their labels [n]."""
    found = np.asarray(labels, dtype=np.float32)
    weights = np.full(len(found), weight, dtype=np.float32)
    return Examples(rows, found, (question.name,) * len(found), weights)


def joined(parts: Sequence[Examples], width: int) -> Examples:
    """The examples one after the other; rows of `width` features, also where there are none."""
    none = np.zeros(0, dtype=np.float32)
    return Examples(
        np.concatenate([np.zeros((0, width), np.float32), *(each.rows for each in parts)]),
        np.concatenate([none, *(each.labels for each in parts)]),
        tuple(group for each in parts for group in each.groups),
        np.concatenate([none, *(each.weights for each in parts)]),
        tuple(chain.from_iterable(each.notes for each in parts)),
    )


@dataclass(frozen=True)
class Fitted:
    """A trained part: the text of its LightGBM model, and numbers that go into the manifest."""

    text: str
    numbers: Numbers = field(default_factory=dict)


class Stage(Protocol):
    """One learned part; the module's own text says how a stage is added."""

    @property
    def name(self) -> PartName:
        """The part that it trains."""
        ...

    @property
    def feature_names(self) -> tuple[str, ...]:
        """What the columns of its rows are; no blanks or marks of JSON in a name."""
        ...

    def gather(self, office: Office, ids: SetIds, question: JudgedQuestion) -> Examples | None:
        """The question's rows; `ids` turn the store's ids into those that the question names."""
        ...

    def fit(self, examples: Examples, seed: int) -> Fitted:
        """Train on rows of many questions; raises TooFewExamples where they cannot teach it."""
        ...


class TooFewExamples(Exception):
    """The questions cannot teach a part, which keeps its hand-set weights; the message says why."""

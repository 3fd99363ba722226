"""How an answer came about, as it is kept with the answer and told to staff."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class ExpandedWord:
    """An everyday word of the question and the official terms that were searched with it."""

    lay: str
    official: tuple[str, ...]
    relation: str
    weight: float


@dataclass(frozen=True)
class LookedFor:
    """What the question was taken to look for.

    `words` are searched, with their weights; `own_words` are the question's own; `understood`
    joins to them what the talk before left unsaid; `left_out` are stop and question words.
    """

    own_words: tuple[str, ...]
    understood: tuple[str, ...]
    left_out: tuple[str, ...]
    words: Mapping[str, float]
    expansions: tuple[ExpandedWord, ...]


@dataclass(frozen=True)
class Admitted:
    """What could be found: validity was judged on `day`; `documents` None admits every one."""

    day: date
    region: str | None
    documents: int | None
    index_revision: int


@dataclass(frozen=True)
class Considered:
    """A candidate: `score` ranked it, `parts` are what the score was made of."""

    passage_id: int
    document_id: str
    version: int
    title: str
    locator: str
    validity: str
    score: float
    parts: Mapping[str, float]


@dataclass(frozen=True)
class Said:
    """An earlier turn, masked; `answer` is empty, and no document quoted, where none was given."""

    question: str
    answer: str
    document_ids: tuple[str, ...]


@dataclass(frozen=True)
class Explanation:
    """How an answer came about; `signals` are empty where there was nothing to judge.

    `learned` names the parts that a trained model decided, the others went by hand-set weights.
    """

    looked_for: LookedFor
    admitted: Admitted
    turns: tuple[Said, ...]
    candidates: tuple[Considered, ...]
    signals: Mapping[str, float]
    answered_at: float
    suggested_at: float
    learned: tuple[str, ...]

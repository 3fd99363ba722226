"""The learned parts of answering: a folder with a manifest and one model for each part.

    folder/
      manifest.json     what the parts were trained on, their features, their numbers
      ranker.txt        a LightGBM model for each part that was trained
      spans.txt
      confidence.txt

The folder holds no text of the questions it was trained on, only short digests of them, by which
an evaluation can tell that a model has seen a question.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from indexer.errors import ModelDamaged, ModelError, ModelMissing, ModelOutdated
from indexer.learned import LearnedModel, load_model
from indexer.ranking.matcher import Matcher, load_matcher

log = logging.getLogger(__name__)

MANIFEST = "manifest.json"
FORMAT = 1

PartName = Literal["matcher", "ranker", "spans", "confidence"]

#: Numbers that a part fits beside its trees, a calibration for one; a single one is a row of one.
Numbers = Mapping[str, tuple[float, ...]]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class SeenSet(_Frozen):
    """A set that the models were trained on, and the digest of each question of it."""

    name: str
    questions: tuple[str, ...]


class PartFacts(_Frozen):
    """What one part was trained with: its features in the order of the columns, its numbers."""

    features: tuple[str, ...]
    numbers: dict[str, tuple[float, ...]] = {}


class Manifest(_Frozen):
    """What a folder of models says of itself."""

    format: int
    seed: int
    sets: tuple[SeenSet, ...]
    parts: dict[PartName, PartFacts]


@dataclass(frozen=True)
class Models:
    """The learned parts; where one is None, the hand-set weights stand in for it.

    `numbers` are by part; `seen` are the digests of the questions that any part was trained on.
    """

    matcher: Matcher | None = None
    ranker: LearnedModel | None = None
    spans: LearnedModel | None = None
    confidence: LearnedModel | None = None
    numbers: Mapping[str, Numbers] = field(default_factory=dict)
    seen: frozenset[str] = frozenset()

    @property
    def learned(self) -> bool:
        """Whether any part is learned."""
        return bool(self.learned_parts)

    @property
    def learned_parts(self) -> tuple[PartName, ...]:
        """The names of the parts that are learned."""
        parts: dict[PartName, LearnedModel | Matcher | None] = {
            "matcher": self.matcher,
            "ranker": self.ranker,
            "spans": self.spans,
            "confidence": self.confidence,
        }
        return tuple(name for name, part in parts.items() if part is not None)


#: Every part by its hand-set weights.
HAND_SET = Models()


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a folder of models.

    Raises ModelMissing where there is none, ModelDamaged where it cannot be read, ModelOutdated
    where its format is another program's.
    """
    path = folder / MANIFEST
    try:
        manifest = Manifest.model_validate_json(path.read_bytes())
    except FileNotFoundError as error:
        raise ModelMissing(f"{folder} 里没有模型（{MANIFEST}）") from error
    except (OSError, ValidationError) as error:
        raise ModelDamaged(f"模型清单 {path} 读不出来") from error
    if manifest.format != FORMAT:
        raise ModelOutdated(f"{folder} 里的模型是另一版程序的；请重新训练")
    return manifest


def load_models(folder: Path, features: Mapping[PartName, tuple[str, ...]]) -> Models:
    """The models in the folder, each for the features that this program computes for its part.

    A part that was not trained is None. Raises a ModelError where there is no manifest, or where
    any part that it names cannot be used: the parts were trained on top of one another.
    """
    manifest = read_manifest(folder)
    named = set(manifest.parts)
    parts = {name: _part(folder, name, features) for name in sorted(named - {"matcher"})}
    return Models(
        matcher=load_matcher(model_file(folder, "matcher")) if "matcher" in named else None,
        ranker=parts.get("ranker"),
        spans=parts.get("spans"),
        confidence=parts.get("confidence"),
        numbers={name: facts.numbers for name, facts in manifest.parts.items()},
        seen=frozenset(question for each in manifest.sets for question in each.questions),
    )


def _part(
    folder: Path, name: PartName, features: Mapping[PartName, tuple[str, ...]]
) -> LearnedModel:
    if name not in features:
        raise ModelOutdated(f"{folder} 里的 {name} 模型，这一版程序不会用；请重新训练")
    return load_model(model_file(folder, name), features[name])


def model_file(folder: Path, name: PartName) -> Path:
    """Where a part's model lies in a folder of models."""
    return folder / f"{name}.txt"


def usable_models(
    folder: Path | None, features: Mapping[PartName, tuple[str, ...]], named: bool
) -> Models:
    """The models in the folder, or the hand-set weights with one line in the log that says why.

    `named` says that the office chose the folder: its absence is then worth a warning.
    """
    if folder is None:
        log.info("models_switched_off: weights set by hand")
        return HAND_SET
    try:
        return load_models(folder, features)
    except ModelError as error:
        wanted = named or not isinstance(error, ModelMissing)
        level = logging.WARNING if wanted else logging.INFO
        log.log(level, "models_not_used: %s; weights set by hand", error)
        return HAND_SET

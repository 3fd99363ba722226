"""Writing what was trained: the folder that `service.answering.models` reads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from indexer.files import write_durably
from indexer.learned import save_model
from service.answering.models import (
    FORMAT,
    MANIFEST,
    Manifest,
    PartFacts,
    PartName,
    SeenSet,
    model_file,
)
from service.judged_sets import JudgedQuestion
from service.training.stage import Fitted, Stage


@dataclass(frozen=True)
class Bundle:
    """Models in the making: where they go, and the questions that they may be trained on."""

    folder: Path
    questions: tuple[JudgedQuestion, ...]
    seed: int
    parts: Mapping[PartName, PartFacts] = field(default_factory=dict)

    def begin(self) -> Bundle:
        """Make the folder, with a manifest that names no part yet."""
        self.folder.mkdir(parents=True, exist_ok=True)
        return self._told()

    def with_part(self, stage: Stage, fitted: Fitted) -> Bundle:
        """Write a trained part: its model first, then the manifest that names it."""
        save_model(model_file(self.folder, stage.name), fitted.text)
        facts = PartFacts(features=stage.feature_names, numbers=dict(fitted.numbers))
        return Bundle(
            self.folder, self.questions, self.seed, {**self.parts, stage.name: facts}
        )._told()

    def _told(self) -> Bundle:
        manifest = Manifest(
            format=FORMAT,
            seed=self.seed,
            sets=tuple(seen_sets(self.questions)),
            parts=dict(self.parts),
        )
        write_durably(self.folder / MANIFEST, manifest.model_dump_json(indent=1) + "\n")
        return self


def seen_sets(questions: Sequence[JudgedQuestion]) -> Iterable[SeenSet]:
    """The sets of the questions with the questions' digests, both sorted."""
    for name in sorted({question.set_name for question in questions}):
        digests = sorted(each.digest for each in questions if each.set_name == name)
        yield SeenSet(name=name, questions=tuple(digests))

"""Training with two tiny real stages over a real office: what has seen a question, and what not."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import lightgbm
import numpy as np
import pytest

from indexer.errors import ModelMissing
from indexer.ranking.feature_names import FEATURE_NAMES
from service.answering.answer import AskRequest
from service.answering.models import PartName, load_models, read_manifest
from service.config import Settings
from service.evaluation import OpenedSet, open_sets
from service.judged_sets import JudgedQuestion, read_sets
from service.predictions import SetIds
from service.training.folds import FOLDS, fold_folder, fold_of
from service.training.harness import Trained, fold_models, train_stages
from service.training.stage import (
    LIGHTGBM,
    Examples,
    Fitted,
    TooFewExamples,
    joined,
    question_examples,
)
from service.wiring import Office

DAY = date(2026, 11, 22)
TOPICS = ("临时救助", "高龄津贴", "公租房", "产假", "廉租房", "学前教育", "创业补贴", "门诊统筹")


def quiet(_step: str, _done: int, _total: int) -> None:
    return None


@dataclass
class NearestDocument:
    """A stage of two features: a document's place, and whether it is the first.

    The other columns are there because the ranker of the program has them, and are empty.
    """

    name: PartName = "ranker"
    feature_names: tuple[str, ...] = FEATURE_NAMES
    asked: list[tuple[str, frozenset[str], bool]] = field(default_factory=list)

    def gather(self, office: Office, ids: SetIds, question: JudgedQuestion) -> Examples | None:
        models = office.answers.models
        self.asked.append((question.digest, models.seen, models.ranker is not None))
        found = office.answers.ask(AskRequest(question.question)).answer
        documents = ids.predict(question, found).documents
        if not documents:
            return None
        rows = np.zeros((len(documents), len(FEATURE_NAMES)), dtype=np.float32)
        rows[:, 0] = np.arange(len(documents))
        rows[0, 1] = 1
        labels = [float(document in question.documents) for document in documents]
        return question_examples(rows, labels, question)

    def fit(self, examples: Examples, seed: int) -> Fitted:
        if len(examples) < 4:
            raise TooFewExamples("少于四行")
        names = list(self.feature_names)
        data = lightgbm.Dataset(examples.rows, examples.labels, feature_name=names)
        parameters = {**LIGHTGBM, "objective": "binary", "min_data_in_leaf": 1, "seed": seed}
        booster = lightgbm.train(parameters, data, num_boost_round=10)
        return Fitted(booster.model_to_string(), {"rows": (float(len(examples)),)})


def write_rows(path: Path, rows: list[dict[str, object]]) -> None:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[OpenedSet]]:
    """Two sets of eight documents and sixteen questions each."""
    folders = []
    for name in ("east", "west"):
        folder = tmp_path_factory.mktemp(name) / name
        folder.mkdir()
        write_rows(
            folder / "documents.jsonl",
            [
                {"id": topic, "text": f"青禾县{topic}办法\n第一条 {topic}每年六月在乡镇办理。"}
                for topic in TOPICS
            ],
        )
        asked = ("什么时候办", "去哪里办")
        write_rows(
            folder / "questions.jsonl",
            [
                {
                    "id": f"{name}-{number}-{words}",
                    "question": f"{topic}{words}",
                    "document": topic,
                    "answer": "每年六月",
                }
                for number, topic in enumerate(TOPICS)
                for words in asked
            ],
        )
        folders.append(folder)
    with ExitStack() as stack:
        settings = Settings(model="none")
        yield open_sets(stack, read_sets(folders), settings, DAY, quiet)


@pytest.fixture(scope="module")
def questions(opened: list[OpenedSet]) -> dict[str, JudgedQuestion]:
    return {question.digest: question for each in opened for question in each.judged.questions}


def trained(opened: list[OpenedSet], stages: list[NearestDocument], out: Path) -> Trained:
    return train_stages(opened, stages, out, out / "folds", 7, quiet)


def test_a_questions_fold_models_have_not_seen_it_and_the_others_have(opened, questions, tmp_path):
    stage = NearestDocument()
    report = trained(opened, [stage], tmp_path)
    assert report.rows["ranker"] > len(questions)
    features = {stage.name: stage.feature_names}
    models_for = fold_models(tmp_path / "folds", features)
    for digest, question in questions.items():
        models = models_for(question)
        assert models.ranker is not None
        assert digest not in models.seen
        assert models.seen == {
            other for other, each in questions.items() if fold_of(each.id) != fold_of(question.id)
        }
    assert load_models(tmp_path, features).seen == set(questions)


def test_a_later_stage_gathers_with_earlier_models_that_have_not_seen_the_question(
    opened, questions, tmp_path
):
    first, second = NearestDocument(), NearestDocument(name="confidence")
    trained(opened, [first, second], tmp_path)
    assert len(first.asked) == len(second.asked) == len(questions)
    assert not any(ranked for _digest, _seen, ranked in first.asked)
    for digest, seen, ranked in second.asked:
        assert ranked
        assert seen
        assert digest not in seen


def test_the_model_has_learned_that_the_first_document_is_right(opened, tmp_path):
    stage = NearestDocument()
    trained(opened, [stage], tmp_path)
    models = load_models(tmp_path, {stage.name: stage.feature_names})
    rows = np.zeros((2, len(FEATURE_NAMES)), dtype=np.float32)
    rows[:, :2] = [[0, 1], [1, 0]]
    first, second = models.ranker.predict(rows)
    assert first > 0.5 > second


def test_the_same_questions_give_the_same_models(opened, tmp_path):
    for name in ("once", "again"):
        trained(opened, [NearestDocument()], tmp_path / name)
    files = [path for path in (tmp_path / "once").rglob("*") if path.is_file()]
    assert len(files) == 2 * (FOLDS + 1)
    for path in files:
        again = tmp_path / "again" / path.relative_to(tmp_path / "once")
        assert path.read_bytes() == again.read_bytes()


def test_no_text_of_the_sets_stands_in_the_models(opened, questions, tmp_path):
    trained(opened, [NearestDocument()], tmp_path)
    written = "".join(path.read_text("utf-8") for path in tmp_path.rglob("*") if path.is_file())
    for question in questions.values():
        assert question.question not in written
        assert question.id not in written
    assert "临时救助" not in written


def test_a_part_that_cannot_be_taught_is_left_out_of_every_bundle(opened, tmp_path):
    class Untaught(NearestDocument):
        def fit(self, examples: Examples, seed: int) -> Fitted:
            return super().fit(examples.where(lambda _group: False), seed)

    report = trained(opened, [Untaught(), NearestDocument(name="spans")], tmp_path)
    assert report.left_out == {"ranker": "少于四行"}
    for folder in (tmp_path, *(fold_folder(tmp_path / "folds", fold) for fold in range(FOLDS))):
        assert set(read_manifest(folder).parts) == {"spans"}
        assert not (folder / "ranker.txt").exists()


def test_a_missing_fold_is_told_before_anything_is_asked(opened, tmp_path):
    trained(opened, [NearestDocument()], tmp_path)
    (fold_folder(tmp_path / "folds", 3) / "manifest.json").unlink()
    with pytest.raises(ModelMissing, match="3"):
        fold_models(tmp_path / "folds", {"ranker": FEATURE_NAMES})


def test_predictions_say_which_questions_their_models_have_seen(opened, tmp_path):
    stage = NearestDocument()
    trained(opened, [stage], tmp_path)
    features = {stage.name: stage.feature_names}
    on_all = load_models(tmp_path, features)
    assert all(each.seen for each in opened[0].predict(quiet, lambda _question: on_all))
    out_of_fold = fold_models(tmp_path / "folds", features)
    assert not any(each.seen for each in opened[0].predict(quiet, out_of_fold))


def test_examples_are_cut_and_joined_by_question():
    asked = [JudgedQuestion(each, each, True, "set") for each in ("1", "2")]
    parts = [
        question_examples(np.full((rows, 2), rows, dtype=np.float32), [0] * rows, question)
        for rows, question in zip((2, 3), asked, strict=True)
    ]
    examples = joined(parts, 2)
    assert examples.group_sizes() == [2, 3]
    assert examples.where(lambda group: group == "set/2").rows.tolist() == [[3, 3]] * 3
    assert joined([], 2).rows.shape == (0, 2)

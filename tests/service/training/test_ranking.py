"""The ranking's two stages, trained on a small office of their own."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from indexer.learned import load_model, save_model
from indexer.ranking.feature_names import FEATURE_NAMES
from indexer.ranking.matcher import UNLEARNED, Matcher, load_matcher
from service.answering.models import Models
from service.config import Settings
from service.evaluation import OpenedSet, open_sets
from service.judged_sets import read_sets
from service.training.matching import MatchingStage
from service.training.ranking import RankingStage
from service.training.relevance import ANSWERS, RIGHT_DOCUMENT, graded_passages
from service.training.stage import Examples, Stage, TooFewExamples, joined

DAY = date(2026, 11, 22)
THINGS = ("高龄津贴", "护理补贴", "临时救助", "创业补贴", "租房补贴", "稳岗补贴", "交通补助")
COUNTIES = ("青禾县", "云溪县", "白石县", "南坪县", "望江县", "松岭县")


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenedSet]:
    """Notices of one build, and a question in everyday words for the amount of each."""
    folder: Path = tmp_path_factory.mktemp("amounts") / "amounts"
    folder.mkdir()
    documents, questions = [], []
    for at, (county, thing) in enumerate((c, t) for c in COUNTIES for t in THINGS):
        amount = f"发放标准为每人每月{100 + 7 * at}元"
        text = (
            f"{county}{thing}办法\n第一条 为了做好{thing}工作，制定本办法。\n"
            f"第二条 {amount}，由县财政负担。\n第三条 按季发放，不得拖欠。"
        )
        documents.append({"id": f"d{at}", "text": text})
        asked = {"question": f"{county}{thing}多少银子", "document": f"d{at}", "answer": amount}
        questions.append({"id": f"q{at}", **asked})
    for name, rows in (("documents", documents), ("questions", questions)):
        lines = (json.dumps(row, ensure_ascii=False) for row in rows)
        (folder / f"{name}.jsonl").write_text("\n".join(lines) + "\n", "utf-8")
    with ExitStack() as stack:
        settings = Settings(model="none")
        (found,) = open_sets(stack, read_sets([folder]), settings, DAY, lambda *_: None)
        yield found


def gathered(stage: Stage, opened: OpenedSet, models: Models | None = None) -> Sequence[Examples]:
    office = opened.office.with_models(models) if models else opened.office
    found = (stage.gather(office, opened.ids, each) for each in opened.judged.questions)
    return [each for each in found if each is not None]


@pytest.fixture(scope="module")
def matching(opened: OpenedSet) -> tuple[MatchingStage, Examples]:
    stage = MatchingStage()
    return stage, joined(gathered(stage, opened), 1)


@pytest.fixture(scope="module")
def matcher(
    matching: tuple[MatchingStage, Examples], tmp_path_factory: pytest.TempPathFactory
) -> Matcher:
    stage, examples = matching
    path = tmp_path_factory.mktemp("model") / "matcher.txt"
    save_model(path, stage.fit(examples, 7).text)
    return load_matcher(path)


def test_the_clause_with_the_answer_is_graded_above_its_document(opened: OpenedSet) -> None:
    question = opened.judged.questions[0]
    grades = graded_passages(opened.office, opened.ids, question)
    assert sorted(grades.values())[-1] == ANSWERS
    assert sorted(grades.values())[0] == RIGHT_DOCUMENT
    (best,) = [passage for passage, grade in grades.items() if grade == ANSWERS]
    index = opened.office.index.index()
    assert best in index.passages.shelf().passage_ids


def test_a_question_without_a_known_document_teaches_nothing(opened: OpenedSet) -> None:
    lost = replace(opened.judged.questions[0], documents=frozenset({"nowhere"}), answer="无")
    assert MatchingStage().gather(opened.office, opened.ids, lost) is None
    assert RankingStage().gather(opened.office, opened.ids, lost) is None


def test_everyday_words_learn_to_lead_to_the_clauses_that_answered(
    opened: OpenedSet, matcher: Matcher
) -> None:
    index = opened.office.index.index()
    shelf = index.passages.shelf()
    question = opened.judged.questions[0]
    grades = graded_passages(opened.office, opened.ids, question)
    right = np.isin(shelf.passage_ids, [each for each, grade in grades.items() if grade == ANSWERS])

    def lead(by: Matcher) -> float:
        cosines = shelf.vectors @ by.direction({"银子": 1.0, "多少": 1.0})
        return float(cosines[right].mean() - cosines[~right].mean())

    assert lead(matcher) > lead(UNLEARNED) + 0.1


def test_the_same_examples_and_seed_give_the_same_text(
    matching: tuple[MatchingStage, Examples],
) -> None:
    stage, examples = matching
    assert stage.fit(examples, 7).text == stage.fit(examples, 7).text


def test_trees_put_the_answer_first_more_often_than_the_first_stage(
    opened: OpenedSet, matcher: Matcher, tmp_path: Path
) -> None:
    stage = RankingStage()
    examples = joined(gathered(stage, opened, Models(matcher=matcher)), len(FEATURE_NAMES))
    path = tmp_path / "ranker.txt"
    save_model(path, stage.fit(examples, 7).text)
    scores = load_model(path, FEATURE_NAMES).predict(examples.rows)

    def first(values: np.ndarray) -> float:
        """The mean grade of what comes first by these values."""
        begins = np.cumsum([0, *examples.group_sizes()])
        spans = itertools.pairwise(begins)
        return float(np.mean([examples.labels[a:b][np.argmax(values[a:b])] for a, b in spans]))

    assert first(scores) > first(examples.rows[:, FEATURE_NAMES.index("first")])


def test_too_few_questions_teach_nothing(
    opened: OpenedSet, matching: tuple[MatchingStage, Examples]
) -> None:
    stage, examples = matching
    with pytest.raises(TooFewExamples):
        stage.fit(examples.where(lambda group: group.endswith("q1")), 7)
    few = joined(gathered(RankingStage(), opened)[:5], len(FEATURE_NAMES))
    with pytest.raises(TooFewExamples):
        RankingStage().fit(few, 7)

"""The ranking's two stages, trained on a small office of their own."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from indexer.learned import load_model, save_model
from indexer.ranking.feature_names import FEATURE_NAMES
from indexer.ranking.matcher import UNLEARNED, Matcher, load_matcher
from service.answering.models import Models
from service.evaluation import OpenedSet
from service.training.matching import MatchingStage
from service.training.ranking import RankingStage
from service.training.relevance import ANSWERS, RIGHT_DOCUMENT, graded_passages
from service.training.stage import Examples, Stage, TooFewExamples, joined
from tests.service.training.amounts import Wording, opened_amounts

WORDING = Wording(
    "{county}{thing}办法\n第一条 为了做好{thing}工作，制定本办法。\n"
    "第二条 {answer}，由县财政负担。\n第三条 按季发放，不得拖欠。",
    answer="发放标准为{amount}",
    question="{county}{thing}多少银子",
    counties=6,
)


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenedSet]:
    """Notices of one build, and a question in everyday words for the amount of each."""
    with opened_amounts(tmp_path_factory.mktemp("set"), WORDING) as found:
        yield found


def gathered(stage: Stage, opened: OpenedSet, models: Models | None = None) -> Sequence[Examples]:
    office = opened.office.with_models(models) if models else opened.office
    found = (stage.gather(office, opened.ids, each) for each in opened.judged.questions)
    return [each for each in found if each is not None]


@pytest.fixture(scope="module")
def matching(opened: OpenedSet) -> Examples:
    return joined(gathered(MatchingStage(), opened), 1)


@pytest.fixture(scope="module")
def matcher(matching: Examples, tmp_path_factory: pytest.TempPathFactory) -> Matcher:
    path = tmp_path_factory.mktemp("model") / "matcher.txt"
    save_model(path, MatchingStage().fit(matching, 7).text)
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


def test_the_same_examples_and_seed_give_the_same_text(matching: Examples) -> None:
    stage = MatchingStage()
    assert stage.fit(matching, 7).text == stage.fit(matching, 7).text


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


def test_too_few_questions_teach_nothing(opened: OpenedSet, matching: Examples) -> None:
    with pytest.raises(TooFewExamples):
        MatchingStage().fit(matching.where(lambda group: group.endswith("q1")), 7)
    few = joined(gathered(RankingStage(), opened)[:5], len(FEATURE_NAMES))
    with pytest.raises(TooFewExamples):
        RankingStage().fit(few, 7)

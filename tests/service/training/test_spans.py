"""The choice of words, trained on a small office of its own."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from indexer.learned import load_model, save_model
from service.answering.extraction import extract
from service.answering.judging import considered_passages
from service.answering.seeking import Asked
from service.evaluation import OpenedSet
from service.training.spans import ENOUGH_QUESTIONS, SpanStage
from service.training.stage import Examples, TooFewExamples, joined
from tests.service.training.amounts import DAY, Wording, opened_amounts

WORDING = Wording(
    "{county}{thing}办法\n第一条 为了做好{thing}工作，制定本办法。\n"
    "第二条 {thing}标准为{amount}，由县财政负担。\n第三条 {thing}按季发放，不得拖欠。",
    answer="{amount}",
    question="{county}{thing}是多少钱",
    counties=8,
)


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenedSet]:
    """Notices of one build, and a question for the amount of each."""
    with opened_amounts(tmp_path_factory.mktemp("set"), WORDING) as found:
        yield found


@pytest.fixture(scope="module")
def examples(opened: OpenedSet) -> list[Examples]:
    gathered = (
        SpanStage().gather(opened.office, opened.ids, each) for each in opened.judged.questions
    )
    return [each for each in gathered if each is not None]


def test_the_words_of_the_right_answer_are_worth_all_and_others_less(examples):
    assert len(examples) > ENOUGH_QUESTIONS
    for each in examples:
        assert each.rows.shape == (len(each), len(SpanStage.feature_names))
        assert each.labels.max() == 1
        assert np.median(each.labels) < 0.5


def test_what_is_learned_cuts_the_amount_out_of_its_sentence(opened, examples, tmp_path):
    stage = SpanStage()
    known, held_back = examples[:-4], opened.judged.questions[-4:]
    fitted = stage.fit(joined(known, len(stage.feature_names)), seed=1)
    assert fitted == stage.fit(joined(known, len(stage.feature_names)), seed=1)
    save_model(tmp_path / "spans.txt", fitted.text)
    model = load_model(tmp_path / "spans.txt", stage.feature_names)
    answers = opened.office.answers
    for question in held_back:
        with opened.office.store.reading() as session:
            sought = answers.look_up(session, Asked(question.question, DAY))
        considered = considered_passages(sought.found.candidates)
        reading = answers.understanding.shipped.judge.reading(sought.inquiry, considered)
        found = extract(reading, answers.analyzer, model)
        assert found is not None
        assert question.answer in found.text.of(considered[found.source].passage.text)


def test_too_few_questions_teach_nothing(examples):
    with pytest.raises(TooFewExamples, match="摘录"):
        SpanStage().fit(joined(examples[:5], len(SpanStage.feature_names)), seed=1)

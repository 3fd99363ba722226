"""The choice of words, trained on a small office of its own."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from indexer.learned import load_model, save_model
from service.answering.extraction import extract
from service.answering.judging import considered_passages
from service.answering.seeking import Asked
from service.config import Settings
from service.evaluation import OpenedSet, open_sets
from service.judged_sets import read_sets
from service.training.spans import ENOUGH_QUESTIONS, SpanStage
from service.training.stage import Examples, TooFewExamples, joined

DAY = date(2026, 11, 22)
THINGS = ("高龄津贴", "护理补贴", "临时救助", "创业补贴", "租房补贴", "稳岗补贴", "交通补助")
COUNTIES = ("青禾县", "云溪县", "白石县", "南坪县", "望江县", "松岭县", "石桥县", "柳河县")


def quiet(_step: str, _done: int, _total: int) -> None:
    return None


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenedSet]:
    """Notices of one build, and a question for the amount of each."""
    folder: Path = tmp_path_factory.mktemp("amounts") / "amounts"
    folder.mkdir()
    documents, questions = [], []
    for at, (county, thing) in enumerate((c, t) for c in COUNTIES for t in THINGS):
        amount = f"每人每月{100 + 7 * at}元"
        text = (
            f"{county}{thing}办法\n第一条 为了做好{thing}工作，制定本办法。\n"
            f"第二条 {thing}标准为{amount}，由县财政负担。\n第三条 {thing}按季发放，不得拖欠。"
        )
        documents.append({"id": f"d{at}", "text": text})
        asked = {"question": f"{county}{thing}是多少钱", "document": f"d{at}", "answer": amount}
        questions.append({"id": f"q{at}", **asked})
    for name, rows in (("documents", documents), ("questions", questions)):
        lines = (json.dumps(row, ensure_ascii=False) for row in rows)
        (folder / f"{name}.jsonl").write_text("\n".join(lines) + "\n", "utf-8")
    with ExitStack() as stack:
        (found,) = open_sets(stack, read_sets([folder]), Settings(model="none"), DAY, quiet)
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
        reading = answers.judge.reading(sought.inquiry, considered)
        found = extract(reading, answers.seeker.analyzer, model)
        assert found is not None
        assert question.answer in found.text.of(considered[found.source].passage.text)


def test_too_few_questions_teach_nothing(examples):
    with pytest.raises(TooFewExamples, match="摘录"):
        SpanStage().fit(joined(examples[:5], len(SpanStage.feature_names)), seed=1)

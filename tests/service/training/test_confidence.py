from __future__ import annotations

import json
from contextlib import ExitStack
from datetime import date

import lightgbm
import numpy as np
import pytest

from indexer.metrics import auroc
from service.answering.confidence import FEATURES
from service.config import Settings
from service.evaluation import open_sets
from service.judged_sets import read_sets
from service.training.confidence import (
    MADE,
    OTHER_WORDS,
    RIGHT,
    UNANSWERABLE,
    WRONG,
    ConfidenceStage,
)
from service.training.stage import Examples, TooFewExamples

DOCUMENTS = {
    "allowance": "青禾县高龄津贴办法\n第一条 高龄津贴每人每月100元。\n第二条 高龄津贴向村里申请。",
    "rent": "青禾县公租房办法\n第一条 公租房租金每平方米2.5元。\n第二条 公租房租期五年。",
}
QUESTIONS = [
    {
        "id": "q1",
        "question": "高龄津贴每月多少钱",
        "document": "allowance",
        "answer": "每人每月100元",
    },
    {
        "id": "q2",
        "question": "公租房租金多少钱",
        "document": "rent",
        "answer": "按季度交到窗口",
    },
]


def write_rows(path, rows):
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")


@pytest.fixture(scope="module")
def opened(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sets") / "small"
    folder.mkdir()
    documents = [{"id": name, "text": text} for name, text in DOCUMENTS.items()]
    write_rows(folder / "documents.jsonl", documents)
    write_rows(folder / "questions.jsonl", QUESTIONS)
    unanswerable = [
        {"id": "u1", "question": "高龄津贴的发放仪式在哪里"},
        {"id": "u2", "question": "你好"},
    ]
    write_rows(folder / "unanswerable.jsonl", unanswerable)
    with ExitStack() as stack:
        settings = Settings(model="none")
        yield open_sets(
            stack, read_sets([folder]), settings, date(2026, 11, 22), lambda *_step: None
        )[0]


def gathered(opened, name):
    question = next(each for each in opened.judged.questions if each.id == name)
    return ConfidenceStage().gather(opened.office, opened.ids, question)


def test_a_question_gives_its_row_and_a_near_miss_for_each_thing_changed(opened):
    right, wrong = gathered(opened, "q1"), gathered(opened, "q2")
    assert right.labels.tolist() == [RIGHT, *[UNANSWERABLE] * (len(right) - 1)]
    assert wrong.labels[0] == pytest.approx(OTHER_WORDS)
    assert right.rows.shape == (len(right), len(FEATURES))
    assert right.weights.tolist() == [1.0, *[MADE] * (len(right) - 1)]
    absent = right.rows[:, FEATURES.index("places_absent_document")]
    assert absent[0] == 0
    assert absent[1] == 1


def test_a_detail_that_the_document_does_not_tell_is_learned_as_unanswerable(opened):
    both = [gathered(opened, name) for name in ("q1", "q2")]
    untold = [each.rows[:, FEATURES.index("detail_in_document")] < 0 for each in both]
    assert any(rows.any() for rows in untold)
    for rows, each in zip(untold, both, strict=True):
        assert not rows[0]
        assert (each.labels[rows] == UNANSWERABLE).all()


def test_a_question_that_nothing_answers_gives_one_row_and_a_greeting_none(opened):
    assert gathered(opened, "u1").labels.tolist() == [UNANSWERABLE]
    assert gathered(opened, "u2") is None


def drawn(count):
    """Real questions and made near misses of which one feature tells how likely each is right."""
    generator = np.random.default_rng(count)
    rows = generator.random((count, len(FEATURES)), dtype=np.float32)
    luck = generator.random(count)
    share = rows[:, FEATURES.index("pair_lead")]
    labels = np.where(luck < share**2, RIGHT, np.where(luck < share, WRONG, UNANSWERABLE))
    weights = np.where(np.arange(count) % 4, 1.0, MADE)
    groups = tuple(f"set/{number}" for number in range(count))
    return Examples(rows, labels.astype(np.float32), groups, weights.astype(np.float32))


def test_the_trees_learn_what_tells_and_the_calibration_what_share_is_right():
    examples = drawn(800)
    fitted = ConfidenceStage().fit(examples, 1)
    trees = lightgbm.Booster(model_str=fitted.text)
    unseen = drawn(801)
    raw = trees.predict(unseen.rows, num_threads=1)
    answerable = unseen.labels > 0
    assert auroc(raw[answerable].tolist(), raw[~answerable].tolist()) > 0.7
    odds = np.log(raw / (1 - raw)) * fitted.numbers["slope"][0] + fitted.numbers["shift"][0]
    told = 1 / (1 + np.exp(-odds))
    assert told.mean() == pytest.approx((unseen.labels == RIGHT).mean(), abs=0.06)


def test_the_same_examples_give_the_same_model():
    stage = ConfidenceStage()
    assert stage.fit(drawn(200), 1) == stage.fit(drawn(200), 1)


def test_too_few_questions_or_only_answerable_ones_teach_nothing():
    stage = ConfidenceStage()
    with pytest.raises(TooFewExamples):
        stage.fit(drawn(20), 1)
    all_right = drawn(200)
    all_right.labels[:] = RIGHT
    with pytest.raises(TooFewExamples):
        stage.fit(all_right, 1)

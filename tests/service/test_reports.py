"""The report of predictions: figures, slices, kinds of unanswerable questions, calibration."""

from __future__ import annotations

from typing import get_args
from xml.etree import ElementTree as ET

import pytest

from indexer.metrics import Bin
from service.answering.answer import Outcome
from service.answering.models import PartName
from service.commands.evaluation_words import KINDS, NAMES, PARTS, SLICES, lines_of
from service.figures import figures, standard_errors
from service.judged_sets import JudgedQuestion, Slice
from service.predictions import Prediction
from service.reliability_plot import reliability_svg
from service.reports import report_on
from service.scoring import score

EVIDENCE = "临时救助标准为每人每次一千二百元"
QUOTE = f"第一条 {EVIDENCE}。"


def asked(number: int, answerable: bool, **more) -> JudgedQuestion:
    evidence = {"a.txt": EVIDENCE} if answerable else {}
    documents = frozenset({"a.txt"}) if answerable else frozenset()
    return JudgedQuestion(
        str(number), "问", answerable, "set", documents=documents, evidence=evidence, **more
    )


def predicted(question, outcome, confidence, quote="", withheld="", **more) -> Prediction:
    return Prediction(
        question, outcome, confidence, quote, quote, ("a.txt",), (), (withheld, withheld), **more
    )


@pytest.fixture
def predictions() -> list[Prediction]:
    """Two answered rightly, one withheld though right, one answered wrongly, two not to answer."""
    table = frozenset({Slice.TABLE})
    return [
        predicted(asked(1, True), Outcome.ANSWERED, 0.9, QUOTE),
        predicted(asked(2, True), Outcome.ANSWERED, 0.8, QUOTE, slices=table),
        predicted(asked(3, True), Outcome.SUGGESTED, 0.4, withheld=QUOTE, slices=table),
        predicted(asked(4, True), Outcome.ANSWERED, 0.6, "第二条 别的。"),
        predicted(asked(5, False, kinds=("near_miss", "other_city")), Outcome.ANSWERED, 0.85, "甲"),
        predicted(asked(6, False, kinds=("off_topic",)), Outcome.UNANSWERED, 0.1),
    ]


def test_withheld_words_count_for_what_was_found_and_not_for_what_was_claimed(predictions):
    found = figures(predictions)
    assert found["evidence_in_answer"] == 0.5
    assert found["evidence_in_answer_found"] == 0.75
    assert found["answered_precision"] == 0.5
    assert [score(each).right for each in predictions] == [True, True, False, False, False, False]
    assert [score(each).found_right for each in predictions] == [True] * 3 + [False] * 3


def test_slices_are_shown_apart(predictions):
    slices = report_on("set", predictions).slices
    assert set(slices) == {"table"}
    assert slices["table"]["questions"] == 2
    assert slices["table"]["evidence_in_answer"] == 0.5
    assert slices["table"]["evidence_in_answer_found"] == 1


def test_false_answers_are_told_by_kind_and_at_a_like_share_of_answers(predictions):
    kinds = report_on("set", predictions).false_answers
    assert {kind: each["answered"] for kind, each in kinds.items()} == {
        "all": 0.5, "near_miss": 1, "off_topic": 0, "other_city": 1,
    }  # fmt: skip
    # Three of four answerable questions are the fewest that make up 60%: from .6 on.
    assert kinds["all"]["answered_at_60%"] == 0.5
    sure = [
        predicted(each.question, each.outcome, 0.95) for each in predictions if
        each.question.answerable
    ]  # fmt: skip
    kinds = report_on("set", [*sure, *predictions[4:]]).false_answers
    assert kinds["near_miss"]["answered_at_60%"] == 0


def test_the_error_of_a_share_is_that_of_a_mean(predictions):
    errors = standard_errors([score(each) for each in predictions])
    assert errors["evidence_in_answer"] == pytest.approx((0.5 * 0.5 / 4) ** 0.5)
    assert errors["first_document_right"] == 0
    assert errors["auroc"] > 0
    assert errors == standard_errors([score(each) for each in predictions])


def test_redirected_questions_have_no_place_in_the_calibration(predictions):
    redirected = predicted(asked(7, False), Outcome.REDIRECTED, 0.0)
    bins = report_on("set", [*predictions, redirected]).reliability
    assert sum(each.questions for each in bins) == len(predictions)


def test_questions_that_the_models_have_seen_are_told(predictions):
    seen = [*predictions, predicted(asked(8, True), Outcome.ANSWERED, 0.9, QUOTE, seen=True)]
    told = "\n".join(lines_of(report_on("set", seen, ("没能入库：b.txt（坏了）",))))
    assert "训练时见过" in told
    assert "数值偏高" in told
    assert "没能入库：b.txt" in told
    assert "数值偏高" not in "\n".join(lines_of(report_on("set", predictions)))


def test_every_figure_and_slice_has_a_name_that_people_read(predictions):
    report = report_on("set", predictions)
    assert set(report.figures) <= set(NAMES)
    assert set(Slice) == set(SLICES)
    assert set(get_args(PartName)) == set(PARTS)
    assert set(report.false_answers) <= set(KINDS)


def test_the_plot_puts_a_sure_and_right_bin_at_the_upper_right_and_escapes_the_name():
    bins = [Bin(0.0, 0.0, 10), Bin(1.0, 1.0, 10)]
    root = ET.fromstring(reliability_svg("<甲>", bins))  # noqa: S314 — our own text
    low, high = (each for each in root.iter("{http://www.w3.org/2000/svg}circle"))
    assert float(low.get("cx")) < float(high.get("cx"))
    assert float(low.get("cy")) > float(high.get("cy"))
    assert root.find("{http://www.w3.org/2000/svg}title").text.startswith("<甲>")


def test_coverage_by_documents_alone_takes_no_heed_of_the_words(predictions):
    found = figures(predictions)
    assert found["document_coverage@90%"] == 0.25
    worded = [each for each in predictions if each.question.id != "1"]
    assert figures(worded)["document_coverage@90%"] == 0

"""Each figure on cases small enough to reckon by hand, and on what must hold for all."""

from __future__ import annotations

import json
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.metrics import (
    Bin,
    Judged,
    auroc,
    calibration_error,
    content_characters,
    coverage_at_precision,
    evidence_in,
    evidence_share,
    recall_at,
    reciprocal_rank_at,
    reliability,
    rouge_l,
)

SHORT = st.text(alphabet="甲乙丙丁，", max_size=9)
SCORES = st.lists(st.integers(0, 4).map(float), min_size=1, max_size=8)


def test_punctuation_and_white_space_are_no_content() -> None:
    assert content_characters("每人 每月600元，（即 7,200元/年）。\n") == "每人每月600元即7200元年"


def test_signs_that_carry_meaning_are_content() -> None:
    assert content_characters("￥5+3=8") == "￥5+3=8"


def test_recall_is_the_share_of_the_relevant_that_was_found() -> None:
    assert recall_at(["a", "b", "c", "d"], {"b", "d", "z"}, 3) == pytest.approx(1 / 3)
    assert recall_at(["a", "b", "c", "d"], {"b", "d"}, 4) == 1
    with pytest.raises(ValueError, match="relevant"):
        recall_at(["a"], set(), 1)


def test_the_reciprocal_rank_is_of_the_first_relevant_one() -> None:
    assert reciprocal_rank_at(["a", "b", "c"], {"c", "b"}, 10) == 0.5
    assert reciprocal_rank_at(["a", "b", "c"], {"c"}, 2) == 0


def test_rouge_l_by_hand() -> None:
    # 甲乙丙丁 and 甲丙丁戊己: common 甲丙丁 = 3; P = 3/4, R = 3/5; F1 = 2*3/9
    assert rouge_l("甲乙，丙丁。", "甲丙 丁戊己") == pytest.approx(2 / 3)
    assert rouge_l("甲乙", "丙丁") == 0
    assert rouge_l("", "甲") == rouge_l("甲", "") == rouge_l("，", "。") == 0
    assert rouge_l("甲乙甲乙", "甲乙甲乙") == 1


@given(SHORT, SHORT)
def test_rouge_l_is_that_of_the_plain_definition(first: str, second: str) -> None:
    ours, theirs = content_characters(first), content_characters(second)
    shared = {
        size: set(combinations(ours, size)) & set(combinations(theirs, size))
        for size in range(1, min(len(ours), len(theirs)) + 1)
    }
    longest = max((size for size, common in shared.items() if common), default=0)
    due = 2 * longest / (len(ours) + len(theirs)) if longest else 0
    assert rouge_l(first, second) == pytest.approx(due)


@given(st.text(max_size=300), st.text(max_size=300))
def test_rouge_l_is_symmetric_and_between_nothing_and_one(first: str, second: str) -> None:
    assert rouge_l(first, second) == rouge_l(second, first)
    assert 0 <= rouge_l(first, second) <= 1


def test_only_runs_of_six_count_as_evidence() -> None:
    evidence = "每人每月六百元，按季发放"  # eleven characters of content
    assert evidence_share(evidence, "标准为每人每月六百元整") == pytest.approx(7 / 11)
    assert evidence_share(evidence, "每人每月六，百元按季发") == pytest.approx(10 / 11)
    assert evidence_share(evidence, "每人每月五百元按季") == 0
    assert evidence_share(evidence, "每人每月六") == 0
    assert evidence_share("", "每人") == 0


def test_six_tenths_of_the_evidence_are_enough() -> None:
    assert evidence_in("甲乙丙丁戊己庚辛壬癸", "甲乙丙丁戊己")
    assert not evidence_in("甲乙丙丁戊己庚辛壬癸子", "甲乙丙丁戊己")


def test_what_stands_behind_the_limit_of_a_quote_does_not_count() -> None:
    assert evidence_in("甲乙丙丁戊己", "子" * 394 + "甲乙丙丁戊己")
    assert not evidence_in("甲乙丙丁戊己", "子" * 395 + "甲乙丙丁戊己")


@given(st.text(alphabet="甲乙丙丁戊己", min_size=6, max_size=40), SHORT, SHORT)
def test_a_quote_around_the_evidence_holds_all_of_it(
    evidence: str, before: str, after: str
) -> None:
    assert evidence_share(evidence, before + evidence + after) == 1


@pytest.mark.shared
def test_no_evidence_of_the_sets_is_too_short_for_a_run() -> None:
    for name in ("pages", "seeds"):
        path = Path(f"../shared/eval/{name}/questions.jsonl")
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        assert all(evidence_share(row["evidence"], row["evidence"]) == 1 for row in rows)


def test_auroc_by_hand() -> None:
    # pairs: 3>2, 3>1, 1<2, 1=1: (1 + 1 + 0 + .5) / 4
    assert auroc([3, 1], [2, 1]) == pytest.approx(0.625)
    assert auroc([2], [1]) == 1
    with pytest.raises(ValueError, match="both"):
        auroc([1], [])


@given(SCORES, SCORES)
def test_auroc_counts_pairs(positives: list[float], negatives: list[float]) -> None:
    pairs = [(p, n) for p in positives for n in negatives]
    due = sum((p > n) + (p == n) / 2 for p, n in pairs) / len(pairs)
    assert auroc(positives, negatives) == pytest.approx(due)
    assert auroc(positives, negatives) + auroc(negatives, positives) == pytest.approx(1)


def test_coverage_by_hand() -> None:
    questions = [
        Judged(0.9, True),
        Judged(0.8, True),
        Judged(0.7, None),  # the only unanswerable one weighs as much as all four others
        Judged(0.6, True),
        Judged(0.5, False),
    ]
    assert coverage_at_precision(questions, 0.9) == 0.5
    # all but the last: right 3/4, wrong 1: precision 3/7
    assert coverage_at_precision(questions, 3 / 7) == 0.75
    # all: right 3/4, wrong 1 + 1/4: precision 3/8
    assert coverage_at_precision(questions, 0.2) == 0.75


def test_equal_confidences_stand_or_fall_together() -> None:
    questions = [Judged(0.9, True), Judged(0.9, None)]
    assert coverage_at_precision(questions, 0.9) == 0
    assert coverage_at_precision(questions, 0.5) == 1


def test_a_later_threshold_that_regains_the_precision_counts() -> None:
    questions = [Judged(0.9, False), *[Judged(0.5, True)] * 9]
    assert coverage_at_precision(questions, 0.9) == 0.9


def test_coverage_needs_something_to_cover() -> None:
    with pytest.raises(ValueError, match="answerable"):
        coverage_at_precision([Judged(0.5, None)], 0.9)


@given(
    st.lists(
        st.builds(Judged, st.integers(0, 5).map(float), st.sampled_from([True, False, None])),
        min_size=1,
        max_size=12,
    ).filter(lambda questions: any(question.answerable for question in questions)),
    st.floats(0.05, 1),
)
def test_coverage_is_the_best_over_all_thresholds(
    questions: list[Judged], precision: float
) -> None:
    kinds = {
        kind: sum(question.answerable is kind for question in questions) for kind in (True, False)
    }
    best = 0.0
    for threshold in {question.confidence for question in questions}:
        answered = [question for question in questions if question.confidence >= threshold]
        right = sum(bool(question.right) for question in answered) / kinds[True]
        wrong = sum(1 / kinds[q.answerable] for q in answered if not q.right)
        if right and right / (right + wrong) >= precision + 1e-9:
            best = max(best, right)
    assert coverage_at_precision(questions, precision) >= best - 1e-9
    assert coverage_at_precision(questions, 1e-9) == pytest.approx(
        sum(bool(question.right) for question in questions) / kinds[True]
    )


def test_reliability_bins_hold_equal_counts_by_rising_confidence():
    questions = [(0.9, True), (0.1, False), (0.2, True), (0.8, True), (0.3, False)]
    bins = reliability(questions, 2)
    assert [each.questions for each in bins] == [2, 3]
    assert bins[0].confidence == pytest.approx(0.15)
    assert [each.right for each in bins] == [0.5, pytest.approx(2 / 3)]
    assert [each.questions for each in reliability(questions, 10)] == [1] * 5
    assert reliability([]) == []


def test_calibration_error_is_the_mean_distance_weighed_by_questions():
    assert calibration_error([Bin(0.9, 0.5, 1), Bin(0.2, 0.2, 3)]) == pytest.approx(0.1)
    assert calibration_error([]) == 0


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1), st.integers(1, 12))
def test_bins_lose_no_question_and_their_error_is_a_share(questions, bins):
    found = reliability(questions, bins)
    assert sum(each.questions for each in found) == len(questions)
    assert max(each.questions for each in found) - min(each.questions for each in found) <= 1
    assert 0 <= calibration_error(found) <= 1

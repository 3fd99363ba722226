"""How the question's words stand around what answers."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from service.answering.span_alignment import ALIGNED_FEATURES, aligned_columns
from tests.service.answering.span_tables import table_of

TEXT = "各部门要公示结果，现已在长江客户端开设监督专栏。"
QUESTION = "现已在哪个媒介开设监督专栏"


def test_the_gap_of_the_question_is_where_its_parts_stand_before_and_behind():
    columns = aligned_columns(QUESTION, table_of(TEXT, "长江客户端", "各部门要公示结果"))
    assert columns["first_part_before"].tolist() == [1, 0]
    assert columns["last_part_behind"][0] > 0.7
    assert columns["run_before"].tolist() == [3, 0]
    assert columns["run_before_to_gap"][0] == 0


def test_what_only_repeats_the_question_is_told():
    columns = aligned_columns(QUESTION, table_of(TEXT, "开设监督专栏", "长江客户端"))
    repeated, other = columns["run_inside"]
    assert repeated > 0.3
    assert other == 0


def test_a_question_without_a_gap_is_all_first_part():
    columns = aligned_columns("公示结果", table_of(TEXT, "长江客户端"))
    assert columns["first_part_before"].tolist() == [1]
    assert columns["last_part_behind"].tolist() == [-1]


@given(st.text(max_size=40), st.text(alphabet="补贴多少钱哪个a1 ，。", min_size=1, max_size=30))
def test_any_question_gives_finite_columns(question, text):
    columns = aligned_columns(question, table_of("甲" + text, "甲"))
    assert set(columns) == set(ALIGNED_FEATURES)
    assert all(np.isfinite(column).all() and len(column) == 1 for column in columns.values())

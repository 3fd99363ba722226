"""Of stretches that compete, the one that the likely ones agree with is taken."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.answering.consensus import agreed
from tests.service.answering.span_tables import table_of

TEXT = "补贴标准为每人每月八十元。其他事项另行通知。"


def test_a_stretch_that_several_share_goes_before_a_lone_one_of_hardly_more_score():
    table = table_of(TEXT, "其他事项另行通知", "每人每月八十元", "为每人每月八十元", "每月八十元")
    assert agreed(table, np.array([1.0, 0.95, 0.9, 0.9])).row == 1


def test_a_stretch_far_ahead_is_taken_whatever_the_others_share():
    table = table_of(TEXT, "其他事项另行通知", "每人每月八十元", "为每人每月八十元")
    found = agreed(table, np.array([5.0, 1.0, 1.0]))
    assert found.row == 0
    assert found.expected == pytest.approx(1, abs=1e-6)
    assert found.likely_right == pytest.approx(1, abs=1e-6)


def test_what_is_shared_counts_no_punctuation():
    table = table_of(TEXT, "每人每月八十元。", "每人每月八十元")
    assert agreed(table, np.array([1.0, 1.0])).expected == pytest.approx(1)


@given(st.lists(st.floats(-50, 50), min_size=3, max_size=3))
def test_any_scores_give_shares(scores):
    table = table_of(TEXT, "补贴", "标准为每人", "通知")
    found = agreed(table, np.array(scores))
    assert 0 <= found.row < 3
    assert 0 <= found.expected <= 1 + 1e-9
    assert 0 <= found.likely_right <= 1 + 1e-9

from __future__ import annotations

import numpy as np
import pytest

from service.training.calibration import platt


def drawn(slope, shift, count=20_000):
    generator = np.random.default_rng(11)
    odds = generator.normal(-2, 3, count)
    share = 1 / (1 + np.exp(-(slope * odds + shift)))
    return odds, (generator.random(count) < share).astype(float)


@pytest.mark.parametrize(("slope", "shift"), [(1.0, 0.0), (0.4, -1.5), (2.0, 1.0)])
def test_the_slope_and_the_shift_that_made_the_outcomes_are_found_again(slope, shift):
    assert platt(*drawn(slope, shift)) == pytest.approx((slope, shift), abs=0.1)


def test_odds_that_part_the_kinds_without_a_fault_give_finite_numbers():
    slope, shift = platt(np.array([-5.0, -4.0, 4.0, 5.0]), np.array([0.0, 0.0, 1.0, 1.0]))
    assert 0 < slope < 5
    assert abs(shift) < 5


def test_odds_that_mislead_never_turn_the_order_round():
    slope, _shift = platt(np.array([-3.0, -2.0, 2.0, 3.0]), np.array([1.0, 1.0, 0.0, 0.0]))
    assert slope > 0


def test_one_kind_alone_calibrates_nothing():
    with pytest.raises(ValueError, match="right ones and others"):
        platt(np.array([1.0, 2.0]), np.array([1.0, 1.0]))

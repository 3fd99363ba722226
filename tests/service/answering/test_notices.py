from __future__ import annotations

from datetime import date

import pytest

from knowledge.validity import Successor, Validity, ValidityState
from service.answering.notices import validity_notice


def validity(state, until=None, reason="", successor=None):
    return Validity(state, until, reason, "页头", successor)


def test_an_ended_document_tells_state_date_and_successor():
    successor = Successor("d1", "青禾县新办法", "青政规〔2025〕3号")
    notice = validity_notice(
        validity(ValidityState.REPEALED, date(2025, 6, 30), successor=successor)
    )
    assert "废止" in notice
    assert "2025年6月30日" in notice
    assert "《青禾县新办法》（青政规〔2025〕3号）" in notice


def test_a_lapsed_document_without_successor_is_no_basis_for_today():
    notice = validity_notice(validity(ValidityState.LAPSED, date(2026, 6, 1)))
    assert "已失效" in notice
    assert "不能作为" in notice


def test_a_document_that_has_not_begun_says_from_when():
    notice = validity_notice(validity(ValidityState.NOT_YET, reason="自2027-01-01起施行"))
    assert "2027-01-01" in notice
    assert "尚未施行" in notice


@pytest.mark.parametrize(
    "state", [ValidityState.IN_FORCE, ValidityState.EXTENDED, ValidityState.UNVERIFIED]
)
def test_what_may_be_relied_on_has_no_notice(state):
    assert validity_notice(validity(state)) is None

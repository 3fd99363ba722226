from __future__ import annotations

from datetime import date

import pytest

from indexer.build import build_index
from service.answering.answer import AskRequest, Outcome
from service.answering.errors import EmptyQuestion, SearchUnavailable
from service.config import Settings
from service.consultations.submission import Submission
from service.wiring import open_office


@pytest.fixture
def office(tmp_path, clock):
    office = open_office(Settings(home=tmp_path), clock)
    yield office
    office.close()


def test_a_fresh_office_opens_with_a_migrated_store_and_says_that_its_index_is_missing(office):
    with pytest.raises(SearchUnavailable, match="yihaoda index"):
        office.answers.ask(AskRequest("低保标准是多少"))


def test_an_empty_index_answers_honestly_that_nothing_was_found(office):
    build_index(office.store, office.settings.index_folder)
    result = office.answers.ask(AskRequest("低保标准是多少"))
    assert result.answer.outcome is Outcome.UNANSWERED
    assert "工作人员" in result.answer.message
    assert result.answer.citations == ()


def test_greetings_are_answered_even_without_an_index(office):
    assert office.answers.ask(AskRequest("你好")).answer.outcome is Outcome.REDIRECTED


def test_refusals_come_before_anything_else(office):
    with pytest.raises(EmptyQuestion):
        office.answers.ask(AskRequest(" "))


def test_a_fresh_office_takes_consultations_with_a_due_date(office):
    receipt = office.consultations.submit(Submission("低保怎么申请？", "form-token-0000001"))
    assert receipt.due_on == date(2026, 12, 1)
    status = office.citizens.lookup(receipt.number, receipt.code)
    assert status.due_on == receipt.due_on

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from indexer.build import build_index
from service.answering.conversations import ConversationTurn
from service.answering.records import AnswerRecord
from service.config import Settings
from service.readiness import get_ready
from service.wiring import open_office
from tests.factories import make_document


@pytest.fixture
def office(tmp_path, clock):
    office = open_office(Settings(home=tmp_path), clock)
    yield office
    office.close()


def test_without_an_index_nothing_is_ready_and_the_process_goes_on(office):
    assert get_ready(office, None) is None


def test_it_rehearses_for_each_new_index_and_keeps_nothing_of_it(office):
    folder = office.settings.index_folder
    make_document(office.store, ["第一条　重度残疾人护理补贴标准为每人每月120元。"])
    build_index(office.store, folder)
    first = get_ready(office, None)
    assert first is office.index.index()
    assert get_ready(office, first) is first
    build_index(office.store, folder)
    assert get_ready(office, first) not in (None, first)
    with office.store.reading() as session:
        for kept in (AnswerRecord, ConversationTurn):
            assert session.scalar(select(func.count()).select_from(kept)) == 0

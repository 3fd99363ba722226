"""An office over the demonstration documents, whose own words are gone after each test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from service.vocabulary.records import VocabularyEntry
from service.wiring import Office
from tests.offices import furnished_home, office

__all__ = ["furnished_home", "office"]


@pytest.fixture
def kept(office: Office) -> Iterator[Office]:
    """The office; a test may change its words."""
    yield office
    with office.store.writing() as session:
        for entry in session.query(VocabularyEntry):
            session.delete(entry)

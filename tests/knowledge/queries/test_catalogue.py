"""The files that documents came from."""

from __future__ import annotations

import pytest

from knowledge.database import Store
from knowledge.documents import DocumentId
from knowledge.errors import UnknownDocument
from knowledge.queries import catalogue
from tests.factories import make_document


def test_the_source_of_each_version_is_kept_apart(store: Store) -> None:
    document = make_document(store, ("第一条　旧。",))
    make_document(store, ("第一条　新。",), document_id=document)
    with store.reading() as session:
        first, second = (catalogue.source_file(session, document, number) for number in (1, 2))
    assert first.data != second.data
    assert first.name


@pytest.mark.parametrize("number", [0, 2])
def test_a_version_that_is_not_there_has_no_source(store: Store, number: int) -> None:
    document = make_document(store)
    with store.reading() as session, pytest.raises(UnknownDocument):
        catalogue.source_file(session, document, number)
    with store.reading() as session, pytest.raises(UnknownDocument):
        catalogue.source_file(session, DocumentId("d0"), 1)

"""The list of documents and the files they came from."""

from __future__ import annotations

from datetime import date

import pytest

from knowledge.database import Store
from knowledge.documents import DocumentId
from knowledge.errors import UnknownDocument
from knowledge.queries import catalogue
from tests.factories import make_document

TODAY = date(2026, 11, 22)


def test_documents_are_listed_newest_first_and_undated_ones_last(store: Store) -> None:
    undated = make_document(store)
    old = make_document(store, published_on=date(2020, 1, 2))
    signed = make_document(store, written_on=date(2024, 3, 4))
    new = make_document(store, written_on=date(2019, 1, 1), published_on=date(2026, 5, 6))
    with store.reading() as session:
        listed = catalogue.list_documents(session, TODAY, 0, 10)
        assert [facts.id for facts in listed] == [new, signed, old, undated]
        assert catalogue.count_documents(session) == 4


def test_the_list_is_given_in_pages(store: Store) -> None:
    ids = {make_document(store, published_on=date(2026, 1, day)) for day in range(1, 6)}
    with store.reading() as session:
        pages = [catalogue.list_documents(session, TODAY, first, 2) for first in (0, 2, 4, 6)]
    assert [len(page) for page in pages] == [2, 2, 1, 0]
    assert {facts.id for page in pages for facts in page} == ids


def test_a_document_is_listed_once_by_its_current_version(store: Store) -> None:
    document = make_document(store, title="旧标题")
    make_document(store, document_id=document, title="新标题")
    with store.reading() as session:
        listed = catalogue.list_documents(session, TODAY, 0, 10)
    assert [(facts.title, facts.version) for facts in listed] == [("新标题", 2)]


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

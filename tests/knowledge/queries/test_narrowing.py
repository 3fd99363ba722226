"""The sets of documents that a question is narrowed to follow the store, and are read once."""

from __future__ import annotations

from datetime import date

from knowledge.database import Store
from knowledge.documents import DocumentId
from knowledge.publication import withdraw
from knowledge.queries.listings import Wanted, list_documents
from knowledge.queries.narrowing import documents_where, narrowed_documents
from tests.counting import counted
from tests.factories import DAY_OF_INGESTION, make_document

OWN, FORMER = "青禾县民政局", "青禾县民政科"
TODAY = date(2026, 11, 22)


def issued_by(store: Store, name: str) -> list[DocumentId]:
    with store.reading() as session:
        wanted = Wanted(issued_by=frozenset({name}))
        return [each.id for each in list_documents(session, wanted, TODAY, 10).documents]


def test_whoever_keeps_a_document_keeps_it_by_the_issuers_of_its_newest_version(
    store: Store,
) -> None:
    document = make_document(store, issuers=(FORMER,))
    assert issued_by(store, FORMER) == [document]
    make_document(store, document_id=document, issuers=(OWN, "青禾县财政局"))
    assert issued_by(store, OWN) == issued_by(store, "青禾县财政局") == [document]
    assert issued_by(store, FORMER) == issued_by(store, "民政局") == []


def test_a_set_follows_what_is_stored_and_withdrawn(store: Store) -> None:
    first = make_document(store, issuers=(OWN,), region="青禾县")
    wanted = Wanted(issuer="民政局")
    with store.reading() as session:
        assert narrowed_documents(session, wanted) == {first}
        assert documents_where(session, "青禾县".__eq__) == {first}
    second = make_document(store, issuers=(OWN,), region="青禾县")
    with store.writing() as session:
        withdraw(session, first, "核对中", DAY_OF_INGESTION)
    with store.reading() as session:
        assert narrowed_documents(session, wanted) == {first, second}
        assert documents_where(session, "青禾县".__eq__) == {second}


def test_a_set_is_read_once_while_nothing_changes(store: Store) -> None:
    make_document(store, kind="办法")
    wanted = Wanted(kind="办法")
    with store.reading() as session:
        with counted(session) as first:
            found = narrowed_documents(session, wanted)
        with counted(session) as again:
            assert narrowed_documents(session, wanted) is found
    assert len(again) < len(first)

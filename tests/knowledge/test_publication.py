"""Withdrawing a document takes it out of every query that answers use; its history stays."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from knowledge.database import Store
from knowledge.documents import DocumentId
from knowledge.errors import PublicationRefused, UnknownDocument
from knowledge.outline import ReferenceKind, ReferenceReading
from knowledge.publication import PublicationEvent, is_withdrawn, restore, withdraw
from knowledge.queries import catalogue, corpus, listings
from knowledge.queries.indexable import passages_for_index
from knowledge.queries.narrowing import documents_where
from knowledge.validity import ValidityState
from tests.factories import make_document, passage_ids

TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 2, tzinfo=UTC)


def test_a_withdrawn_document_is_gone_from_answers_with_the_commit(store: Store) -> None:
    document = make_document(store, doc_number="青禾政发〔2026〕1号")
    (passage,) = passage_ids(store)
    with store.writing() as session:
        withdraw(session, document, "发布有误", NOW)
    with store.reading() as session:
        assert corpus.load_passages(session, [passage], TODAY) == []
        assert corpus.document_facts(session, [document], TODAY) == {}
        assert corpus.find_documents(session, TODAY, number_key="青禾政发〔2026〕1号") == []
        assert documents_where(session, bool) == frozenset()
        assert list(passages_for_index(session)) == []
        assert catalogue.count_documents(session) == 0
        assert listings.list_documents(session, listings.Wanted(), TODAY, 10).documents == ()


def test_a_restored_document_answers_again(store: Store) -> None:
    document = make_document(store)
    (passage,) = passage_ids(store)
    with store.writing() as session:
        withdraw(session, document, "核对中", NOW)
    with store.writing() as session:
        restore(session, document, "核对无误", NOW)
    with store.reading() as session:
        assert [found.id for found in corpus.load_passages(session, [passage], TODAY)] == [passage]
        assert not is_withdrawn(session, document)


def test_each_change_is_counted_so_that_the_index_follows(store: Store) -> None:
    document = make_document(store)
    with store.reading() as session:
        before = corpus.revision(session)
    with store.writing() as session:
        withdraw(session, document, "发布有误", NOW)
    with store.reading() as session:
        assert corpus.revision(session) == before + 1


def test_versions_and_the_reasons_stay(store: Store) -> None:
    document = make_document(store, ("第一条　旧。",))
    make_document(store, ("第一条　新。",), document_id=document)
    with store.writing() as session:
        withdraw(session, document, " 发布有误 ", NOW)
    with store.writing() as session:
        restore(session, document, "已改正", NOW)
    with store.reading() as session:
        events = session.scalars(select(PublicationEvent).order_by(PublicationEvent.id)).all()
        assert [(event.act, event.why) for event in events] == [
            ("撤下", "发布有误"),
            ("恢复", "已改正"),
        ]
        assert corpus.stored_text(session, document, 1, "text") == "第一条　旧。"


def test_a_withdrawn_document_repeals_nothing(store: Store) -> None:
    old = make_document(store, title="旧办法", written_on=date(2020, 1, 1))
    clause = ReferenceReading(
        ReferenceKind.REPEALS, "《旧办法》", "旧办法", None, date(2026, 1, 1), start=0, end=3
    )
    new = make_document(store, title="新办法", written_on=date(2026, 1, 1), references=(clause,))
    with store.reading() as session:
        judged = corpus.document_facts(session, [old], TODAY)[old].validity
        assert judged.state is ValidityState.REPEALED
    with store.writing() as session:
        withdraw(session, new, "发布有误", NOW)
    with store.reading() as session:
        judged = corpus.document_facts(session, [old], TODAY)[old].validity
        assert judged.state is not ValidityState.REPEALED


@pytest.mark.parametrize("why", ["", "  \n"])
def test_without_a_reason_nothing_is_withdrawn(store: Store, why: str) -> None:
    document = make_document(store)
    with pytest.raises(PublicationRefused, match="理由"), store.writing() as session:
        withdraw(session, document, why, NOW)
    with store.reading() as session:
        assert not is_withdrawn(session, document)


def test_what_is_withdrawn_cannot_be_withdrawn_again_nor_what_stands_restored(
    store: Store,
) -> None:
    document = make_document(store)
    with pytest.raises(PublicationRefused, match="没有被撤下"), store.writing() as session:
        restore(session, document, "理由", NOW)
    with store.writing() as session:
        withdraw(session, document, "理由", NOW)
    with pytest.raises(PublicationRefused, match="已经撤下"), store.writing() as session:
        withdraw(session, document, "理由", NOW)


def test_an_unknown_document_is_told(store: Store) -> None:
    with pytest.raises(UnknownDocument), store.writing() as session:
        withdraw(session, DocumentId("d000"), "理由", NOW)

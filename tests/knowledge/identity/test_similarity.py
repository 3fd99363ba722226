"""Near-duplicates are found among many, on both databases, in a fixed number of statements."""

from __future__ import annotations

from sqlalchemy import func, select

from knowledge.database import Store
from knowledge.documents import Document, DocumentId, Version
from knowledge.identity.similarity import (
    FingerprintBand,
    near_duplicates,
    record_fingerprint,
)
from tests.clocks import FrozenClock
from tests.counting import counted
from tests.factories import make_document

CLAUSES = [
    f"第{number}条　{chr(0x4E00 + number * 37)}类补贴按月发放，标准每年公布一次。"
    for number in range(40)
]


def version_of(store: Store, document: DocumentId) -> int:
    with store.reading() as session:
        return session.scalars(
            select(Version.id)
            .where(Version.document_id == document)
            .order_by(Version.number.desc())
            .limit(1)
        ).one()


def fingerprinted(store: Store, clauses: list[str], **known) -> DocumentId:
    document = make_document(store, clauses, **known)
    with store.writing() as session:
        record_fingerprint(session, version_of(store, document), "\n".join(clauses))
    return document


def near(store: Store, document: DocumentId) -> list[DocumentId]:
    with store.reading() as session:
        found = near_duplicates(session, version_of(store, document))
    assert all(0.7 <= each.resemblance <= 1 for each in found)
    return [each.document_id for each in found]


def test_a_nearly_equal_text_is_found_and_another_is_not(store: Store) -> None:
    first = fingerprinted(store, CLAUSES, title="补贴办法", doc_number="青政发〔2025〕1号")
    fingerprinted(store, [clause[::-1] for clause in CLAUSES])
    changed = fingerprinted(store, [*CLAUSES[:39], "第四十条　本办法自发布之日起施行。"])
    with store.reading() as session:
        (found,) = near_duplicates(session, version_of(store, changed))
    assert (found.document_id, found.title) == (first, "补贴办法")
    assert found.doc_number == "青政发〔2025〕1号"
    assert 0.9 < found.resemblance < 1


def test_only_the_newest_versions_of_standing_documents_are_found(store: Store) -> None:
    replaced = fingerprinted(store, CLAUSES)
    fingerprinted(store, ["第一条　另有规定的，从其规定，不适用本办法。"], document_id=replaced)
    withdrawn = fingerprinted(store, CLAUSES)
    with store.writing() as session:
        session.get_one(Document, withdrawn).withdrawn_at = FrozenClock()()
    assert near(store, fingerprinted(store, CLAUSES)) == []


def test_a_document_is_no_near_duplicate_of_itself(store: Store) -> None:
    document = fingerprinted(store, CLAUSES)
    fingerprinted(store, [*CLAUSES, "附则。"], document_id=document)
    assert near(store, document) == []


def test_a_fingerprint_recorded_again_takes_the_place_of_the_first(store: Store) -> None:
    document = fingerprinted(store, CLAUSES)
    version = version_of(store, document)
    with store.writing() as session:
        before = session.scalars(select(func.count()).select_from(FingerprintBand)).one()
        record_fingerprint(session, version, "\n".join(CLAUSES))
        assert session.scalars(select(func.count()).select_from(FingerprintBand)).one() == before


def test_a_text_without_letters_resembles_nothing(store: Store) -> None:
    first, second = (fingerprinted(store, ["……"]) for _ in range(2))
    assert near(store, first) == near(store, second) == []


def test_many_documents_that_share_every_band_cost_no_more_statements(sqlite_store: Store) -> None:
    documents = [fingerprinted(sqlite_store, CLAUSES) for _ in range(200)]
    version = version_of(sqlite_store, documents[-1])
    with sqlite_store.reading() as session, counted(session) as statements:
        found = near_duplicates(session, version, limit=3)
    assert len(found) == 3
    assert all(each.resemblance == 1 for each in found)
    assert len([each for each in statements if each.startswith("SELECT")]) <= 5

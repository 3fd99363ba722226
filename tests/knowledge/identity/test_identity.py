"""The same document from two sites is one document, and nothing that either tells is lost."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select, update

from knowledge.corrections import corrected, put_correction
from knowledge.database import Store
from knowledge.documents import (
    Document,
    DocumentId,
    SourceOrigin,
    StoredFile,
    Version,
)
from knowledge.given import STAFF, GivenValue
from knowledge.identity.joining import join
from knowledge.ingesting.ingestion import ingest_source
from knowledge.ingesting.outcomes import FileOutcome, IngestResult
from knowledge.outline import Reading
from knowledge.queries import corpus
from knowledge.reading import read_document
from knowledge.recording import record_origin, record_version
from knowledge.sources import SourceFile
from knowledge.validity import ValidityFacts, ValidityState, judge
from knowledge.verification import verify_all
from knowledge.version_rows import READERS, version_columns
from tests.clocks import FrozenClock
from tests.factories import make_reading

NOW = FrozenClock()()
TODAY = date(2026, 11, 22)
A, B = "https://www.qinghe.example/a.html", "https://www.linshui.example/b.html"
LAPSED = ValidityFacts(stated=ValidityState.LAPSED, stated_from="页头")
NUMBER, KEY = "青政发〔2024〕3号", "青政发|2024|3"


def ingest(store: Store, origin: str, page: str, reading: Reading | None = None) -> FileOutcome:
    """Ingest the page; what it is read as is told where the test is not about readers."""
    source = SourceFile(origin, origin.rsplit("/", 1)[-1], page.encode())
    return ingest_source(store, source, NOW, read=(lambda _: reading) if reading else read_document)


def counts(store: Store) -> tuple[int, int]:
    with store.reading() as session:
        return tuple(
            session.scalars(select(func.count()).select_from(table)).one()
            for table in (Document, Version)
        )


def facts_of(store: Store, document: DocumentId | None) -> corpus.DocumentFacts:
    with store.reading() as session:
        return corpus.document_facts(session, [document], TODAY)[document]


def test_the_same_text_from_two_sites_is_one_document_with_two_origins(store: Store) -> None:
    first = ingest(
        store, A, "甲", make_reading(source_url=A, published_on=date(2024, 1, 2), doc_number=NUMBER)
    )
    second = ingest(
        store, B, "乙", make_reading(source_url=B, published_on=date(2024, 3, 4), doc_number=NUMBER)
    )
    assert (second.document_id, second.result) == (first.document_id, IngestResult.UNCHANGED)
    assert counts(store) == (1, 1)
    with store.reading() as session:
        origins = session.execute(
            select(SourceOrigin.origin, SourceOrigin.source_url, SourceOrigin.published_on)
            .where(SourceOrigin.document_id == first.document_id)
            .order_by(SourceOrigin.published_on)
        ).all()
        assert [tuple(row) for row in origins] == [
            (A, A, date(2024, 1, 2)),
            (B, B, date(2024, 3, 4)),
        ]
        assert session.scalars(select(func.count()).select_from(StoredFile)).one() == 2
    assert ingest(store, B, "乙").result is IngestResult.UNCHANGED


def test_a_text_under_another_number_or_title_is_another_document(store: Store) -> None:
    ingest(store, A, "甲", make_reading(doc_number=NUMBER))
    other = ingest(store, B, "乙", make_reading(doc_number="青政发〔2025〕9号"))
    ingest(store, A + "2", "丙", make_reading(title="青禾县便民服务规定", doc_number=NUMBER))
    assert other.result is IngestResult.ADDED
    assert counts(store) == (3, 3)


def test_what_the_second_site_alone_tells_is_kept_as_a_new_version(store: Store) -> None:
    first = ingest(store, A, "甲", make_reading(issuers=("青禾县人民政府",), doc_number=NUMBER))
    second = ingest(store, B, "乙", make_reading(validity=LAPSED, index_number="QH-1"))
    assert (second.document_id, second.version) == (first.document_id, 2)
    facts = facts_of(store, first.document_id)
    assert facts.validity.state is ValidityState.LAPSED
    assert (facts.doc_number, facts.issuers) == (NUMBER, ("青禾县人民政府",))
    assert facts.file_name == "b.html"
    assert ingest(store, A, "甲").version == 2
    assert ingest(store, A, "甲，点击10次", make_reading(doc_number=NUMBER)).version == 2
    assert facts_of(store, first.document_id).validity.ended


def test_where_two_sites_differ_about_validity_the_stricter_counts_and_it_is_said(
    store: Store,
) -> None:
    early, late = date(2026, 1, 1), date(2030, 1, 1)
    ingest(store, A, "甲", make_reading(validity=ValidityFacts(expires_on=early)))
    second = ingest(store, B, "乙", make_reading(validity=ValidityFacts(expires_on=late)))
    assert second.result is IngestResult.UNCHANGED
    assert any("2026年1月1日" in doubt and "2030年1月1日" in doubt for doubt in second.doubts)
    assert facts_of(store, second.document_id).validity.ended


DAYS = st.none() | st.dates(date(2025, 1, 1), date(2028, 1, 1))
FACTS = st.builds(
    ValidityFacts,
    stated=st.none() | st.sampled_from(list(ValidityState)),
    stated_from=st.just("页头"),
    effective_on=DAYS,
    expires_on=DAYS,
)


@settings(deadline=None)
@given(FACTS, FACTS, st.dates(date(2025, 1, 1), date(2028, 1, 1)))
def test_no_source_brings_back_what_another_says_has_ended(one, other, day) -> None:
    stored = Version(file_name="甲.html", number=1, **version_columns(make_reading(validity=one)))
    joined = join(stored, make_reading(validity=other)).reading.metadata.validity
    ended = [judge(facts, (), day).ended for facts in (one, other)]
    if any(ended):
        assert judge(joined, (), day).ended


@settings(deadline=None)
@given(FACTS, FACTS)
def test_joining_what_is_known_already_adds_nothing(one, other) -> None:
    stored = Version(file_name="甲.html", number=1, **version_columns(make_reading(validity=one)))
    joined = join(stored, make_reading(validity=other)).reading
    again = Version(file_name="乙.html", number=2, **version_columns(joined))
    assert not join(again, make_reading(validity=other)).adds
    assert not join(again, make_reading(validity=one)).adds


def test_a_page_whose_counter_alone_changed_is_no_new_version(store: Store) -> None:
    page = """<html><head><meta name="ArticleTitle" content="青禾县便民服务办法"></head><body>
    <div>浏览次数：{}</div><div class="content"><h1>青禾县便民服务办法</h1>
    <p>第一条　为了方便群众办事，制定本办法。</p><p>第二条　窗口应当一次告知所需的全部材料。</p>
    </div></body></html>"""
    first = ingest(store, A, page.format(10))
    second = ingest(store, A, page.format(977))
    assert (first.result, second.result) == (IngestResult.ADDED, IngestResult.UNCHANGED)
    assert counts(store) == (1, 1)
    with store.reading() as session:
        assert corpus.revision(session) == 1
        held = session.scalars(select(SourceOrigin.sha256)).one()
        assert b"977" in session.get_one(StoredFile, held).data
    changed = ingest(store, A, page.format(977).replace("一次告知", "当场告知"))
    assert (changed.result, changed.version) == (IngestResult.CHANGED, 2)


def made_stale(store: Store) -> None:
    with store.writing() as session:
        for table in (Version, SourceOrigin):
            session.execute(update(table).values(readers=READERS - 1))


def test_what_newer_readers_read_as_before_is_marked_as_read_and_no_new_version(
    store: Store,
) -> None:
    text = "青禾县便民服务办法\n第一条　为了方便群众办事，制定本办法。\n"
    first = ingest(store, A, text)
    made_stale(store)
    assert ingest(store, A, text).result is IngestResult.UNCHANGED
    assert counts(store) == (1, 1)
    with store.reading() as session:
        assert session.scalars(select(Version.readers)).one() == READERS
        assert session.scalars(select(SourceOrigin.readers)).one() == READERS
        assert session.get_one(Document, first.document_id).revision == 1


def test_what_newer_readers_read_otherwise_is_a_new_version(store: Store) -> None:
    ingest(store, A, "甲", make_reading(kind=None))
    made_stale(store)
    again = ingest(store, A, "甲", make_reading(kind="办法"))
    assert (again.result, again.version) == (IngestResult.CHANGED, 2)
    assert facts_of(store, again.document_id).kind == "办法"


def test_both_places_of_a_document_are_read_anew_by_newer_readers(store: Store) -> None:
    ingest(store, A, "甲", make_reading())
    ingest(store, B, "乙", make_reading())
    made_stale(store)
    ingest(store, A, "甲", make_reading())
    second = ingest(store, B, "乙", make_reading(validity=LAPSED))
    assert counts(store) == (1, 2)
    assert facts_of(store, second.document_id).validity.ended


def test_a_site_that_changes_the_text_brings_the_new_version_to_the_shared_document(
    store: Store,
) -> None:
    first = ingest(store, A, "甲", make_reading())
    ingest(store, B, "乙", make_reading())
    changed = ingest(store, A, "甲二", make_reading(("第一条　新的条款。",)))
    followed = ingest(store, B, "乙二", make_reading(("第一条　新的条款。",)))
    assert (changed.document_id, changed.version) == (first.document_id, 2)
    assert (followed.document_id, followed.version) == (first.document_id, 2)


def test_a_place_that_holds_something_else_does_not_replace_a_shared_document(
    store: Store,
) -> None:
    first = ingest(store, A, "甲", make_reading())
    ingest(store, B, "乙", make_reading())
    error = ingest(store, B, "丙", make_reading(("页面不存在。",), title="访问出错"))
    assert error.result is IngestResult.ADDED
    assert error.document_id != first.document_id
    assert facts_of(store, first.document_id).version == 1


def test_a_withdrawn_document_does_not_come_back_by_another_site(store: Store) -> None:
    first = ingest(store, A, "甲", make_reading())
    with store.writing() as session:
        session.get_one(Document, first.document_id).withdrawn_at = NOW
    second = ingest(store, B, "乙", make_reading())
    assert second.document_id == first.document_id
    assert counts(store) == (1, 1)


def test_a_quoted_version_keeps_its_text_when_the_document_changes(store: Store) -> None:
    first = ingest(store, A, "甲", make_reading(("第一条　补贴五十元。",)))
    quoted = (first.document_id, first.version, 4, 9)
    ingest(store, A, "乙", make_reading(("第一条　补贴八十元。",)))
    ingest(store, B, "丙", make_reading(("第一条　补贴八十元。",), validity=LAPSED))
    document, version, start, end = quoted
    with store.reading() as session:
        assert corpus.stored_text(session, document, version, "text")[start:end] == "补贴五十元"
        assert "八十" in corpus.stored_text(session, document, None, "text")


def test_two_documents_that_claim_one_number_are_both_kept_and_reported(store: Store) -> None:
    ingest(
        store,
        A,
        "甲",
        make_reading(title="便民服务办法", doc_number=NUMBER, number_key=KEY),
    )
    second = ingest(
        store,
        B,
        "乙",
        make_reading(("别的内容。",), title="义务教育招生办法", doc_number=NUMBER, number_key=KEY),
    )
    assert counts(store) == (2, 2)
    (doubt,) = second.doubts
    assert all(title in doubt for title in ("便民服务办法", "义务教育招生办法", NUMBER))


@pytest.mark.parametrize(
    ("title", "key"),
    [
        ("青禾县人民政府关于印发《便民服务办法》的通知", KEY),
        ("招生办法", "人民政府令||3"),
    ],
)
def test_a_carrier_and_orders_of_several_issuers_share_numbers_rightly(
    store: Store, title: str, key: str
) -> None:
    ingest(store, A, "甲", make_reading(title="便民服务办法", doc_number=NUMBER, number_key=key))
    second = ingest(
        store, B, "乙", make_reading(("别的。",), title=title, doc_number=NUMBER, number_key=key)
    )
    assert second.doubts == ()


def test_near_duplicates_are_told_with_the_file(store: Store) -> None:
    clauses = [f"第{n}条　{chr(0x4E00 + n * 31)}项补贴每月发放，由乡镇受理。" for n in range(30)]
    first = ingest(store, A, "甲", make_reading(clauses, title="补贴办法"))
    second = ingest(store, B, "乙", make_reading(clauses[:29], title="补贴细则"))
    (near,) = second.near_duplicates
    assert (near.document_id, near.title) == (first.document_id, "补贴办法")
    assert first.near_duplicates == ()


def test_a_corrected_document_stays_as_it_is_when_the_page_around_it_changes(
    store: Store,
) -> None:
    first = ingest(store, A, "甲", make_reading(kind="通知"))
    with store.writing() as session:
        put_correction(session, first.document_id, GivenValue("kind", "办法", STAFF), NOW)
    source = SourceFile(A, "a.html", "乙".encode())
    with store.writing() as session:
        reading = corrected(session, first.document_id, make_reading(kind="通知"))
        record_version(session, first.document_id, source, reading, NOW)
        record_origin(session, source, first.document_id, NOW, reading)
    assert facts_of(store, first.document_id).kind == "办法"
    assert ingest(store, A, "丙", make_reading(kind="通知")).version == 2
    assert ingest(store, B, "丁", make_reading(kind="通知")).version == 2


def test_a_document_of_two_sources_is_verified_as_both_tell_it(store: Store) -> None:
    pages = {"a.html": make_reading(doc_number=NUMBER), "b.html": make_reading(validity=LAPSED)}
    for origin, page in ((A, "甲"), (B, "乙")):
        ingest(store, origin, page, pages[origin.rsplit("/", 1)[-1]])
    assert list(verify_all(store, read=lambda source: pages[source.name])) == []

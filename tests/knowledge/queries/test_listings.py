"""Documents found in the list of all, narrowed, a page at a time, at a fixed cost."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from knowledge.database import Store
from knowledge.documents import DocumentId
from knowledge.ingesting.bulk import GivenText, ingest_texts
from knowledge.keys import title_key
from knowledge.publication import restore, withdraw
from knowledge.queries.listings import (
    COUNTED,
    EXAMINED,
    Place,
    Standing,
    Wanted,
    choices,
    count_documents,
    list_documents,
)
from knowledge.validity import ValidityFacts
from tests.counting import counted
from tests.factories import DAY_OF_INGESTION, make_document

TODAY = date(2026, 11, 22)


def found(store: Store, **wanted: Any) -> list[DocumentId]:
    with store.reading() as session:
        page = list_documents(session, Wanted(**wanted), TODAY, 50)
        if not wanted.get("standing"):
            assert count_documents(session, Wanted(**wanted)) == len(page.documents)
    return [facts.id for facts in page.documents]


def titled(store: Store, title: str, **metadata: Any) -> DocumentId:
    return make_document(store, title=title, title_key=title_key(title), **metadata)


def test_documents_are_listed_newest_first_and_undated_ones_last(store: Store) -> None:
    undated = make_document(store)
    old = make_document(store, published_on=date(2020, 1, 2))
    signed = make_document(store, written_on=date(2024, 3, 4))
    new = make_document(store, written_on=date(2019, 1, 1), published_on=date(2026, 5, 6))
    assert found(store) == [new, signed, old, undated]


def test_the_list_follows_the_newest_version(store: Store) -> None:
    document = titled(store, "旧标题", kind="通知")
    titled(store, "新标题", document_id=document, kind="办法")
    assert found(store, words="新标题", kind="办法") == [document]
    assert found(store, words="旧标题") == found(store, kind="通知") == []


def test_a_withdrawn_document_is_in_the_list_again_when_it_is_restored(store: Store) -> None:
    document = titled(store, "高龄津贴发放办法")
    with store.writing() as session:
        withdraw(session, document, "核对中", DAY_OF_INGESTION)
    titled(store, "高龄津贴发放办法", document_id=document)
    assert found(store, words="高龄") == []
    with store.writing() as session:
        restore(session, document, "核对无误", DAY_OF_INGESTION)
    assert found(store, words="高龄") == [document]


@pytest.mark.parametrize(
    ("words", "is_found"),
    [
        ("高龄津贴", True),
        ("津贴　高龄", True),
        ("《高龄津贴》", True),
        ("青禾政办规[2024]3号", True),
        ("青禾政办规〔2024〕3号", True),
        ("实施细则", True),
        ("", True),
        ("《》", True),
        ("高龄 医保", False),
        ("100%", False),
        ("高_津", False),
    ],
)
def test_all_words_must_stand_in_a_title_or_in_the_number(
    store: Store, words: str, is_found: bool
) -> None:
    document = titled(
        store,
        "关于印发《高龄津贴发放办法》的通知",
        carried_title="高龄津贴实施细则",
        carried_title_key=title_key("高龄津贴实施细则"),
        doc_number="青禾政办规〔2024〕3号",
    )
    titled(store, "高津渡口管理办法")
    assert (document in found(store, words=words)) is is_found


def test_a_list_is_narrowed_by_region_issuer_kind_and_year(store: Store) -> None:
    wanted = {"region": "青禾县", "kind": "办法", "published_on": date(2024, 6, 14)}
    document = make_document(store, issuers=("青禾县民政局", "青禾县财政局"), **wanted)
    make_document(store, issuers=("白桦县民政局",), region="白桦县", kind="通知")
    for narrowed in (
        {"region": "青禾县"},
        {"issuer": "青禾县财政局"},
        {"issuer": "县 财政"},
        {"kind": "办法"},
        {"year": 2024},
    ):
        assert found(store, **narrowed) == [document], narrowed
    assert found(store, region="青禾县", kind="通知") == []
    # No name reaches over the border between two.
    assert found(store, issuer="民政局、青禾县") == found(store, issuer="%") == []


def test_a_list_is_narrowed_by_how_the_documents_stand_today(store: Store) -> None:
    def ending(day: date | None, begins: date | None = None) -> DocumentId:
        facts = ValidityFacts(expires_on=day, effective_on=begins, expires_from="正文")
        return make_document(store, validity=facts)

    stands = {
        Standing.IN_FORCE: ending(date(2027, 1, 1)),
        Standing.ENDED: ending(date(2026, 1, 1)),
        Standing.NOT_YET: ending(date(2028, 1, 1), date(2027, 1, 1)),
        Standing.UNVERIFIED: ending(None),
    }
    for standing, document in stands.items():
        assert found(store, standing=standing) == [document], standing


def test_pages_follow_one_another_without_gaps(store: Store) -> None:
    ids = {make_document(store, published_on=date(2026, 1, 1 + day // 3)) for day in range(9)}
    pages: list[list[DocumentId]] = []
    place: Place | None = None
    with store.reading() as session:
        while place is not None or not pages:
            page = list_documents(session, Wanted(), TODAY, 4, place)
            pages.append([facts.id for facts in page.documents])
            place = page.last
    assert [len(page) for page in pages] == [4, 4, 1]
    assert {document_id for page in pages for document_id in page} == ids


def many(store: Store, count: int) -> None:
    texts = [
        GivenText(DocumentId(f"d{at:06}"), f"青禾县第{at}号便民办法", f"第{at}条　内容。", "第一条")
        for at in range(count)
    ]
    ingest_texts(store, texts, DAY_OF_INGESTION)


def test_where_few_fit_a_page_is_bounded_and_the_next_one_goes_on(sqlite_store: Store) -> None:
    lapsed = make_document(
        sqlite_store, document_id="d0", validity=ValidityFacts(expires_on=date(2025, 1, 1))
    )
    many(sqlite_store, EXAMINED + 10)
    ended = Wanted(standing=Standing.ENDED)
    with sqlite_store.reading() as session:
        first = list_documents(session, ended, TODAY, 20)
        assert first.documents == ()
        assert first.last is not None
        second = list_documents(session, ended, TODAY, 20, first.last)
    assert [facts.id for facts in second.documents] == [lapsed]
    assert second.last is None


def test_a_page_costs_as_many_statements_of_many_documents_as_of_few(sqlite_store: Store) -> None:
    def cost() -> list[int]:
        costs = []
        for standing in (None, Standing.IN_FORCE):
            wanted = Wanted(words="便民", year=None, standing=standing)
            with sqlite_store.reading() as session, counted(session) as statements:
                list_documents(session, wanted, TODAY, 20)
                count_documents(session, wanted)
                choices(session)
            costs.append(len(statements))
        return costs

    many(sqlite_store, 3)
    few = cost()
    texts = [
        GivenText(DocumentId(f"d1{at:05}"), f"青禾县便民{at}", f"内容{at}。", "第一条")
        for at in range(COUNTED + 5)
    ]
    ingest_texts(sqlite_store, texts, DAY_OF_INGESTION)
    assert cost() == few
    assert max(few) <= 9
    with sqlite_store.reading() as session:
        assert count_documents(session, Wanted()) == COUNTED + 1


def test_what_there_is_can_be_chosen(store: Store) -> None:
    with store.reading() as session:
        nothing = choices(session)
        assert (nothing.regions, nothing.kinds, nothing.last_year) == ((), (), 0)
    make_document(store)
    make_document(store, region="青禾县", kind="办法", published_on=date(2024, 6, 14))
    make_document(store, region="青禾县", kind="通知", written_on=date(2019, 1, 1))
    with store.reading() as session:
        told = choices(session)
    assert told.regions == ("青禾县",)
    assert set(told.kinds) == {"办法", "通知"}
    assert (told.first_year, told.last_year) == (2019, 2024)

"""The elements of guides, and what narrows the look-up, read alike from both databases."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.database import Store
from knowledge.documents import DocumentId
from knowledge.ingesting.ingestion import ingest_paths
from knowledge.publication import withdraw
from knowledge.queries.corpus import find_documents, stored_text
from knowledge.queries.listings import Wanted
from knowledge.queries.narrowing import documents_where, narrowed_documents
from service.hotline.guides import LONGEST, elements_of
from service.keeping.negative_terms import add_terms
from service.staff.actors import Actor, ActorKind
from tests.clocks import START

GUIDE = f"""青禾县临时救助办事指南

发布机关：青禾县民政局

办理地点：青禾县政务服务大厅二楼
办理时限：法定时限20个工作日
三、联系方式和投诉渠道
咨询电话：0600-0002108；投诉电话：0600-0002120。
（演示数据，仅供演示。）
四、办理流程
{"申请人提交申请后审核，" * (LONGEST // 10)}办结。
"""


@pytest.fixture
def guide(store: Store, tmp_path: Path) -> DocumentId:
    file = tmp_path / "临时救助.txt"
    file.write_text(GUIDE, encoding="utf-8")
    assert not ingest_paths(store, [file], lambda: START).failed
    with store.reading() as session:
        (found,) = find_documents(session, START.date(), title_key="青禾县临时救助办事指南")
    return found.id


def test_what_is_told_stands_word_for_word_behind_its_label(
    store: Store, guide: DocumentId
) -> None:
    with store.reading() as session:
        elements = elements_of(session, [guide])[guide]
        text = stored_text(session, guide, 1, "text")
    assert [(each.name, each.text) for each in elements] == [
        ("办理地点", "青禾县政务服务大厅二楼"),
        ("办理时限", "法定时限20个工作日"),
        ("联系电话", "0600-0002108；投诉电话：0600-0002120。"),
    ]
    assert all(text[each.start : each.end] == each.text for each in elements)
    assert elements[-1].phone == "0600-0002108"


@pytest.mark.parametrize("term", ["政务服务大厅", "临时救助办事"])
def test_what_stands_under_a_term_of_the_negative_list_is_not_told(
    store: Store, guide: DocumentId, term: str
) -> None:
    by = Actor(ActorKind.STAFF, "协调甲", 1)
    with store.writing() as session:
        add_terms(session, by, [term], "不宜公开", START)
    with store.reading() as session:
        told = elements_of(session, [guide]).get(guide, ())
    # A term of one element bars that one, a term of the title all of them.
    assert [each.name for each in told] == ([] if "办事" in term else ["办理时限", "联系电话"])


def test_what_is_withdrawn_tells_nothing_and_narrows_to_nothing(
    store: Store, guide: DocumentId
) -> None:
    with store.reading() as session:
        assert narrowed_documents(session, Wanted()) is None
        assert narrowed_documents(session, Wanted(words="临时救助")) == {guide}
        assert narrowed_documents(session, Wanted(words="火星")) == frozenset()
        assert documents_where(session, lambda region: region == "青禾县") == {guide}
        assert documents_where(session, lambda region: region == "白石县") == frozenset()
    with store.writing() as session:
        withdraw(session, guide, "核对", START)
    with store.reading() as session:
        assert elements_of(session, [guide]) == {}
        assert documents_where(session, bool) == frozenset()

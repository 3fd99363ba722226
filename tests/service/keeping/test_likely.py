"""What titles tell of interpretations, reposts, and the counts of 待解读, on both databases."""

from __future__ import annotations

from datetime import timedelta
from itertools import count
from threading import Event

import pytest

from knowledge.database import Store
from knowledge.documents import DocumentId
from knowledge.ingesting.ingestion import ingest_source
from knowledge.queries.likely_explained import LikelyExplained, likely_explained
from knowledge.queries.listings import Wanted
from knowledge.queries.reposts import Repost, list_reposts
from knowledge.relations.decisions import RelationKind, Tie, add, reject
from knowledge.relations.likeness import matter_of_title, pairs_of, score_of, shared_run
from knowledge.sources import SourceFile
from service.keeping.interpretations import POLICY_KINDS
from service.keeping.uninterpreted_counts import (
    AGE_NAMES,
    LOOK_EVERY,
    count_all,
    count_regularly,
    counted,
)
from tests.clocks import START

TODAY = START.date()
OWN = "青禾县民政局"
_NUMBERS = count(1)
POLICY = """{issuer}关于{name}的通知

青民规〔2026〕{number}号

各乡镇人民政府：

一、{name}由镇人民政府受理，当场办结，申请人带身份证和户口簿。

二、本通知自2026年1月1日起施行，有效期至2028年12月31日。{more}

{issuer}

{day}
"""


def stored(store: Store, words: str) -> DocumentId:
    name = f"{next(_NUMBERS)}.txt"
    outcome = ingest_source(store, SourceFile(f"/文件/{name}", name, words.encode()), START)
    assert outcome.document_id is not None
    return outcome.document_id


def policy(store: Store, name: str, day: str = "2026年1月5日", more: str = "") -> DocumentId:
    number = next(_NUMBERS)
    words = POLICY.format(issuer=OWN, name=name, number=number, day=day, more=more)
    return stored(store, words)


def picture(store: Store, title: str) -> DocumentId:
    words = "这项政策方便群众，办理更快，材料更少。" * 12
    return stored(store, f"{title}\n\n{words}\n\n{OWN}\n\n2026年1月12日\n")


def likely(store: Store) -> list[LikelyExplained]:
    wanted = Wanted(own_answers=False)
    with store.reading() as session:
        return likely_explained(session, wanted, POLICY_KINDS, TODAY, None)[0]


def reposts(store: Store) -> list[Repost]:
    with store.reading() as session:
        return list_reposts(session, Wanted(own_answers=False), TODAY, None)[0]


def test_titles_are_compared_by_their_matter() -> None:
    one = matter_of_title("一图读懂青禾县高龄津贴发放新政", ["青禾县", ""])
    other = matter_of_title("青禾县民政局关于做好高龄津贴发放工作的通知", ["青禾县民政局"])
    assert (one, other) == ("高龄津贴发放新政", "高龄津贴发放")
    assert score_of(pairs_of(one), pairs_of(other)) == 1
    assert shared_run(one, other) == "高龄津贴发放"
    assert score_of(pairs_of(one), pairs_of(matter_of_title("关于殡葬改革的意见", []))) == 0
    assert pairs_of("低保") == frozenset()


def test_an_interpretation_is_offered_the_policy_that_its_title_is_like(store: Store) -> None:
    meant = policy(store, "高龄津贴发放")
    policy(store, "殡葬设施管理")
    policy(store, "高龄津贴发放旧规", "2024年1月5日")
    shown = picture(store, "一图读懂青禾县高龄津贴发放新政")
    (found,) = likely(store)
    assert (found.explanation.id, found.policy.id) == (shown, meant)
    assert found.likeness.shared == "高龄津贴发放"
    with store.writing() as session:
        reject(session, Tie(shown, RelationKind.INTERPRETS, meant), "另一件事", START)
    assert likely(store) == []
    with store.writing() as session:
        add(session, Tie(shown, RelationKind.INTERPRETS, meant), "核对过", START)
    assert likely(store) == []


def test_an_interpretation_that_names_its_policy_is_not_offered_any(store: Store) -> None:
    policy(store, "临时救助审批")
    picture(store, f"《{OWN}关于临时救助审批的通知》解读")
    assert likely(store) == []


def test_documents_stored_twice_are_listed_once_a_pair(store: Store) -> None:
    more = "".join(f"\n\n第{each}项由村里代办，五日办结，不收费用。" for each in range(12))
    first = policy(store, "残疾人证换发", more=more)
    number = next(_NUMBERS)
    words = POLICY.format(
        issuer=OWN, name="残疾人证换发", number=number, day="2026年1月5日", more=more
    )
    again = stored(
        store, words.replace(f"青民规〔2026〕{number}号\n\n", "").replace("当场", "当天")
    )
    policy(store, "残疾人证年审", more=more)
    (found,) = reposts(store)
    assert {found.document.id, found.other.id} == {first, again}
    assert 70 <= found.percent <= 100
    assert not found.same_number
    with store.writing() as session:
        reject(session, Tie(first, RelationKind.REPOSTS, again), "两年的", START)
    assert reposts(store) == []


def test_policies_without_interpretation_are_counted_by_issuer_and_age(store: Store) -> None:
    policy(store, "高龄津贴发放", "2026年11月20日")
    policy(store, "殡葬设施管理", "2026年9月20日")
    policy(store, "社区矫正衔接", "2024年9月20日")
    with store.reading() as session:
        assert counted(session, None) is None
    count_all(store, lambda: START, Event())
    with store.reading() as session:
        found = counted(session, None)
        assert found is not None
        (organ,) = found.organs
        assert (found.at, organ.name, organ.total) == (START, OWN, 3)
        assert dict(zip(AGE_NAMES, organ.by_age, strict=True)) == {
            "30 天以内": 1, "31 至 90 天": 1, "91 天至一年": 0, "一年以上": 1, "日期不明": 0
        }  # fmt: skip
        none = counted(session, {"青禾县水务局"})
        assert none is not None
        assert none.organs == []


class Looks(Event):
    """An event that is set after so many waits for it."""

    def __init__(self, looks: int) -> None:
        super().__init__()
        self._left = looks

    def wait(self, timeout: float | None = None) -> bool:
        if timeout == LOOK_EVERY:
            self._left -= 1
        return self._left < 0


@pytest.mark.parametrize(("later", "counts"), [(1, 1), (11, 2), (24 * 60, 2)])
def test_it_is_counted_anew_where_documents_or_the_day_changed(
    sqlite_store: Store, later: int, counts: int
) -> None:
    policy(sqlite_store, "高龄津贴发放")
    count_all(sqlite_store, lambda: START, Event())
    policy(sqlite_store, "殡葬设施管理")
    count_regularly(sqlite_store, lambda: START + timedelta(minutes=later), Looks(1))
    with sqlite_store.reading() as session:
        found = counted(session, None)
        assert found is not None
        assert found.organs[0].total == counts

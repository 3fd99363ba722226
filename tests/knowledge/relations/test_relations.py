"""How documents are related is found from both sides, and staff have the last word."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from knowledge.database import Store
from knowledge.documents import DocumentId, Version
from knowledge.errors import DecisionRefused, UnknownDocument
from knowledge.identity.similarity import record_fingerprint
from knowledge.outline import ReferenceKind, ReferenceReading
from knowledge.queries import corpus
from knowledge.relations.clauses import FoundBy
from knowledge.relations.decisions import (
    RelationKind,
    Tie,
    add,
    confirm,
    reject,
    withdraw_decision,
)
from knowledge.relations.related import relations_of
from knowledge.relations.settled import Relation, RelationState
from tests.clocks import FrozenClock
from tests.counting import counted
from tests.factories import make_document

NOW = FrozenClock()()
TODAY = date(2026, 11, 22)
OLD, NEW = "青政发〔2020〕1号", "青政发〔2026〕2号"


def names(
    kind: ReferenceKind, title: str | None = None, number: str | None = None
) -> ReferenceReading:
    return ReferenceReading(kind, "《…》", title, number, None, 0, 3)


def seen(store: Store, document: DocumentId) -> dict[tuple[str, str], Relation]:
    """The document's relations by kind and the other's title."""
    with store.reading() as session:
        found = relations_of(session, document)
    assert len({(each.kind, each.other.id) for each in found}) == len(found)
    return {(each.kind.value, each.other.title): each for each in found}


def decide(store: Store, decision: Any, *arguments: Any) -> None:
    with store.writing() as session:
        decision(session, *arguments)


def state_of(store: Store, document: DocumentId) -> tuple[bool, int]:
    """Whether the document has ended, and the store's revision."""
    with store.reading() as session:
        facts = corpus.document_facts(session, [document], TODAY)[document]
        return facts.validity.ended, corpus.revision(session)


@pytest.mark.parametrize(
    ("kind", "active", "passive"),
    [
        (ReferenceKind.INTERPRETS, "interprets", "interpreted_by"),
        (ReferenceKind.REPEALS, "supersedes", "superseded_by"),
        (ReferenceKind.SUPERSEDES, "supersedes", "superseded_by"),
        (ReferenceKind.ENDS_PART, "ends_part", "partly_ended_by"),
        (ReferenceKind.AMENDS, "amends", "amended_by"),
        (ReferenceKind.EXTENDS, "extends", "extended_by"),
        (ReferenceKind.CITES, "cites", "cited_by"),
    ],
)
def test_a_clause_relates_two_documents_from_both_sides(
    store: Store, kind: ReferenceKind, active: str, passive: str
) -> None:
    old = make_document(store, title="临时救助办法", doc_number=OLD)
    new = make_document(store, title="新文件", references=(names(kind, number=OLD),))
    there, back = seen(store, new), seen(store, old)
    assert list(there) == [(active, "临时救助办法")]
    assert list(back) == [(passive, "新文件")]
    for relation in (*there.values(), *back.values()):
        assert (relation.found_by, relation.certain) == (FoundBy.NUMBER, True)
        assert relation.state is RelationState.PROPOSED
        assert relation.evidence is not None
        assert (relation.evidence.document_id, relation.evidence.printed) == (new, "《…》")


def test_a_title_without_its_issuer_relates_offices_that_are_kin_only(store: Store) -> None:
    matter = "关于提高临时救助标准的通知"
    known: dict[str, Any] = {"issuers": ("青禾县民政局",), "region": "青禾县"}
    own = make_document(store, title="青禾县民政局" + matter, **known)
    make_document(
        store, title="解读", references=(names(ReferenceKind.INTERPRETS, matter),), **known
    )
    make_document(
        store,
        title="别县的解读",
        references=(names(ReferenceKind.INTERPRETS, matter),),
        region="临水县",
    )
    assert [title for _, title in seen(store, own)] == ["解读"]
    (relation,) = seen(store, own).values()
    assert (relation.found_by, relation.certain) == (FoundBy.LIKE_TITLE, False)


def test_an_explanation_whose_title_holds_the_policys_is_proposed_with_less_certainty(
    store: Store,
) -> None:
    policy = make_document(store, title="青禾县公共租赁住房管理办法")
    guide = make_document(
        store,
        title="图解",
        references=(names(ReferenceKind.INTERPRETS, "新版青禾县公共租赁住房管理办法要点"),),
    )
    assert not seen(store, policy)["interpreted_by", "图解"].certain
    assert not seen(store, guide)["interprets", "青禾县公共租赁住房管理办法"].certain


@pytest.mark.parametrize("named", ["青禾县民政局", "青禾县财政局", "青禾县民政局等2部门"])
def test_a_title_that_names_one_of_several_joint_issuers_relates_both_ways(
    store: Store, named: str
) -> None:
    matter = "关于调整城乡居民最低生活保障标准的通知"
    notice = make_document(
        store,
        title="青禾县民政局 青禾县财政局" + matter,
        issuers=("青禾县民政局", "青禾县财政局"),
        region="青禾县",
    )
    explains = (names(ReferenceKind.INTERPRETS, named + matter),)
    guide = make_document(store, title="解读", references=explains, region="青禾县")
    make_document(store, title="邻县的解读", references=explains, region="临水县")
    (told,) = seen(store, notice).values()
    assert (told.other.id, told.found_by, told.certain) == (guide, FoundBy.LIKE_TITLE, False)
    (told,) = seen(store, guide).values()
    assert (told.other.id, told.kind) == (notice, RelationKind.INTERPRETS)


def test_an_explanation_that_names_only_words_of_a_title_relates_offices_that_are_kin(
    store: Store,
) -> None:
    known: dict[str, Any] = {"region": "青禾县"}
    policy = make_document(store, title="青禾县公共租赁住房管理办法", **known)
    explains = (names(ReferenceKind.INTERPRETS, "公共租赁住房管理办法"),)
    guide = make_document(store, title="解读", references=explains, **known)
    make_document(store, title="邻县的解读", references=explains, region="临水县")
    assert [each.other.id for each in seen(store, policy).values()] == [guide]
    assert [each.other.id for each in seen(store, guide).values()] == [policy]


def test_a_title_alone_that_fits_several_documents_is_certain_of_none(store: Store) -> None:
    title = "关于做好防汛工作的通知"
    for number in (OLD, NEW):
        make_document(store, title=title, doc_number=number)
    citing = make_document(store, title="方案", references=(names(ReferenceKind.CITES, title),))
    with store.reading() as session:
        told = relations_of(session, citing)
        back = [relations_of(session, each.other.id) for each in told]
    assert [(each.found_by, each.certain) for each in told] == [(FoundBy.TITLE, False)] * 2
    assert [each.certain for (each,) in back] == [False, False]


def test_of_documents_of_one_title_the_one_that_was_there_already_is_meant(store: Store) -> None:
    title = "关于做好防汛工作的通知"
    early = make_document(store, title=title, doc_number=OLD, written_on=date(2020, 5, 1))
    make_document(store, title=title, doc_number=NEW, written_on=date(2026, 5, 1))
    cites = (names(ReferenceKind.CITES, title),)
    citing = make_document(store, title="方案", references=cites, written_on=date(2021, 1, 1))
    with store.reading() as session:
        certain = {each.other.id: each.certain for each in relations_of(session, citing)}
    assert certain.pop(early) is True
    assert list(certain.values()) == [False]


def test_a_notice_and_what_it_carries_are_one_document_to_a_citation(store: Store) -> None:
    make_document(store, title="关于印发救助办法的通知", carried_title="救助办法", doc_number=OLD)
    make_document(store, title="救助办法")
    citing = make_document(
        store, title="方案", references=(names(ReferenceKind.CITES, "救助办法"),)
    )
    with store.reading() as session:
        assert [each.certain for each in relations_of(session, citing)] == [True, True]


def test_long_titles_of_many_explanations_ask_for_no_more_than_a_database_takes(
    store: Store,
) -> None:
    title = "关于进一步加强和改进全县公共租赁住房分配使用管理工作的实施意见和办法的补充通知"
    policy = make_document(store, title="全县公共租赁住房分配使用管理工作的实施意见")
    explains = tuple(
        names(ReferenceKind.INTERPRETS, f"{number}{title * 2}") for number in range(100, 130)
    )
    guide = make_document(store, title="解读", references=explains)
    assert [each.other.id for each in seen(store, guide).values()] == [policy]


def test_a_notice_carries_the_document_that_is_stored_by_itself_too(store: Store) -> None:
    notice = make_document(store, title="关于印发救助办法的通知", carried_title="救助办法")
    own = make_document(store, title="救助办法")
    make_document(store, title="关于印发住房办法的通知", carried_title="住房办法")
    assert list(seen(store, notice)) == [("carries", "救助办法")]
    assert list(seen(store, own)) == [("carried_by", "关于印发救助办法的通知")]


def test_nearly_the_same_text_under_the_same_title_is_a_repost(store: Store) -> None:
    clauses = [f"第{n}条　{chr(0x4E00 + n * 31)}项补贴每月发放，由乡镇受理。" for n in range(30)]
    one, two, other = (
        make_document(store, text, title=title)
        for text, title in (
            (clauses, "补贴办法"),
            (clauses[:29], "补贴办法"),
            (clauses[1:], "另一办法"),
        )
    )
    with store.writing() as session:
        for version in session.scalars(select(Version)).all():
            record_fingerprint(session, version.id, version.text)
    (relation,) = seen(store, one).values()
    assert (relation.kind, relation.other.id) == (RelationKind.REPOSTS, two)
    assert relation.found_by is FoundBy.TEXT
    assert list(seen(store, two)) == [("reposts", "补贴办法")]
    assert seen(store, other) == {}


def test_a_rejected_repeal_no_longer_ends_the_document_until_that_is_taken_back(
    store: Store,
) -> None:
    old = make_document(store, title="救助办法", doc_number=OLD)
    new = make_document(store, title="新", references=(names(ReferenceKind.REPEALS, number=OLD),))
    tie = Tie(old, RelationKind.SUPERSEDED_BY, new)
    assert state_of(store, old) == (True, 2)
    decide(store, reject, tie, "只废止了附件", NOW)
    assert state_of(store, old) == (False, 3)
    relation = seen(store, new)["supersedes", "救助办法"]
    assert (relation.state, relation.why) == (RelationState.REJECTED, "只废止了附件")
    decide(store, withdraw_decision, tie, "核对原文后更正", NOW)
    assert state_of(store, old) == (True, 4)
    assert seen(store, new)["supersedes", "救助办法"].state is RelationState.PROPOSED
    with pytest.raises(DecisionRefused, match="没有可以撤回的决定"):
        decide(store, withdraw_decision, tie, "再撤一次", NOW)


def test_an_added_supersession_ends_the_document_from_its_day_on(store: Store) -> None:
    old = make_document(store, title="救助办法")
    new = make_document(store, title="新救助办法", doc_number=NEW)
    tie = Tie(new, RelationKind.SUPERSEDES, old)
    decide(store, add, tie, "会议纪要", NOW, date(2027, 1, 1))
    assert state_of(store, old)[0] is False
    decide(store, add, tie, "会议纪要", NOW)
    assert state_of(store, old)[0] is True
    with store.reading() as session:
        validity = corpus.document_facts(session, [old], TODAY)[old].validity
    assert validity.successor is not None
    assert (validity.successor.document_id, validity.successor.doc_number) == (new, NEW)
    relation = seen(store, old)["superseded_by", "新救助办法"]
    assert (relation.state, relation.found_by) == (RelationState.ADDED, FoundBy.STAFF)
    assert relation.evidence is None


def test_a_decision_outlasts_a_new_version_that_says_nothing_of_it(store: Store) -> None:
    old = make_document(store, title="救助办法", doc_number=OLD)
    new = make_document(store, title="新", references=(names(ReferenceKind.REPEALS, number=OLD),))
    decide(store, confirm, Tie(new, RelationKind.SUPERSEDES, old), "属实", NOW)
    make_document(store, title="新", document_id=new)
    assert state_of(store, old)[0] is True
    assert seen(store, old)["superseded_by", "新"].state is RelationState.CONFIRMED


def test_what_only_overrides_another_title_ends_it_when_staff_confirm_it(store: Store) -> None:
    old = make_document(store, title="救助规定", doc_number=OLD)
    clause = (names(ReferenceKind.SUPERSEDES, number=OLD),)
    new = make_document(store, title="救助办法", references=clause)
    assert state_of(store, old)[0] is False
    decide(store, confirm, Tie(new, RelationKind.SUPERSEDES, old), "属实", NOW)
    assert state_of(store, old)[0] is True


def test_what_is_told_anew_under_its_own_title_is_ended_by_that(store: Store) -> None:
    old = make_document(store, title="救助办法", doc_number=OLD)
    clause = (names(ReferenceKind.SUPERSEDES, number=OLD),)
    make_document(store, title="救助办法", doc_number=NEW, references=clause)
    assert state_of(store, old)[0] is True


def test_a_decision_that_changes_no_answer_leaves_the_revision(store: Store) -> None:
    one, two = (make_document(store, title=title) for title in ("甲办法", "乙办法"))
    decide(store, add, Tie(one, RelationKind.CITED_BY, two), "同一批", NOW)
    assert state_of(store, one)[1] == 2
    assert list(seen(store, two)) == [("cites", "甲办法")]


def test_decisions_need_a_reason_and_two_documents_that_there_are(store: Store) -> None:
    one, two = (make_document(store, title=title) for title in ("甲办法", "乙办法"))
    with pytest.raises(DecisionRefused, match="理由"):
        decide(store, add, Tie(one, RelationKind.CITES, two), " ", NOW)
    with pytest.raises(DecisionRefused, match="自己"):
        decide(store, add, Tie(one, RelationKind.CITES, one), "理由", NOW)
    with pytest.raises(UnknownDocument):
        decide(store, add, Tie(one, RelationKind.CITES, DocumentId("dnone")), "理由", NOW)
    with store.reading() as session, pytest.raises(UnknownDocument):
        relations_of(session, DocumentId("dnone"))


def test_however_many_relations_there_are_the_statements_stay_the_same(
    sqlite_store: Store,
) -> None:
    store = sqlite_store
    law = make_document(store, title="救助办法", doc_number=OLD)
    clause = (names(ReferenceKind.CITES, number=OLD), names(ReferenceKind.AMENDS, number=OLD))
    costs = []
    for first, last in ((0, 2), (2, 60)):
        for number in range(first, last):
            make_document(store, title=f"第{number}个文件", references=clause)
        with store.reading() as session, counted(session) as statements:
            found = relations_of(session, law)
        assert len(found) == 2 * last
        costs.append(len([each for each in statements if each.startswith("SELECT")]))
    assert costs[0] == costs[1] <= 12

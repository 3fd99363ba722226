"""The keepers' desk on both databases: lists, corrections, validity, relations, drafts, guides."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest

from knowledge.database import Store
from knowledge.documents import DocumentId
from knowledge.ingesting.ingestion import ingest_source
from knowledge.queries.corpus import document_facts
from knowledge.queries.expiring import Span, count_expiring, list_expiring
from knowledge.queries.listings import Wanted, count_documents, list_documents
from knowledge.queries.proposals import list_proposals
from knowledge.relations.decisions import RelationKind
from knowledge.sources import SourceFile
from knowledge.validity import ValidityState
from service.keeping import gate
from service.keeping.documents import (
    Asked,
    Edits,
    Seen,
    correct_document,
    kept_document,
    withdraw_document,
)
from service.keeping.draft_editing import correct_draft
from service.keeping.draft_views import draft_view
from service.keeping.drafts import count_drafts, list_drafts
from service.keeping.errors import DocumentChanged, KeepingRefused, NotKept
from service.keeping.guides import list_guides
from service.keeping.interpretations import list_uninterpreted
from service.keeping.negative_terms import add_terms
from service.keeping.reach import Reach, reach_of
from service.keeping.records import DraftState
from service.keeping.relations import Decided, Decision, decide
from service.keeping.uploads import add_drafts, drafts_of, uploaded
from service.keeping.validity import Order, ValidityAct, carry_out, preview
from service.replies.checking import PublicAttribute
from service.staff.actors import Actor
from service.staff.roles import Role
from tests.clocks import START
from tests.service.console.test_document_pages import OTHER, OWN, TEXT
from tests.staff import make_actor, make_organ

TODAY = START.date()
ALL = Reach(None)


def document(store: Store, number: int, issuer: str = OWN, more: str = "") -> DocumentId:
    words = TEXT.format(title=f"{issuer}关于{number}号事项的通知", number=number, issuer=issuer)
    source = SourceFile(f"/文件/{number}.txt", f"{number}.txt", (words + more).encode())
    document_id = ingest_source(store, source, START).document_id
    assert document_id is not None
    return document_id


def everything(_session: object) -> Reach:
    return ALL


def seen(store: Store, document_id: DocumentId) -> Seen:
    with store.reading() as session:
        return kept_document(session, ALL, document_id, TODAY).seen


@pytest.fixture
def handler(store: Store) -> Actor:
    with store.writing() as session:
        return make_actor(session, "handler", Role.HANDLER)


@pytest.fixture
def publisher(store: Store) -> Actor:
    with store.writing() as session:
        return make_actor(session, "publisher", Role.PUBLISHER)


def test_a_list_holds_what_one_keeps_and_pages_go_on(store: Store, handler: Actor) -> None:
    own = {document(store, number) for number in range(5)}
    document(store, 10, OTHER)
    with store.reading() as session:
        names = reach_of(session, handler, None).names
        wanted = Wanted(issued_by=names)
        assert count_documents(session, wanted) == 5
        first = list_documents(session, wanted, TODAY, 3)
        second = list_documents(session, wanted, TODAY, 3, first.last)
        assert {facts.id for facts in (*first.documents, *second.documents)} == own
        nobody = reach_of(session, Actor(handler.kind, "无单位", 9, handler.roles), None)
        assert count_documents(session, Wanted(issued_by=nobody.names)) == 0


def test_of_two_corrections_of_one_state_one_is_made(store: Store, publisher: Actor) -> None:
    document_id = document(store, 20)
    shown = seen(store, document_id)
    done: list[str] = []

    def correct(topic: str) -> None:
        edits = Edits({"topic": topic}, (), "核对过")
        try:
            correct_document(store, publisher, document_id, edits, shown, everything, START)
            done.append(topic)
        except DocumentChanged:
            done.append("")

    threads = [threading.Thread(target=correct, args=(topic,)) for topic in ("甲", "乙")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(map(bool, done)) == [False, True]
    with store.writing() as session, pytest.raises(DocumentChanged):
        withdraw_document(session, publisher, ALL, Asked(document_id, shown, "晚了"), START)


def test_terms_end_in_order_and_an_extension_takes_effect(store: Store, publisher: Actor) -> None:
    ids = [document(store, number) for number in (30, 31)]
    last = TODAY.replace(year=2027, month=12, day=31)
    span = Span(last - timedelta(days=30), last)
    with store.reading() as session:
        assert count_expiring(session, span) == 2
        found, after = list_expiring(session, span, TODAY, 1)
        more, end = list_expiring(session, span, TODAY, 1, after)
        assert sorted(each.facts.id for each in (*found, *more)) == sorted(ids)
        assert end is None
        order = Order(ValidityAct.EXTEND, last.replace(year=2029))
        effect = preview(session, ALL, ids[0], order, START, TODAY)
        assert effect.after[0][1].state is ValidityState.EXTENDED
    asked = Asked(ids[0], seen(store, ids[0]), "继续执行")
    carry_out(store, publisher, asked, order, everything, START, TODAY)
    with store.reading() as session:
        assert count_expiring(session, span) == 1
        assert count_expiring(session, Span(span.first, span.last, frozenset({OTHER}))) == 0


def test_a_proposed_relation_is_decided_once(store: Store, publisher: Actor) -> None:
    old = document(store, 40)
    new = document(store, 41, more="\n《40号事项的通知》（青民发〔2026〕40号）同时废止。\n")
    with store.reading() as session:
        (proposal,), _ = list_proposals(session, frozenset({OWN}), 25)
        assert (proposal.document.id, proposal.relation.other.id) == (new, old)
        assert list_proposals(session, frozenset({OTHER}), 25) == ([], None)
    decided = Decided(new, RelationKind.SUPERSEDES, old, Decision.REJECT, "写错了")
    with store.writing() as session:
        decide(session, publisher, ALL, decided, START)
    with store.reading() as session:
        assert list_proposals(session, None, 25)[0] == []
        assert document_facts(session, [old], TODAY)[old].validity.state is ValidityState.IN_FORCE


def test_policies_and_guides_are_checked(store: Store) -> None:
    policy = document(store, 50)
    words = f"低保办事指南\n\n受理单位：镇政府。\n\n办理流程：现场。\n\n{OWN}\n\n2026年1月1日\n"
    ingest_source(store, SourceFile("/文件/指南.txt", "指南.txt", words.encode()), START)
    with store.reading() as session:
        wanting, _ = list_uninterpreted(session, Wanted(), TODAY, None)
        assert [each.facts.id for each in wanting] == [policy]
        (guide,), _ = list_guides(session, Wanted(), TODAY, 10, None, lacking=True)
        assert "办理时限" in guide.missing
        assert "受理单位" not in guide.missing


def test_a_draft_comes_through_the_gate_with_its_corrections(
    store: Store, handler: Actor, publisher: Actor
) -> None:
    words = TEXT.format(title=f"{OWN}关于60号事项的通知", number=60, issuer=OWN)
    drafts = drafts_of([uploaded("60.txt", words.encode())], handler, START)
    with store.writing() as session:
        (draft_id,) = add_drafts(session, handler, drafts, START)
        other = make_organ(session, OTHER).id
        signer = make_actor(session, "signer", Role.HANDLER)
        signer = Actor(signer.kind, signer.name, signer.user_id, signer.roles, other)

    def now() -> Seen:
        with store.reading() as session:
            return draft_view(session, publisher, draft_id).seen

    with store.writing() as session:
        add_terms(session, publisher, ["高龄津贴证"], "试", START)
        correct_draft(session, handler, draft_id, {"topic": "养老"}, (), Seen(1, 0), START)
    with store.reading() as session, pytest.raises(NotKept):
        draft_view(session, signer, draft_id)
    with store.reading() as session:
        assert draft_view(session, handler, draft_id).negative == ("高龄津贴证",)
    public = PublicAttribute.PUBLIC
    steps = [
        lambda session: gate.hand_in(session, handler, draft_id, public, [other], now(), START),
        lambda session: gate.review_secrecy(
            session, publisher, draft_id, "", now(), START, passed=True
        ),
        lambda session: gate.countersign(session, signer, draft_id, "", now(), START, passed=True),
    ]
    for step in steps:
        with pytest.raises(KeepingRefused):
            gate.publish(store, publisher, draft_id, now(), lambda: START)
        with store.writing() as session:
            step(session)
    outcome = gate.publish(store, publisher, draft_id, now(), lambda: START)
    assert outcome.document_id is not None
    with store.reading() as session:
        kept = kept_document(session, ALL, outcome.document_id, TODAY)
        (topic,) = [field.value for field in kept.read.fields if field.name == "topic"]
        assert topic == "养老"
        assert count_drafts(session, handler)[DraftState.PUBLISHED] == 1
        (listed,), _ = list_drafts(session, handler, DraftState.PUBLISHED, 10, None)
        assert listed.document_id == outcome.document_id

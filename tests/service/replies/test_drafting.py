"""Drafts: each kept, verbatim, with a second person and a check before anything goes out."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from knowledge.database import Store
from service.consultations.records import Consultation
from service.replies.checking import (
    EFFECTS,
    GUARDS,
    CheckForm,
    Countersigning,
    PublicAttribute,
    SecrecyReview,
    record_check,
)
from service.replies.drafting import drafts_of, latest_draft, save_draft
from service.replies.errors import (
    CheckMissing,
    ClauseChanged,
    DrafterMayNot,
    DraftMissing,
    NotInCharge,
    NotVerbatim,
    TextChanged,
    TextLocked,
    TextRefused,
)
from service.replies.outcomes import TEMPLATES, ReplyOutcome
from service.replies.reading import reply_of
from service.staff.actors import CITIZEN
from service.staff.records import AuditEntry
from tests.clocks import START
from tests.service.replies.cases import (
    CLAUSES,
    HANDLER,
    OTHER_HANDLER,
    PUBLISHER,
    REVIEWER,
    cited,
    consultation,
    policy,
    wording,
)

QUOTE = "凭身份证到户籍所在地镇人民政府补办，当场办结，不收费。"
CLEAN = CheckForm(PublicAttribute.PUBLIC, SecrecyReview.CLEAR, Countersigning.NOT_NEEDED)


def save(store, case, words, expected=0, actor=HANDLER):
    with store.writing() as session:
        return save_draft(session, actor, case, words, expected, START).number


def guard(store, name, case, actor):
    with store.writing() as session:
        GUARDS[name](session, session.get_one(Consultation, case), actor, START)


def check(store, case, form=CLEAN, actor=PUBLISHER):
    with store.writing() as session:
        return record_check(session, actor, latest_draft(session, case).id, form, START).passed


def test_a_draft_keeps_its_citation_with_clause_version_and_validity_then(store: Store) -> None:
    case = consultation(store)
    document = policy(store, doc_number="青民发〔2026〕1号")
    save(store, case, wording(cited(store, document, QUOTE)))
    with store.reading() as session:
        draft = latest_draft(session, case)
        [citation] = draft.citations
    assert (draft.author, draft.number, draft.saved_at) == ("承办甲", 1, START)
    assert (citation.cited.document_id, citation.cited.version) == (document, 1)
    assert citation.cited.quote == QUOTE
    assert citation.locator == "第2段"
    assert (citation.doc_number, citation.validity) == ("青民发〔2026〕1号", "待核实")
    assert citation.cited_on == date(2026, 11, 22)


def test_every_save_is_kept_and_a_stale_one_is_told_who_was_first(store: Store) -> None:
    case = consultation(store)
    assert save(store, case, wording()) == 1
    assert save(store, case, wording(conclusion="不能补办。"), 1, OTHER_HANDLER) == 2
    with pytest.raises(TextChanged, match="承办乙 已在您之后保存了第 2 稿"):
        save(store, case, wording(), 1)
    with store.reading() as session:
        kept = [(each.number, each.author) for each in drafts_of(session, case)]
    assert kept == [(2, "承办乙"), (1, "承办甲")]


def test_who_only_helps_does_not_write_the_reply(sqlite_store: Store) -> None:
    case = consultation(sqlite_store)
    assert save(sqlite_store, case, wording()) == 1
    helping = replace(OTHER_HANDLER, organ_id=2)
    with pytest.raises(NotInCharge, match="协办意见"):
        save(sqlite_store, case, wording(conclusion="不能补办。"), 1, helping)
    with sqlite_store.reading() as session:
        assert [each.author for each in drafts_of(session, case)] == ["承办甲"]


def test_of_two_who_save_at_once_one_is_refused(store: Store) -> None:
    case = consultation(store)

    def attempt(actor):
        try:
            return save(store, case, wording(), 0, actor)
        except TextChanged as error:
            return error

    with ThreadPoolExecutor(2) as pool:
        ended = list(pool.map(attempt, (HANDLER, OTHER_HANDLER)))
    assert sorted(each == 1 for each in ended) == [False, True]


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"conclusion": "  "}, "conclusion"),
        ({"conclusion": "〔可以、不可以或具体标准〕。"}, "conclusion"),
        ({"conclusion": "可以。\x00"}, "conclusion"),
        ({"organ": ""}, "organ"),
        ({"phone": "找王科长"}, "phone"),
        ({"way": "远" * 2001}, "way"),
        ({"outcome": ReplyOutcome.RULED}, "citations"),
    ],
)
def test_a_field_that_cannot_be_kept_is_named(sqlite_store: Store, changed, field) -> None:
    case = consultation(sqlite_store)
    with pytest.raises(TextRefused) as refused:
        save(sqlite_store, case, wording(**changed))
    assert refused.value.field == field


@pytest.mark.parametrize("outcome", ReplyOutcome)
def test_a_template_is_not_kept_until_it_is_filled_in(sqlite_store: Store, outcome) -> None:
    case = consultation(sqlite_store)
    template = TEMPLATES[outcome]
    words = wording(outcome=outcome, conclusion=template.conclusion, way=template.way)
    with pytest.raises(TextRefused, match="没填"):
        save(sqlite_store, case, words)


def test_a_citation_must_be_verbatim_and_of_the_newest_words(sqlite_store: Store) -> None:
    case = consultation(sqlite_store)
    document = policy(sqlite_store)
    true = cited(sqlite_store, document, QUOTE)
    for false in (
        replace(true, quote=QUOTE.replace("不收费", "收费")),
        replace(true, start=true.start + 1, end=true.end + 1),
        replace(true, version=7),
        replace(true, start=-3),
        replace(true, document_id="d-none"),
    ):
        with pytest.raises(NotVerbatim, match="第 1 条依据"):
            save(sqlite_store, case, wording(false))
    changed = (CLAUSES[0], CLAUSES[1].replace("当场", "三日内"), CLAUSES[2])
    policy(sqlite_store, changed, document_id=document)
    with pytest.raises(ClauseChanged, match="已有新版本"):
        save(sqlite_store, case, wording(true))


def test_what_was_reviewed_can_no_longer_be_written(sqlite_store: Store) -> None:
    case = consultation(sqlite_store, state="答复待审")
    with pytest.raises(TextLocked, match="退回修改"):
        save(sqlite_store, case, wording())


def test_nobody_reviews_or_publishes_what_they_had_a_hand_in(sqlite_store: Store) -> None:
    case = consultation(sqlite_store)
    with pytest.raises(DraftMissing):
        guard(sqlite_store, "送审", case, HANDLER)
    save(sqlite_store, case, wording(), 0, OTHER_HANDLER)
    save(sqlite_store, case, wording(), 1, HANDLER)
    guard(sqlite_store, "送审", case, HANDLER)
    for drafter in (HANDLER, OTHER_HANDLER, CITIZEN):
        for move in ("审核通过", "答复"):
            with pytest.raises(DrafterMayNot):
                guard(sqlite_store, move, case, drafter)
        with pytest.raises(DrafterMayNot):
            check(sqlite_store, case, actor=drafter)
    guard(sqlite_store, "审核通过", case, REVIEWER)


def test_nothing_goes_out_without_a_check_that_it_passed(store: Store) -> None:
    case = consultation(store)
    save(store, case, wording())
    with pytest.raises(CheckMissing, match="还没有登记"):
        guard(store, "答复", case, PUBLISHER)
    secret = replace(CLEAN, secrecy=SecrecyReview.CLASSIFIED)
    with pytest.raises(TextRefused, match="写明意见"):
        check(store, case, secret)
    assert not check(store, case, replace(secret, words="涉及内部数据"))
    with pytest.raises(CheckMissing, match="没有通过"):
        guard(store, "答复", case, PUBLISHER)
    assert check(store, case)
    guard(store, "答复", case, PUBLISHER)
    with store.reading() as session:
        row = session.get_one(Consultation, case)
        assert reply_of(session, row) is None
        entries = session.scalars(select(AuditEntry).order_by(AuditEntry.seq)).all()
        assert [each.action for each in entries] == ["保密审查", "保密审查"]
        assert entries[1].subject == f"consultation:{row.number}"
    save(store, case, wording(conclusion="又改了。"), 1)
    with pytest.raises(CheckMissing):  # the check was of the draft before
        guard(store, "答复", case, PUBLISHER)


def test_the_reply_is_what_was_sent_not_what_is_drafted_again(store: Store) -> None:
    case = consultation(store)
    save(store, case, wording())
    with store.writing() as session:
        EFFECTS["答复"](session, session.get_one(Consultation, case), PUBLISHER, START)
    save(store, case, wording(conclusion="重办时的新稿。"), 1)
    with store.reading() as session:
        reply = reply_of(session, session.get_one(Consultation, case))
    assert (reply.number, reply.released_at) == (1, START)

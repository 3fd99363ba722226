"""A reply's way into the knowledge and out of it again, through the real path of a question."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from indexer.build import build_index, update_index
from indexer.refresh import IndexReader
from knowledge.comparing.differences import WordsKind
from knowledge.database import Store
from knowledge.ingesting.ingestion import ingest_paths
from knowledge.relations.decisions import RelationKind
from knowledge.relations.related import relations_of
from knowledge.relying.faults import FaultKind
from knowledge.verification import verify_all
from service.answering.answer import AskRequest, BesideKind, Outcome
from service.answering.understanding import Fixed
from service.apps import create_app
from service.config import Settings
from service.consultations.records import Consultation
from service.replies.checking import (
    EFFECTS,
    CheckForm,
    Countersigning,
    PublicAttribute,
    SecrecyReview,
    record_check,
)
from service.replies.drafting import save_draft
from service.replies.errors import (
    CheckMissing,
    DrafterMayNot,
    NothingToConfirm,
    PersonalDataLeft,
    PublicationRefused,
)
from service.replies.evidence import find_evidence
from service.replies.outcomes import ReplyOutcome
from service.replies.pairs import latest_pair, propose_pair, save_pair
from service.replies.publishing import approve_pair, published_of, withdraw_pair
from service.replies.watching import confirm_answer, held_answers
from service.staff.records import AuditEntry
from service.wiring import Office
from tests.clocks import FrozenClock
from tests.policies import IN_OTHER_WORDS, POLICY, PUBLIC_QUESTION, repeal
from tests.service.replies.cases import HANDLER, OTHER_HANDLER, PUBLISHER, consultation, wording

REPEAL = repeal("2026年11月20日", "2026年11月23日")
QUESTION = "我叫王建国，住向阳村3组12号，孩子把我家的低保本弄丢了，补一个得交几块钱？"
CLEAN = CheckForm(PublicAttribute.PUBLIC, SecrecyReview.CLEAR, Countersigning.NOT_NEEDED)
TODAY = date(2026, 11, 22)


class Story:
    """An office with one policy, and the steps that its people take."""

    def __init__(self, office: Office, folder, clock: FrozenClock) -> None:
        self.office, self.folder, self.clock = office, folder, clock
        self.store = office.store

    def ingest(self, name: str, text: str) -> None:
        (self.folder / name).write_text(text, encoding="utf-8")
        assert not ingest_paths(self.store, [self.folder], self.clock).failed
        self.index()

    def index(self) -> None:
        update_index(self.store, self.office.settings.index_folder)

    def ask(self, question: str):
        return self.office.answers.ask(AskRequest(question)).answer

    def reply(self) -> int:
        """A consultation that is answered with the policy's clause; returns its id."""
        case = consultation(self.store, QUESTION)
        with self.store.reading() as session:
            found = find_evidence(session, self.office, "最低生活保障证遗失 换发 费用")
            [evidence] = [each for each in found if "不收取费用" in each.text]
        assert evidence.refused == ""
        words = wording(
            evidence.cited,
            conclusion="低保本丢了可以补办，不收取任何费用，当场就能办好。",
            way="请王建国先生带身份证到户籍所在地镇人民政府补办。",
        )
        with self.store.writing() as session:
            save_draft(session, HANDLER, case, words, 0, self.clock())
            EFFECTS["答复"](session, session.get_one(Consultation, case), PUBLISHER, self.clock())
        return case

    def edit(self, case: int, expected: int = 0, actor=HANDLER, **changed) -> None:
        with self.store.writing() as session:
            form = propose_pair(session, case, TODAY).form
            words = replace(form.wording, way="请带身份证到户籍所在地镇人民政府补办。")
            form = replace(form, question=PUBLIC_QUESTION, wording=words, **changed)
            save_pair(session, actor, case, form, expected, self.clock())

    def check(self, case: int) -> None:
        with self.store.writing() as session:
            pair = latest_pair(session, case)
            record_check(session, PUBLISHER, pair.id, CLEAN, self.clock())

    def approve(self, case: int, expected: int = 1, actor=PUBLISHER):
        with self.store.writing() as session:
            return approve_pair(session, actor, case, expected, self.clock())

    def published(self) -> int:
        case = self.reply()
        self.edit(case)
        self.check(case)
        self.approve(case)
        self.index()
        return case

    def held(self):
        with self.store.reading() as session:
            return held_answers(session, TODAY)

    def confirm(self, case: int, seen, why: str = "新文件保留了这一规定") -> None:
        with self.store.writing() as session:
            confirm_answer(session, PUBLISHER, case, seen, why, self.clock())

    def page_of(self, case: int) -> str:
        """The page of the document that the case's answer is."""
        with self.store.reading() as session:
            document_id = published_of(session, case).document_id
        client = create_app(self.office).test_client()
        return client.get(f"/documents/{document_id}", follow_redirects=True).get_data(True)

    def answered_from(self, answer, case: int) -> bool:
        with self.store.reading() as session:
            document_id = published_of(session, case).document_id
        return any(each.document_id == document_id for each in answer.citations)


@pytest.fixture
def opened(office: Office, tmp_path) -> Callable[[Store], Story]:
    """Opens an office over a store of its own; what is learned and known is shared, to be quick."""

    def opened(store: Store) -> Story:
        folder = tmp_path / "files"
        folder.mkdir()
        clock = FrozenClock()
        settings = Settings(home=tmp_path / "home")
        (folder / "policy.txt").write_text(POLICY, encoding="utf-8")
        assert not ingest_paths(store, [folder], clock).failed
        build_index(store, settings.index_folder)
        shipped = office.answers.understanding.shipped
        seeker = replace(shipped.seeker, indexes=IndexReader(settings.index_folder))
        own = Fixed(replace(shipped, seeker=seeker))
        answers = replace(office.answers, store=store, clock=clock, understanding=own)
        own = replace(office, settings=settings, clock=clock, store=store, answers=answers)
        return Story(own, folder, clock)

    return opened


@pytest.fixture
def story(sqlite_store: Store, opened: Callable[[Store], Story]) -> Story:
    return opened(sqlite_store)


@pytest.fixture
def told_twice(store: Store, opened: Callable[[Store], Story]) -> Story:
    """The same on both databases."""
    return opened(store)


def test_a_reply_becomes_an_answer_and_leaves_with_what_it_cites(told_twice: Story) -> None:
    story = told_twice
    case = story.published()
    answer = story.ask(IN_OTHER_WORDS)
    assert answer.outcome is Outcome.ANSWERED
    assert story.answered_from(answer, case)
    [citation] = answer.citations
    assert (citation.issuer, citation.locator) == ("青禾县民政局", "第1问")
    assert "王建国" not in answer.answer.quote
    [basis] = answer.beside
    assert basis.kind is BesideKind.BASIS
    assert basis.citation.doc_number == "青民规〔2026〕1号"
    assert "不收取费用" in basis.text
    assert story.held() == []

    story.ingest("repeal.txt", REPEAL)
    assert story.answered_from(story.ask(IN_OTHER_WORDS), case)  # it ends tomorrow
    story.clock.advance(timedelta(days=1))
    assert not story.answered_from(story.ask(IN_OTHER_WORDS), case)
    with story.store.reading() as session:
        [held] = held_answers(session, TODAY + timedelta(days=1))
    [failed] = held.failed
    assert failed.fault.kind is FaultKind.ENDED
    assert "青民规〔2026〕9号" in failed.fault.told
    with pytest.raises(NothingToConfirm):
        story.confirm(case, ["something else"])
    assert "核对之前不用它作答" in story.page_of(case)
    story.confirm(case, held.seen)
    assert story.answered_from(story.ask(IN_OTHER_WORDS), case)
    assert "核对之前不用它作答" not in story.page_of(case)
    with story.store.reading() as session:
        assert held_answers(session, TODAY + timedelta(days=1)) == []
        actions = session.scalars(select(AuditEntry.action).order_by(AuditEntry.seq)).all()
    assert actions == ["保密审查", "公布问答", "确认问答仍然有效"]


def test_a_changed_clause_holds_the_answer_back_and_the_queue_tells_its_words(story: Story) -> None:
    case = story.published()
    story.ingest("policy.txt", POLICY.replace("每三年换发", "每五年换发"))
    assert story.answered_from(story.ask(IN_OTHER_WORDS), case)  # another clause
    story.ingest("policy.txt", POLICY.replace("不收取费用", "收取工本费5元"))
    assert not story.answered_from(story.ask(IN_OTHER_WORDS), case)
    [held] = story.held()
    [failed] = held.failed
    assert failed.fault.kind is FaultKind.CLAUSE_CHANGED
    came = "".join(each.text for each in failed.fault.words if each.kind is WordsKind.ADDED)
    assert "工本费5元" in came
    # Corrected by a new text that cites the new clause, it answers again without a confirmation.
    with story.store.reading() as session:
        found = find_evidence(session, story.office, "最低生活保障证遗失 换发 费用")
        [new] = [each.cited for each in found if "工本费5元" in each.text]
        form = propose_pair(session, case, TODAY).form
    words = replace(form.wording, conclusion="补办要交工本费5元。", citations=(new,))
    with story.store.writing() as session:
        save_pair(session, HANDLER, case, replace(form, wording=words), 1, story.clock())
    story.check(case)
    story.approve(case, 2)
    story.index()
    answer = story.ask(IN_OTHER_WORDS)
    assert story.answered_from(answer, case)
    assert answer.citations[0].version == 2
    assert "5元" in answer.answer.text
    assert story.held() == []


def test_a_published_answer_is_a_document_like_any(story: Story) -> None:
    case = story.published()
    with story.store.reading() as session:
        document_id = published_of(session, case).document_id
        [tie] = [
            each for each in relations_of(session, document_id) if each.kind is RelationKind.CITES
        ]
        assert tie.other.doc_number == "青民规〔2026〕1号"
        assert tie.certain
    assert list(verify_all(story.store, [document_id])) == []
    with story.store.writing() as session:
        withdraw_pair(session, PUBLISHER, case, "口径有误", story.clock())
    assert not story.answered_from(story.ask(IN_OTHER_WORDS), case)
    story.edit(case, 1)
    story.check(case)
    story.approve(case, 2)
    story.index()
    answer = story.ask(IN_OTHER_WORDS)
    assert story.answered_from(answer, case)
    assert answer.citations[0].validity.until == TODAY + timedelta(days=365)


def test_nothing_is_published_by_one_person_unchecked_or_with_personal_data(story: Story) -> None:
    case = story.reply()
    with story.store.reading() as session:
        proposal = propose_pair(session, case, TODAY)
    assert "王建国" not in proposal.form.question + proposal.form.wording.way
    assert {each.words for each in proposal.found} >= {"王建国", "向阳村3组12号"}
    story.edit(case)
    with pytest.raises(DrafterMayNot):
        story.approve(case, actor=HANDLER)
    with pytest.raises(CheckMissing):
        story.approve(case)
    with story.store.writing() as session:
        form = propose_pair(session, case, TODAY).form
        words = replace(
            form.wording,
            conclusion="王建国，补办不用交钱。",
            way="请找李秀英女士办理，电话13800138000。",
            organ="县民政局 13900139000",
            phone="13700137000",
        )
        save_pair(session, OTHER_HANDLER, case, replace(form, wording=words), 1, story.clock())
    story.check(case)
    with pytest.raises(
        PersonalDataLeft, match=r"王建国.*李秀英.*13800138000.*13900139000.*13700137000"
    ):
        story.approve(case, 2)
    with story.store.writing() as session:
        none = replace(form.wording, outcome=ReplyOutcome.NOT_RULED, citations=())
        save_pair(session, HANDLER, case, replace(form, wording=none), 2, story.clock())
    story.check(case)
    with pytest.raises(PublicationRefused, match="依据"):
        story.approve(case, 3)
    with story.store.reading() as session:
        assert published_of(session, case) is None

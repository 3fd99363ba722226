"""The way of a question: read, mask, screen, retrieve, extract, judge, decide, record."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy.orm import Session

from indexer.analysis import Analyzer, QuestionTerms
from indexer.engine import SearchIndex
from indexer.errors import SearchIndexError
from indexer.general_language import GeneralLanguage
from indexer.spelling import Speller
from knowledge.clock import Clock, day_in_china
from knowledge.database import Store
from knowledge.queries.findings import DocumentFacts
from service import messages
from service.answering.answer import Answer, AskRequest, AskResult, Outcome
from service.answering.circumstances import Inquiry
from service.answering.conversations import (
    Turn,
    known_conversation,
    new_conversation,
    recent_turns,
    remember,
)
from service.answering.deciding import Thresholds, decide
from service.answering.errors import SearchUnavailable
from service.answering.followups import listen
from service.answering.judging import Judge
from service.answering.models import HAND_SET, Models
from service.answering.opening import NAMED, named_documents, open_document
from service.answering.question import read_question, read_region
from service.answering.records import record_answer
from service.answering.regions import admitted_documents
from service.answering.retrieval import (
    SAME_DOCUMENT,
    IndexSource,
    Rarity,
    Retrieved,
    retrieve,
)
from service.answering.screening import Screen

#: What masking leaves in place of a number: no word that could be searched.
_UNSEARCHED = re.compile(r"〔(身份证号|电话|银行卡号)〕")


@dataclass(frozen=True)
class Sought:
    """A question understood, and the passages found for it; `terms` are its own words alone."""

    terms: QuestionTerms
    inquiry: Inquiry
    found: Retrieved


@dataclass(frozen=True)
class Answers:
    """Answers questions; safe to share between threads, to be opened after a fork."""

    store: Store
    indexes: IndexSource
    analyzer: Analyzer
    speller: Speller
    language: GeneralLanguage
    judge: Judge
    screen: Screen
    mask: Callable[[str], str]
    thresholds: Thresholds
    clock: Clock
    retention: timedelta
    models: Models = HAND_SET

    def ask(self, request: AskRequest) -> AskResult:
        """Answer one question and keep the answer.

        Raises QuestionRefused where it cannot be asked, SearchUnavailable where no index is.
        """
        question = self.mask(read_question(request.question))
        region = read_region(request.region)
        now = self.clock()
        with self.store.reading() as session:
            conversation = known_conversation(session, request.conversation, now)
            turns = recent_turns(session, conversation, now)
            answer = self._redirected(question) or self._mended(
                session, question, turns, region, day_in_china(now)
            )
        conversation = conversation or new_conversation()
        with self.store.writing() as session:
            kept_region = self.mask(region) if region else None
            answer_id = record_answer(session, answer, question, kept_region, now, self.retention)
            turn = Turn(question, answer.answer.text if answer.answer else "", _quoted(answer))
            remember(session, conversation, turn, answer.outcome, now)
        return AskResult(answer, conversation, answer_id)

    def begin(self, turns: Sequence[Turn]) -> str:
        """A new conversation in which these turns (oldest first) have been; returns its id."""
        conversation = new_conversation()
        now = self.clock()
        with self.store.writing() as session:
            for turn in turns:
                masked = Turn(self.mask(turn.question), self.mask(turn.answer), turn.document_ids)
                remember(session, conversation, masked, Outcome.ANSWERED, now)
        return conversation

    def _redirected(self, question: str) -> Answer | None:
        redirect = self.screen.redirect(question)
        if redirect is None:
            return None
        return Answer(Outcome.REDIRECTED, confidence=0.0, message=redirect.reply)

    def _mended(
        self,
        session: Session,
        question: str,
        turns: Sequence[Turn],
        region: str | None,
        day: date,
    ) -> Answer:
        """The answer; where there is none, that to the question with its typing errors mended."""
        answer = self._answered(session, question, turns, region, day)
        repair = None if answer.outcome is Outcome.ANSWERED else self.speller.repair(question)
        if repair is None:
            return answer
        second = self._answered(session, repair.text, turns, region, day)
        if second.confidence <= answer.confidence:
            return answer
        told = messages.repaired(repair.changes)
        return replace(second, message="".join(filter(None, (told, second.message))))

    def _answered(
        self,
        session: Session,
        question: str,
        turns: Sequence[Turn],
        region: str | None,
        day: date,
    ) -> Answer:
        opened = open_document(session, question, named_documents(session, question, day))
        if opened is not None:
            return opened
        sought = self.look_up(session, question, turns, region, day)
        judged = self.judge.best(session, sought.inquiry, sought.found, self.thresholds.answered_at)
        return decide(judged, sought.found, sought.terms, self.thresholds)

    def look_up(
        self,
        session: Session,
        question: str,
        turns: Sequence[Turn],
        region: str | None,
        day: date,
    ) -> Sought:
        """What a masked question asks after these turns (newest first), and what was found."""
        named = named_documents(session, question, day)
        index = self._index()
        rarity = Rarity(index.passages, self.language)
        terms = self.analyzer.analyse_question(_UNSEARCHED.sub(" ", question), rarity.share)
        talk = listen(turns, question, self.analyzer)
        searched = talk.searched(terms)
        admitted = admitted_documents(session, region)
        preferred = _preferred(named, turns)
        found = retrieve(session, index, searched, day, admitted, preferred)
        understood = talk.judged(terms, _titles(found))
        inquiry = Inquiry(question, understood, searched, rarity, day, self.models)
        return Sought(terms, inquiry, found)

    def _index(self) -> SearchIndex:
        try:
            return self.indexes.index()
        except SearchIndexError as error:
            raise SearchUnavailable(
                "检索索引还没有建好，请稍后再试；管理员请运行 yihaoda index"
            ) from error


def _preferred(named: Sequence[DocumentFacts], turns: Sequence[Turn]) -> dict[str, float]:
    """What the documents that the question names, or that earlier turns quoted, gain in score."""
    gains = {document: SAME_DOCUMENT for turn in turns for document in turn.document_ids}
    return gains | {str(document.id): NAMED for document in named}


def _titles(found: Retrieved) -> str:
    """The titles of the document found first."""
    if not found.candidates:
        return ""
    document = found.candidates[0].document
    return f"{document.title}\n{document.carried_title or ''}"


def _quoted(answer: Answer) -> tuple[str, ...]:
    return tuple(dict.fromkeys(citation.document_id for citation in answer.citations))

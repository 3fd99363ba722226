"""The way of a question: read, mask, screen, seek, judge, weigh, decide, record."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy.orm import Session

from indexer.analysis import Analyzer
from knowledge.clock import Clock, day_in_china
from knowledge.database import Store
from knowledge.negative_list import negative_list
from service import messages
from service.answering.answer import Answer, AskRequest, AskResult, Outcome
from service.answering.beside import Company, Weighed
from service.answering.choosing import completed
from service.answering.conversations import (
    Turn,
    known_conversation,
    new_conversation,
    recent_turns,
    remember,
)
from service.answering.deciding import Thresholds, decide
from service.answering.explaining import explain
from service.answering.models import HAND_SET, Models
from service.answering.opening import named_documents, open_document, open_of_talk
from service.answering.question import in_chinese, read_question, read_region
from service.answering.records import record_answer
from service.answering.seeking import Asked, Scope, Sought
from service.answering.understanding import Understanding, Understandings

#: What is asked to be ready: a question that every step has something to do for.
REHEARSED = "残疾人护理补贴的标准是每人每月多少元？"


@dataclass(frozen=True)
class Answers:
    """Answers questions; safe to share between threads, to be opened after a fork."""

    store: Store
    understanding: Understandings
    mask: Callable[[str], str]
    thresholds: Thresholds
    clock: Clock
    retention: timedelta
    models: Models = HAND_SET

    @property
    def analyzer(self) -> Analyzer:
        """The analyzer with the shipped words: it cuts texts as that of every office does."""
        return self.understanding.shipped.seeker.analyzer

    def ask(self, request: AskRequest) -> AskResult:
        """Answer one question and keep the answer.

        Raises QuestionRefused where it cannot be asked, SearchUnavailable where no index is.
        """
        now = self.clock()
        with self.store.reading() as session:
            conversation = known_conversation(session, request.conversation, now)
            asked = self._asked(session, request, conversation, now)
            answer = self.reply(session, asked)
        conversation = conversation or new_conversation()
        with self.store.writing() as session:
            region = self.mask(asked.region) if asked.region else None
            answer_id = record_answer(session, answer, asked.question, region, now, self.retention)
            text = answer.answer.text if answer.answer else ""
            turn = Turn(asked.question, text, _quoted(answer))
            remember(session, conversation, turn, answer.outcome, now)
        return AskResult(answer, conversation, answer_id)

    def preview(self, session: Session, request: AskRequest) -> Answer:
        """What `ask` would answer now, of which nothing is kept; raises as `ask` does."""
        now = self.clock()
        conversation = known_conversation(session, request.conversation, now)
        return self.reply(session, self._asked(session, request, conversation, now))

    def _asked(
        self, session: Session, request: AskRequest, conversation: str | None, now: datetime
    ) -> Asked:
        question = self.mask(read_question(request.question))
        turns = recent_turns(session, conversation, now)
        return Asked(question, day_in_china(now), turns, read_region(request.region))

    def rehearse(self) -> None:
        """Answer a question of which nothing is kept, so that the first who asks need not wait.

        Whatever is read or made at the first question is there after it. Raises as `ask` does.
        """
        with self.store.reading() as session:
            self.reply(session, Asked(REHEARSED, day_in_china(self.clock())))

    def begin(self, turns: Sequence[Turn]) -> str:
        """A new conversation in which these turns (oldest first) have been; returns its id."""
        conversation = new_conversation()
        now = self.clock()
        with self.store.writing() as session:
            for turn in turns:
                masked = Turn(self.mask(turn.question), self.mask(turn.answer), turn.document_ids)
                remember(session, conversation, masked, Outcome.ANSWERED, now)
        return conversation

    def reply(self, session: Session, asked: Asked) -> Answer:
        """The answer to a masked question, which is not kept.

        A question that holds a term of the negative list is not answered, and no answer holds one.
        """
        barred = negative_list(session)
        if barred.bars(asked.question):
            return _NOT_PUBLIC
        answer = self._replied(session, asked, self.understanding.at(session))
        return _NOT_PUBLIC if any(barred.bars(words) for words in _said(answer)) else answer

    def _replied(self, session: Session, asked: Asked, understanding: Understanding) -> Answer:
        """The answer, the negative list aside.

        A choice that was asked back for completes the question before. Where nothing answers, the
        question is asked once more with its typing errors mended.
        """
        redirect = understanding.screen.redirect(asked.question)
        if redirect is not None:
            return Answer(
                Outcome.REDIRECTED,
                confidence=0.0,
                message=redirect.reply,
                with_questions=redirect.with_questions,
            )
        if not in_chinese(asked.question):
            return Answer(Outcome.UNANSWERED, confidence=0.0, message=messages.NOT_CHINESE)
        whole = completed(asked.question, asked.turns, understanding.seeker.analyzer)
        if whole is not None:
            answer = self._searched(session, replace(asked, question=whole), understanding)
            return replace(answer, follows=asked.turns[0].question)
        answer = self._searched(session, asked, understanding)
        if answer.outcome is Outcome.ANSWERED:
            return answer
        repair = understanding.speller.repair(asked.question)
        if repair is None:
            return answer
        second = self._searched(session, replace(asked, question=repair.text), understanding)
        if second.confidence <= answer.confidence:
            return answer
        told = messages.repaired(repair.changes)
        return replace(second, message="".join(filter(None, (told, second.message))))

    def look_up(
        self, session: Session, asked: Asked, among: frozenset[str] | None = None
    ) -> Sought:
        """What a masked question asks, and what was found for it, in these documents alone."""
        named = named_documents(session, asked.question, asked.day, asked.region)
        seeker = self.understanding.at(session).seeker
        return seeker.seek(session, asked, named, self.models, among)

    def scope(self, session: Session, region: str | None, among: frozenset[str] | None) -> Scope:
        """Where is looked, for what is found without being asked; raises SearchUnavailable."""
        return self.understanding.at(session).seeker.scope(session, region, among)

    def _searched(self, session: Session, asked: Asked, by: Understanding) -> Answer:
        named = named_documents(session, asked.question, asked.day, asked.region)
        opened = open_document(session, asked.question, named)
        if opened is not None:
            return opened
        sought = by.seeker.seek(session, asked, named, self.models)
        weighed = self._weighed(session, sought, by)
        of_talk = open_of_talk(session, asked.question, asked.turns, asked.day, asked.region)
        answer = of_talk or decide(weighed, sought.found, sought.terms, self.thresholds)
        explanation = explain(sought, weighed, self.thresholds, self.models)
        follows = answer.follows or sought.talk.began_with
        return replace(answer, follows=follows, explanation=explanation)

    def _weighed(self, session: Session, sought: Sought, by: Understanding) -> Weighed | None:
        """The best answer, with what belongs beside it where it is sure enough to be given."""
        at = self.thresholds.answered_at
        judged = by.judge.best(session, sought.inquiry, sought.found, at)
        if judged is None or judged.confidence < at:
            return Weighed(judged) if judged else None
        find_in = partial(by.seeker.seek_in, session, sought)
        return Company(session, by.judge, sought.inquiry, sought.found, find_in).weigh(judged)


#: What is said of matters that are not public.
_NOT_PUBLIC = Answer(Outcome.UNANSWERED, confidence=0.0, message=messages.NOT_PUBLIC)


def _said(answer: Answer) -> Iterator[str]:
    """What an answer tells in the documents' words."""
    if answer.answer is not None:
        yield f"{answer.answer.text}\n{answer.answer.quote}"
    for citation in answer.citations:
        yield f"{citation.title}\n{citation.quote}"


def _quoted(answer: Answer) -> tuple[str, ...]:
    return tuple(dict.fromkeys(citation.document_id for citation in answer.citations))

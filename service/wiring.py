"""The office put together: every part built once and handed what it needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from indexer.analysis import Analyzer, build_analyzer
from indexer.general_language import GeneralLanguage, load_general_language
from indexer.ranking.feature_names import FEATURE_NAMES
from indexer.ranking.matcher import MATCHED_BY
from indexer.refresh import IndexReader
from indexer.spelling import Speller, build_speller
from indexer.vocabulary import Vocabulary, load_vocabulary
from knowledge.clock import Clock, system_clock
from knowledge.database import Store
from knowledge.superseded_rules import load_superseded_rules
from service.answering.confidence import FEATURES as CONFIDENCE_FEATURES
from service.answering.deciding import Thresholds
from service.answering.inquiry import Bearings
from service.answering.judging import Judge
from service.answering.models import Models, PartName, usable_models
from service.answering.names import load_gazetteer
from service.answering.own_matter import OwnMatter
from service.answering.pipeline import Answers
from service.answering.screening import load_screen
from service.answering.seeking import Seeker
from service.answering.span_features import FEATURES as SPAN_FEATURES
from service.answering.subjects import load_subjects
from service.answering.understanding import Understanding
from service.config import Settings, secret_key
from service.consultations.calendar_import import load_shipped_calendars
from service.consultations.citizens import CitizenDesk
from service.consultations.submission import ConsultationDesk
from service.keyed_store import open_ready_store
from service.privacy import mask_personal_numbers
from service.questions.known import KnownQuestions
from service.staff.sessions import SessionLimits, Sessions
from service.vocabulary.sites import OfficeSites
from service.vocabulary.topics import OfficeTopics
from service.vocabulary.understanding import OfficeUnderstanding

#: The features that this program computes for each learned part, in the order of the columns.
LEARNED_FEATURES: Mapping[PartName, tuple[str, ...]] = {
    "matcher": MATCHED_BY,
    "ranker": FEATURE_NAMES,
    "spans": SPAN_FEATURES,
    "confidence": CONFIDENCE_FEATURES,
}


@dataclass(frozen=True)
class Knowhow:
    """What answering takes from the program's own files: the same in every office.

    It holds no connection and no thread, so processes that are forked later can share it.
    """

    vocabulary: Vocabulary
    analyzer: Analyzer
    general: GeneralLanguage
    own_matter: OwnMatter
    judge: Judge
    speller: Speller


def load_knowhow() -> Knowhow:
    """Read the program's files; takes about half a second."""
    vocabulary = load_vocabulary()
    analyzer = build_analyzer(vocabulary)
    general = load_general_language()
    subjects = load_subjects()
    return Knowhow(
        vocabulary,
        analyzer,
        general,
        OwnMatter(analyzer, general, subjects),
        Judge(Bearings(analyzer, load_gazetteer(), subjects), load_superseded_rules()),
        build_speller(analyzer.cut_known, vocabulary),
    )


@dataclass(frozen=True)
class Office:
    """An open office: what asks, what takes consultations, and what both stand on."""

    settings: Settings
    clock: Clock
    store: Store
    index: IndexReader
    answers: Answers
    consultations: ConsultationDesk
    citizens: CitizenDesk
    sessions: Sessions
    questions: KnownQuestions
    understanding: OfficeUnderstanding
    topics: OfficeTopics
    sites: OfficeSites

    def with_models(self, models: Models) -> Office:
        """The same office, answering by these models."""
        return replace(self, answers=replace(self.answers, models=models))

    def close(self) -> None:
        """Close the connections to the store."""
        self.store.dispose()


def _understanding(settings: Settings, index: IndexReader, knowhow: Knowhow) -> OfficeUnderstanding:
    shipped = Understanding(
        Seeker(index, knowhow.analyzer, knowhow.general, knowhow.own_matter),
        knowhow.judge,
        knowhow.speller,
        load_screen(settings.hotline),
    )
    return OfficeUnderstanding(shipped, knowhow.vocabulary, settings)


def open_office(
    settings: Settings, clock: Clock = system_clock, knowhow: Knowhow | None = None
) -> Office:
    """Open the office: the store's schema at the newest revision, the program's calendars in it.

    To be called in the process that answers, after any fork; only `knowhow` may have been loaded
    before. Raises StoreError where the store cannot be used; an index that is missing is no error
    until a question is asked.
    """
    store = open_ready_store(settings)
    load_shipped_calendars(store, clock())
    index = IndexReader(settings.index_folder)
    knowhow = knowhow or load_knowhow()
    understanding = _understanding(settings, index, knowhow)
    answers = Answers(
        store=store,
        understanding=understanding,
        mask=mask_personal_numbers,
        thresholds=Thresholds(settings.answered_at, settings.suggested_at),
        clock=clock,
        retention=timedelta(days=settings.question_retention_days),
        models=usable_models(settings.models_folder, LEARNED_FEATURES, bool(settings.model)),
    )
    desk = ConsultationDesk(store, clock, secret_key(settings), settings.consultation_days)
    limits = SessionLimits(
        timedelta(minutes=settings.session_minutes), timedelta(hours=settings.session_hours)
    )
    citizens = CitizenDesk(store, clock, secret_key(settings))
    sessions = Sessions(store, clock, limits)
    questions = KnownQuestions(store, clock)
    return Office(
        settings=settings,
        clock=clock,
        store=store,
        index=index,
        answers=answers,
        consultations=desk,
        citizens=citizens,
        sessions=sessions,
        questions=questions,
        understanding=understanding,
        topics=OfficeTopics(settings),
        sites=OfficeSites(),
    )

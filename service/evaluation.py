"""Judged questions asked through the real answer path, in a throw-away office."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from indexer.build import build_index
from knowledge.clock import Clock, standing_clock
from knowledge.documents import DocumentId
from knowledge.ingesting.bulk import ingest_texts
from knowledge.ingesting.ingestion import ingest_paths, ingest_source
from knowledge.queries.indexable import passages_for_index
from service.answering.answer import Answer, AskRequest, Outcome
from service.answering.errors import QuestionRefused
from service.answering.models import HAND_SET, Models
from service.config import Settings
from service.judged_sets import JudgedQuestion, JudgedSet, SetError
from service.wiring import Office, open_office

#: Told of each step: what is being done, how much of it is done, and of how much.
Progress = Callable[[str, int, int], None]

#: The day on which the shared sets were judged.
JUDGED_ON = "2026-11-22"

#: Passages listed in a prediction.
LISTED = 100


@dataclass(frozen=True)
class Prediction:
    """What the system said to a question; `documents` and `passages` are ids of the set.

    `seen` says that the models in use were trained on the question.
    """

    question: JudgedQuestion
    outcome: Outcome
    confidence: float
    answer: str
    quote: str
    documents: tuple[str, ...]
    passages: tuple[str, ...]
    seen: bool = False

    def as_json(self) -> dict[str, object]:
        """The line of the predictions file."""
        return {
            "id": self.question.id,
            "outcome": self.outcome.value,
            "confidence": round(self.confidence, 4),
            "answer": self.answer,
            "quote": self.quote,
            "documents": list(self.documents),
            "passages": list(self.passages),
        }


@dataclass(frozen=True)
class SetIds:
    """From the store's ids to those of the set; what is not listed keeps its own.

    Files of the same text are one document here, which has the names of them all.
    """

    documents: Mapping[str, tuple[str, ...]]
    passages: Mapping[int, str]

    def predict(
        self, question: JudgedQuestion, answer: Answer, models: Models = HAND_SET
    ) -> Prediction:
        """The answer, given by these models, in the ids of the set."""
        return Prediction(
            question=question,
            outcome=answer.outcome,
            confidence=answer.confidence,
            answer=answer.answer.text if answer.answer else "",
            quote=answer.answer.quote if answer.answer else "",
            documents=tuple(
                name for each in answer.documents for name in self._names(each, question)
            ),
            passages=tuple(self.passages.get(each, str(each)) for each in answer.passages[:LISTED]),
            seen=question.digest in models.seen,
        )

    def _names(self, document_id: str, question: JudgedQuestion) -> list[str]:
        """Every name of a document, first the one that the question knows it by: each is right."""
        names = self.documents.get(document_id, (document_id,))
        return sorted(names, key=lambda name: name not in question.documents)


@dataclass(frozen=True)
class OpenedSet:
    """A set whose corpus, and nothing else, stands in an office of its own."""

    judged: JudgedSet
    office: Office
    ids: SetIds

    def predict(
        self, progress: Progress, models_for: Callable[[JudgedQuestion], Models] | None = None
    ) -> list[Prediction]:
        """Ask every question, by the office's own models or by those given for the question."""
        predictions = []
        for done, question in enumerate(self.judged.questions, start=1):
            office = self.office.with_models(models_for(question)) if models_for else self.office
            answer = _ask(office, question)
            predictions.append(self.ids.predict(question, answer, office.answers.models))
            progress(f"提问 {self.judged.name}", done, len(self.judged.questions))
        return predictions


def open_sets(
    stack: ExitStack,
    sets: Sequence[JudgedSet],
    settings: Settings,
    as_of: date,
    progress: Progress,
) -> list[OpenedSet]:
    """Every set opened once, in the order of their names; closed with the stack."""
    return [
        OpenedSet(each, *stack.enter_context(opened_set(each, settings, as_of, progress)))
        for each in sorted(sets, key=lambda judged: judged.name)
    ]


@contextmanager
def opened_set(
    judged: JudgedSet, settings: Settings, as_of: date, progress: Progress
) -> Iterator[tuple[Office, SetIds]]:
    """An office in a temporary folder, its store and index built from the set's corpus.

    Raises SetError where a document of the set cannot be read: the figures would be wrong.
    """
    with TemporaryDirectory(prefix="yihaoda-evaluate-") as folder:
        own = settings.model_copy(update={"home": Path(folder), "database_url": ""})
        clock = standing_clock(as_of)
        office = open_office(own, clock)
        try:
            documents = _load(office, judged, clock, progress)
            build_index(
                office.store,
                own.index_folder,
                lambda done, total: progress("建索引", done, total),
                office.answers.analyzer,
            )
            yield office, SetIds(documents, _passage_ids(office, judged))
        finally:
            office.close()


def _load(
    office: Office, judged: JudgedSet, clock: Clock, progress: Progress
) -> dict[str, tuple[str, ...]]:
    """Store the corpus; returns the files' names for each document that came from files."""
    ingest_texts(office.store, judged.given_texts(), clock())
    sources = list(judged.sources())
    for done, (document_id, source) in enumerate(sources, start=1):
        ingest_source(office.store, source, clock(), document_id=DocumentId(document_id))
        progress("入库", done, len(sources))
    report = ingest_paths(
        office.store,
        judged.files(),
        clock,
        lambda done, total, _name: progress("入库", done, total),
    )
    if report.failed:
        first = report.failed[0]
        raise SetError(f"语料里有文件没能入库：{first.name}（{first.reason}）")
    names: dict[str, tuple[str, ...]] = {}
    for outcome in report.outcomes:
        known = names.get(str(outcome.document_id), ())
        names[str(outcome.document_id)] = (*known, Path(outcome.name).name)
    return names


def _passage_ids(office: Office, judged: JudgedSet) -> dict[int, str]:
    """The set's ids of its passages; only a set that gives passages has any."""
    if not judged.gives_passages:
        return {}
    with office.store.reading() as session:
        return {found.id: found.document_id for found in passages_for_index(session)}


def _ask(office: Office, question: JudgedQuestion) -> Answer:
    conversation = office.answers.begin(question.turns) if question.turns else None
    try:
        return office.answers.ask(AskRequest(question.question, conversation)).answer
    except QuestionRefused as refusal:
        return Answer(Outcome.UNANSWERED, confidence=0.0, message=str(refusal))


def claimed(predictions: Sequence[Prediction]) -> list[Prediction]:
    """The predictions that claim an answer."""
    return [each for each in predictions if each.outcome is Outcome.ANSWERED]

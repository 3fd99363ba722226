"""Judged questions asked through the real answer path, in a throw-away office."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from indexer.build import build_index
from knowledge.clock import Clock, standing_clock
from knowledge.documents import DocumentId
from knowledge.errors import KnowledgeError
from knowledge.ingesting.bulk import ingest_texts
from knowledge.ingesting.ingestion import ingest_paths, ingest_source
from knowledge.queries.indexable import passages_for_index
from service.answering.answer import Answer, AskRequest, Outcome
from service.answering.errors import QuestionRefused
from service.answering.models import Models
from service.config import Settings
from service.judged_rows import SetError
from service.judged_sets import JudgedQuestion, JudgedSet
from service.predictions import Prediction, SetIds
from service.slices import slicer
from service.wiring import Office, open_office

#: Told of each step: what is being done, how much of it is done, and of how much.
Progress = Callable[[str, int, int], None]

#: The day on which the shared sets were judged.
JUDGED_ON = "2026-11-22"


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
        slices_of = slicer(self.judged, self.office.answers.analyzer)
        for done, question in enumerate(self.judged.questions, start=1):
            office = self.office.with_models(models_for(question)) if models_for else self.office
            answer = _ask(office, question)
            predicted = self.ids.predict(question, answer, office.answers.models)
            predictions.append(replace(predicted, slices=slices_of(question)))
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

    A file that cannot be read is told in the notes, and so is one that has nothing to answer from;
    the questions that it should answer count as they come out. Raises SetError where no file of
    the set can be read.
    """
    with TemporaryDirectory(prefix="yihaoda-evaluate-") as folder:
        own = settings.model_copy(update={"home": Path(folder), "database_url": ""})
        clock = standing_clock(as_of)
        office = open_office(own, clock)
        try:
            documents, failed = _load(office, judged, clock, progress)
            build_index(
                office.store,
                own.index_folder,
                lambda done, total: progress("建索引", done, total),
                office.answers.analyzer,
            )
            notes = (*failed, *_without_passages(office, documents))
            yield office, SetIds(documents, _passage_ids(office, judged), notes)
        finally:
            office.close()


def _load(
    office: Office, judged: JudgedSet, clock: Clock, progress: Progress
) -> tuple[dict[str, tuple[str, ...]], tuple[str, ...]]:
    """Store the corpus.

    Returns the files' names for each document that came from files, and a note on each that failed.
    """
    ingest_texts(office.store, judged.given_texts(), clock())
    sources = list(judged.sources())
    for done, (document_id, source) in enumerate(sources, start=1):
        try:
            ingest_source(office.store, source, clock(), document_id=DocumentId(document_id))
        except KnowledgeError as error:
            raise SetError(f"documents.jsonl 里的 {document_id} 没能入库：{error}") from error
        progress("入库", done, len(sources))
    report = ingest_paths(
        office.store,
        judged.files(),
        clock,
        lambda done, total, _name: progress("入库", done, total),
    )
    failed = tuple(f"没能入库：{Path(each.name).name}（{each.reason}）" for each in report.failed)
    if failed and len(failed) == len(report.outcomes):
        raise SetError(f"语料里的文件都没能入库，第一个：{failed[0]}")
    names: dict[str, tuple[str, ...]] = {}
    for outcome in report.outcomes:
        if outcome.document_id is None:
            continue
        known = names.get(str(outcome.document_id), ())
        names[str(outcome.document_id)] = (*known, Path(outcome.name).name)
    return names, failed


def _without_passages(office: Office, names: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    """A note on each file that was stored and has nothing to answer from."""
    if not names:
        return
    with office.store.reading() as session:
        answering = {found.document_id for found in passages_for_index(session)}
    for document, files in names.items():
        if document not in answering:
            yield f"不能作答：{'、'.join(files)}（没有条款，例如只有链接的列表页）"


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

"""Documents turned into the rows of an index: here, or in processes beside this one.

Nearly all time of a build goes into the analysis. A large one is shared out among processes, while
this one reads the store and writes the index; what a process does not bring about is done here, so
that a build depends on none of them.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache

from indexer.analysis import Analyzer, build_analyzer
from indexer.engine import Aside, IndexedPassage, whole_document
from indexer.ranking.authority import authority
from indexer.ranking.packing import key, pack
from indexer.ranking.vectors import word_vectors
from indexer.rows import IndexRow, row_of
from knowledge.errors import SourceError, WorkersUnavailable
from knowledge.ingesting.processes import Processes, Task
from knowledge.queries.findings import PassageForIndex

log = logging.getLogger(__name__)

#: What works in a process: module and function.
WORKER = "indexer.analysing:analyse_together"

#: Passages from which processes pay for their start, a second of each.
WORTH_PROCESSES = 5000

#: Passages that are sent to a process at a time, and how many such tasks are under way at most.
PASSAGES_TOGETHER = 200
TASKS_AHEAD = 8

#: The passages of one document, at least one.
DocumentForIndex = Sequence[PassageForIndex]


@dataclass(frozen=True)
class AnalysedDocument:
    """The rows of a document's passages, and that of the document as one long passage."""

    passages: tuple[IndexRow, ...]
    whole: IndexRow


#: Analyses documents as they come, in their order.
Analyse = Callable[[Iterable[DocumentForIndex]], Iterator[AnalysedDocument]]

_Tasks = Processes[list[DocumentForIndex], list[AnalysedDocument]]
_Task = Task[list[DocumentForIndex], list[AnalysedDocument]]


@contextmanager
def analysis(analyzer: Analyzer, passages: int, processes: int) -> Iterator[Analyse]:
    """What analyses so many passages: `processes` beside this one where there are enough."""
    if not processes or passages < WORTH_PROCESSES:
        yield lambda documents: (analysed(analyzer, each) for each in documents)
        return
    with _Tasks(WORKER, count=processes) as tasks:
        yield lambda documents: _side_by_side(tasks, analyzer, documents)


def analysed(analyzer: Analyzer, document: DocumentForIndex) -> AnalysedDocument:
    """The rows of one document, with what ranking wants of each passage."""
    terms = [
        analyzer.analyse_passage(each.title, each.doc_number, each.trail, each.text)
        for each in document
    ]
    vectors = word_vectors().passages(terms)
    title = document[0].title
    passages = [
        IndexedPassage(
            each.id,
            each.document_id,
            own,
            Aside(key(title), authority(title), vector, pack(own)),
        )
        for each, own, vector in zip(document, terms, vectors, strict=True)
    ]
    return AnalysedDocument(tuple(map(row_of, passages)), row_of(whole_document(passages)))


def analyse_together(documents: list[DocumentForIndex]) -> list[AnalysedDocument]:
    """The rows of some documents: what a process does with what it is sent."""
    return [analysed(_own_analyzer(), each) for each in documents]


@cache
def _own_analyzer() -> Analyzer:
    return build_analyzer()


def _side_by_side(
    tasks: _Tasks, analyzer: Analyzer, documents: Iterable[DocumentForIndex]
) -> Iterator[AnalysedDocument]:
    ahead: deque[_Task] = deque()
    for some in _together(documents):
        ahead.append(_begun(tasks, some))
        if len(ahead) > TASKS_AHEAD:
            yield from _finished(tasks, analyzer, ahead.popleft())
    while ahead:
        yield from _finished(tasks, analyzer, ahead.popleft())


def _begun(tasks: _Tasks, documents: list[DocumentForIndex]) -> _Task:
    try:
        return tasks.start(documents)
    except WorkersUnavailable:  # told when the task is to be finished
        return Task(documents)


def _together(documents: Iterable[DocumentForIndex]) -> Iterator[list[DocumentForIndex]]:
    """The documents, so many together that they have PASSAGES_TOGETHER or more."""
    some: list[DocumentForIndex] = []
    held = 0
    for document in documents:
        some.append(document)
        held += len(document)
        if held >= PASSAGES_TOGETHER:
            yield some
            some, held = [], 0
    if some:
        yield some


def _finished(tasks: _Tasks, analyzer: Analyzer, task: _Task) -> list[AnalysedDocument]:
    try:
        return tasks.finish(task)
    except (SourceError, WorkersUnavailable) as error:
        log.warning("not_analysed_aside: %s", error)
        return [analysed(analyzer, each) for each in task.given]

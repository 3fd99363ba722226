"""Documents analysed in processes give the rows that they give in this one, whatever happens."""

from __future__ import annotations

import pytest

from indexer import analysing
from indexer.analysing import DocumentForIndex, analysed, analysis
from indexer.analysis import Analyzer, build_analyzer
from indexer.engine import WHOLE
from knowledge.documents import DocumentId, PassageId
from knowledge.queries.findings import PassageForIndex

#: Passages enough for processes.
MANY = analysing.WORTH_PROCESSES


@pytest.fixture(scope="module")
def analyzer() -> Analyzer:
    return build_analyzer()


@pytest.fixture(autouse=True)
def one_document_a_task(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(analysing, "PASSAGES_TOGETHER", 2)


@pytest.fixture
def documents() -> list[DocumentForIndex]:
    """Ten documents, more than are under way at a time, with one to three passages each."""
    return [
        [
            PassageForIndex(
                PassageId(10 * number + place),
                DocumentId(f"d{number}"),
                f"青禾县第{number}号便民办法",
                f"青政发〔20{number:02}〕1号",
                f"第{place}条",
                f"城乡居民医疗保险每人每年{430 + number}元。" * place,
            )
            for place in range(1, 2 + number % 3)
        ]
        for number in range(10, 20)
    ]


def test_processes_give_the_same_rows_in_the_same_order(
    analyzer: Analyzer, documents: list[DocumentForIndex]
) -> None:
    with analysis(analyzer, MANY, processes=2) as analyse:
        aside = list(analyse(documents))
    assert aside == [analysed(analyzer, each) for each in documents]
    assert [row.passage_id for row in aside[1].passages] == [111, 112, 113]
    assert (aside[1].whole.document_id, aside[1].whole.passage_id) == ("d11", WHOLE)


def test_what_processes_do_not_bring_about_is_done_here(
    analyzer: Analyzer, documents: list[DocumentForIndex], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(analysing, "WORKER", "indexer.nowhere:analyse_together")
    with analysis(analyzer, MANY, processes=2) as analyse:
        assert list(analyse(documents)) == [analysed(analyzer, each) for each in documents]


@pytest.mark.parametrize(("passages", "processes"), [(MANY - 1, 2), (MANY, 0)])
def test_few_passages_and_a_busy_machine_start_no_process(
    analyzer: Analyzer,
    documents: list[DocumentForIndex],
    monkeypatch: pytest.MonkeyPatch,
    passages: int,
    processes: int,
) -> None:
    monkeypatch.delattr(analysing, "_Tasks")
    with analysis(analyzer, passages, processes) as analyse:
        assert list(analyse(documents)) == [analysed(analyzer, each) for each in documents]

"""Ingesting with readers in worker processes gives what ingesting in one process gives."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from knowledge.database import Store
from knowledge.documents import Passage, Version
from knowledge.errors import WorkersUnavailable
from knowledge.ingesting.arriving import held_ahead
from knowledge.ingesting.ingestion import ingest_paths
from knowledge.ingesting.outcomes import IngestReport, IngestStopped
from knowledge.ingesting.processes import Limits
from knowledge.ingesting.workers import Workers
from knowledge.outline import Reading
from knowledge.sources import SourceFile
from tests.clocks import FrozenClock

NOTICE = "青禾县第{0}号便民办法\n第一条　为了方便群众办事，制定本办法，共{0}条。\n"
OUTSIDE = "tests.knowledge.ingesting.strange_readers:read"


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    with Workers(count=2) as started:
        yield started


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Files, two of them twins, one empty; an archive of two; the folder's order is by name."""
    for number in range(6):
        (tmp_path / f"{number}.txt").write_text(NOTICE.format(number), encoding="utf-8")
    (tmp_path / "3.txt").write_text(NOTICE.format(1), encoding="utf-8")
    (tmp_path / "4.txt").write_text("", encoding="utf-8")
    with zipfile.ZipFile(tmp_path / "2.zip", "w") as archive:
        for number in (20, 21):
            archive.writestr(f"{number}.txt", NOTICE.format(number))
    return tmp_path


class Watched:
    """Workers that write down what they are told and asked for."""

    def __init__(self, inner: Workers) -> None:
        self._inner = inner
        self.expected: list[str] = []
        self.read_of: list[str] = []
        self.tended = 0

    def expect(self, source: SourceFile) -> None:
        self.expected.append(source.name)
        self._inner.expect(source)

    def read(self, source: SourceFile) -> Reading:
        assert source.name in self.expected
        self.read_of.append(source.name)
        return self._inner.read(source)

    def tend(self) -> None:
        self.tended += 1
        self._inner.tend()


def run(store: Store, folder: Path, workers: Workers) -> IngestReport:
    return ingest_paths(store, [folder], FrozenClock(), read=workers.read, aside=workers)


def told(report: IngestReport) -> list[tuple[str, str, int | None, str | None]]:
    return [
        (Path(each.name).name, each.result.value, each.version, each.document_id)
        for each in report.outcomes
    ]


def contents(store: Store) -> list[tuple[object, ...]]:
    query = select(Passage.id, Version.document_id, Passage.text).join(Version)
    with store.reading() as session:
        return [tuple(row) for row in session.execute(query.order_by(Passage.id))]


def test_workers_change_nothing_in_the_report_nor_in_the_store(
    sqlite_store: Store, postgresql_store: Store, folder: Path, workers: Workers
) -> None:
    aside = run(sqlite_store, folder, workers)
    alone = ingest_paths(postgresql_store, [folder], FrozenClock())
    assert told(aside) == told(alone)
    assert [result for _, result, _, _ in told(aside)] == [
        *("新增", "新增", "新增", "新增", "新增", "未变", "失败", "新增")
    ]
    assert contents(sqlite_store) == contents(postgresql_store)


def test_unchanged_files_start_no_process(sqlite_store: Store, folder: Path) -> None:
    ingest_paths(sqlite_store, [folder], FrozenClock())
    with Workers() as idle:
        report = run(sqlite_store, folder, idle)
        assert idle.processes == []
    assert not report.added
    assert not report.changed


def test_a_file_that_hangs_costs_itself_alone(sqlite_store: Store, tmp_path: Path) -> None:
    for name, text in (("a", "甲"), ("b", "sleep 600"), ("c", "丙")):
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    with Workers(Limits(seconds=0.5), 2, OUTSIDE) as hasty:
        report = run(sqlite_store, tmp_path, hasty)
    assert [each.result.value for each in report.outcomes] == ["新增", "失败", "新增"]
    assert "读取超过 0.5 秒" in str(report.failed[0].reason)


def test_readers_that_cannot_start_stop_the_run_with_a_clear_reason(
    sqlite_store: Store, folder: Path
) -> None:
    with (
        Workers(reader="knowledge.nowhere:read") as broken,
        pytest.raises(IngestStopped, match=r"启动不了.*接着导入") as stopped,
    ):
        run(sqlite_store, folder, broken)
    assert stopped.value.report.outcomes == ()
    assert isinstance(stopped.value.__cause__, WorkersUnavailable)


def test_what_is_expected_is_expected_before_it_is_read_and_once(
    sqlite_store: Store, folder: Path
) -> None:
    with Workers(count=1) as inner:
        watched = Watched(inner)
        ingest_paths(sqlite_store, [folder], FrozenClock(), read=watched.read, aside=watched)
    expected = ["0.txt", "1.txt", "2.txt", "20.txt", "21.txt", "3.txt", "5.txt"]
    assert watched.expected == watched.read_of == expected
    assert watched.tended == len(expected), "between one record and the next"


def test_no_more_is_held_ahead_than_the_limits_allow() -> None:
    taken: list[int] = []

    def sizes() -> Iterator[int]:
        for size in (1, 1, 1, 100 * 1024 * 1024, 1, 1):
            taken.append(size)
            yield size

    ahead = []
    for done, _ in enumerate(held_ahead(sizes(), lambda size: size, most=2), start=1):
        ahead.append(len(taken) - done)
    assert max(ahead) <= 2
    assert len(ahead) == 6
    assert ahead[3] == 0, "the large one is given on at once"

"""A reader that hangs, explodes or crashes costs its own file; the others are read all the same."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from knowledge.errors import (
    NoTextInSource,
    OversizedSource,
    SourceError,
    SourceFault,
    WorkersUnavailable,
)
from knowledge.ingesting.processes import Limits
from knowledge.ingesting.workers import Workers
from knowledge.sources import SourceFile
from tests.running import alive, wait_until

READER = "tests.knowledge.ingesting.strange_readers:read"
MEMORY = 400 * 1024 * 1024


@pytest.fixture(scope="module")
def pool() -> Iterator[Workers]:
    """Two workers that are patient."""
    with Workers(Limits(seconds=60, memory=MEMORY), 2, READER) as started:
        yield started


@pytest.fixture
def hasty() -> Iterator[Workers]:
    """Two workers whose files may take half a second."""
    with Workers(Limits(seconds=0.5, memory=MEMORY), 2, READER) as started:
        yield started


def source(text: str) -> SourceFile:
    return SourceFile(f"/文件/{text}", "a.txt", text.encode())


def read_all(pool: Workers, *texts: str) -> list[str | type[SourceError]]:
    """The text that was read of each, or the type of its error."""
    tasks = [pool.start(source(text)) for text in texts]
    answers: list[str | type[SourceError]] = []
    for task in tasks:
        try:
            answers.append(pool.finish(task).text)
        except SourceError as error:
            answers.append(type(error))
    return answers


def test_many_sources_are_read_each_into_its_own_reading(pool: Workers) -> None:
    texts = [f"第{number}份" for number in range(40)]
    assert read_all(pool, *texts) == texts
    assert len(pool.processes) == 2


def test_a_large_source_and_its_reading_pass_whole(pool: Workers) -> None:
    text = "大" * 5_000_000
    assert read_all(pool, text) == [text]


def test_readings_can_be_asked_for_in_any_order(pool: Workers) -> None:
    tasks = [pool.start(source(f"第{number}份")) for number in range(8)]
    for number in reversed(range(8)):
        assert pool.finish(tasks[number]).text == f"第{number}份"


def test_what_the_reader_refuses_is_refused_in_its_words(pool: Workers) -> None:
    with pytest.raises(NoTextInSource, match="文件里没有正文"):
        pool.finish(pool.start(source("refuse")))


def test_a_reader_that_breaks_is_told_as_its_fault(pool: Workers) -> None:
    with pytest.raises(SourceFault, match="ZeroDivisionError：by nothing"):
        pool.finish(pool.start(source("break")))


def test_a_reader_that_takes_all_memory_costs_its_file_alone(pool: Workers) -> None:
    answers = read_all(pool, "甲", "allocate", "乙", "丙")
    assert answers == ["甲", OversizedSource, "乙", "丙"]
    with pytest.raises(OversizedSource, match="内存超过 400 MB"):
        pool.finish(pool.start(source("allocate")))


@pytest.mark.parametrize(("deed", "told"), [("abort", "信号 SIGABRT"), ("exit", "退出码 0")])
def test_a_reader_that_crashes_costs_its_file_alone(pool: Workers, deed: str, told: str) -> None:
    assert read_all(pool, "甲", deed, "乙", deed, "丙") == [
        "甲",
        SourceFault,
        "乙",
        SourceFault,
        "丙",
    ]
    with pytest.raises(SourceFault, match=told):
        pool.finish(pool.start(source(deed)))


@pytest.mark.parametrize("deed", ["sleep 600", "backtrack"])
def test_a_reader_that_hangs_costs_its_file_alone(hasty: Workers, deed: str) -> None:
    assert read_all(hasty, "甲", deed, "乙", deed, "丙") == [
        "甲",
        OversizedSource,
        "乙",
        OversizedSource,
        "丙",
    ]
    with pytest.raises(OversizedSource, match=r"读取超过 0\.5 秒"):
        hasty.finish(hasty.start(source(deed)))


def test_what_a_reader_prints_reaches_nobody(
    pool: Workers, capfd: pytest.CaptureFixture[str]
) -> None:
    assert read_all(pool, "print 甲", "print 乙") == ["print 甲", "print 乙"]
    assert capfd.readouterr() == ("", "")


def test_a_program_that_a_killed_reader_had_started_ends_with_it(
    hasty: Workers, tmp_path: Path
) -> None:
    noted = tmp_path / "program"
    assert read_all(hasty, f"program {noted}") == [OversizedSource]
    wait_until(lambda: not alive(int(noted.read_text())), "the end of the program")


def test_a_result_that_came_in_time_counts_though_it_is_asked_for_late(hasty: Workers) -> None:
    task = hasty.start(source("甲"))
    read_all(hasty, "乙", "sleep 600")
    assert hasty.finish(task).text == "甲"


def test_a_worker_that_was_killed_from_outside_is_replaced(pool: Workers) -> None:
    read_all(pool, "甲")
    killed = pool.processes
    for process in killed:
        os.kill(process, signal.SIGKILL)
    wait_until(lambda: not any(alive(process) for process in killed), "the end of the workers")
    assert read_all(pool, "乙", "丙") == ["乙", "丙"]


def test_a_single_file_starts_a_single_process_and_none_starts_none() -> None:
    with Workers(count=4, reader=READER) as pool:
        assert pool.processes == []
        read_all(pool, "甲")
        assert len(pool.processes) == 1


def test_at_the_end_no_process_is_left() -> None:
    with Workers(count=2, reader=READER) as pool:
        read_all(pool, *"甲乙丙丁戊己庚辛")
        pool.start(source("sleep 600"))
        processes = pool.processes
    assert processes
    assert not any(alive(process) for process in processes)


def test_a_worker_that_has_grown_large_is_replaced_by_a_new_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with Workers(count=1, reader="tests.knowledge.ingesting.large_reader:read") as pool:
        tasks = [pool.start(source(text)) for text in "甲乙"]
        pool.finish(tasks[0])
        before = set(pool.processes)
        pool.finish(tasks[1])
        assert before.isdisjoint(pool.processes)


def test_processes_that_cannot_start_are_told() -> None:
    with Workers(reader="knowledge.nowhere:read") as pool:
        task = pool.start(source("甲"))
        with pytest.raises(WorkersUnavailable, match="退出码 1"):
            pool.finish(task)


def test_a_process_that_starts_too_slowly_is_told() -> None:
    with (
        Workers(Limits(start=0.0), reader=READER) as pool,
        pytest.raises(WorkersUnavailable, match="没有启动起来"),
    ):
        pool.finish(pool.start(source("甲")))


INGESTING = """
import sys
from knowledge.sources import SourceFile
from knowledge.ingesting.processes import Limits
from knowledge.ingesting.workers import Workers
reader = "tests.knowledge.ingesting.strange_readers:read"
pool = Workers(Limits(seconds=float(sys.argv[2])), 1, reader)
pool.start(SourceFile("/a", "a", sys.argv[1].encode()))
pool.finish(pool.start(SourceFile("/b", "b", b"sleep 600")))
"""


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_when_the_parent_ends_its_workers_and_their_programs_end(
    tmp_path: Path, number: signal.Signals
) -> None:
    noted = tmp_path / "program"
    parent = ingesting(f"program {noted}", 60)
    wait_until(lambda: noted.exists() and bool(noted.read_text()), "the program")
    program = int(noted.read_text())
    worker = int(Path(f"/proc/{program}/stat").read_text().split()[3])
    parent.send_signal(number)
    parent.wait()
    wait_until(lambda: not alive(worker) and not alive(program), "the end of both")


def test_a_worker_left_alone_in_a_reader_that_heeds_nothing_ends_itself(tmp_path: Path) -> None:
    noted = tmp_path / "worker"
    parent = ingesting(f"hang {noted}", 1)
    wait_until(lambda: noted.exists() and bool(noted.read_text()), "the reader")
    parent.kill()
    parent.wait()
    worker = int(noted.read_text())
    wait_until(lambda: not alive(worker), "the end of the worker")


def ingesting(text: str, seconds: float) -> subprocess.Popen[bytes]:
    """A process that has a worker read the text, and waits for it."""
    return subprocess.Popen(
        [sys.executable, "-c", INGESTING, text, str(seconds)], stderr=subprocess.DEVNULL
    )


def test_what_a_crashed_reader_kept_for_a_while_is_gone_with_it(tmp_path: Path) -> None:
    note = tmp_path / "note"
    with Workers(Limits(memory=MEMORY), 1, READER) as pool:
        assert read_all(pool, f"litter {note}") == [SourceFault]
        litter = Path(note.read_text())
        assert not litter.exists()
    assert litter.parent != Path(tempfile.gettempdir())


def test_what_a_killed_program_left_is_swept_up_by_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    gone = subprocess.Popen(["true"])
    gone.wait()
    dead, living = (tmp_path / f"yihaoda-reading-{pid}-x" for pid in (gone.pid, os.getpid()))
    dead.mkdir()
    living.mkdir()
    with Workers(Limits(memory=MEMORY), 1, READER) as pool:
        assert read_all(pool, "甲") == ["甲"]
    assert not dead.exists()
    assert living.exists()

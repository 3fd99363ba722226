"""A kill -9 at any moment of `ingest` or `index` leaves a service that answers and can go on.

Six moments each, all of them inside the work: the ingesting is killed a certain time after it has
begun to store documents, the indexing a certain time after its build has begun. The time in which
it may be killed is cut into six parts and a moment drawn at random in each (the seed stands below
and the moments are printed), so that the beginning, the middle and the end are all met: ten drawn
from the whole met no more. The service runs all the while, its own writer with it.
"""

from __future__ import annotations

import random
import signal
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from indexer.build import build_index
from indexer.refresh import IndexReader
from knowledge.database import Store, open_store
from knowledge.ingesting.ingestion import ingest_paths
from service.demo import DOCUMENTS
from service.schema import upgrade
from tests.clocks import FrozenClock
from tests.running import (
    RunningService,
    command,
    drawn_moments,
    environment,
    running,
    wait_until,
)

SEED = 20261122
KILLS = 6
#: Files ingested while being killed; each kill leaves some of them for the next run.
FILES = 42 * KILLS
QUESTION = "2027年居民医保个人要交多少钱？"
ANSWER = "每人每年430元"


@pytest.fixture(scope="module")
def batch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of files, each a document of its own."""
    folder = tmp_path_factory.mktemp("batch")
    sources = [
        file for file in sorted(DOCUMENTS.glob("*.txt")) if ANSWER not in file.read_text("utf-8")
    ]
    for number in range(FILES):
        text = sources[number % len(sources)].read_text(encoding="utf-8")
        (folder / f"{number:03}.txt").write_text(f"{text}本件为第{number}份。\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the demonstration documents, indexed."""
    folder = tmp_path_factory.mktemp("home")
    with undisturbed(folder, DOCUMENTS) as store:
        build_index(store, folder / "index")
    return folder


@pytest.fixture(scope="module")
def service(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningService]:
    """The service on that home, running through all the kills."""
    cwd = tmp_path_factory.mktemp("service")
    with running(["serve", "--port", "0"], home, cwd, workers=1) as started:
        wait_until(started.follows, "the service")
        yield started


def start(home: Path, *arguments: str | Path) -> subprocess.Popen[bytes]:
    """A run of `yihaoda` in the background."""
    return subprocess.Popen(
        command(*arguments),
        env=environment(home),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def finish(home: Path, *arguments: str | Path) -> None:
    """A run of `yihaoda` that must succeed."""
    subprocess.run(command(*arguments), env=environment(home), check=True, capture_output=True)


@contextmanager
def undisturbed(home: Path, *folders: Path) -> Iterator[Store]:
    """The store of a home, the folders ingested without any kill."""
    store = open_store(f"sqlite:///{home}/yihaoda.db")
    upgrade(store)
    assert not ingest_paths(store, folders, FrozenClock()).failed
    yield store
    store.dispose()


def rows(home: Path, query: str) -> list[tuple[object, ...]]:
    """What the store holds, read past the program."""
    with closing(sqlite3.connect(f"file:{home}/yihaoda.db?mode=ro", uri=True)) as connection:
        return connection.execute(query).fetchall()


def documents(home: Path) -> int:
    """How many documents the store holds."""
    return int(str(rows(home, "SELECT count(*) FROM document")[0][0]))


def contents(home: Path) -> list[tuple[object, ...]]:
    """All documents with their versions and passages, without the numbers that order gives."""
    return rows(
        home,
        "SELECT v.document_id, v.number, v.sha256, v.title, v.doc_number, p.key, p.text"
        " FROM version v JOIN passage p ON p.version_id = v.id"
        " ORDER BY v.document_id, v.number, p.ordinal",
    )


def builds(home: Path) -> set[str]:
    """Names of the builds that lie in the index folder."""
    return {build.name for build in (home / "index" / "builds").iterdir()}


def assert_answers(service: RunningService) -> None:
    """The running service finds the clause that answers the question.

    Whether it calls that an answer or a suggestion depends on what else is in the store by then.
    """
    got = service.ask(QUESTION)
    found = [got["answer"]] if got["answer"] else got["suggestions"]
    assert any(ANSWER in item["quote"] for item in found), got


def test_killed_ingesting_goes_on_where_it_was_and_ends_complete(
    service: RunningService, home: Path, batch: Path, tmp_path: Path
) -> None:
    before = documents(home)
    moments = drawn_moments(random.Random(SEED), KILLS, 0.06)
    print(f"kills {[f'{moment:.3f}' for moment in moments]} s after documents, seed {SEED}")

    for moment in moments:
        stored = documents(home)
        run = start(home, "ingest", batch)
        wait_until(lambda stored=stored: documents(home) > stored, "documents")
        time.sleep(moment)
        run.send_signal(signal.SIGKILL)
        assert run.wait() == -signal.SIGKILL, "the run had ended before it was killed"
        assert documents(home) < before + FILES
        assert_answers(service)

    finish(home, "ingest", batch)
    wait_until(service.follows, "the index")
    assert_answers(service)
    with undisturbed(tmp_path, DOCUMENTS, batch):
        assert contents(home) == contents(tmp_path)


def test_killed_indexing_leaves_the_old_index_and_the_next_run_completes_it(
    service: RunningService, home: Path
) -> None:
    wait_until(service.follows, "the index")
    lasts = duration_of_a_build(home)
    moments = drawn_moments(random.Random(SEED), KILLS, 0.9 * lasts)
    print(f"kills {[f'{moment:.3f}' for moment in moments]} s into {lasts:.3f} s, seed {SEED}")
    pointed_at = (home / "index" / "current").read_text()
    unfinished = 0

    for moment in moments:
        present = builds(home)
        run = start(home, "index", "--force")
        wait_until(lambda known=present: bool(builds(home) - known), "the build")
        time.sleep(moment)
        run.send_signal(signal.SIGKILL)
        run.wait()
        unfinished += (home / "index" / "current").read_text() == pointed_at
        pointed_at = (home / "index" / "current").read_text()
        assert_answers(service)

    assert unfinished >= KILLS // 2
    finish(home, "index", "--force")
    assert (home / "index" / "current").read_text() != pointed_at
    passages = rows(
        home,
        "SELECT count(*) FROM passage p JOIN version v ON v.id = p.version_id"
        " JOIN document d ON d.id = v.document_id AND d.current_version = v.number",
    )
    assert [(IndexReader(home / "index").index().passages.passage_count,)] == passages
    assert_answers(service)


def duration_of_a_build(home: Path) -> float:
    """Seconds that an undisturbed build takes, from its folder to the moved pointer."""
    present, pointed_at = builds(home), (home / "index" / "current").read_text()
    run = start(home, "index", "--force")
    wait_until(lambda: bool(builds(home) - present), "the build")
    begun = time.monotonic()
    wait_until(lambda: (home / "index" / "current").read_text() != pointed_at, "the pointer")
    lasted = time.monotonic() - begun
    assert run.wait() == 0
    return lasted

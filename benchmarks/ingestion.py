"""How fast pages are ingested and become searchable, and what it takes in memory.

    python benchmarks/ingestion.py PAGES_DIR [--pages 5000] [--workers 2]

The pages are perturbed copies of those in PAGES_DIR (*.html): numbers and some words changed, so
that each is a document of its own and its near relations have to be told apart. Measured are the
ingest by worker processes with the near-duplicate check, and after it the whole index; beside them
in the same run, for one process each, reading alone and the plain-text extraction of trafilatura.
What travels from machine to machine is the ratio and the flatness of the memory; the seconds do
not.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import re
import resource
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import trafilatura

from indexer.build import build_index
from knowledge.clock import system_clock
from knowledge.database import Store, open_store
from knowledge.ingesting.ingestion import ingest_paths
from knowledge.ingesting.workers import Workers
from knowledge.reading import read_document
from knowledge.sources import SourceFile
from service.schema import upgrade

#: The pages that the one-process figures are taken on.
SAMPLE = 200

#: Of so many words and numbers one is replaced.
ONE_WORD_IN = 40

_DECLARED = re.compile(rb"charset\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)
#: Tags stay as they are: another rowspan or address would make another page of it.
_TAG = re.compile(r"(<[^<>]*>)")
_NUMBER = re.compile(r"(?<![\w#&%/.-])\d{1,4}(?![\w;%/.-])")
_WORD = re.compile(r"(?<=[\u4e00-\u9fff])[\u4e00-\u9fff]{2}(?=[\u4e00-\u9fff])")


def main() -> None:
    """Read the arguments, measure, print one line a figure."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("pages", type=Path)
    parser.add_argument("--pages", dest="count", type=int, default=5000)
    parser.add_argument("--workers", type=int, default=2)
    arguments = parser.parse_args()

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_pages(arguments.pages, folder / "pages", arguments.count)
        store = open_store(f"sqlite:///{folder}/store.db")
        upgrade(store)
        measure_ingest(store, folder / "pages", arguments.workers, arguments.count)
        with timed("index of all", arguments.count):
            report = build_index(store, folder / "index", processes=arguments.workers)
        print(f"  {report.passages} passages")
        measure_alone(folder / "pages")
        store.dispose()


def write_pages(originals: Path, folder: Path, count: int) -> None:
    """Write perturbed copies in turn, the same ones at each run."""
    folder.mkdir()
    chance = random.Random(20261122)  # noqa: S311  # meant to repeat
    sources = [decoded(path.read_bytes()) for path in sorted(originals.glob("*.html"))]
    for number in range(count):
        text, charset = sources[number % len(sources)]
        data = perturbed(text, chance).encode(charset, "xmlcharrefreplace")
        (folder / f"{number:05}.html").write_bytes(data)


def decoded(data: bytes) -> tuple[str, str]:
    """The page's text and its declared charset, UTF-8 where it declares none."""
    declared = _DECLARED.search(data[:4096])
    charset = declared[1].decode() if declared else "utf-8"
    charset = "gb18030" if charset.lower() in ("gb2312", "gbk") else charset
    return data.decode(charset, "replace"), charset


def perturbed(page: str, chance: random.Random) -> str:
    """The page with other numbers, and words of it in other places."""
    pieces = _TAG.split(page)
    words = _WORD.findall("".join(pieces[::2]))

    def word(found: re.Match[str]) -> str:
        return found[0] if chance.randrange(ONE_WORD_IN) else chance.choice(words)

    def number(found: re.Match[str]) -> str:
        return found[0] if chance.randrange(ONE_WORD_IN) else str(chance.randint(1, 2000))

    for at in range(0, len(pieces), 2):
        pieces[at] = _NUMBER.sub(number, _WORD.sub(word, pieces[at]))
    return "".join(pieces)


def measure_ingest(store: Store, folder: Path, workers: int, count: int) -> None:
    """Ingest all pages by worker processes; print the speed and the memory."""
    with Memory() as memory, timed(f"ingest, {workers} workers", count):
        begun = time.perf_counter()
        with Workers(count=workers) as pool:
            report = ingest_paths(store, [folder], system_clock, memory.progress, pool.read, pool)
    print(f"  {time.perf_counter() - begun:.1f} s on the clock")
    near = sum(bool(outcome.near_duplicates) for outcome in report.outcomes)
    print(f"  {len(report.added)} added, {len(report.failed)} failed, {near} with near-duplicates")
    print("  memory in MB at each tenth of the run: " + " ".join(map(str, memory.tenths)))


def measure_alone(folder: Path) -> None:
    """Reading alone, and trafilatura's extraction, each in this one process."""
    pages = [path.read_bytes() for path in sorted(folder.iterdir())[:SAMPLE]]
    own = timed_each("reading alone", pages, read_page)
    peer = timed_each("trafilatura alone", pages, trafilatura.extract)
    print(f"reading takes {own / peer:.2f} times what trafilatura's extraction takes")


def read_page(data: bytes) -> None:
    """Everything that is read of a page, the structure and the metadata too."""
    read_document(SourceFile(hashlib.sha256(data).hexdigest(), "page.html", data))


def timed_each(name: str, pages: list[bytes], work: Callable[[bytes], object]) -> float:
    """CPU seconds a page of this process."""
    begun = time.process_time()
    for page in pages:
        work(page)
    seconds = (time.process_time() - begun) / len(pages)
    print(f"{name}: {1000 * seconds:.1f} ms of CPU a page")
    return seconds


@contextmanager
def timed(name: str, count: int) -> Iterator[None]:
    """Print pages a second on the clock, and the CPU time of this process and its ended children.

    Where other programs take the processors too, only the CPU time tells something.
    """
    clock, before = time.perf_counter(), cpu_seconds()
    yield
    clock = time.perf_counter() - clock
    own, others = (
        1000 * (after - begun) / count for after, begun in zip(cpu_seconds(), before, strict=True)
    )
    print(
        f"{name}: {count / clock:.1f} pages/s, {own + others:.1f} ms of CPU a page"
        f" ({own:.1f} here, {others:.1f} in other processes)"
    )


def cpu_seconds() -> list[float]:
    """What this process, and what its ended children have used."""
    spent = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return [each.ru_utime + each.ru_stime for each in spent]


class Memory:
    """Watches the memory of this process and its children, by the share of the run."""

    def __init__(self) -> None:
        self.tenths = [0] * 10
        self._share = 0.0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch)

    def __enter__(self) -> Memory:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def progress(self, done: int, total: int, _name: str) -> None:
        """Take note of how far the run is."""
        self._share = done / total

    def _watch(self) -> None:
        while not self._over.wait(0.2):
            tenth = min(9, int(10 * self._share))
            self.tenths[tenth] = max(self.tenths[tenth], resident_megabytes())


def resident_megabytes() -> int:
    """Resident memory of this process and its children, in MB (Linux)."""
    children = Path("/proc/self/task").glob("*/children")
    processes = ["self", *(each for file in children for each in file.read_text().split())]
    return sum(map(resident, processes)) // 1024


def resident(process: str) -> int:
    """Kilobytes; none where the process is gone."""
    try:
        status = Path(f"/proc/{process}/status").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    found = re.search(r"VmRSS:\s+(\d+)", status)
    return int(found[1]) if found else 0


if __name__ == "__main__":
    main()

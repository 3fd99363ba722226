"""The embedded engine against rank_bm25, the same words and questions, in one run.

    python benchmarks/search_engines.py PASSAGES.jsonl QUESTIONS.jsonl [--questions 100]

PASSAGES holds rows with `text`, QUESTIONS rows with `question`, as the evaluation sets do. What
travels from machine to machine is the ratio; the milliseconds do not.
"""

from __future__ import annotations

import argparse
import json
import statistics
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TypeVar

from indexer.analysis import Analyzer, build_analyzer
from indexer.embedded import EmbeddedEngine, EmbeddedWriter
from indexer.engine import IndexedPassage, Query
from indexer.memory import LuceneBM25
from indexer.rows import row_of
from knowledge.documents import PassageId

LAYOUT = "benchmark"
LIMIT = 10

Built = TypeVar("Built")


def main() -> None:
    """Read the arguments, measure, print one line a figure."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("passages", type=Path)
    parser.add_argument("questions", type=Path)
    parser.add_argument("--questions", dest="count", type=int, default=100)
    arguments = parser.parse_args()

    analyzer = build_analyzer()
    texts = [analyzer.words(text) for text in _column(arguments.passages, "text")]
    questions = _questions(analyzer, arguments.questions, arguments.count)
    print(f"{len(texts)} passages, {len(questions)} questions")
    with tempfile.TemporaryDirectory() as folder:
        engine = _timed("embedded build", lambda: _embedded(Path(folder), texts))
        reference = _timed("rank_bm25 build", lambda: LuceneBM25(texts))
        embedded = _per_question(questions, lambda words: engine.search(_query(words)))
        exhaustive = _per_question(questions, lambda words: reference.get_scores(words).argsort())
    _report("embedded", embedded)
    _report("rank_bm25", exhaustive)
    print(f"ratio of means: {statistics.mean(exhaustive) / statistics.mean(embedded):.0f}")


def _column(path: Path, name: str) -> Iterable[str]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)[name]


def _questions(analyzer: Analyzer, path: Path, count: int) -> list[list[str]]:
    """The citizen's own words of the first questions; no expansions, alike for both."""
    texts = list(_column(path, "question"))[:count]
    return [list(analyzer.analyse_question(text).own_words) for text in texts]


def _embedded(folder: Path, texts: Sequence[Sequence[str]]) -> EmbeddedEngine:
    writer = EmbeddedWriter(folder)
    for number, words in enumerate(texts):
        passage = IndexedPassage(PassageId(number), str(number), {"body_words": words})
        writer.add(row_of(passage))
    writer.finish(0, LAYOUT)
    return EmbeddedEngine(folder, LAYOUT)


def _query(words: Sequence[str]) -> Query:
    return Query({"body_words": dict.fromkeys(words, 1.0)}, LIMIT)


def _timed(name: str, build: Callable[[], Built]) -> Built:
    started = time.perf_counter()
    built = build()
    print(f"{name}: {time.perf_counter() - started:.1f} s")
    return built


def _per_question(
    questions: Sequence[Sequence[str]], search: Callable[[Sequence[str]], object]
) -> list[float]:
    """Milliseconds of processor time a question."""
    times = []
    for words in questions:
        started = time.process_time()
        search(words)
        times.append(1000 * (time.process_time() - started))
    return times


def _report(name: str, times: Sequence[float]) -> None:
    worst = sorted(times)[int(len(times) * 0.99)]
    print(f"{name}: mean {statistics.mean(times):.2f} ms, 99th percentile {worst:.2f} ms")


if __name__ == "__main__":
    main()

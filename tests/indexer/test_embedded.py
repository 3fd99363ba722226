"""The embedded engine against rank_bm25, and what it says of damaged folders.

Tolerance: tantivy, like Lucene, keeps a field's length in one byte: exact up to 40 terms, above
that rounded down to one of eight steps an octave. Given the same rounded lengths, rank_bm25 must
give the same order; with true lengths, a score may be higher by less than an eighth.
"""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from indexer.analysis import build_analyzer
from indexer.embedded import EmbeddedEngine, EmbeddedWriter
from indexer.embedded_manifest import MANIFEST
from indexer.engine import IndexedPassage, Query
from indexer.errors import IndexDamaged, IndexMissing, IndexOutdated
from indexer.memory import LuceneBM25
from indexer.rows import row_of
from knowledge.documents import PassageId

LAYOUT = "layout of the test"


def engine_over(folder: Path, texts: list[list[str]]) -> EmbeddedEngine:
    writer = EmbeddedWriter(folder)
    for number, words in enumerate(texts):
        writer.add(row_of(IndexedPassage(PassageId(number), "d", {"body_words": words})))
    writer.finish(1, LAYOUT)
    return EmbeddedEngine(folder, LAYOUT)


def stored_length(length: int) -> int:
    """A field's length as tantivy and Lucene (SmallFloat.intToByte4) keep it."""
    if length < 24:
        return length
    shift = max(0, (length - 24).bit_length() - 4)
    return 24 + ((length - 24) >> shift << shift)


def assert_agrees(engine: EmbeddedEngine, texts: list[list[str]], words: list[str]) -> None:
    exact, rounded = LuceneBM25(texts), LuceneBM25(texts)
    rounded.doc_len = [stored_length(length) for length in rounded.doc_len]
    due = rounded.get_scores(words)
    order = sorted(range(len(texts)), key=lambda row: (-round(due[row], 4), row))
    hits = engine.search(Query({"body_words": dict.fromkeys(words, 1.0)}, 10))
    for hit, row in zip(hits, order, strict=False):
        assert hit.score == pytest.approx(due[row], rel=1e-4)
        assert hit.passage_id == row or due[hit.passage_id] == pytest.approx(due[row], abs=2e-4)
    scores = exact.get_scores(words)
    for hit in hits:
        assert -1e-3 <= hit.score - scores[hit.passage_id] <= scores[hit.passage_id] / 8


def test_short_passages_come_in_exactly_the_order_of_rank_bm25(tmp_path: Path) -> None:
    chance = random.Random(7)
    vocabulary = [f"词{n}" for n in range(60)]
    texts = [chance.choices(vocabulary, k=chance.randint(1, 40)) for _ in range(400)]
    engine, reference = engine_over(tmp_path, texts), LuceneBM25(texts)
    for _ in range(40):
        words = chance.sample(vocabulary, 4)
        scores = reference.get_scores(words)
        due = sorted(range(400), key=lambda row: (-round(scores[row], 4), row))[:10]
        hits = engine.search(Query({"body_words": dict.fromkeys(words, 1.0)}, 10))
        assert [hit.passage_id for hit in hits] == due


def test_long_passages_come_in_the_order_of_rank_bm25_within_the_tolerance(tmp_path: Path) -> None:
    chance = random.Random(8)
    vocabulary = [f"词{n}" for n in range(300)]
    texts = [chance.choices(vocabulary, k=chance.randint(10, 600)) for _ in range(300)]
    engine = engine_over(tmp_path, texts)
    for _ in range(40):
        assert_agrees(engine, texts, chance.sample(vocabulary, 5))


@pytest.mark.shared
def test_real_passages_come_in_the_order_of_rank_bm25_within_the_tolerance(tmp_path: Path) -> None:
    folder = Path("../shared/eval/policies")
    documents = (folder / "documents.jsonl").read_text(encoding="utf-8").splitlines()[:150]
    questions = (folder / "questions.jsonl").read_text(encoding="utf-8").splitlines()[:60]
    analyzer = build_analyzer()
    texts = [analyzer.words(json.loads(line)["text"][:1500]) for line in documents]
    engine = engine_over(tmp_path, texts)
    for line in questions:
        question = analyzer.analyse_question(json.loads(line)["question"])
        assert_agrees(engine, texts, list(question.own_words))


def test_a_folder_without_a_manifest_is_no_index(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing, match="yihaoda index"):
        EmbeddedEngine(tmp_path, LAYOUT)


def test_another_layout_is_outdated(tmp_path: Path) -> None:
    engine_over(tmp_path, [["低保"]])
    with pytest.raises(IndexOutdated, match="yihaoda index"):
        EmbeddedEngine(tmp_path, "a later layout")


@pytest.mark.parametrize("manifest", ["", "{", "[]", '{"layout": "x"}', '{"revision": "soon"}'])
def test_an_unreadable_manifest_is_damage(tmp_path: Path, manifest: str) -> None:
    engine_over(tmp_path, [["低保"]])
    (tmp_path / MANIFEST).write_text(manifest)
    with pytest.raises(IndexDamaged):
        EmbeddedEngine(tmp_path, LAYOUT)


def test_the_loss_of_any_file_of_an_index_is_damage(tmp_path: Path) -> None:
    engine_over(tmp_path, [["低保"], ["标准"]])
    segments = [path for path in tmp_path.iterdir() if len(path.stem) == 32]
    assert len(segments) >= 4
    for path in [*segments, tmp_path / "meta.json"]:
        aside = path.rename(tmp_path / "aside")
        with pytest.raises(IndexDamaged):
            EmbeddedEngine(tmp_path, LAYOUT)
        aside.rename(path)


def test_a_file_cut_short_is_damage(tmp_path: Path) -> None:
    engine_over(tmp_path, [["低保"], ["标准"]])
    (tmp_path / "meta.json").write_text("{")
    with pytest.raises(IndexDamaged, match=r"meta\.json"):
        EmbeddedEngine(tmp_path, LAYOUT)


def test_a_folder_that_takes_no_files_is_an_error_of_the_system(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="does not exist"):
        EmbeddedWriter(tmp_path / "none")

"""The answers are as good as they were: samples of the sets beside the committed figures."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from rank_bm25 import BM25Okapi

from benchmarks.plain_ranking import PlainBM25
from benchmarks.quality_record import DOCS, Record, read_record, tolerance, write_record
from benchmarks.quality_tables import PLOTS, comparison, documented, fallen, plots, renewed
from benchmarks.quick_sets import quick_reports, quick_sets

QUESTIONS = 50


@pytest.fixture(scope="module")
def committed() -> Record:
    return read_record()


@pytest.fixture(scope="module")
def quick(shared: Path) -> dict[str, dict[str, object]]:
    """The reports of the samples, measured now by the models that come with the program."""
    return quick_reports(shared / "eval")


@pytest.mark.shared
@pytest.mark.parametrize("name", ["seeds", "pages", "policies", "statutes"])
def test_no_figure_of_the_samples_fell_by_more_than_two_standard_errors(name, quick, committed):
    before = committed.quick[name]
    assert quick[name]["questions"] == before["questions"]
    worse = fallen(quick[name], before)
    assert worse == [], "\n".join(comparison({name: quick[name]}, Record(sets=committed.quick)))


@pytest.mark.shared
def test_the_samples_are_the_same_everywhere_and_hold_what_is_right(shared, tmp_path):
    for name in ("once", "again"):
        (tmp_path / name).mkdir()
        quick_sets(shared / "eval", tmp_path / name)
    files = sorted(path for path in (tmp_path / "once").rglob("*") if path.is_file())
    for path in files:
        again = tmp_path / "again" / path.relative_to(tmp_path / "once")
        assert path.read_bytes() == again.read_bytes()
    policies, statutes = (quick_sets_rows(tmp_path / "once" / each) for each in (
        "policies", "statutes"
    ))  # fmt: skip
    texts = {row["id"] for row in policies["documents"]}
    assert {row["document"] for row in policies["questions"]} <= texts
    passages = {row["id"] for row in statutes["passages"]}
    assert {each for row in statutes["questions"] for each in row["relevant"]} <= passages


def quick_sets_rows(folder: Path) -> dict[str, list[dict[str, object]]]:
    return {
        path.stem: [json.loads(line) for line in path.read_text("utf-8").splitlines()]
        for path in folder.glob("*.jsonl")
    }


def test_the_tables_and_plots_of_the_documentation_are_those_of_the_committed_figures(committed):
    assert documented(committed) in (DOCS / "evaluation.md").read_text("utf-8")
    for name, svg in plots(committed).items():
        assert (PLOTS / name).read_text("utf-8") == svg
    assert set(committed.sets) == set(committed.baseline) == set(committed.quick)


def report(auroc: float, false_answers: float, error: float = 0.05) -> dict[str, object]:
    errors = {"auroc": error, "false_answers": error}
    return {
        "questions": QUESTIONS,
        "auroc": auroc,
        "false_answers": false_answers,
        "standard_errors": errors,
    }


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (report(0.81, 0.29), []),
        (report(0.79, 0.2), ["auroc"]),
        (report(0.95, 0.31), ["false_answers"]),
        (report(0.95, 0.0), []),
    ],
    ids=["within two errors", "a figure fell", "one rose that should be low", "better"],
)
def test_a_figure_falls_by_more_than_two_standard_errors_or_not_at_all(now, expected):
    assert fallen(now, report(0.9, 0.2)) == expected
    lines = comparison({"set": now}, Record({"set": report(0.9, 0.2)}))
    assert sum("▼" in line for line in lines) == len(expected)


def test_one_question_is_no_evidence_where_all_were_right():
    perfect = report(1.0, 0.0, error=0.0)
    assert tolerance(perfect, "auroc") == pytest.approx(2 / QUESTIONS)
    assert fallen(report(1 - 1.5 / QUESTIONS, 0.0), perfect) == []


def test_a_record_is_read_as_it_was_written(tmp_path):
    record = Record({"set": report(0.9, 0.1)}, {}, {"set": report(0.8, 0.2)})
    write_record(record, tmp_path / "record.json")
    assert read_record(tmp_path / "record.json") == record
    assert read_record(tmp_path / "none.json") == Record()


def test_only_what_stands_between_the_marks_is_renewed(committed):
    text = (DOCS / "evaluation.md").read_text("utf-8")
    assert renewed(text, committed) == text
    other = renewed(text, Record())
    assert other.startswith("# 评测")
    assert "## 读文件的数值" in other
    assert len(other) < len(text)


def test_the_counted_ranking_scores_as_rank_bm25_does():
    chance = np.random.default_rng(1)
    words = [str(number) for number in range(40)]
    corpus = [list(chance.choice(words, size=length)) for length in chance.integers(1, 30, 200)]
    plain, counted = BM25Okapi(corpus), PlainBM25(corpus)
    for query in (["1", "2", "2"], ["39", "none"], []):
        assert counted.get_scores(query) == pytest.approx(plain.get_scores(query))

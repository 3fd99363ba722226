"""The report after an ingest: what was read, what a person should look at and why, what failed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from knowledge.identity.similarity import NearDuplicate
from knowledge.ingesting.outcomes import FileOutcome, IngestReport, IngestResult

#: How many lines of one kind are shown; the JSON form has all.
SHOWN = 50

_Told = Callable[[FileOutcome], tuple[str, ...]]

#: The sections in the order of urgency: heading, and what each file has to tell there.
_SECTIONS: tuple[tuple[str, _Told], ...] = (
    (
        "失败（没有入库，处理后再导入）",
        lambda outcome: (outcome.reason or "",) if outcome.result is IngestResult.FAILED else (),
    ),
    ("存疑（已经入库，请核对）", lambda outcome: outcome.doubts),
    (
        "可能重复（都已入库，请看是不是同一个文件）",
        lambda outcome: tuple(_resembling(other) for other in outcome.near_duplicates),
    ),
    (
        "未变（与已有文件相同）",
        lambda outcome: (
            (outcome.reason,) if outcome.result is IngestResult.UNCHANGED and outcome.reason else ()
        ),
    ),
)


def as_lines(report: IngestReport) -> Iterator[str]:
    """The report for a clerk: the counts, then what needs a hand, the most urgent first."""
    counts = "，".join(f"{result.value} {len(report.of(result))}" for result in IngestResult)
    yield f"共 {len(report.outcomes)} 个文件：{counts}"
    for heading, told in _SECTIONS:
        lines = [
            f"  {outcome.name}：{sentence}"
            for outcome in report.outcomes
            for sentence in told(outcome)
        ]
        if lines:
            yield ""
            yield heading
            yield from map(_printable, lines[:SHOWN])
        if len(lines) > SHOWN:
            yield f"  ……还有 {len(lines) - SHOWN} 处，用 --json 看全部"


def as_object(report: IngestReport, stopped: str | None) -> dict[str, Any]:
    """The report for programs: the files by what became of them; `stopped` says why it ended."""
    return {
        **{
            result.name.lower(): [_outcome(outcome) for outcome in report.of(result)]
            for result in IngestResult
        },
        "stopped": stopped,
    }


def _outcome(outcome: FileOutcome) -> dict[str, Any]:
    return {
        "name": outcome.name,
        "document_id": outcome.document_id,
        "version": outcome.version,
        "title": outcome.title,
        "reason": outcome.reason,
        "doubts": list(outcome.doubts),
        "near_duplicates": [
            {
                "document_id": other.document_id,
                "title": other.title,
                "doc_number": other.doc_number,
                "resemblance": round(other.resemblance, 3),
            }
            for other in outcome.near_duplicates
        ],
    }


def _resembling(other: NearDuplicate) -> str:
    number = f"（{other.doc_number}）" if other.doc_number else ""
    return f"正文与《{other.title}》{number}（{other.document_id}）有 {other.resemblance:.0%} 相同"


def _printable(line: str) -> str:
    """Control characters of file names and of sources do nothing to the terminal."""
    return "".join(character if character.isprintable() else "�" for character in line)

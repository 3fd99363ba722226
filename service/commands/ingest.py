"""`yihaoda ingest`: files and folders into the store."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from knowledge.clock import system_clock
from knowledge.database import Store
from knowledge.ingestion import ingest_paths
from knowledge.outcomes import FileOutcome, IngestReport, IngestResult, IngestStopped
from knowledge.parsing.formats import READ_HERE
from knowledge.workers import Workers
from service.commands.opening import opened_store
from service.commands.progress import progress_bar


@click.command(epilog=f"{READ_HERE}。")
@click.argument(
    "paths", metavar="PATH...", nargs=-1, required=True, type=click.Path(path_type=Path)
)
@click.option("--json", "as_json", is_flag=True, help="结果用一个 JSON 对象输出。")
def ingest(paths: tuple[Path, ...], as_json: bool) -> None:
    """把文件、文件夹和 ZIP 里的政策文件导入库中。

    同一个文件再次导入不会重复；文件改过就成为新版本，旧版本保留。读不了的文件不影响其他文件，
    在结尾逐个说明原因。全部成功退出码为 0，有文件失败为 1，用法有误为 2。
    """
    with opened_store() as store:
        report, stopped = _run(store, paths)
    if as_json:
        click.echo(json.dumps(_as_json(report, stopped), ensure_ascii=False, indent=2))
    else:
        _print_summary(report)
    if stopped is not None:
        raise click.ClickException(stopped)
    if report.failed:
        raise SystemExit(1)


def _run(store: Store, paths: tuple[Path, ...]) -> tuple[IngestReport, str | None]:
    """The report, and why the run stopped short if it did."""
    try:
        with progress_bar("导入") as progress, Workers() as workers:
            read, expect = workers.read, workers.expect
            return ingest_paths(store, paths, system_clock, progress, read, expect), None
    except IngestStopped as error:
        return error.report, str(error)


def _print_summary(report: IngestReport) -> None:
    counts = "，".join(f"{result.value} {len(report.of(result))}" for result in IngestResult)
    click.echo(f"共 {len(report.outcomes)} 个文件：{counts}")
    for outcome in report.failed:
        click.echo(f"失败：{outcome.name}：{outcome.reason}")
    for outcome in report.unchanged:
        if outcome.reason:
            click.echo(f"未变：{outcome.name}：{outcome.reason}")
    for outcome in report.outcomes:
        for doubt in outcome.doubts:
            click.echo(f"存疑：{outcome.name}：{doubt}")


def _as_json(report: IngestReport, stopped: str | None) -> dict[str, Any]:
    return {
        **{
            result.name.lower(): [_outcome_as_json(outcome) for outcome in report.of(result)]
            for result in IngestResult
        },
        "stopped": stopped,
    }


def _outcome_as_json(outcome: FileOutcome) -> dict[str, Any]:
    return {
        "name": outcome.name,
        "document_id": outcome.document_id,
        "version": outcome.version,
        "title": outcome.title,
        "reason": outcome.reason,
        "doubts": list(outcome.doubts),
    }

"""`yihaoda ingest`: files and folders into the store."""

from __future__ import annotations

import json
from pathlib import Path

import click

from knowledge.clock import system_clock
from knowledge.database import Store
from knowledge.ingesting.ingestion import ingest as ingest_sources
from knowledge.ingesting.ingestion import ingest_paths
from knowledge.ingesting.outcomes import IngestInterrupted, IngestReport, IngestStopped
from knowledge.ingesting.workers import Workers
from knowledge.parsing.formats import READ_HERE
from service.commands import INTERRUPTED
from service.commands.ingest_report import as_lines, as_object
from service.commands.opening import opened_store
from service.commands.progress import progress_bar
from service.config import read_settings
from service.pulling import Order, OrderRefused, fetch_policy, ordered


@click.command(epilog=f"{READ_HERE}。")
@click.argument("paths", metavar="[PATH]...", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--manifest",
    "manifests",
    metavar="FILE",
    multiple=True,
    type=click.Path(path_type=Path),
    help="CSV 清单：列出文件或网址，并给出要更正的标题、文号、日期等；可以多次给出。",
)
@click.option(
    "--urls",
    "lists",
    metavar="FILE",
    multiple=True,
    type=click.Path(path_type=Path),
    help="网址列表，每行一个；可以多次给出。",
)
@click.option("--url", "addresses", metavar="URL", multiple=True, help="网址；可以多次给出。")
@click.option(
    "--sitemap",
    "sitemaps",
    metavar="URL",
    multiple=True,
    help="网站地图（sitemap.xml）的网址，取其中列出的网页；可以多次给出。",
)
@click.option("--json", "as_json", is_flag=True, help="结果用一个 JSON 对象输出。")
def ingest(
    paths: tuple[Path, ...],
    manifests: tuple[Path, ...],
    lists: tuple[Path, ...],
    addresses: tuple[str, ...],
    sitemaps: tuple[str, ...],
    as_json: bool,
) -> None:
    """把文件、文件夹和 ZIP 里的政策文件导入库中；也可以按清单、网址或网站地图取来再导入。

    同一个文件再次导入不会重复；文件改过就成为新版本，旧版本保留。读不了的文件不影响其他文件，
    在结尾逐个说明原因。按 Ctrl-C 随时可以停下，处理完的都已保存，再运行一次就接着导入。
    全部成功退出码为 0，有文件失败为 1，用法有误为 2，中断为 130。
    """
    order = Order(manifests, lists, addresses, sitemaps)
    if not paths and not order:
        raise click.UsageError("请给出文件、文件夹，或 --manifest、--urls、--url、--sitemap")
    with opened_store() as store:
        report, stopped = _run(store, order, paths)
    if as_json:
        told = as_object(report, str(stopped) if stopped else None)
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        click.echo("\n".join(as_lines(report)))
    if isinstance(stopped, IngestInterrupted):
        click.echo(f"\n{stopped}", err=True)
        raise SystemExit(INTERRUPTED)
    if stopped is not None:
        raise click.ClickException(str(stopped))
    if report.failed:
        raise SystemExit(1)


def _run(
    store: Store, order: Order, paths: tuple[Path, ...]
) -> tuple[IngestReport, IngestStopped | None]:
    """The report of what was pulled and of the files, and why the run stopped short if it did."""
    pulled = IngestReport(())
    try:
        with Workers() as workers:
            read = workers.read
            if order:
                sources = ordered(store, order, fetch_policy(read_settings()))
                with progress_bar("抓取并导入") as progress:
                    # Each page is stored before the next is fetched: a run that is ended loses one.
                    pulled = ingest_sources(store, sources, system_clock, progress, read)
            with progress_bar("导入") as progress:
                report = ingest_paths(store, paths, system_clock, progress, read, workers)
    except OrderRefused as error:
        raise click.UsageError(str(error)) from error
    except IngestStopped as error:
        return IngestReport(pulled.outcomes + error.report.outcomes), error
    return IngestReport(pulled.outcomes + report.outcomes), None

"""`yihaoda index`: the index built from the store, now."""

from __future__ import annotations

import json
import os
from pathlib import Path

import click

from indexer.build import build_index, is_current, is_worn, open_index, update_index
from indexer.errors import SearchIndexError
from indexer.filling import BuildReport
from knowledge.database import Store
from service.commands.opening import opened_store
from service.commands.progress import progress_bar
from service.config import read_settings


@click.command()
@click.option("--force", is_flag=True, help="不管有没有变化，整个重新建立。")
@click.option("--json", "as_json", is_flag=True, help="结果用一个 JSON 对象输出。")
def index(force: bool, as_json: bool) -> None:
    """按库更新检索索引；更新后正在运行的服务会自动换用，不必重启。

    只处理改动过的文件；还没有索引、索引损坏或积下的改动太多时，整个重新建立。库没有变化时什么也不做。建立中途断电或被终止，原有索引照常可用，再运行一次即可。
    """
    with opened_store() as store:
        folder = read_settings().index_folder
        try:
            if unchanged := not force and is_current(store, folder):
                passages = open_index(folder).passages
                report = BuildReport(passages.revision, passages.passage_count)
            else:
                report = _bring(store, folder, whole=force)
        except SearchIndexError as error:
            raise click.ClickException(str(error)) from error
    if as_json:
        summary = {
            "revision": report.revision,
            "passages": report.passages,
            "unchanged": unchanged,
        }
        click.echo(json.dumps(summary, ensure_ascii=False, indent=2))
    else:
        done = "索引没有变化" if unchanged else "索引已更新" if report.grown else "索引已建立"
        click.echo(f"{done}：库的第 {report.revision} 次变更，共 {report.passages} 个段落")


def _bring(store: Store, folder: Path, *, whole: bool) -> BuildReport:
    processes = len(os.sched_getaffinity(0))
    with progress_bar("更新索引") as progress:
        if not whole:
            report = update_index(store, folder, progress, processes=processes)
            if not is_worn(folder):
                return report
        return build_index(store, folder, progress, processes=processes)

"""`yihaoda evaluate`: the judged questions of a set, asked through the real answer path."""

from __future__ import annotations

import json
from contextlib import ExitStack
from datetime import date, datetime
from pathlib import Path

import click

from indexer.errors import ModelError
from knowledge.errors import KnowledgeError
from service.commands.evaluation_own import evaluate_own
from service.commands.evaluation_words import lines_of
from service.commands.extraction import print_extraction
from service.commands.progress import shown_steps
from service.config import SettingsError, read_settings
from service.evaluation import JUDGED_ON, open_sets
from service.extraction_figures import extraction_figures, read_and_check
from service.extraction_sets import read_extraction_set
from service.judged_rows import SetError
from service.judged_sets import read_set
from service.predictions import Prediction
from service.reliability_plot import reliability_svg
from service.reports import SetReport, report_on
from service.training.harness import fold_models


@click.command()
@click.argument(
    "set_dir",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="评测集",
    required=False,
)
@click.option("--own", is_flag=True, help="检验本单位的评测题，用正在使用的库和索引。")
@click.option(
    "--predictions", type=click.Path(dir_okay=False, path_type=Path), help="逐题结果写入的文件。"
)
@click.option(
    "--out-of-fold",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="每个问题用没有见过它的那一折模型来答；文件夹由 train --folds 写成。",
)
@click.option(
    "--plot",
    type=click.Path(dir_okay=False, path_type=Path),
    help="把握与实际的对照图（SVG）写入的文件。",
)
@click.option("--json", "as_json", is_flag=True, help="指标用一个 JSON 对象输出。")
@click.option(
    "--extraction",
    is_flag=True,
    help="不提问，只检验读文件：正文、标题、文号、日期、机关、时效、附件。",
)
@click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    default=JUDGED_ON,
    show_default=True,
    help="按哪一天判断时效。",
)
def evaluate(
    set_dir: Path | None,
    own: bool,
    predictions: Path | None,
    out_of_fold: Path | None,
    plot: Path | None,
    as_json: bool,
    extraction: bool,
    as_of: datetime,
) -> None:
    """用评测集里的问题检验问答：建一个临时的库和索引，逐题提问，输出指标。

    加 --extraction 检验的是读文件：正文和各个字段与标准答案逐项核对。不动正在使用的库和索引。
    """
    if own == (set_dir is not None) or (own and any((predictions, out_of_fold, plot, extraction))):
        raise click.UsageError("请给出评测集的文件夹，或者只用 --own（可以加 --json）")
    if set_dir is None:
        _print(evaluate_own(shown_steps()), as_json)
        return
    if extraction:
        if any((predictions, out_of_fold, plot)):
            raise click.UsageError(
                "--extraction 不提问，不能与 --predictions、--out-of-fold、--plot 同时使用"
            )
        _evaluate_extraction(set_dir, _day(as_of), as_json)
        return
    try:
        judged = read_set(set_dir)
        models_for = fold_models(out_of_fold) if out_of_fold else None
        with ExitStack() as stack:
            show = shown_steps()
            opened = open_sets(stack, [judged], read_settings(), _day(as_of), show)
            found = opened[0].predict(show, models_for)
            report = report_on(judged.name, found, opened[0].ids.notes)
    except (SetError, SettingsError, KnowledgeError, ModelError) as error:
        raise click.ClickException(str(error)) from error
    if predictions is not None:
        _write(predictions, _lines(found), "逐题结果")
    if plot is not None:
        _write(plot, reliability_svg(report.name, report.reliability), "对照图")
    _print(report, as_json)


def _evaluate_extraction(set_dir: Path, as_of: date, as_json: bool) -> None:
    try:
        judged = read_extraction_set(set_dir)
        found = extraction_figures(judged, read_and_check(judged, as_of, shown_steps()))
    except (SetError, KnowledgeError) as error:
        raise click.ClickException(str(error)) from error
    found["as_of"] = as_of.isoformat()
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, indent=2, default=str))
    else:
        print_extraction(found)


def _day(moment: datetime) -> date:
    return moment.date()


def _print(report: SetReport, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(report.as_json(), ensure_ascii=False, indent=2))
    else:
        click.echo("\n".join(lines_of(report)))


def _lines(found: list[Prediction]) -> str:
    return "".join(json.dumps(each.as_json(), ensure_ascii=False) + "\n" for each in found)


def _write(path: Path, text: str, what: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise click.ClickException(f"{what}写不进 {path}：{error.strerror}") from error

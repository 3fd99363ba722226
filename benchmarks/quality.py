"""The figures of the answers on all evaluation sets, beside those last committed.

    python -m benchmarks.quality ../shared/eval            what `make evaluate` runs
    python -m benchmarks.quality ../shared/eval --write    and commits them as the new ones

Trains the models of five folds over all sets in a scratch folder and asks each question of the
models that have not seen it, so the figures are those of questions never trained on; where a part
is not trained, those of its hand-set weights. `--write` renews docs/evaluation.json, the tables
of docs/evaluation.md and its plots. `--ship` also keeps the models trained on all the questions
as those that come with the program, and measures the samples by them. `--baseline` measures only
rank_bm25's plain ranking again, whose committed figures stand in the table else. `--quick` measures
only the samples that a test asks.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.plain_ranking import plain_predictions
from benchmarks.quality_record import DOCS, Record, Report, read_record, write_record
from benchmarks.quality_tables import PLOTS, comparison, fallen, plots, renewed
from benchmarks.quick_sets import quick_reports
from service.commands.progress import shown_steps
from service.config import NO_MODEL, SHIPPED_MODELS, Settings
from service.evaluation import JUDGED_ON, OpenedSet, open_sets
from service.judged_sets import read_sets
from service.reports import report_on
from service.training.harness import fold_models, train_stages
from service.training.stages import STAGES

SETS = ("seeds", "pages", "policies", "statutes")
SEED = 1

#: Where in the scratch folder the models of all questions go.
ALL = "all"


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, and write where asked to; 1 where a figure fell by two standard errors."""
    chosen = _arguments().parse_args(arguments)
    record = read_record()
    if chosen.quick:
        found = replace(record, quick=quick_reports(chosen.folder))
        now, before = found.quick, replace(record, sets=record.quick, baseline={})
    else:
        found = _measured(chosen, record)
        now, before = found.sets, replace(record, baseline=found.baseline)
    print("\n".join(comparison(now, before)))
    if chosen.write:
        _write(found)
        return 0
    return int(any(fallen(now[name], before.sets[name]) for name in now if name in before.sets))


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.quality")
    parser.add_argument("folder", type=Path, help="四个评测集所在的文件夹")
    parser.add_argument("--write", action="store_true", help="把数值写进 docs")
    parser.add_argument("--ship", action="store_true", help="模型随程序发布")
    only = parser.add_mutually_exclusive_group()
    only.add_argument("--baseline", action="store_true", help="只重新测基线")
    only.add_argument("--quick", action="store_true", help="只测试验用的样本")
    return parser


def _measured(chosen: argparse.Namespace, record: Record) -> Record:
    """All sets out of fold, or by the baseline; what is not asked for stays as it was."""
    with ExitStack() as stack:
        scratch = Path(stack.enter_context(TemporaryDirectory()))
        opened = open_sets(
            stack,
            read_sets([chosen.folder / name for name in SETS]),
            Settings(model=NO_MODEL),
            date.fromisoformat(JUDGED_ON),
            shown_steps(),
        )
        if chosen.baseline:
            return replace(record, baseline={each.judged.name: _plain(each) for each in opened})
        sets, trained = _out_of_fold(opened, scratch)
        record = replace(record, sets=sets, trained=trained)
        if chosen.ship:
            shutil.rmtree(SHIPPED_MODELS, ignore_errors=True)
            shutil.copytree(scratch / ALL, SHIPPED_MODELS)
            record = replace(record, quick=quick_reports(chosen.folder))
        return record


def _out_of_fold(
    opened: Sequence[OpenedSet], scratch: Path
) -> tuple[dict[str, Report], Mapping[str, int]]:
    """The reports by set, and from how many rows each part was trained; the models in `scratch`."""
    folds = scratch / "folds"
    trained = train_stages(opened, STAGES, scratch / ALL, folds, SEED, shown_steps())
    for part, reason in trained.left_out.items():
        print(f"{part} 没有训练：{reason}", file=sys.stderr)
    models_for = fold_models(folds)
    reports = {
        each.judged.name: report_on(
            each.judged.name, each.predict(shown_steps(), models_for), each.ids.notes
        ).as_json()
        for each in opened
    }
    return reports, trained.rows


def _plain(opened: OpenedSet) -> Report:
    predictions = plain_predictions(opened, shown_steps())
    return report_on(opened.judged.name, predictions).as_json()


def _write(record: Record) -> None:
    write_record(record)
    document = DOCS / "evaluation.md"
    document.write_text(renewed(document.read_text("utf-8"), record), encoding="utf-8")
    for name, svg in plots(record).items():
        (PLOTS / name).write_text(svg, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())

"""`yihaoda train`: the learned parts of answering, trained on judged questions."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from indexer.errors import ModelError
from knowledge.errors import KnowledgeError
from service.commands.evaluation_words import PARTS
from service.commands.progress import shown_steps
from service.config import SettingsError, read_settings
from service.evaluation import JUDGED_ON, open_sets
from service.judged_rows import SetError
from service.judged_sets import read_sets
from service.training.harness import Trained, train_stages
from service.training.stages import STAGES

#: The folder of the fold models inside that of the models.
FOLDS_KEPT = "folds"


@click.command()
@click.option(
    "--sets",
    "set_dirs",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    multiple=True,
    required=True,
    help="评测集格式的文件夹；可以给几个，一起训练。",
)
@click.argument(
    "more", nargs=-1, type=click.Path(exists=True, file_okay=False, path_type=Path), metavar=""
)
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    required=True,
    help="模型写到哪个文件夹；设 YIHAODA_MODEL 为它，重启后使用。",
)
@click.option(
    "--folds", is_flag=True, help="把五折的模型也留在 OUT/folds，供 evaluate --out-of-fold 使用。"
)
@click.option("--seed", type=int, default=1, show_default=True, help="随机种子。")
@click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    default=JUDGED_ON,
    show_default=True,
    help="按哪一天判断时效。",
)
def train(
    set_dirs: tuple[Path, ...],
    more: tuple[Path, ...],
    out: Path,
    folds: bool,
    seed: int,
    as_of: datetime,
) -> None:
    """用有标准答案的问题训练排序、摘录和把握的模型。

    同样的问题、文件和种子，训练出同样的模型。模型里没有问题和文件的原文。
    """
    try:
        sets = read_sets((*set_dirs, *more))
        with ExitStack() as stack:
            opened = open_sets(stack, sets, read_settings(), as_of.date(), shown_steps())
            kept = out / FOLDS_KEPT if folds else Path(stack.enter_context(TemporaryDirectory()))
            trained = train_stages(opened, STAGES, out, kept, seed, shown_steps())
    except (SetError, SettingsError, KnowledgeError, ModelError) as error:
        raise click.ClickException(str(error)) from error
    except OSError as error:
        raise click.ClickException(f"模型写不进 {out}：{error.strerror or error}") from error
    _tell(trained, out)


def _tell(trained: Trained, out: Path) -> None:
    for part, rows in trained.rows.items():
        click.echo(f"{PARTS[part]}：学了 {rows} 行")
    for part, reason in trained.left_out.items():
        click.echo(f"{PARTS[part]}：没有训练（{reason}），用手工设定的权重")
    if trained.rows:
        click.echo(f"模型写在 {out}")
    else:
        click.echo(f"一样也没有训练成，{out} 里没有模型；YIHAODA_MODEL 请不要设为它")

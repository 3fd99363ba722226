"""The command line `yihaoda`: one command a module in `service.commands`."""

from __future__ import annotations

import click

from service.commands.ask import ask
from service.commands.calendar import calendar
from service.commands.evaluate import evaluate
from service.commands.index import index
from service.commands.ingest import ingest


@click.group()
@click.version_option(package_name="yihaoda")
def main() -> None:
    """一号答：政策文件进，带出处的答案出。"""


main.add_command(ask)
main.add_command(calendar)
main.add_command(evaluate)
main.add_command(index)
main.add_command(ingest)


if __name__ == "__main__":
    main()

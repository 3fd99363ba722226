"""The command line `yihaoda`: one command a module in `service.commands`."""

from __future__ import annotations

import click

from service.commands.ask import ask
from service.commands.calendar import calendar
from service.commands.demo import demo
from service.commands.evaluate import evaluate
from service.commands.index import index
from service.commands.ingest import ingest
from service.commands.serve import serve


@click.group()
@click.version_option(package_name="yihaoda")
def main() -> None:
    """一号答：政策文件进，带出处的答案出。"""


main.add_command(ask)
main.add_command(calendar)
main.add_command(demo)
main.add_command(evaluate)
main.add_command(index)
main.add_command(ingest)
main.add_command(serve)


if __name__ == "__main__":
    main()

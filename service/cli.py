"""The command line `yihaoda`: one command a module in `service.commands`.

A command's module is imported when the command runs, so that none waits for what others need.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

import click

from service.commands import INTERRUPTED

#: The commands, each with its module; the module holds the command under the same name.
COMMANDS = {
    name: f"service.commands.{name}"
    for name in (
        "answers",
        "ask",
        "audit",
        "calendar",
        "demo",
        "documents",
        "evaluate",
        "index",
        "ingest",
        "keys",
        "organs",
        "serve",
        "train",
        "users",
    )
}


class _CommandsByName(click.Group):
    """A group whose commands are imported one by one, when they are asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 — click's signature
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:  # noqa: ARG002
        if name not in COMMANDS:
            return None
        command: click.Command = getattr(import_module(COMMANDS[name]), name)
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; Ctrl-C ends it with a word of Chinese and the status of that signal."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            click.echo("\n已中断", err=True)
            ctx.exit(INTERRUPTED)


@click.group(cls=_CommandsByName)
@click.version_option(package_name="yihaoda")
def main() -> None:
    """一号答：政策文件进，带出处的答案出。"""


if __name__ == "__main__":
    main()

"""The command line `yihaoda`: one command a module in `service.commands`.

A command's module is imported when the command runs, so that none waits for what others need.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

import click

from service.commands import INTERRUPTED
from service.commands.chinese import CATALOGUE, speak_chinese

#: The commands, each with the first sentence of its help: the list of them imports none.
#: The module of a command has its name, and holds it under that name.
COMMANDS = {
    "answers": "查看给出过的回答是怎么来的，或者再问一遍。",
    "ask": "提一个问题，显示答案和出处。",
    "audit": "审计记录：谁在什么时候做了什么；核对它有没有被动过。",
    "calendar": "工作日历：各年的节假日和调休上班日，用来计算办理期限。",
    "demo": "用自带的演示数据启动服务：虚构的青禾县的政策文件、解读、问答和办事指南。",
    "documents": "查看、核对和撤下库里的文件。",
    "embed": "打印网站嵌入问答窗口的代码、脚本的哈希值，和允许嵌入的网站。",
    "evaluate": "用评测集里的问题检验问答：建一个临时的库和索引，逐题提问，输出指标。",
    "index": "按库更新检索索引；更新后正在运行的服务会自动换用，不必重启。",
    "ingest": "把文件、文件夹和 ZIP 里的政策文件导入库中；也可以按清单、网址或网站地图取来再导入。",
    "keys": "联系方式的密钥：列出、更换、删除不再用的。",
    "organs": "承办单位：导入名单和各自管的事，列出现有的。",
    "serve": "启动服务：网页和接口，以及跟随文件库更新索引的写入进程。",
    "train": "用有标准答案的问题训练排序、摘录和把握的模型。",
    "users": "工作人员的账号：新建、改角色、停用、重置密码。",
}


class _CommandsByName(click.Group):
    """A group whose commands are imported one by one, when they are asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 — click's signature
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:  # noqa: ARG002
        if name not in COMMANDS:
            return None
        command: click.Command = getattr(import_module(f"service.commands.{name}"), name)
        return command

    def format_commands(
        self,
        ctx: click.Context,  # noqa: ARG002
        formatter: click.HelpFormatter,
    ) -> None:
        """The list of commands, without importing them."""
        with formatter.section(CATALOGUE["Commands"]):
            formatter.write_dl(sorted(COMMANDS.items()))

    def main(self, *args: Any, **options: Any) -> Any:
        """Run what was typed, in Chinese from the first word."""
        speak_chinese()
        return super().main(*args, **options)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; Ctrl-C ends it with a word of Chinese and the status of that signal."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            click.echo("\n已中断", err=True)
            ctx.exit(INTERRUPTED)


@click.group(cls=_CommandsByName)
@click.version_option(
    package_name="yihaoda",
    message="一号答 %(version)s",
    help=CATALOGUE["Show the version and exit."],
)
def main() -> None:
    """一号答：政策文件进，带出处的答案出。"""


if __name__ == "__main__":
    main()

"""Click in Chinese: what it says of itself when a command is typed wrongly, and in every help.

Click looks its sentences up by gettext, which goes by the user's locale; this program speaks
Chinese in every locale, so a catalogue of our own takes gettext's place in Click's modules.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

import click
from click import core, decorators, exceptions, formatting, parser, termui, types

#: Click's sentences and ours. A sentence with a plural stands under both its forms.
CATALOGUE: Mapping[str, str] = {
    "Usage:": "用法：",
    "Options": "选项",
    "Commands": "命令",
    "Positional arguments": "参数",
    "Show this message and exit.": "显示这段说明。",
    "Show the version and exit.": "显示版本。",
    "Try '{command} {option}' for help.": "怎么用，见：{command} {option}",
    "Error: {message}": "错误：{message}",
    "Aborted!": "已中断",
    "default: {default}": "默认：{default}",
    "required": "必填",
    "(dynamic)": "（随情况而定）",
    "env var: {var}": "环境变量：{var}",
    "deprecated": "不再使用",
    "No such option {name!r}.": "没有“{name}”这个选项。",
    "No such command {name!r}.": "没有“{name}”这条命令。",
    "Did you mean {possibility}?": "是不是想写 {possibility}？",
    "(Did you mean one of: {possibilities}?)": "是不是想写其中一个：{possibilities}？",
    "Missing command.": "没有写哪一条命令。",
    "Missing argument": "缺少参数",
    "Missing option": "缺少选项",
    "Missing parameter": "缺少参数",
    "Missing parameter: {param_name}": "缺少参数：{param_name}",
    "Missing {param_type}": "缺少参数",
    "Choose from:\n\t{choices}": "可以写：\n\t{choices}",
    "Invalid value: {message}": "写的不对：{message}",
    "Invalid value for {param_hint}: {message}": "{param_hint} 写的不对：{message}",
    "Got unexpected extra argument ({args})": "多出了参数：{args}",
    "Got unexpected extra arguments ({args})": "多出了参数：{args}",
    "Option {name!r} does not take a value.": "选项“{name}”后面不带值。",
    "Option {name!r} requires an argument.": "选项“{name}”后面要写一个值。",
    "Option {name!r} requires {nargs} arguments.": "选项“{name}”后面要写 {nargs} 个值。",
    "Argument {name!r} takes {nargs} values.": "参数“{name}”要写 {nargs} 个值。",
    "Takes {nargs} values but 1 was given.": "要写 {nargs} 个值，只写了 1 个。",
    "Takes {nargs} values but {len} were given.": "要写 {nargs} 个值，写了 {len} 个。",
    "{value!r} is not {choice}.": "“{value}”不行，只能写 {choice}。",
    "{value!r} is not one of {choices}.": "没有“{value}”，可以写：{choices}。",
    "{value!r} does not match the format {format}.": "“{value}”不是日期，写法如 2026-07-01。",
    "{value!r} does not match the formats {formats}.": "“{value}”不是日期，写法如 2026-07-01。",
    "{value} is not in the range {range}.": "{value} 超出了范围 {range}。",
    "{value!r} is not a valid {number_type}.": "“{value}”不是这里要的数字。",
    "{value!r} is not a valid boolean. Recognized values: {states}": (
        "“{value}”不行，可以写：{states}"
    ),
    "{name} {filename!r} does not exist.": "找不到“{filename}”。",
    "{name} {filename!r} is a file.": "“{filename}”是文件，要的是文件夹。",
    "{name} {filename!r} is a directory.": "“{filename}”是文件夹，要的是文件。",
    "{name} {filename!r} is not readable.": "没有权限读“{filename}”。",
    "{name} {filename!r} is not writable.": "没有权限写“{filename}”。",
    "{name} {filename!r} is not executable.": "没有权限执行“{filename}”。",
    "Could not open file {filename!r}: {message}": "打不开“{filename}”：{message}",
    "unknown error": "原因不明",
    "file": "文件",
    "directory": "文件夹",
    "path": "路径",
    "Repeat for confirmation": "再输入一次",
    "Error: The two entered values do not match.": "错误：两次输入的不一样。",
    "Error: invalid input": "错误：请输入 y 或 n。",
    "Do you want to continue?": "要继续吗？",
    "Confirm the action without prompting.": "不再询问，直接做。",
}

#: What stands for what people have to write, in usage lines and before the help of an option.
_PLACES: Mapping[str, str] = {
    "[OPTIONS]": "[选项]",
    "COMMAND [ARGS]...": "命令 [参数]...",
    "[%Y-%m-%d]": "年-月-日",
    "TEXT": "文字",
    "PATH": "路径",
    "FILE": "文件",
    "DIRECTORY": "文件夹",
    "INTEGER RANGE": "整数",
    "INTEGER": "整数",
    "FLOAT RANGE": "数",
    "FLOAT": "数",
}
_PLACE = re.compile(
    "|".join(rf"(?<!\w){re.escape(each)}(?!\w)" for each in sorted(_PLACES, reverse=True))
)

_MODULES = (core, decorators, exceptions, formatting, parser, termui, types)


class ChineseFormatter(click.HelpFormatter):
    """Help and usage lines, in which what people have to write is told in Chinese."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """A usage line."""
        super().write_usage(prog, _in_place(args), prefix or CATALOGUE["Usage:"])

    def write_heading(self, heading: str) -> None:
        """A heading, with the colon of Chinese."""
        self.write(f"{'':>{self.current_indent}}{heading}：\n")

    def write_dl(
        self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2
    ) -> None:
        """A table of two columns: what is written, and what it does."""
        told = [(_in_place(written), does) for written, does in rows]
        super().write_dl(told, col_max, col_spacing)


def speak_chinese() -> None:
    """Let Click speak Chinese in this process; what the catalogue lacks stays as Click says it."""
    for module in _MODULES:
        vars(module).update(_=_told, ngettext=_counted)
    click.Context.formatter_class = ChineseFormatter


def _told(sentence: str) -> str:
    return CATALOGUE.get(sentence, sentence)


def _counted(one: str, several: str, number: int) -> str:
    return _told(one if number == 1 else several)


def _in_place(written: str) -> str:
    return _PLACE.sub(lambda found: _PLACES[found[0]], written)

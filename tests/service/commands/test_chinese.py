"""What Click says of itself is Chinese: usage errors, helps, the end of a prompt."""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from service.cli import COMMANDS, main
from service.commands.chinese import CATALOGUE, speak_chinese

#: A command with what none of ours has: an argument of two values, a value of two, yes or no.
ODD = click.Command(
    "odd",
    params=[
        click.Argument(["pair"], nargs=2, required=False),
        click.Option(["--two"], type=(int, int)),
        click.Option(["--sure"], type=bool),
    ],
)

#: What is typed wrongly; the kind of error, and what is said of it.
WRONG = [
    (main, "documnts", click.NoSuchCommand, "没有“documnts”这条命令。"),
    (main, "document", click.NoSuchCommand, "没有“document”这条命令。"),
    (main, "documents list --nope", click.NoSuchOption, "没有“--nope”这个选项。"),
    (main, "documents list --jso", click.NoSuchOption, "没有“--jso”这个选项。 是不是想写"),
    (main, "documents relate", click.MissingParameter, "缺少参数 '决定'. 可以写：\n\tadd,"),
    (main, "documents show", click.MissingParameter, "缺少参数 '文件'."),
    (main, "users add 王芳", click.MissingParameter, "缺少选项 '--name'."),
    (main, "keys list extra", click.UsageError, "多出了参数：extra"),
    (main, "keys list one two", click.UsageError, "多出了参数：one two"),
    (main, "ingest", click.UsageError, "请给出文件、文件夹"),
    (main, "ingest --urls", click.BadOptionUsage, "选项“--urls”后面要写一个值。"),
    (main, "documents list --json=3", click.BadOptionUsage, "选项“--json”后面不带值。"),
    (main, "documents relate xx", click.BadParameter, "'决定' 写的不对：没有“xx”，可以写：'add'"),
    (main, "serve --port 99999", click.BadParameter, "99999 超出了范围 0<=x<=65535。"),
    (main, "serve --port x", click.BadParameter, "'--port' 写的不对：“x”不是这里要的数字。"),
    (main, "ask 问 --as-of 12", click.BadParameter, "“12”不是日期，写法如 2026-07-01。"),
    (main, "evaluate nowhere", click.BadParameter, "'评测集' 写的不对：找不到“nowhere”。"),
    (main, f"evaluate {__file__}", click.BadParameter, "是文件，要的是文件夹。"),
    (main, "evaluate . --predictions .", click.BadParameter, "“.”是文件夹，要的是文件。"),
    (ODD, "one", click.BadArgumentUsage, "参数“pair”要写 2 个值。"),
    (ODD, "--two 1", click.BadOptionUsage, "选项“--two”后面要写 2 个值。"),
    (ODD, "--sure maybe", click.BadParameter, "'--sure' 写的不对：“maybe”不行，可以写："),
]

#: Sentences of Click that no user of ours meets, by what they are about.
NOT_FOR_USERS = {
    "mistakes of whoever writes a command": {
        "Value must be an iterable.",
        "Could not determine name for option with declarations {decls!r}",
        "No options defined but a name was passed ({name}). Did you mean to declare an argument"
        " instead? Did you mean to pass '--{name}'?",
        "Arguments take exactly one parameter declaration, got {length}: {decls}.",
        "Name '{name}' defined twice",
        "Boolean option {decl!r} cannot use the same flag for true/false.",
        "Invalid start character for option ({option})",
        "Choice({choices})",
        "DeprecationWarning: The command {name!r} is deprecated.{extra_message}",
        "DeprecationWarning: The {param_type} {name!r} is deprecated.{extra_message}",
    },
    "types and tools that no command uses": {
        "{value!r} is not a valid UUID.",
        "{len_type} values are required, but {len_value} was given.",
        "{len_type} values are required, but {len_value} were given.",
        "%(prog)s, version %(version)s",
        "Press any key to continue...",
        "Unknown color {colour!r}",
        "Unknown standard stream '{name}'",
        "{editor}: Editing failed",
        "{editor}: Editing failed: {e}",
        "Couldn't detect Bash version, shell completion is not supported.",
        "Shell completion is not supported for Bash versions older than 4.4.",
        "Windows error: {error}",
        "d",
    },
}


def sentences() -> Iterator[str]:
    """Every sentence that Click has translated, read from its source."""
    for file in Path(click.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            called = isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
            if called and node.func.id in ("_", "ngettext"):
                for argument in node.args:
                    if isinstance(argument, ast.Constant):
                        yield argument.value


def commands(group: click.Group, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The words of every command, the group's own (none) first."""
    yield path
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if isinstance(command, click.Group):
            yield from commands(command, (*path, name))
        else:
            yield (*path, name)


@pytest.mark.parametrize(("command", "typed", "kind", "said"), WRONG, ids=[row[1] for row in WRONG])
def test_what_is_typed_wrongly_is_told_in_chinese(
    command: click.Command, typed: str, kind: type[click.UsageError], said: str
) -> None:
    speak_chinese()
    told = CliRunner().invoke(command, typed.split())
    assert told.exit_code == 2
    assert said in told.stderr.partition("错误：")[2]
    assert "Error" not in told.stderr
    with pytest.raises(click.UsageError) as raised:
        command.main(typed.split(), standalone_mode=False)
    assert type(raised.value) is kind


def test_every_kind_of_usage_error_is_tried() -> None:
    kinds = {
        kind
        for kind in vars(click.exceptions).values()
        if isinstance(kind, type) and issubclass(kind, click.UsageError)
    }
    told_by_the_help = {click.exceptions.NoArgsIsHelpError}
    assert {kind for _, _, kind, _ in WRONG} == kinds - told_by_the_help


def test_every_sentence_that_a_user_meets_is_in_the_catalogue() -> None:
    others = set().union(*NOT_FOR_USERS.values())
    assert set(sentences()) - others == set(CATALOGUE) - {"required"}  # Click's, from a variable


def test_a_translation_fills_in_nothing_that_click_does_not_tell() -> None:
    def places(sentence: str) -> set[str | None]:
        return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}

    for sentence, chinese in CATALOGUE.items():
        assert places(chinese) <= places(sentence), sentence


def test_every_help_is_chinese_but_for_names() -> None:
    english = {"Usage", "Options", "Commands", "OPTIONS", "ARGS", "required", "default"}
    english |= {"TEXT", "PATH", "FILE", "DIRECTORY", "INTEGER", "RANGE"}
    for path in commands(main):
        told = CliRunner().invoke(main, [*path, "--help"])
        assert told.exit_code == 0
        assert told.stdout.startswith("用法：main"), path
        assert "显示这段说明。" in told.stdout
        assert english.isdisjoint(re.findall(r"\w+", told.stdout, re.ASCII)), path


def test_the_list_of_commands_tells_the_first_sentence_of_each_help() -> None:
    for name, told in COMMANDS.items():
        command = main.get_command(click.Context(main), name)
        assert command is not None
        assert command.get_short_help_str(limit=200) == told
    assert all(told in CliRunner().invoke(main, ["--help"]).stdout for told in COMMANDS.values())


def test_a_prompt_that_is_broken_off_ends_with_a_word_of_chinese() -> None:
    speak_chinese()
    asking = click.Command("asking", params=[click.Option(["--word"], prompt="密码")])
    told = CliRunner().invoke(asking, [], input="")
    assert told.exit_code == 1
    assert told.stderr.strip() == "已中断"

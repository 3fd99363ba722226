"""What the documents say of settings and commands is what the program has."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from service.cli import main
from service.config import PREFIX, Settings

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
DOCUMENTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]


@pytest.mark.parametrize("name", Settings.model_fields)
def test_every_setting_stands_in_the_readme_with_its_default_and_meaning(name: str) -> None:
    field = Settings.model_fields[name]
    default = f"`{field.default}`" if str(field.default) else "（空）"

    assert f"| `{PREFIX}{name.upper()}` | {default} | {field.description} |" in README


def test_the_readme_names_no_setting_that_does_not_exist() -> None:
    named = set(re.findall(rf"{PREFIX}[A-Z_]+", README))

    assert named == {PREFIX + name.upper() for name in Settings.model_fields}


@pytest.mark.parametrize("file", DOCUMENTS, ids=lambda file: file.name)
def test_every_command_and_option_that_is_named_exists(file: Path) -> None:
    for words, rest in re.findall(
        r"yihaoda ([a-z]+(?: [a-z]+)?)([^`#\n]*)", file.read_text("utf-8")
    ):
        name, *sub = words.split()
        context = click.Context(main)
        command = main.get_command(context, name)
        assert command is not None, name
        if sub and isinstance(command, click.Group):
            assert sub[0] in command.commands, words
            command = command.commands[sub[0]]
        known = {option for item in command.params for option in item.opts}
        assert set(re.findall(r"--[a-z-]+", rest)) <= known | {"--help"}


@pytest.mark.parametrize("file", DOCUMENTS, ids=lambda file: file.name)
def test_every_link_between_documents_leads_somewhere(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    links = [link for link in re.findall(r"\]\(([^)#]+)", text) if "://" not in link]

    assert [link for link in links if not (file.parent / link).exists()] == []

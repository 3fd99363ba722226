from __future__ import annotations

import json
import shutil

import pytest
from click.testing import CliRunner

from service.cli import main
from tests.offices import furnished_home

__all__ = ["furnished_home"]  # a fixture of every test here

QUESTION = "2027年居民医保个人要交多少钱？"


@pytest.fixture
def run(furnished_home, tmp_path, monkeypatch):
    """Runs a command on a copy of the furnished home."""
    home = shutil.copytree(furnished_home, tmp_path / "home")
    monkeypatch.setenv("YIHAODA_HOME", str(home))
    return lambda *arguments: CliRunner().invoke(main, arguments)


def ask(run):
    return json.loads(run("ask", QUESTION, "--json", "--as-of", "2026-11-22").output)


def test_an_answer_is_shown_with_how_it_came_about(run):
    answer = ask(run)
    # hexadecimal: a number that begins with a dash would be an option on the command line
    assert set(answer["answer_id"]) <= set("0123456789abcdef")
    shown = run("answers", "show", answer["answer_id"])
    assert shown.exit_code == 0
    assert f"提问：{QUESTION}" in shown.output
    assert "门槛：直接回答" in shown.output
    told = json.loads(run("answers", "show", answer["answer_id"], "--json").output)
    assert told["citations"][0]["quote"] == answer["citations"][0]["quote"]


def test_asking_with_explain_tells_the_same_at_once(run):
    explained = run("ask", QUESTION, "--explain")
    assert explained.exit_code == 0
    assert "实词：" in explained.output
    assert "《青禾县医疗保障局" in explained.output


def test_an_answer_replayed_is_the_same_until_its_document_is_withdrawn(run):
    answer = ask(run)
    again = run("answers", "replay", answer["answer_id"])
    assert (again.exit_code, again.output) == (0, "和当时一样\n")
    document = answer["citations"][0]["document_id"]
    assert run("documents", "withdraw", document, "--why", "测试撤下").exit_code == 0
    changed = run("answers", "replay", answer["answer_id"])
    assert changed.exit_code == 1
    assert "出处：当时 " in changed.output


def test_an_unknown_answer_is_told_in_words(run):
    for command in ("show", "replay"):
        result = run("answers", command, "none")
        assert result.exit_code == 1
        assert "没有这次回答" in result.output

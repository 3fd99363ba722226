from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from service.cli import main

TEXT = "青禾县临时救助办法\n\n青政规〔2025〕3号\n\n第一条 临时救助标准为每人每次1200元。\n"


@pytest.fixture
def run(tmp_path):
    """Runs commands in an office of one document."""
    runner = CliRunner(env={"YIHAODA_HOME": str(tmp_path / "home")})
    document = tmp_path / "relief.txt"
    document.write_text(TEXT, encoding="utf-8")
    assert runner.invoke(main, ["ingest", str(document)]).exit_code == 0
    assert runner.invoke(main, ["index"]).exit_code == 0
    return lambda *arguments: runner.invoke(main, ["ask", *arguments])


def test_an_answer_is_printed_with_its_words_and_source(run):
    result = run("临时救助标准每人每次多少钱")
    assert result.exit_code == 0, result.output
    assert "1200元" in result.output
    assert "《青禾县临时救助办法》第一条" in result.output
    assert "青政规〔2025〕3号" in result.output


def test_json_is_the_form_of_the_api(run):
    reached = json.loads(run("临时救助标准每人每次多少钱", "--json").output)
    assert reached["outcome"] == "answered"
    assert reached["citations"][0]["url"].startswith("/documents/")


def test_several_questions_are_asked_apart_from_one_another(run):
    told = run("临时救助标准每人每次多少钱", "公园几点关门").output
    assert [line for line in told.splitlines() if line.startswith("问：")] == [
        "问：临时救助标准每人每次多少钱",
        "问：公园几点关门",
    ]
    lines = run("临时救助标准每人每次多少钱", "公园几点关门", "--json").output.splitlines()
    first, second = map(json.loads, lines)
    assert (first["outcome"], second["answer"]) == ("answered", None)
    assert first["conversation"] != second["conversation"]


def test_the_day_of_the_question_can_be_given(run):
    assert run("临时救助标准每人每次多少钱", "--as-of", "2030-01-01").exit_code == 0


def test_what_cannot_be_asked_is_refused_with_the_reason(run):
    result = run(" ")
    assert result.exit_code == 1
    assert "请输入" in result.output


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_day_that_no_document_tells_of_is_refused(run, day):
    result = run("临时救助标准每人每次多少钱", "--as-of", day)
    assert result.exit_code == 2
    assert "年份太远" in result.output

"""Whatever is offered as an example question is answered by the demonstration's documents."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from service.demo import demo_questions

ROOT = Path(__file__).parents[3]
EXPECTED = {each.question: each.expected for each in demo_questions()}
#: Where examples stand, and how.
PLACES = {
    "README.md": r'^- ([^：（\n]+？)|"question": "([^"]+)"|yihaoda ask "([^"]+)"',
    "docs/embedding.md": r'Yihaoda\.ask\("([^"]+)"',
    "docs/examples/single-page.js": r'Yihaoda\.ask\("([^"]+)"',
}


def examples() -> list[str]:
    found = []
    for name, pattern in PLACES.items():
        text = (ROOT / name).read_text(encoding="utf-8")
        in_file = [
            next(filter(None, each.groups())) for each in re.finditer(f"(?m){pattern}", text)
        ]
        assert in_file, name
        found += in_file
    return sorted(set(found))


def ask(client: FlaskClient, question: str):
    return client.post("/api/v1/ask", json={"question": question}).json


@pytest.mark.parametrize("question", examples())
def test_an_example_of_the_guides_is_answered_or_told_to_have_no_answer(
    client: FlaskClient, question: str
) -> None:
    expected = EXPECTED.get(question, "answered")
    result = ask(client, question)
    assert (result["outcome"] == "answered") == (expected != "unanswered"), result
    if expected == "lapsed":
        assert result["answer"]["notice"]


def test_the_examples_of_the_api_are_answered_or_left_as_a_consultation(
    client: FlaskClient,
) -> None:
    paths = client.get("/api/v1/openapi.json").json["paths"]
    given = {
        path: operation["post"]["requestBody"]["content"]["application/json"].get("example", {})
        for path, operation in paths.items()
        if "requestBody" in operation.get("post", {})
    }
    assert ask(client, given["/api/v1/ask"]["question"])["outcome"] == "answered"
    assert ask(client, given["/api/v1/consultations"]["question"])["outcome"] != "answered"


@pytest.mark.parametrize("words", ["你好", "你是谁", "给我讲个笑话"])
def test_who_only_greets_is_offered_published_questions_that_are_answered(
    client: FlaskClient, words: str
) -> None:
    result = ask(client, words)
    assert result["outcome"] == "redirected"
    assert "例如" not in result["message"]
    assert len(result["related"]) == 3
    for known in result["related"]:
        assert known["asked"] == known["question"]
        assert ask(client, known["asked"])["outcome"] == "answered", known
    page = client.post("/ask", data={"question": words}).text
    assert "可以这样问" in page


@pytest.mark.parametrize("words", ["谢谢", "着火了", "我不想活了"])
def test_nothing_is_offered_beside_thanks_and_danger(client: FlaskClient, words: str) -> None:
    assert ask(client, words)["related"] == []

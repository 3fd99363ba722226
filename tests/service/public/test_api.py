"""The shapes of the JSON API: what programs rely on."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask.testing import FlaskClient

QUESTION = "2027年居民医保个人要交多少钱？"
UNKNOWN = "高铁站什么时候建成通车？"

ASK_KEYS = [
    "outcome", "confidence", "answer", "citations", "beside", "suggestions", "choices", "related",
    "message", "follows", "conversation", "answer_id",
]  # fmt: skip
CITATION_KEYS = [
    "document_id", "version", "title", "doc_number", "issuer", "published_on", "validity",
    "locator", "extent", "trail", "quote", "start", "end", "layer", "passage_id", "url",
]  # fmt: skip


def ask(client: FlaskClient, **body: Any) -> Any:
    response = client.post("/api/v1/ask", json=body)
    assert response.status_code == 200, response.text
    return response.json


def test_an_answer_has_exactly_the_documented_keys_in_order(client: FlaskClient) -> None:
    body = ask(client, question=QUESTION)
    assert list(body) == ASK_KEYS
    assert list(body["answer"]) == ["text", "quote", "start", "notice", "completeness", "parts"]
    assert list(body["citations"][0]) == CITATION_KEYS
    assert list(body["citations"][0]["validity"]) == ["state", "until", "reason", "read_from"]


def test_an_answer_quotes_the_document_word_for_word(client: FlaskClient) -> None:
    body = ask(client, question=QUESTION)
    assert body["outcome"] == "answered"
    assert "每人每年430元" in body["answer"]["quote"]
    assert body["answer"]["text"] in body["answer"]["quote"]
    assert 0 <= body["confidence"] <= 1
    assert body["citations"][0]["doc_number"] == "青禾医保发〔2026〕11号"


def test_chinese_is_sent_as_chinese(client: FlaskClient) -> None:
    response = client.post("/api/v1/ask", json={"question": QUESTION})
    assert "居民医保" in response.text


def test_an_unanswered_question_claims_no_answer_and_offers_a_consultation(
    client: FlaskClient,
) -> None:
    body = ask(client, question=UNKNOWN)
    assert body["outcome"] in ("unanswered", "suggested")
    assert body["answer"] is None
    assert body["citations"] == []
    assert body["message"]


def test_a_conversation_goes_on_under_its_id(client: FlaskClient) -> None:
    first = ask(client, question=QUESTION)
    second = ask(client, question="要带什么材料？", conversation=first["conversation"])
    assert second["conversation"] == first["conversation"]
    assert second["answer_id"] != first["answer_id"]


def test_an_answer_tells_from_which_question_it_goes_on(client: FlaskClient) -> None:
    first = ask(client, question=QUESTION)
    going_on = ask(client, question="要什么材料？", conversation=first["conversation"])
    elsewhere = ask(client, question=UNKNOWN, conversation=first["conversation"])
    assert (first["follows"], going_on["follows"], elsewhere["follows"]) == (None, QUESTION, None)
    assert elsewhere["outcome"] != "answered"


@pytest.mark.parametrize("question", [QUESTION, "公租房的租金每平方米多少钱？", "初中什么时候报名"])
def test_the_answer_stands_in_its_quote_where_the_offset_says(
    client: FlaskClient, question: str
) -> None:
    answer = ask(client, question=question)["answer"]
    assert answer["quote"][answer["start"] :].startswith(answer["text"])


def test_a_consultation_gets_a_receipt_and_can_be_looked_up(
    client: FlaskClient, form_token: str
) -> None:
    form = {"question": UNKNOWN, "form_token": form_token}
    response = client.post("/api/v1/consultations", json=form)
    assert response.status_code == 201
    receipt = response.json
    assert list(receipt) == ["number", "code", "state", "due_on", "due_reason"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", receipt["due_on"])
    known = {"number": receipt["number"], "code": receipt["code"]}
    status = client.post("/api/v1/consultations/lookup", json=known)
    assert status.status_code == 200
    assert status.json["question"] == UNKNOWN
    assert status.json["due_on"] == receipt["due_on"]
    assert "code" not in status.json


def test_the_same_form_sent_twice_makes_one_consultation(
    client: FlaskClient, form_token: str
) -> None:
    form = {"question": UNKNOWN, "form_token": form_token}
    first = client.post("/api/v1/consultations", json=form).json
    assert client.post("/api/v1/consultations", json=form).json == first


def test_a_used_token_with_other_content_is_a_conflict(
    client: FlaskClient, form_token: str
) -> None:
    form = {"question": UNKNOWN, "form_token": form_token}
    client.post("/api/v1/consultations", json=form)
    response = client.post("/api/v1/consultations", json=form | {"question": "别的问题？"})
    assert response.status_code == 409
    assert response.json["type"] == "/api#problem-conflict"


def test_wrong_code_and_unknown_number_cannot_be_told_apart(
    client: FlaskClient, form_token: str
) -> None:
    form = {"question": UNKNOWN, "form_token": form_token}
    number = client.post("/api/v1/consultations", json=form).json["number"]
    answers = [
        client.post("/api/v1/consultations/lookup", json={"number": tried, "code": "AAAA-AAAA"})
        for tried in (number, "20200101-0001", "\x00", "x" * 40)
    ]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.text for answer in answers}) == 1


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"question": QUESTION, "form_token": "short"}, "/form_token"),
        ({"question": "", "form_token": "0123456789abcdef0123"}, "/question"),
        (
            {"question": QUESTION, "form_token": "0123456789abcdef0123", "contact": "不是电话"},
            "/contact",
        ),
    ],
)
def test_a_consultation_that_cannot_be_taken_names_the_field(
    client: FlaskClient, body: dict[str, str], pointer: str
) -> None:
    response = client.post("/api/v1/consultations", json=body)
    assert response.status_code == 400
    assert [error["pointer"] for error in response.json["errors"]] == [pointer]


def test_health_tells_the_revisions(client: FlaskClient) -> None:
    body = client.get("/healthz").json
    assert body["status"] == "ok"
    assert body["index_revision"] == body["store_revision"]
    assert body["behind"] is False

"""What the API really says is what its served OpenAPI document promises."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator, FormatChecker, ValidationError
from werkzeug.test import TestResponse

from service.answering.deciding import Thresholds
from service.apps import create_app
from service.wiring import Office

ASK, SUBMIT, LOOKUP = (
    "/api/v1/ask",
    "/api/v1/consultations",
    "/api/v1/consultations/lookup",
)

#: A question, the outcome it must have, and what its answer is there to show.
QUESTIONS = [
    ("2027年居民医保个人要交多少钱？", "answered"),  # from the text
    ("青禾医保发〔2026〕11号", "answered"),  # from a metadata field
    ("返乡创业租场地有没有租金补贴？", "answered"),  # with a notice of lapse
    ("领证要带什么？", "suggested"),  # asks back
    ("高铁站什么时候建成通车？", "suggested"),  # shows what is near
    ("你好", "redirected"),
    ("qwzx", "unanswered"),
]


@pytest.fixture(scope="module")
def document(client_of_module: FlaskClient) -> Any:
    """The OpenAPI document as it is served."""
    return client_of_module.get("/api/v1/openapi.json").json


@pytest.fixture(scope="module")
def client_of_module(app) -> FlaskClient:
    return app.test_client()


def assert_as_promised(document: Any, path: str, response: TestResponse, **added: Any) -> None:
    """The status and media type are documented for the path; the body, and what is added to it,
    has the shape."""
    promised = document["paths"][path]["post"]["responses"][str(response.status_code)]
    schema = promised["content"][response.mimetype]["schema"]
    whole = {**schema, "components": document["components"]}
    Draft202012Validator(whole, format_checker=FormatChecker()).validate(response.json | added)


def test_every_outcome_of_a_question_has_the_promised_shape(
    client: FlaskClient, document: Any
) -> None:
    bodies = []
    for question, outcome in QUESTIONS:
        response = client.post(ASK, json={"question": question})
        assert_as_promised(document, ASK, response)
        assert response.json["outcome"] == outcome, question
        bodies.append(response.json)
    layers = {citation["layer"] for body in bodies for citation in body["citations"]}
    assert layers == {"text", "raw"}
    assert any(body["answer"] and body["answer"]["notice"] for body in bodies)
    assert any(body["choices"] for body in bodies)


def test_suggestions_have_the_promised_shape(office: Office, document: Any) -> None:
    never_sure = dataclasses.replace(office.answers, thresholds=Thresholds(1.0, 0.0))
    client = create_app(dataclasses.replace(office, answers=never_sure)).test_client()
    response = client.post(ASK, json={"question": "2027年居民医保个人要交多少钱？"})
    assert response.json["outcome"] == "suggested"
    assert len(response.json["suggestions"]) > 1
    assert_as_promised(document, ASK, response)


def test_a_receipt_and_its_status_have_the_promised_shape(
    client: FlaskClient, form_token: str, document: Any
) -> None:
    form = {"question": "高铁站什么时候建成？", "form_token": form_token, "contact": "a@b.example"}
    receipt = client.post(SUBMIT, json=form)
    assert_as_promised(document, SUBMIT, receipt)
    known = {name: receipt.json[name] for name in ("number", "code")}
    assert_as_promised(document, LOOKUP, client.post(LOOKUP, json=known))


def test_without_a_calendar_the_receipt_gives_the_promised_reason(
    office: Office, client: FlaskClient, form_token: str, document: Any
) -> None:
    before = office.clock.now
    office.clock.now = before.replace(year=2030)
    try:
        form = {"question": "高铁站什么时候建成？", "form_token": form_token}
        receipt = client.post(SUBMIT, json=form)
    finally:
        office.clock.now = before
    assert_as_promised(document, SUBMIT, receipt)
    assert receipt.json["due_on"] is None
    assert "2030年" in receipt.json["due_reason"]


@pytest.mark.parametrize(
    ("path", "status", "sent"),
    [
        (ASK, 400, {"json": {"question": ""}}),
        (ASK, 400, {"json": {"question": "问" * 501}}),
        (ASK, 400, {"json": {"question": "问", "region": "\x00"}}),
        (ASK, 400, {"json": {"question": 1, "unknown": []}}),
        (ASK, 400, {"data": b"{", "content_type": "application/json"}),
        (ASK, 403, {"json": {"question": "问"}, "headers": {"Origin": "https://evil.example"}}),
        (ASK, 413, {"json": {"question": "问" * 70000}}),
        (ASK, 415, {"data": "question=x"}),
        (SUBMIT, 400, {"json": {"question": "问", "form_token": "short"}}),
        (SUBMIT, 400, {"json": {"question": "问", "form_token": "x" * 16, "contact": "?"}}),
        (LOOKUP, 404, {"json": {"number": "20261122-0001", "code": "AAAAA-AAAAA"}}),
    ],
)
def test_every_problem_has_the_promised_shape(
    client: FlaskClient, document: Any, path: str, status: int, sent: dict[str, Any]
) -> None:
    response = client.post(path, **sent)
    assert response.status_code == status, response.text
    assert_as_promised(document, path, response)


def test_a_conflict_has_the_promised_shape(
    client: FlaskClient, form_token: str, document: Any
) -> None:
    client.post(SUBMIT, json={"question": "一", "form_token": form_token})
    response = client.post(SUBMIT, json={"question": "二", "form_token": form_token})
    assert response.status_code == 409
    assert_as_promised(document, SUBMIT, response)


def test_what_fails_or_is_not_ready_has_the_promised_shape(
    failing_client: FlaskClient, bare_client: FlaskClient, document: Any
) -> None:
    for client, status in ((failing_client, 500), (bare_client, 503)):
        response = client.post(ASK, json={"question": "高龄津贴怎么申领？"})
        assert response.status_code == status
        assert_as_promised(document, ASK, response)


def test_the_examples_of_the_document_are_accepted(client: FlaskClient, document: Any) -> None:
    statuses = []
    for path in (ASK, SUBMIT, LOOKUP):
        content = document["paths"][path]["post"]["requestBody"]["content"]
        statuses.append(client.post(path, json=content["application/json"]["example"]).status_code)
    assert statuses == [200, 201, 404]


def test_a_shape_that_is_not_promised_is_noticed(client: FlaskClient, document: Any) -> None:
    response = client.post(ASK, json={"question": "你好"})
    with pytest.raises(ValidationError, match="surprise"):
        assert_as_promised(document, ASK, response, surprise=1)

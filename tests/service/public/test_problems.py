"""One shape of error under /api, pages elsewhere, and no question in any log."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

MEMBERS = ["type", "title", "status", "detail", "errors"]


def assert_problem(response: TestResponse, status: int, slug: str) -> Any:
    assert response.status_code == status, response.text
    assert response.mimetype == "application/problem+json"
    problem = response.json
    assert list(problem) == MEMBERS
    assert problem["type"] == f"/api#problem-{slug}"
    assert problem["status"] == status
    return problem


@pytest.mark.parametrize(
    ("question", "slug"),
    [
        ("", "empty-question"),
        (" \n　", "empty-question"),
        ("问" * 501, "question-too-long"),
        ("老年证\x00怎么办", "control-characters"),
        ("老年证\x1b[31m怎么办", "control-characters"),
    ],
)
def test_a_question_that_cannot_be_asked_is_refused_by_kind(
    client: FlaskClient, question: str, slug: str
) -> None:
    problem = assert_problem(client.post("/api/v1/ask", json={"question": question}), 400, slug)
    assert [error["pointer"] for error in problem["errors"]] == ["/question"]


def test_half_a_character_is_refused(client: FlaskClient) -> None:
    body = b'{"question": "\\ud800"}'
    response = client.post("/api/v1/ask", data=body, content_type="application/json")
    assert_problem(response, 400, "control-characters")


def test_five_hundred_characters_may_be_asked(client: FlaskClient) -> None:
    response = client.post("/api/v1/ask", json={"question": "高龄津贴" * 125})
    assert response.status_code == 200


@pytest.mark.parametrize(
    ("body", "pointers"),
    [
        (b"{", [""]),
        (b"\xff\xfe", [""]),
        (b"[" * 30000, [""]),
        (b"[]", [""]),
        (b'"x"', [""]),
        (b"null", ["/question"]),
        (b"{}", ["/question"]),
        (b'{"question": 1}', ["/question"]),
        (b'{"question": "x", "questoin": "y", "a/b~c": 1}', ["/questoin", "/a~1b~0c"]),
        (b'{"question": "x", "conversation": "no such form"}', ["/conversation"]),
    ],
)
def test_a_body_of_the_wrong_form_is_refused_with_pointers(
    client: FlaskClient, body: bytes, pointers: list[str]
) -> None:
    response = client.post("/api/v1/ask", data=body, content_type="application/json")
    problem = assert_problem(response, 400, "invalid-body")
    assert [error["pointer"] for error in problem["errors"]] == pointers


def test_what_was_sent_is_never_repeated_in_a_problem(client: FlaskClient) -> None:
    response = client.post("/api/v1/ask", json={"question": ["13812345678"]})
    assert "13812345678" not in response.text


def test_another_content_type_is_not_read(client: FlaskClient) -> None:
    response = client.post("/api/v1/ask", data='{"question": "x"}', content_type="text/plain")
    assert_problem(response, 415, "not-json")


def test_a_body_over_64_kilobytes_is_refused(client: FlaskClient) -> None:
    assert_problem(client.post("/api/v1/ask", json={"question": "x" * 65536}), 413, "too-large")
    page = client.post("/ask", data={"question": "x" * 65536})
    assert page.status_code == 413
    assert page.mimetype == "text/html"


def test_a_wrong_method_names_the_right_ones(client: FlaskClient) -> None:
    response = client.get("/api/v1/ask")
    assert_problem(response, 405, "method-not-allowed")
    assert "POST" in response.headers["Allow"]


def test_unknown_addresses_are_problems_under_api_and_pages_elsewhere(
    client: FlaskClient,
) -> None:
    assert_problem(client.get("/api/v1/none"), 404, "not-found")
    page = client.get("/none")
    assert page.status_code == 404
    assert page.mimetype == "text/html"
    assert "没有找到" in page.text


def test_a_rare_fault_of_the_caller_is_no_fault_of_the_server(client: FlaskClient) -> None:
    response = client.get("/static/page.css", headers={"Range": "bytes=9999999-"})
    assert response.status_code == 400


def test_without_an_index_asking_tells_when_to_try_again(bare_client: FlaskClient) -> None:
    response = bare_client.post("/api/v1/ask", json={"question": "老年证怎么办？"})
    assert_problem(response, 503, "unavailable")
    assert int(response.headers["Retry-After"]) > 0
    assert bare_client.get("/healthz").status_code == 503
    page = bare_client.post("/ask", data={"question": "老年证怎么办？"})
    assert page.status_code == 503
    assert page.headers["Retry-After"]


def test_without_an_index_a_consultation_is_still_accepted(
    bare_client: FlaskClient, form_token: str
) -> None:
    form = {"question": "老年证怎么办？", "form_token": form_token}
    assert bare_client.post("/api/v1/consultations", json=form).status_code == 201


def test_an_unforeseen_error_is_logged_without_the_question(
    failing_client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        response = failing_client.post("/api/v1/ask", json={"question": "我家的秘密"})
        page = failing_client.post("/ask", data={"question": "我家的秘密"})
    assert_problem(response, 500, "internal")
    assert page.status_code == 500
    assert "RuntimeError" in caplog.text
    assert "conftest.py" in caplog.text
    for told in (caplog.text, response.text, page.text):
        assert "秘密" not in told


@pytest.mark.parametrize("path", ["/", "/documents", "/api/v1/openapi.json"])
def test_a_host_that_can_be_no_name_is_refused(client: FlaskClient, path: str) -> None:
    response = client.get(path, headers={"Host": "x" * 300})
    assert_problem(response, 400, "bad-request")

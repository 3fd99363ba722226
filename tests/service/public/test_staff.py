from __future__ import annotations

import dataclasses

import pytest
from flask.testing import FlaskClient

from service.apps import create_app
from service.wiring import Office

TOKEN = "staff-token-of-the-tests-0123456789abcdef"
STAFF = {"Authorization": f"Bearer {TOKEN}"}


@pytest.fixture
def staff_client(office: Office) -> FlaskClient:
    """A client of the office with a staff token set."""
    settings = office.settings.model_copy(update={"staff_token": TOKEN})
    return create_app(dataclasses.replace(office, settings=settings)).test_client()


def explanation_of(client: FlaskClient, question: str, headers: dict[str, str] = STAFF):
    answer_id = client.post("/api/v1/ask", json={"question": question}).json["answer_id"]
    return client.get(f"/api/v1/answers/{answer_id}/explanation", headers=headers)


def test_staff_see_how_an_answer_came_about(staff_client: FlaskClient) -> None:
    told = explanation_of(staff_client, "2027年居民医保个人要交多少钱？").json
    assert told["question"] == "2027年居民医保个人要交多少钱？"
    grounds = told["explanation"]
    assert "医保" in "".join(grounds["looked_for"]["own_words"])
    first = grounds["candidates"][0]
    assert first["score"] >= grounds["candidates"][-1]["score"]
    assert {"trees", "lexical", "document", "meaning"} <= first["parts"].keys()
    assert told["citations"][0]["document_id"] in {
        each["document_id"] for each in grounds["candidates"]
    }
    assert grounds["signals"]
    assert grounds["admitted"]["documents"] is None
    assert 0 <= grounds["suggested_at"] <= grounds["answered_at"] <= 1


def test_what_was_not_searched_has_no_grounds(staff_client: FlaskClient) -> None:
    told = explanation_of(staff_client, "你好").json
    assert told["outcome"] == "redirected"
    assert told["explanation"] is None


def test_personal_numbers_are_masked_here_too(staff_client: FlaskClient) -> None:
    response = explanation_of(staff_client, "我身份证110101199003074258，低保能领多少")
    assert response.status_code == 200
    assert "110101199003074258" not in response.text


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": "Bearer wrong"},
        {"Authorization": f"Basic {TOKEN}"},
        {"Authorization": "Bearer"},
        {"Authorization": "Bearer 口令".encode().decode("latin-1")},
    ],
)
def test_nobody_else_sees_anything(staff_client: FlaskClient, headers: dict[str, str]) -> None:
    response = explanation_of(staff_client, "低保标准多少钱", headers)
    assert response.status_code == 401
    assert response.json["type"].endswith("staff-only")
    assert response.headers["WWW-Authenticate"].startswith("Bearer")
    unknown = staff_client.get("/api/v1/answers/none/explanation", headers=headers)
    assert unknown.status_code == 401


@pytest.mark.parametrize("token", ["", TOKEN])
def test_where_no_token_is_set_nobody_gets_in(client: FlaskClient, token: str) -> None:
    response = explanation_of(client, "低保标准多少钱", {"Authorization": f"Bearer {token}"})
    assert response.status_code == 401


def test_an_unknown_answer_is_told_to_staff(staff_client: FlaskClient) -> None:
    response = staff_client.get("/api/v1/answers/none/explanation", headers=STAFF)
    assert response.status_code == 404
    assert response.json["type"].endswith("answer-not-found")

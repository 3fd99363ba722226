"""Whether an answer helped, told by form and by API."""

from __future__ import annotations

from apiflask import APIFlask
from flask.testing import FlaskClient

from service.feedback.records import Shortcoming

QUESTION = "2027年居民医保个人要交多少钱？"


def answer_id(client: FlaskClient) -> str:
    return client.post("/api/v1/ask", json={"question": QUESTION}).json["answer_id"]


def test_the_api_keeps_the_word_and_tells_what_it_kept(client: FlaskClient) -> None:
    given = {"answer_id": answer_id(client), "helpful": False, "reason": "没有说全"}
    response = client.post("/api/v1/feedback", json=given | {"words": "少了13800001111"})
    assert response.status_code == 200
    assert response.json == {"helpful": False, "reason": "没有说全", "words": "少了〔电话〕"}


def test_the_api_names_what_it_does_not_take(client: FlaskClient) -> None:
    given = {"answer_id": answer_id(client), "helpful": False}
    long = client.post("/api/v1/feedback", json=given | {"words": "长" * 201})
    assert (long.status_code, long.json["errors"][0]["pointer"]) == (400, "/words")
    odd = client.post("/api/v1/feedback", json=given | {"reason": "天气"})
    assert (odd.status_code, odd.json["errors"][0]["pointer"]) == (400, "/reason")
    gone = client.post("/api/v1/feedback", json={"answer_id": "0" * 32, "helpful": True})
    assert (gone.status_code, gone.json["type"]) == (404, "/api#problem-answer-not-found")


def test_without_a_script_the_buttons_lead_to_the_reasons_and_back(app: APIFlask) -> None:
    client = app.test_client()
    page = client.post("/ask", data={"question": QUESTION}).text
    assert 'action="/feedback"' in page
    known = {"answer_id": answer_id(client)}
    assert "您的评价已经记下" in client.post("/feedback", data=known | {"helpful": "yes"}).text
    asked = client.post("/feedback", data=known | {"helpful": "no"}).text
    assert all(reason.value in asked for reason in Shortcoming)
    told = client.post("/feedback", data=known | {"reason": "看不懂", "words": "太长"})
    assert "工作人员会据此改进" in told.text
    refused = client.post("/feedback", data=known | {"reason": "看不懂", "words": "<b>" * 100})
    assert refused.status_code == 400
    assert "请控制在 200 字以内" in refused.text
    assert "&lt;b&gt;" in refused.text
    assert client.post("/feedback", data={"answer_id": "\x00"}).status_code == 404

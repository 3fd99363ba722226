"""Questions offered while one types, and beside an answer."""

from __future__ import annotations

import html
import re

from flask.testing import FlaskClient

SUGGEST = "/api/v1/questions/suggestions"


def test_what_is_typed_brings_the_questions_that_documents_answer(client: FlaskClient) -> None:
    response = client.post(SUGGEST, json={"text": "公租房租金"})
    assert response.status_code == 200
    first = response.json["questions"][0]
    assert first == {
        "question": "公租房每平方米租金是多少？",
        "asked": "公共租赁住房申请：公租房每平方米租金是多少？",
        "title": "公共租赁住房申请问答",
    }
    assert client.post(SUGGEST, json={"text": ""}).json == {"questions": []}
    assert client.post(SUGGEST, json={"text": "问" * 501}).status_code == 400
    assert client.get(f"{SUGGEST}?text=公租房").status_code == 405


def test_an_offered_question_is_answered(client: FlaskClient) -> None:
    for known in client.post(SUGGEST, json={"text": "公租房"}).json["questions"]:
        body = client.post("/api/v1/ask", json={"question": known["asked"]}).json
        assert body["outcome"] == "answered", known


def test_an_answer_has_related_questions_that_can_be_asked_without_a_script(
    client: FlaskClient,
) -> None:
    page = client.post("/ask", data={"question": "公租房可以转租、转借吗？"}).text
    section = page[page.index("相关的问题") :]
    asked = re.findall(r'name="question" value="([^"]+)"', section)
    assert asked
    assert "公租房可以转租、转借吗？" not in asked
    assert client.post("/ask", data={"question": html.unescape(asked[0])}).status_code == 200

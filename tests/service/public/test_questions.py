"""Questions by topic with their answers, and those that are asked often."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
from apiflask import APIFlask
from flask.testing import FlaskClient

from service.questions.bank import QuestionBank
from service.questions.topics import OTHER, by_topic, shipped_topics
from service.wiring import Office
from tests.counting import counted
from tests.offices import DEMO_DOCUMENTS

OFTEN = "公租房可以转租、转借吗？"


def pairs(page: str) -> list[tuple[str, str]]:
    """The questions of the page with their answers."""
    found = re.findall(r'<h3>([^<]*)</h3>\s*<p class="pair-answer">([^<]*)</p>', page)
    return [(html.unescape(question), html.unescape(answer)) for question, answer in found]


def test_answers_are_the_words_of_the_documents(client: FlaskClient) -> None:
    texts = "".join(
        re.sub(r"\s", "", path.read_text(encoding="utf-8"))
        for path in Path(DEMO_DOCUMENTS).glob("*问答*")
    )
    shown = [each for each in pairs(client.get("/questions").text) if "公租房" in each[0]]
    assert len(shown) >= 4
    for question, answer in shown:
        assert re.sub(r"\s", "", answer) in texts, question
        assert not answer.startswith(("答", question))


def test_a_question_leads_to_its_place_in_the_document(client: FlaskClient) -> None:
    page = client.get("/questions").text
    document, part = re.findall(
        rf'<h3>[^<]*{OFTEN}</h3>.*?href="(/documents/d[0-9a-f]+)#(part-\d+)"', page, re.DOTALL
    )[0]
    assert re.search(rf'id="{part}"[^>]*>[^<]*公租房可以转租', client.get(document).text)


def test_a_topic_narrows_the_list_and_all_topics_make_it_up(client: FlaskClient) -> None:
    page = client.get("/questions").text
    topics = re.findall(r'href="(/questions\?topic=[^"]*)">([^<]*)<span class="number">(\d+)', page)
    assert "公共租赁住房" in [name for _, name, _ in topics]
    total = int(re.findall(r"共 (\d+) 条", page)[0])
    assert sum(int(count) for _, _, count in topics) == total
    for address, name, count in topics:
        narrowed = client.get(html.unescape(address)).text
        assert f"<h2>{name}</h2>" in narrowed
        assert len(pairs(narrowed)) == int(count)


def test_what_was_asked_often_stands_first_in_the_document_s_words(client: FlaskClient) -> None:
    for asked in (OFTEN, "公租房可以转租吗？", OFTEN):
        outcome = client.post("/api/v1/ask", json={"question": asked}).json["outcome"]
        assert outcome == "answered", asked
    page = client.get("/questions").text
    often = page.split("近来常有人问")[1].split("<h2>")[0]
    assert OFTEN in "".join(question for question, _ in pairs(often))
    assert len(re.findall(rf"<h3>[^<]*{OFTEN}", page)) == 1


@pytest.mark.parametrize("query", ["page=0", "page=999999", "page=x", "topic="])
def test_what_is_no_page_is_answered(client: FlaskClient, query: str) -> None:
    assert client.get(f"/questions?{query}").status_code == 200


@pytest.mark.parametrize("query", ["topic=没有这一类", "topic=%00", "topic=没有这一类&page=2"])
def test_what_is_no_topic_is_not_found_and_leads_to_those_there_are(
    client: FlaskClient, query: str
) -> None:
    response = client.get(f"/questions?{query}")
    assert response.status_code == 404
    assert "没有这一类问答" in response.text
    assert "共 0 条" not in response.text
    assert 'aria-current="true"' not in response.text
    assert '<meta name="robots" content="noindex">' in response.text
    topics = re.findall(r'href="(/questions\?topic=[^"]*)">[^<]*<span', response.text)
    assert client.get(html.unescape(topics[0])).status_code == 200


def test_a_page_costs_the_same_whatever_it_shows(app: APIFlask, office: Office) -> None:
    client = app.test_client()
    client.get("/questions")
    costs = set()
    for topic in ("公共租赁住房", "最低生活保障", OTHER):
        with office.store.reading() as session, counted(session) as statements:
            client.get("/questions", query_string={"topic": topic})
        costs.add(len([each for each in statements if each != "BEGIN"]))
    assert len(costs) == 1
    assert costs.pop() <= 6


def test_a_question_stands_under_the_first_matter_that_it_or_its_document_names() -> None:
    topics, topic_of = shipped_topics(), shipped_topics().topic_of
    assert by_topic(QuestionBank([]), topics) == {}
    assert topic_of(["医保怎么报销？", "养老问答"]) == topic_of(["职工医保怎么转？"])
    assert topic_of(["多长时间能有结果？", "公租房申请问答"]) == "公共租赁住房"
    assert topic_of(["今天吃什么？", ""]) == OTHER

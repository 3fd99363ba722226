"""The page: the citizens' answer; filters in the address, words never; typing keeps nothing."""

from __future__ import annotations

import csv
import json
import re
from html import unescape
from importlib.resources import files
from pathlib import Path

import pytest
from apiflask import APIFlask
from click.testing import CliRunner
from sqlalchemy import func, select

from service.answering.records import AnswerRecord
from service.cli import main
from service.wiring import Office
from tests.staff import Browser, browser

EVERYDAY = Path(__file__).parents[1] / "everyday"
PATH = "/console/lookup"
QUESTION = "85岁老人每个月能领多少高龄津贴？"


def asked(by: Browser, question: str, path: str = PATH, **more: str) -> str:
    answer = by.post(path, {"question": question, **more})
    assert answer.status_code == 200
    return answer.text


def conclusion(page: str) -> list[str]:
    """The words in large type, item by item where there are several."""
    items = re.search(r'<ul class="conclusion items">(.*?)</ul>', page, re.S)
    if items:
        return [unescape(each) for each in re.findall("<li>(.*?)</li>", items[1], re.S)]
    return [unescape(each) for each in re.findall(r'<p class="conclusion">(.*?)</p>', page, re.S)]


def kept(office: Office) -> int:
    with office.store.reading() as session:
        return session.scalars(select(func.count()).select_from(AnswerRecord)).one()


def test_typing_keeps_nothing_and_asking_keeps_one(office: Office, seat: Browser) -> None:
    before = kept(office)
    piece = asked(seat, QUESTION, PATH + "/typed")
    assert conclusion(piece)
    assert "<html" not in piece
    assert kept(office) == before
    assert conclusion(asked(seat, QUESTION)) == conclusion(piece)
    assert kept(office) == before + 1


def test_the_passages_come_by_themselves_and_so_does_the_answer(seat: Browser) -> None:
    passages = asked(seat, QUESTION, PATH + "/typed", part="passages")
    assert conclusion(passages) == []
    assert 'class="found-document' in passages
    answer = asked(seat, QUESTION, PATH + "/typed", part="answer")
    assert conclusion(answer) == conclusion(asked(seat, QUESTION))
    assert 'class="found-document' not in answer


def test_one_character_and_what_is_refused_look_nothing_up(seat: Browser) -> None:
    assert 'class="begin"' in asked(seat, "低", PATH + "/typed")
    assert "问题太长" in asked(seat, "字" * 501, PATH + "/typed")
    refused = seat.post(PATH, {"question": "字" * 501})
    assert (refused.status_code, "问题太长" in refused.text) == (400, True)


def test_the_filters_stand_in_the_address_and_go_on_in_the_form(seat: Browser) -> None:
    page = asked(seat, "补贴标准", PATH + "?kind=%E5%8A%9E%E4%BA%8B%E6%8C%87%E5%8D%97&year=x")
    assert "<option selected>办事指南</option>" in page
    form = re.search(r'<form id="lookup"[^>]* action="([^"]+)" data-typed="([^"]+)"', page)
    assert form
    assert all(
        address.endswith("?kind=%E5%8A%9E%E4%BA%8B%E6%8C%87%E5%8D%97") for address in form.groups()
    )
    titles = re.findall(r'<article class="found-document[^>]*aria-label="([^"]+)"', page)
    assert titles
    assert all("指南" in title for title in titles)


def test_no_address_of_the_page_holds_what_was_asked(seat: Browser) -> None:
    page = asked(seat, QUESTION)
    addresses = re.findall(r'(?:href|action|src|data-typed)="([^"]*)"', page)
    assert addresses
    assert not any("高龄" in each or "%E9%AB%98%E9%BE%84" in each for each in addresses)


def test_the_answer_shows_validity_organ_and_phone_at_a_glance(seat: Browser) -> None:
    page = asked(seat, "现在城市低保标准是多少钱一个月？")
    glance = re.search(r'<dl class="glance">(.*?)</dl>', page, re.S)
    assert glance
    assert "现行有效" in glance[1]
    assert "青禾县民政局" in glance[1]
    assert "0600-0002100" in glance[1]


def test_an_ended_document_is_told_to_be_ended(seat: Browser) -> None:
    page = asked(seat, "买房契税补贴怎么领")
    assert re.search(r'<article class="found-document ended"', page)
    assert ">失效</span>" in page


def test_a_question_that_nothing_answers_has_no_words_to_read(seat: Browser) -> None:
    page = asked(seat, "公园几点关门")
    assert conclusion(page) == ["没有能照着念的答案"]
    assert "script-words" not in page


def test_a_question_follows_the_one_before_only_where_it_is_said_to(seat: Browser) -> None:
    first = asked(seat, "残疾人两项补贴要什么材料")
    conversation = re.search(r'name="conversation" value="([\w-]+)"', first)
    assert conversation
    alone = asked(seat, "多少天能办好", conversation=conversation[1])
    following = asked(seat, "多少天能办好", conversation=conversation[1], follows="1")
    assert "残疾人两项补贴申领办事指南" in following
    assert conclusion(alone) == conclusion(asked(seat, "多少天能办好"))


def test_what_stands_in_a_document_is_text(seat: Browser) -> None:
    for path in (PATH, PATH + "/typed"):
        page = asked(seat, "漫灌补助每亩多少元<script>alert(9)</script>", path)
        assert "漫灌补助" in page
        assert "<script>alert" not in page
        assert "<svg" not in page
        assert "<img src=x" not in page


@pytest.mark.parametrize("login", ["auditor"])
def test_who_may_not_look_up_is_refused(app: APIFlask, login: str) -> None:
    other = browser(app, login)
    assert other.get(PATH).status_code == 403
    assert other.post(PATH + "/typed", {"question": QUESTION}).status_code == 403


def test_the_keys_of_the_page_are_told(seat: Browser) -> None:
    told = set(re.findall(r"<tr><td><kbd>(\w)</kbd>", seat.get("/console/shortcuts").text))
    used = set(re.findall(r'accesskey="(\w)"', asked(seat, QUESTION)))
    assert {"s", "c", "b", "j"} <= used <= told


def judged() -> list[str]:
    """The questions of the demonstration, and of those that people ask every day one of eight."""
    lines = [
        line
        for name in ("questions.jsonl", "unanswerable.jsonl")
        for line in (EVERYDAY / name).read_text(encoding="utf-8").splitlines()
    ]
    return [*demonstration(), *(json.loads(line)["question"] for line in lines[::8])]


def demonstration() -> list[str]:
    table = files("service.demo").joinpath("questions.tsv").read_text(encoding="utf-8")
    return [row["question"] for row in csv.DictReader(table.splitlines(), delimiter="\t")]


def cited(page: str) -> list[str]:
    """The addresses of the clauses that the answer stands on, in order."""
    lines = re.findall(r'<div class="line" data-part="basis">(.*?)</div>', page, re.S)
    return [unescape(re.findall(r'href="([^"]+)"', line)[0]) for line in lines]


def test_the_desk_the_api_and_the_command_give_the_same_answer(
    app: APIFlask, office: Office, seat: Browser, clock
) -> None:
    """The panel and the citizens' page ask the API and draw the same shape."""
    program = app.test_client()
    for question in judged():
        page = asked(seat, question)
        told = program.post("/api/v1/ask", json={"question": question}).json
        words = [part["text"] for part in told["answer"]["parts"]] if told["answer"] else []
        if told["answer"]:
            assert conclusion(page) == (words or [told["answer"]["text"]]), question
            assert cited(page) == [each["url"] for each in told["citations"]], question
        else:
            assert cited(page) == [], question
    runner = CliRunner(env={"YIHAODA_HOME": str(office.settings.home)})
    day = clock().date().isoformat()
    printed = runner.invoke(main, ["ask", demonstration()[0], "--json", "--as-of", day])
    told = json.loads(printed.output)
    page = asked(seat, demonstration()[0])
    assert cited(page) == [each["url"] for each in told["citations"]]
    assert "".join(conclusion(page)).replace("\n", "") in told["answer"]["text"].replace("\n", "")

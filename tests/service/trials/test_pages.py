"""Trying questions at the console: what is found and why, cases made of it, runs over time."""

from __future__ import annotations

import io
import json
import re

import pytest
from apiflask import APIFlask
from click.testing import CliRunner
from sqlalchemy import func, select

from service.answering.records import AnswerRecord
from service.apps import create_app
from service.cli import main
from service.staff.roles import Role
from service.wiring import Office
from tests.service.trials.conftest import NUMBER, RELIEF
from tests.staff import Browser, browser, make_person

QUESTION = "临时救助每次给多少钱"


@pytest.fixture
def app(office: Office) -> APIFlask:
    """The application of the office."""
    with office.store.writing() as session:
        for role in (Role.PUBLISHER, Role.HOTLINE):
            make_person(session, role.value, role)
    return create_app(office)


@pytest.fixture
def keeper(app: APIFlask) -> Browser:
    """The browser of somebody who may try questions."""
    return browser(app, "publisher")


def kept_answers(office: Office) -> int:
    with office.store.reading() as session:
        return session.scalar(select(func.count()).select_from(AnswerRecord)) or 0


def run_out(keeper: Browser, address: str) -> str:
    """Go on with the run as its script does; returns its page."""
    for _ in range(20):
        told = keeper.post(f"{address}/step", {}, headers={"Accept": "application/json"}).json
        if told["finished"]:
            return keeper.get(address, all="1").text
    raise AssertionError("the run did not come to its end")


def test_a_question_is_tried_made_a_case_and_run_again_and_again(
    app: APIFlask, office: Office, keeper: Browser
) -> None:
    page = keeper.post("/console/trial", {"question": QUESTION}).text
    assert "每人每次1200元" in page
    for step in ("一、怎么理解", "二、找到哪些条款", "三、怎么判断把握"):
        assert step in page
    assert kept_answers(office) == 0, "what is only tried is not kept"

    chosen = dict(re.findall(r'name="((?:document|evidence)-1)" value="([^"]*)"', page))
    form = {"question": QUESTION, "region": "", "choice": "1", **chosen}
    assert keeper.post("/console/trial/cases", form).status_code == 302
    again = keeper.post("/console/trial/cases", form)
    assert (again.status_code, "已经有这个问题" in again.text) == (400, True)
    beside = {"question": "佛山地铁首班车几点", "choice": "none"}
    assert keeper.post("/console/trial/cases", beside).status_code == 302
    listed = keeper.get("/console/trial/cases").text
    assert RELIEF in listed
    assert "检验全部 2 道" in listed

    begun = keeper.post("/console/trial/runs", {})
    assert "合乎标准 100%" in run_out(keeper, begun.location)
    second = keeper.post("/console/trial/runs", {})
    assert "（上次 100%）" in run_out(keeper, second.location)
    listed = keeper.get("/console/trial/cases").text
    assert listed.count("<meter") == 2

    number = re.search(r"/console/trial/cases/(\d+)/retire", listed)
    assert number is not None
    assert keeper.post(number[0], {}).status_code == 302
    assert keeper.post(number[0], {}).status_code == 404
    assert "检验全部 1 道" in keeper.get("/console/trial/cases").text


def test_a_case_may_name_another_document_and_only_what_it_says(keeper: Browser) -> None:
    other = {"question": QUESTION, "choice": "other", "document-other": NUMBER}
    wrong = keeper.post("/console/trial/cases", {**other, "evidence-other": "每人9元<b>"})
    assert wrong.status_code == 400
    assert "没有这段证据" in wrong.text
    assert "每人9元&lt;b&gt;" in wrong.text, "what was typed is still there"
    assert keeper.post("/console/trial/cases", other).status_code == 302


def test_a_file_is_tried_and_what_cannot_be_tried_is_told(keeper: Browser) -> None:
    table = (
        f"问题,文号,证据\n{QUESTION},{NUMBER},每人每次1200元\n公租房几年一次,,\n低保,没有这份,\n"
    )
    sent = {"file": (io.BytesIO(table.encode()), "题<b>.csv")}
    begun = keeper.post("/console/trial/file", sent)
    assert begun.status_code == 302
    page = run_out(keeper, begun.location)
    assert "题&lt;b&gt;.csv" in page
    assert "有 1 行没有试问" in page
    assert "第 4 行：没有找到文件：没有这份" in page
    assert "合乎标准 100%" in page
    refused = keeper.post(
        "/console/trial/file",
        {"file": (io.BytesIO(b"x"), "a.exe")},
    )
    assert (refused.status_code, "不认识的格式" in refused.text) == (400, True)


def test_what_cannot_be_asked_is_told_and_what_there_is_not_is_not_found(keeper: Browser) -> None:
    refused = keeper.post("/console/trial", {"question": " "})
    assert (refused.status_code, "请输入您的问题" in refused.text) == (400, True)
    assert keeper.post("/console/trial/runs", {}).status_code == 400
    assert keeper.get("/console/trial/runs/9").status_code == 404
    assert keeper.post("/console/trial/runs/99999999999/step", {}).status_code == 404


def test_the_hotline_tries_nothing(app: APIFlask) -> None:
    seat = browser(app, "hotline")
    assert seat.get("/console/trial").status_code == 403
    assert seat.get("/console/trial/cases").status_code == 403


def test_the_command_runs_the_cases_and_the_console_shows_the_run(
    office: Office, keeper: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("YIHAODA_HOME", str(office.settings.home))
    monkeypatch.setenv("YIHAODA_DATABASE_URL", office.settings.database_url)
    without = CliRunner().invoke(main, ["evaluate", "--own"])
    assert without.exit_code == 1
    assert "还没有评测题" in without.output
    keeper.post(
        "/console/trial/cases",
        {"question": QUESTION, "choice": "other", "document-other": NUMBER},
    )
    done = CliRunner().invoke(main, ["evaluate", "--own", "--json"])
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    assert (told["questions"], told["first_document_right"]) == (1, 1.0)
    assert "<meter" in keeper.get("/console/trial/cases").text
    both = CliRunner().invoke(main, ["evaluate", "--own", str(office.settings.home)])
    assert both.exit_code == 2

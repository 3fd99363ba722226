"""One question has one answer: at the seat, on the page, in the panel, by the API and the command.

The questions are those that the project is evaluated with, over the documents they belong to.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date

import pytest
from apiflask import APIFlask
from click.testing import CliRunner

from service.apps import create_app
from service.cli import main
from service.config import Settings
from service.evaluation import JUDGED_ON, opened_set
from service.judged_sets import JudgedSet, read_set
from service.staff.roles import Role
from service.wiring import Office
from tests.shown_answers import Shown, shown_at_the_desk, shown_to_citizens, told_by
from tests.staff import browser, make_person

pytestmark = pytest.mark.shared


@pytest.fixture(scope="module")
def judged(shared) -> JudgedSet:
    """The questions, answerable and not, with their documents."""
    return read_set(shared / "eval" / "seeds")


@pytest.fixture(scope="module")
def office(judged: JudgedSet) -> Iterator[Office]:
    """An office over those documents, with a seat of the hotline."""
    day = date.fromisoformat(JUDGED_ON)
    with opened_set(judged, Settings(), day, lambda *_: None) as (opened, _ids):
        with opened.store.writing() as session:
            make_person(session, "hotline", Role.HOTLINE)
        yield opened


@pytest.fixture(scope="module")
def app(office: Office) -> APIFlask:
    return create_app(office)


@pytest.fixture(scope="module")
def told(app: APIFlask, judged: JudgedSet) -> dict[str, Shown]:
    """What the API, which the panel draws from, tells of every question."""
    program = app.test_client()
    return {
        asked.question: told_by(program.post("/api/v1/ask", json={"question": asked.question}).json)
        for asked in judged.questions
    }


def test_the_questions_come_out_in_every_way(told: dict[str, Shown]) -> None:
    """Else the places would be held to little."""
    outcomes = [each.outcome for each in told.values()]
    assert outcomes.count("answered") >= len(outcomes) / 2
    assert len(set(outcomes)) >= 2
    assert any(len(each.words) > 1 for each in told.values())


def test_the_page_of_citizens_gives_the_answer_of_the_api(app, told) -> None:
    citizen = app.test_client()
    for question, answer in told.items():
        page = citizen.post("/ask", data={"question": question}).text
        assert shown_to_citizens(page) == answer, question


def test_the_seat_of_the_hotline_gives_it_asked_in_earnest_and_while_typing(app, told) -> None:
    seat = browser(app, "hotline")
    for question, answer in told.items():
        for path, part in (("/console/lookup", ""), ("/console/lookup/typed", "answer")):
            page = seat.post(path, {"question": question, "part": part}).text
            assert shown_at_the_desk(page) == answer, (path, question)


def test_the_command_gives_it(office: Office, told) -> None:
    runner = CliRunner(env={"YIHAODA_HOME": str(office.settings.home)})
    printed = runner.invoke(main, ["ask", *told, "--json", "--as-of", JUDGED_ON])
    assert printed.exit_code == 0, printed.output
    answers = [told_by(json.loads(line)) for line in printed.output.splitlines()]
    assert answers == list(told.values())

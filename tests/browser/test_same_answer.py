"""The panel, the citizens' page with and without scripts, and the seat show one answer."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from service.apps import create_app
from service.staff.roles import Role
from service.wiring import Office
from tests.browser.conftest import OpenPage
from tests.browser.talking import HOUSING, UNKNOWN
from tests.shown_answers import Shown, shown_at_the_desk, shown_to_citizens, told_by
from tests.staff import PASSWORD, make_person

pytestmark = pytest.mark.browser

#: Answered in a sentence, in several parts, from an ended document; not at all; told where to go.
QUESTIONS = (
    HOUSING,
    "残疾人两项补贴要什么材料",
    "返乡创业租场地有没有租金补贴？",
    UNKNOWN,
    "家里着火了怎么办",
)


def asked_of_citizens(page: Page, question: str) -> Shown:
    """What the page or the panel shows of a question that stands alone."""
    page.locator("textarea#question").fill(question)
    page.locator("form.ask button[type=submit]").click()
    expect(page.locator(".turn .asked")).to_contain_text(question)
    shown = shown_to_citizens(page.content())
    page.locator("#clear").click()
    expect(page.locator(".turn")).to_have_count(0)
    return shown


def asked_without_scripts(page: Page, question: str) -> Shown:
    page.goto("/")
    page.locator("textarea#question").fill(question)
    page.locator("form.ask button[type=submit]").click()
    expect(page.locator(".turn .asked")).to_contain_text(question)
    return shown_to_citizens(page.content())


def asked_at_the_desk(page: Page, question: str) -> Shown:
    page.locator("#question").fill(question)
    page.locator("#question").press("Enter")
    expect(page.locator(".asked")).to_have_text(f"问：{question}")
    return shown_at_the_desk(page.content())


def test_a_question_has_one_answer_wherever_it_is_asked(
    office: Office, open_page: OpenPage
) -> None:
    with office.store.writing() as session:
        make_person(session, "sameanswer", Role.HOTLINE)
    seat, panel, home = open_page(), open_page(), open_page()
    plain = open_page(java_script_enabled=False)
    panel.goto("/widget/panel")
    home.goto("/")
    seat.goto("/console/login?next=/console/lookup")
    seat.get_by_label("登录名").fill("sameanswer")
    seat.get_by_label("密码").fill(PASSWORD)
    seat.get_by_label("密码").press("Enter")
    expect(seat.locator("#question")).to_be_focused()
    program = create_app(office).test_client()
    outcomes = set()
    for question in QUESTIONS:
        answer = told_by(program.post("/api/v1/ask", json={"question": question}).json)
        outcomes.add((answer.outcome, len(answer.words) > 1))
        assert asked_of_citizens(panel, question) == answer, question
        assert asked_of_citizens(home, question) == answer, question
        assert asked_without_scripts(plain, question) == answer, question
        assert asked_at_the_desk(seat, question) == answer, question
    assert {("answered", False), ("answered", True), ("redirected", False)} <= outcomes
    assert outcomes & {("unanswered", False), ("suggested", False)}

"""Questions that a host's page asks: none that is no text, none lost, nothing typed overwritten."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import OpenPage
from tests.browser.hosts import LISTEN, QUESTION, Site, launcher, panel, question_box
from tests.browser.talking import HOUSING, UNKNOWN

pytestmark = pytest.mark.browser

OTHERS = ("高龄津贴怎么领？", HOUSING)
ASK = "question => Yihaoda.ask(question)"

#: What each of these throws, and whether the widget opened.
NO_QUESTIONS = """() => [undefined, null, "", "  ", 7, {}, [], new Event("click")].map((given) => {
    try {
        Yihaoda.ask(given);
    } catch (error) {
        return error instanceof TypeError && error.message.includes("non-blank string");
    }
    return "asked";
})"""


def hosted(page: Page, site: Site) -> Page:
    page.goto(f"{site.address}/plain.html")
    page.wait_for_function("window.Yihaoda")
    return page


def test_what_is_no_text_is_refused_with_a_clear_error_and_opens_nothing(
    open_page: OpenPage, site: Site
) -> None:
    page = hosted(open_page(), site)
    assert page.evaluate(NO_QUESTIONS) == [True] * 8
    expect(page.locator("iframe")).to_have_count(0)
    expect(page.get_by_role("button", expanded=True)).to_have_count(0)


def test_a_question_that_comes_while_another_is_asked_waits_and_the_latest_is_asked(
    open_page: OpenPage, site: Site
) -> None:
    page = hosted(open_page(), site)
    held: list[Route] = []

    def hold_the_first(route: Route) -> None:
        if held:
            route.continue_()
        else:
            held.append(route)

    page.route("**/api/v1/ask", hold_the_first)
    page.evaluate(ASK, QUESTION)
    state = panel(page).locator("#progress")
    expect(state).to_contain_text("正在查找")
    for question in (QUESTION, *OTHERS):
        page.evaluate(ASK, question)
    expect(state).to_contain_text("随后就查")
    question_box(page).fill("正在写的")
    held[0].continue_()
    turns = panel(page).locator(".asked [data-slot=question]")
    expect(turns).to_have_text([QUESTION, OTHERS[-1]])
    expect(question_box(page)).to_have_value("正在写的")


def test_whoever_stops_a_question_stops_what_waits_for_it(open_page: OpenPage, site: Site) -> None:
    page = hosted(open_page(), site)
    page.route("**/api/v1/ask", lambda _route: None)
    page.evaluate(ASK, QUESTION)
    expect(panel(page).locator("#progress")).to_contain_text("正在查找")
    page.evaluate(ASK, OTHERS[0])
    panel(page).get_by_role("button", name="停下").click()
    expect(panel(page).locator("#progress")).to_contain_text("已经停下")
    expect(panel(page).locator(".turn")).to_have_count(0)


def test_the_host_is_told_by_ids_what_became_of_the_questions(
    open_page: OpenPage, site: Site
) -> None:
    page = open_page()
    page.goto(f"{site.address}/plain.html")
    page.evaluate(LISTEN)
    launcher(page).click()
    frame = panel(page)
    for number, question in enumerate((UNKNOWN, HOUSING), start=1):
        frame.locator("textarea#question").fill(question)
        frame.locator("textarea#question").press("Enter")
        expect(frame.locator(".turn")).to_have_count(number)
    last = frame.locator(".turn").first
    last.locator(".offer").evaluate("offer => { offer.open = true; }")
    last.get_by_role("button", name="提交咨询").click()
    expect(frame.get_by_role("heading", name="咨询已提交")).to_be_visible()
    told = dict(page.evaluate("told"))
    code = last.locator(".secrets dd").last.inner_text()
    messages = page.evaluate("messages.join()")
    frame.locator("textarea#question").press("Escape")
    expect(frame.locator("textarea#question")).to_be_hidden()
    assert {"answered", "unanswered", "escalated"} <= set(told)
    assert re.fullmatch("[0-9a-f]{32}", told["answered"]["answer"])
    for secret in (HOUSING, UNKNOWN, code):
        assert secret not in messages

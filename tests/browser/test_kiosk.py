"""A kiosk in a hall: it asks whether somebody is there, and forgets."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.examining import EVERY_RULE, bring_axe, violations
from tests.browser.hosts import QUESTION, Keep
from tests.browser.talking import ask

pytestmark = pytest.mark.browser


def asked_at_a_kiosk(page: Page) -> None:
    page.goto("/?layout=kiosk")
    ask(page, QUESTION)


def test_a_kiosk_asks_before_it_forgets_and_then_forgets(open_page: OpenPage, keep: Keep) -> None:
    page = open_page()
    page.clock.install()
    asked_at_a_kiosk(page)
    warning = page.get_by_role("dialog", name="您还在吗？")
    page.clock.run_for(95_000)
    expect(warning).to_be_hidden()
    page.clock.run_for(10_000)
    expect(warning).to_be_visible()
    expect(page.get_by_role("button", name="继续使用")).to_be_focused()
    keep(page, "warning")
    page.keyboard.press("Enter")
    expect(warning).to_be_hidden()
    expect(page.locator(".turn")).to_be_visible()
    page.clock.run_for(125_000)
    page.wait_for_url("**/?layout=kiosk")
    expect(page.locator(".turn")).to_have_count(0)
    expect(page.get_by_role("textbox", name="您的问题")).to_be_empty()
    assert QUESTION not in page.evaluate("JSON.stringify(sessionStorage)")


def test_a_kiosk_begins_anew_at_once_and_back_brings_nothing(open_page: OpenPage) -> None:
    page = open_page()
    asked_at_a_kiosk(page)
    page.get_by_role("link", name="找文件").click()
    page.get_by_role("link", name="重新开始").click()
    expect(page.get_by_role("textbox", name="您的问题")).to_be_empty()
    page.go_back()
    expect(page.locator(".turn")).to_have_count(0)
    assert QUESTION not in page.content()


def test_the_question_of_a_kiosk_is_accessible(open_page: OpenPage) -> None:
    page = open_page()
    page.goto("/documents?layout=kiosk")
    page.evaluate("document.getElementById('still-there').showModal()")
    bring_axe(page)
    assert violations(page, EVERY_RULE) == []

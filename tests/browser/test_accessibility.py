"""Pages for everyone: axe-core finds nothing, nothing scrolls sideways, everything is large."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESKTOP, PHONE, OpenPage
from tests.browser.examining import CONTRAST, EVERY_RULE, SIZES, bring_axe, violations
from tests.browser.hosts import QUESTION, Keep
from tests.browser.talking import UNKNOWN

pytestmark = pytest.mark.browser


def home(page: Page) -> None:
    page.goto("/")


def answered(page: Page) -> None:
    asked(page, QUESTION)


def lapsed(page: Page) -> None:
    asked(page, "返乡创业租场地有没有租金补贴？")


def unanswered(page: Page) -> None:
    asked(page, UNKNOWN)


def redirected(page: Page) -> None:
    asked(page, "家里着火了怎么办")


def asked(page: Page, question: str) -> None:
    page.goto("/")
    page.get_by_role("textbox", name="您的问题").fill(question)
    page.get_by_role("button", name="提问").click()
    expect(page.locator(".turn")).to_be_visible()


def document(page: Page) -> None:
    answered(page)
    page.get_by_role("link", name=re.compile("查看原文")).first.click()
    expect(page.locator("mark#hit")).to_be_in_viewport()


def receipt(page: Page) -> None:
    page.goto("/consultations")
    page.get_by_label("您的问题").fill(UNKNOWN)
    page.get_by_role("button", name="提交咨询").click()


def opens(address: str) -> Callable[[Page], None]:
    def go(page: Page) -> None:
        page.goto(address)

    go.__name__ = address.strip("/").replace("/", "-")
    return go


STATES = [
    home, answered, lapsed, unanswered, redirected, document, receipt,
    opens("/consultations"), opens("/consultations/lookup"), opens("/documents"),
    opens("/privacy"), opens("/api"),
]  # fmt: skip


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
def test_a_page_is_accessible_on_a_phone_and_in_the_dark(
    open_page: OpenPage, keep: Keep, state: Callable[[Page], None]
) -> None:
    page = open_page(viewport=DESKTOP)
    state(page)
    keep(page, f"{state.__name__}-desktop")
    bring_axe(page)
    assert violations(page, EVERY_RULE) == []
    page.emulate_media(color_scheme="dark")
    keep(page, f"{state.__name__}-dark")
    assert violations(page, CONTRAST) == []
    page.emulate_media(color_scheme="light")
    for width in (360, 320):
        page.set_viewport_size(PHONE | {"width": width})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    keep(page, f"{state.__name__}-phone")
    sizes = page.evaluate(SIZES)
    assert sizes["font"] >= 18
    assert sizes["line"] >= 1.5
    assert sizes["lowest"] >= 44


def test_axe_does_find_what_is_wrong(open_page: OpenPage) -> None:
    page = open_page()
    home(page)
    bring_axe(page)
    page.evaluate("document.querySelector('label').remove()")
    assert "empty-heading" in {told.split(":")[0] for told in violations(page, EVERY_RULE)}


def test_the_keyboard_alone_leads_from_the_question_to_the_source(open_page: OpenPage) -> None:
    page = open_page()
    page.goto("/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="跳到主要内容")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("textbox", name="您的问题")).to_be_focused()
    page.keyboard.type(QUESTION)
    page.keyboard.press("Enter")
    expect(page.locator(".asked")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name=re.compile("查看原文")).first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("mark#hit")).to_be_in_viewport()

"""The public pages for everyone: by day, by night, large, in high contrast, zoomed, on paper."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESKTOP, OpenPage
from tests.browser.examining import CONTRAST, EVERY_RULE, SIZES, bring_axe, violations
from tests.browser.hosts import Keep

pytestmark = pytest.mark.browser

#: A window of 1280 by 1024 pixels at a zoom of 400 % (WCAG 1.4.10).
ZOOMED = {"width": 320, "height": 256}
WORDS = "document.body.innerText.replace(/\\s+/g, '')"
OVERFLOWS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


def document(page: Page, query: str = "") -> None:
    page.goto(f"/documents?words=高龄津贴{query}")
    page.get_by_role("link", name=re.compile("高龄津贴发放办法")).click()


def opens(address: str) -> Callable[[Page, str], None]:
    def go(page: Page, query: str = "") -> None:
        page.goto(f"{address}{query}")

    return go


STATES = {
    "found": opens("/documents?words=办法&standing=现行有效"),
    "nothing": opens("/documents?words=火星移民"),
    "document": document,
    "questions": opens("/questions?topic=公共租赁住房"),
    "kiosk": opens("/questions?layout=kiosk"),
}


@pytest.mark.parametrize("state", STATES)
def test_a_page_can_be_read_by_everyone(open_page: OpenPage, keep: Keep, state: str) -> None:
    page = open_page(viewport=DESKTOP)
    STATES[state](page, "")
    bring_axe(page)
    assert violations(page, EVERY_RULE) == []
    keep(page, f"{state}-desktop")
    words = page.evaluate(WORDS)
    page.emulate_media(color_scheme="dark")
    assert violations(page, CONTRAST) == []
    keep(page, f"{state}-dark")
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(ZOOMED)
    assert not page.evaluate(OVERFLOWS)
    assert page.evaluate(WORDS) == words, "nothing is lost at 400 %"
    assert violations(page, EVERY_RULE) == []
    keep(page, f"{state}-zoomed")
    assert page.evaluate(SIZES)["lowest"] >= 44


@pytest.mark.parametrize("state", STATES)
def test_a_page_can_be_read_large_and_in_high_contrast(
    open_page: OpenPage, keep: Keep, state: str
) -> None:
    page = open_page(viewport=DESKTOP)
    look = "&text=large&contrast=high"
    STATES[state](page, look)
    expect(page.locator("html")).to_have_attribute("data-text", "large")
    bring_axe(page)
    assert violations(page, EVERY_RULE) == []
    keep(page, f"{state}-desktop")
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 740})
        assert not page.evaluate(OVERFLOWS), width
    assert violations(page, CONTRAST) == []
    keep(page, f"{state}-phone")
    assert page.evaluate(SIZES)["font"] >= 24


def test_a_document_is_printed_by_day_without_what_only_a_screen_needs(
    open_page: OpenPage, keep: Keep
) -> None:
    page = open_page(color_scheme="dark")
    document(page)
    page.emulate_media(media="print")
    for gone in (".looks", ".top nav", ".contents", ".download"):
        expect(page.locator(gone)).to_be_hidden()
    expect(page.locator(".paper")).to_be_visible()
    colors = "(e => [e.color, e.backgroundColor])(getComputedStyle(document.body))"
    assert page.evaluate(colors) == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]
    keep(page, "printed")

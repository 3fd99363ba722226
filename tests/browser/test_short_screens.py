"""Screens with little height: a page zoomed to 400 %, a phone whose keyboard is open."""

from __future__ import annotations

from playwright.sync_api import Locator, expect

from tests.browser.conftest import OpenPage
from tests.browser.examining import EVERY_RULE, bring_axe, violations
from tests.browser.hosts import Keep, Site, launcher, panel, question_box
from tests.browser.talking import HOUSING, ask, opened

ZOOMED = {"width": 320, "height": 256}
PHONE = {"width": 375, "height": 667}
WITH_KEYBOARD = {"width": 375, "height": 380}
LINE = 32  # pixels


def _begins_in_sight(part: Locator) -> bool:
    box = part.bounding_box()
    size = part.page.viewport_size
    return bool(box and size and 0 <= box["y"] <= size["height"] - LINE)


def test_zoomed_to_400_percent_what_was_asked_for_is_in_sight(
    open_page: OpenPage, keep: Keep
) -> None:
    page = opened(open_page(viewport=ZOOMED))
    page.locator("#large").click()
    for number in range(2):
        ask(page, HOUSING)
        assert _begins_in_sight(page.locator(".turn .asked").nth(number))
    keep(page, "answer")
    bring_axe(page)
    assert not violations(page, EVERY_RULE)  # two answers of one name among them
    page.locator("a.mark").last.click()
    expect(page.locator("#about")).to_be_visible()
    assert _begins_in_sight(page.locator("#hit"))
    keep(page, "clause")


def test_the_field_that_is_written_in_is_in_sight_above_the_keyboard(
    open_page: OpenPage, site: Site, keep: Keep
) -> None:
    page = open_page(viewport=PHONE, has_touch=True)
    page.goto(f"{site.address}/plain.html")
    launcher(page).tap()
    question_box(page).fill(HOUSING)
    question_box(page).press("Enter")
    expect(panel(page).locator(".turn")).to_have_count(1)
    rest = question_box(page).bounding_box()
    for size in (PHONE, WITH_KEYBOARD):
        question_box(page).focus()
        page.set_viewport_size({**size})
        page.wait_for_function("height => visualViewport.height === height", arg=size["height"])
        expect(question_box(page)).to_be_in_viewport(ratio=1)
    keep(page, "keyboard")
    page.set_viewport_size({**PHONE})
    expect(panel(page).locator("main")).to_be_in_viewport(ratio=1)
    assert question_box(page).bounding_box() == rest

"""Pages and browsers that make it hard for the widget: it works there, or leaves a link."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Route, expect

from tests.browser.conftest import DESKTOP, OpenPage
from tests.browser.examining import EVERY_RULE, bring_axe, violations
from tests.browser.hosts import (
    ANSWER,
    QUESTION,
    Keep,
    Site,
    documented_policy,
    launcher,
    panel,
    plain_frame,
    question_box,
)

pytestmark = pytest.mark.browser


#: A keyboard on the screen leaves 200 pixels of the page to be seen.
KEYBOARD = """() => {
    Object.defineProperty(visualViewport, "height", {value: 200, configurable: true});
    visualViewport.dispatchEvent(new Event("resize"));
}"""


def test_a_page_whose_styles_reset_and_hide_everything_cannot_hide_the_widget(
    open_page: OpenPage, keep: Keep, site: Site
) -> None:
    page = open_page()
    styles = """
        * {all: unset} iframe, div, button {display: none !important}
        :root {--yihaoda-bottom: 80px; --yihaoda-side: 40px}"""
    page.goto(site.put("unset", f"<h1>门户</h1>{site.loader()}", f"<style>{styles}</style>"))
    launcher(page).click()
    expect(question_box(page)).to_be_focused()
    button, frame = launcher(page).bounding_box(), page.locator("iframe").bounding_box()
    assert button is not None
    assert frame is not None
    assert button["x"] + button["width"] == DESKTOP["width"] - 40
    assert button["y"] + button["height"] == DESKTOP["height"] - 80
    assert frame["width"] > 400
    keep(page, "open")
    link = page.get_by_role("link", name="在新窗口里提问")
    for hidden in (
        "display: none !important",
        "height: 0 !important",
    ):  # as a blocker's script does
        page.locator("iframe").evaluate("(frame, style) => { frame.style = style; }", hidden)
        expect(link).to_be_visible()
        expect(link).to_have_attribute("href", f"{site.service}/")
        keep(page, "hidden")
        page.locator("iframe").evaluate("frame => { frame.style = ''; }")
        expect(link).to_be_hidden()


def test_a_page_that_allows_nothing_but_what_the_guide_says_embeds_it(
    open_page: OpenPage, site: Site
) -> None:
    page = open_page()
    policy = f"default-src 'self'; {documented_policy()}; require-trusted-types-for 'script'"
    page.goto(site.put("policy", f"<h1>门户</h1>{site.loader()}", policy=policy))
    launcher(page).click()
    question_box(page).fill(QUESTION)
    question_box(page).press("Enter")
    expect(panel(page).get_by_role("group", name="答案")).to_contain_text(ANSWER)


def test_where_storage_is_blocked_all_works(open_page: OpenPage, site: Site) -> None:
    page = open_page()
    page.add_init_script(
        """for (const name of ["localStorage", "sessionStorage", "indexedDB", "caches"]) {
            Object.defineProperty(window, name, {
                get() { throw new DOMException("blocked", "SecurityError"); },
            });
        }"""
    )
    page.goto(f"{site.address}/plain.html")
    launcher(page).click()
    question_box(page).fill(QUESTION)
    question_box(page).press("Enter")
    expect(panel(page).get_by_role("group", name="答案")).to_contain_text(ANSWER)


def test_the_same_tag_twice_is_one_widget_and_data_open_takes_no_focus(
    open_page: OpenPage, site: Site
) -> None:
    page = open_page()
    twice = site.loader("data-open") * 2
    page.goto(site.put("twice", f"<h1>门户</h1><input id='name' autofocus>{twice}"))
    expect(question_box(page)).to_be_visible()
    expect(launcher(page)).to_have_count(1)
    expect(page.locator("#name")).to_be_focused()


def test_a_slow_server_is_told_and_the_panel_comes_when_it_comes(
    open_page: OpenPage, keep: Keep, site: Site
) -> None:
    page = open_page()
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/widget/panel*", hold)
    page.clock.install()
    page.goto(f"{site.address}/plain.html")
    launcher(page).click()
    link = page.get_by_role("link", name="在新窗口里提问")
    expect(page.get_by_role("status")).to_have_text("正在打开……")
    expect(link).to_be_visible()
    page.keyboard.press("Escape")
    expect(launcher(page)).to_be_focused()
    launcher(page).click()
    page.clock.run_for(10_000)
    expect(page.get_by_role("status")).to_have_text("问答窗口没有打开。")
    keep(page, "late")
    held[0].continue_()
    expect(question_box(page)).to_be_focused()
    expect(link).to_be_hidden()


def test_a_panel_that_did_not_come_is_tried_again_at_the_next_opening(
    open_page: OpenPage, site: Site
) -> None:
    page = open_page()
    page.route("**/widget/panel*", lambda route: route.abort())
    page.goto(f"{site.address}/plain.html")
    launcher(page).click()
    expect(page.get_by_role("status")).to_have_text("问答窗口没有打开。")
    page.keyboard.press("Escape")
    page.unroute("**/widget/panel*")
    launcher(page).click()
    expect(question_box(page)).to_be_focused()
    expect(page.get_by_role("status")).to_be_hidden()


@pytest.mark.parametrize("height", [740, 256], ids=["phone", "zoomed-to-400-percent"])
def test_on_a_small_screen_the_panel_fills_what_the_keyboard_leaves_free(
    open_page: OpenPage, keep: Keep, site: Site, height: int
) -> None:
    page = open_page(viewport={"width": 320, "height": height}, has_touch=True)
    page.goto(f"{site.address}/plain.html")
    keep(page, f"{height}-closed")
    launcher(page).tap()
    expect(question_box(page)).to_be_visible()
    frame = page.locator("iframe")
    assert frame.bounding_box() == {"x": 0, "y": 0, "width": 320, "height": height}
    expect(launcher(page)).to_be_hidden()
    keep(page, f"{height}-open")
    page.evaluate(KEYBOARD)
    assert frame.bounding_box() == {"x": 0, "y": 0, "width": 320, "height": 200}
    question_box(page).press("Escape")
    expect(launcher(page)).to_be_focused()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_the_plain_frame_of_the_guide_works_and_has_a_link_below_it(
    open_page: OpenPage, site: Site
) -> None:
    page = open_page()
    hides = "<style>* {all: unset} iframe {display: none !important}</style>"
    link = page.get_by_role("link", name="在新窗口里提问")
    page.goto(site.put("hidden-frame", plain_frame(), hides))
    expect(page.locator("iframe")).to_be_hidden()
    expect(link).to_be_visible()
    page.goto(site.put("frame", plain_frame()))
    question_box(page).fill(QUESTION)
    question_box(page).press("Enter")
    expect(panel(page).get_by_role("group", name="答案")).to_contain_text(ANSWER)
    expect(link).to_have_attribute("href", f"{site.service}/")


@pytest.mark.parametrize("options", [{}, {"color_scheme": "dark"}], ids=["light", "dark"])
def test_what_the_loader_adds_is_accessible(
    open_page: OpenPage, site: Site, keep: Keep, options: dict[str, Any]
) -> None:
    page = open_page(**options)
    page.route("**/widget/panel*", lambda _route: None)
    page.goto(f"{site.address}/plain.html")
    bring_axe(page)
    assert violations(page, EVERY_RULE) == []
    launcher(page).click()
    expect(page.get_by_role("link", name="在新窗口里提问")).to_be_visible()
    assert violations(page, EVERY_RULE) == []
    keep(page, "waiting")

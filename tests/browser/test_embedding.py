"""The widget in pages of other sites: each example of the guide, and pages that make it hard."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from service.wiring import Office
from tests.browser.conftest import PHONE, OpenPage
from tests.browser.hosts import (
    LISTEN,
    Site,
    documented_policy,
    embedding,
    launcher,
    panel,
    question_box,
)
from tests.browser.test_accessibility import AXE, EVERY_RULE, violations

pytestmark = pytest.mark.browser

Keep = Callable[[Page, str], None]

QUESTION = "2027年居民医保个人要交多少钱？"
ANSWER = "每人每年430元"

#: How far what stands in the page was pushed about, as browsers score it.
SHIFTS = """() => new Promise(resolve => {
    const observer = new PerformanceObserver(() => {});
    observer.observe({type: "layout-shift", buffered: true});
    const sum = () => observer.takeRecords().reduce((before, each) => before + each.value, 0);
    setTimeout(() => resolve(sum()), 50);
})"""


@pytest.fixture(scope="module")
def site(office: Office) -> Iterator[Site]:
    with embedding(office) as opened:
        yield opened


def test_the_plain_example_asks_for_nothing_but_the_loader_until_the_button_is_pressed(
    open_page: OpenPage, keep: Keep, site: Site
) -> None:
    page = open_page()
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    before = open_page()
    before.goto(site.put("empty", "<h1>门户</h1>"))
    page.goto(f"{site.address}/plain.html")
    button = launcher(page)
    expect(button).to_have_attribute("aria-expanded", "false")
    expect(button).to_have_text("问政策")
    page.wait_for_load_state("networkidle")
    assert [url for url in requests if url.startswith(site.service)] == [
        f"{site.service}/widget/v1.js"
    ]
    keep(page, "1-closed")
    globals_added = set(page.evaluate("Object.getOwnPropertyNames(window)")) - set(
        before.evaluate("Object.getOwnPropertyNames(window)")
    )
    assert globals_added == {"Yihaoda"}
    button.click()
    expect(button).to_have_attribute("aria-expanded", "true")
    expect(question_box(page)).to_be_focused()
    keep(page, "2-open")
    assert page.evaluate(SHIFTS) == 0
    assert page.evaluate("document.cookie + localStorage.length + sessionStorage.length") == "00"
    assert page.context.cookies() == []


def test_the_keyboard_opens_asks_and_closes_and_the_focus_comes_back(
    open_page: OpenPage, site: Site
) -> None:
    page = open_page()
    page.goto(f"{site.address}/plain.html")
    for _ in range(2):
        page.keyboard.press("Tab")
    expect(launcher(page)).to_be_focused()
    page.keyboard.press("Enter")
    expect(question_box(page)).to_be_focused()
    page.keyboard.type(QUESTION)
    page.keyboard.press("Enter")
    expect(panel(page).get_by_role("region", name="答案")).to_contain_text(ANSWER)
    page.keyboard.press("Escape")
    expect(launcher(page)).to_be_focused()
    expect(launcher(page)).to_have_attribute("aria-expanded", "false")
    expect(page.locator("iframe")).to_be_hidden()
    page.keyboard.press("Enter")
    expect(panel(page).get_by_role("region", name="答案")).to_contain_text(ANSWER)


def test_the_frame_is_named_and_may_do_no_more_than_it_needs(
    open_page: OpenPage, site: Site
) -> None:
    page = open_page()
    page.goto(f"{site.address}/plain.html")
    launcher(page).click()
    frame = page.locator("iframe")
    expect(frame).to_have_attribute("title", "问政策")
    sandbox = set((frame.get_attribute("sandbox") or "").split())
    assert not any(name.startswith("allow-top-navigation") for name in sandbox)
    assert not sandbox & {"allow-modals", "allow-downloads", "allow-pointer-lock"}
    assert "microphone 'none'" in (frame.get_attribute("allow") or "")
    source = frame.get_attribute("src") or ""
    assert source.startswith(f"{site.service}/widget/panel?host=")
    expect(panel(page).locator("body")).to_have_attribute("data-region", "青禾县")
    expect(panel(page).locator("body")).to_have_attribute("data-color", "#8c1c13")


def test_a_citation_opens_whole_beside_the_page(open_page: OpenPage, site: Site) -> None:
    page = open_page()
    page.goto(f"{site.address}/plain.html")
    page.wait_for_function("window.Yihaoda")
    page.evaluate("question => Yihaoda.ask(question)", QUESTION)
    source = panel(page).get_by_role("link", name=re.compile("查看原文")).first
    with page.context.expect_page() as opened:
        source.click()
    expect(opened.value.locator("mark#hit")).to_be_in_viewport()
    assert opened.value.evaluate("window.opener") is None
    assert page.url == f"{site.address}/plain.html"


def test_two_widgets_of_a_strict_page_do_not_mix(
    open_page: OpenPage, keep: Keep, site: Site
) -> None:
    page = open_page()
    page.goto(f"{site.address}/strict-csp.html")
    expect(question_box(page)).to_be_visible()
    page.evaluate(LISTEN)
    assert page.evaluate(SHIFTS) == 0
    question_box(page).fill(QUESTION)
    question_box(page).press("Enter")
    expect(panel(page).get_by_role("region", name="答案")).to_contain_text(ANSWER)
    keep(page, "inline")
    launcher(page).click()
    expect(question_box(page, 1)).to_be_focused()
    expect(panel(page, 1).get_by_role("heading", level=1)).to_have_text("有问题？")
    expect(question_box(page, 1)).to_have_value("")
    assert panel(page, 1).locator(".turn").count() == 0
    keep(page, "both")
    page.evaluate("Yihaoda.close('corner')")
    assert page.evaluate("told.filter(([type]) => ['open', 'ready', 'close'].includes(type))") == [
        ["open", {"widget": "corner"}],
        ["ready", {"widget": "corner"}],
        ["close", {"widget": "corner"}],
    ]


def test_a_single_page_application_asks_removes_and_adds_again(
    open_page: OpenPage, keep: Keep, site: Site
) -> None:
    page = open_page()
    page.goto(f"{site.address}/single-page.html")
    page.get_by_role("link", name="医疗保险").click()
    expect(question_box(page)).to_be_visible()
    page.get_by_role("button", name="居民医保要交多少钱？").click()
    expect(panel(page).get_by_role("region", name="答案")).to_contain_text(ANSWER)
    keep(page, "asked")
    page.get_by_role("link", name="首页").click()
    expect(page.locator("iframe")).to_have_count(0)
    page.get_by_role("link", name="医疗保险").click()
    expect(question_box(page)).to_be_visible()
    page.evaluate("document.getElementById('ask').remove()")
    page.evaluate("Yihaoda.add({name: '医保', into: 'main'})")
    expect(question_box(page)).to_be_visible()
    page.evaluate("Yihaoda.destroy()")
    expect(page.locator("iframe")).to_have_count(0)
    expect(launcher(page)).to_have_count(0)
    assert page.evaluate("'Yihaoda' in window") is False


def test_a_page_whose_styles_reset_and_hide_everything_cannot_hide_the_widget(
    open_page: OpenPage, keep: Keep, site: Site
) -> None:
    page = open_page()
    styles = "* {all: unset} iframe, div, button {display: none !important}"
    page.goto(site.put("unset", f"<h1>门户</h1>{site.loader()}", f"<style>{styles}</style>"))
    launcher(page).click()
    expect(question_box(page)).to_be_focused()
    assert page.evaluate("Boolean(document.querySelector('body > div').shadowRoot)")
    box = page.locator("iframe").bounding_box()
    assert box is not None
    assert box["width"] > 400
    keep(page, "open")
    hide = "frame => frame.style.setProperty('display', 'none', 'important')"
    page.locator("iframe").evaluate(hide)
    link = page.get_by_role("link", name="在新窗口里提问")
    expect(link).to_be_visible()
    expect(link).to_have_attribute("href", f"{site.service}/")
    keep(page, "hidden")
    page.locator("iframe").evaluate("frame => frame.style.removeProperty('display')")
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
    expect(panel(page).get_by_role("region", name="答案")).to_contain_text(ANSWER)


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
    expect(panel(page).get_by_role("region", name="答案")).to_contain_text(ANSWER)


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


@pytest.mark.parametrize("width", [320, 360])
def test_on_a_phone_the_panel_fills_the_screen_and_nothing_lies_under_it(
    open_page: OpenPage, keep: Keep, site: Site, width: int
) -> None:
    page = open_page(viewport=PHONE | {"width": width}, has_touch=True)
    page.goto(f"{site.address}/plain.html")
    keep(page, f"{width}-closed")
    launcher(page).tap()
    expect(question_box(page)).to_be_visible()
    box = page.locator("iframe").bounding_box()
    assert box == {"x": 0, "y": 0, "width": width, "height": PHONE["height"]}
    expect(launcher(page)).to_be_hidden()
    keep(page, f"{width}-open")
    question_box(page).press("Escape")
    expect(launcher(page)).to_be_focused()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("options", [{}, {"color_scheme": "dark"}], ids=["light", "dark"])
def test_what_the_loader_adds_is_accessible(
    open_page: OpenPage, site: Site, keep: Keep, options: dict[str, Any]
) -> None:
    page = open_page(**options)
    page.route("**/widget/panel*", lambda _route: None)
    page.goto(f"{site.address}/plain.html")
    page.evaluate(Path(AXE).read_text(encoding="utf-8"))
    assert violations(page, EVERY_RULE) == []
    launcher(page).click()
    expect(page.get_by_role("link", name="在新窗口里提问")).to_be_visible()
    assert violations(page, EVERY_RULE) == []
    keep(page, "waiting")

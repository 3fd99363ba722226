"""The public pages for everyone: by day, by night, large, in high contrast, zoomed, in a kiosk."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESKTOP, OpenPage
from tests.browser.test_accessibility import AXE, CONTRAST, EVERY_RULE, SIZES, violations

pytestmark = pytest.mark.browser

Keep = Callable[[Page, str], None]

#: A window of 1280 by 1024 pixels at a zoom of 400 % (WCAG 1.4.10).
ZOOMED = {"width": 320, "height": 256}
WORDS = "document.body.innerText.replace(/\\s+/g, '')"
OVERFLOWS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
QUESTION = "2027年居民医保个人要交多少钱？"


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
    page.evaluate(AXE.read_text(encoding="utf-8"))
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
    page.evaluate(AXE.read_text(encoding="utf-8"))
    assert violations(page, EVERY_RULE) == []
    keep(page, f"{state}-desktop")
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 740})
        assert not page.evaluate(OVERFLOWS), width
    assert violations(page, CONTRAST) == []
    keep(page, f"{state}-phone")
    assert page.evaluate(SIZES)["font"] >= 24


def test_large_type_is_remembered_in_the_tab_and_taken_back(open_page: OpenPage) -> None:
    page = open_page()
    page.goto("/documents")
    html = page.locator("html")
    page.get_by_role("link", name="大字版").click()
    expect(html).to_have_attribute("data-text", "large")
    expect(page.get_by_role("link", name="标准字号")).to_be_focused()
    page.goto("/questions")
    expect(html).to_have_attribute("data-text", "large")
    page.get_by_role("link", name="标准字号").press("Enter")
    page.goto("/documents?text=large")
    expect(html).not_to_have_attribute("data-text", "large")


def test_large_type_works_with_blocked_storage(open_page: OpenPage) -> None:
    page = open_page()
    page.add_init_script(
        "Object.defineProperty(window, 'sessionStorage', {get() { throw new Error('blocked'); }})"
    )
    page.goto("/documents?text=large")
    expect(page.locator("html")).to_have_attribute("data-text", "large")
    page.get_by_role("link", name="标准字号").click()
    expect(page.locator("html")).not_to_have_attribute("data-text", "large")


def test_without_javascript_the_look_goes_with_every_step(open_page: OpenPage, keep: Keep) -> None:
    page = open_page(java_script_enabled=False)
    page.goto("/")
    page.get_by_role("link", name="大字版").click()
    page.get_by_role("link", name="找文件").click()
    page.get_by_label("题目里的字词").fill("高龄津贴")
    page.get_by_role("button", name="查找").click()
    page.get_by_role("link", name=re.compile("高龄津贴发放办法")).click()
    expect(page.locator("html")).to_have_attribute("data-text", "large")
    page.get_by_role("link", name="第二章　对象和标准").click()
    expect(page.locator(":target")).to_be_in_viewport()
    page.get_by_role("link", name="标准字号").click()
    expect(page.locator("html")).not_to_have_attribute("data-text", "large")
    page.get_by_role("link", name="提问").click()
    page.get_by_role("textbox", name="您的问题").fill(QUESTION)
    page.get_by_role("button", name="提问").click()
    page.get_by_role("button", name="大字版").click()
    expect(page.locator("html")).to_have_attribute("data-text", "large")
    expect(page.get_by_role("heading", name=f"您问：{QUESTION}")).to_be_visible()
    assert page.url.endswith("/ask?text=large")
    keep(page, "answer")


def test_a_panel_opened_as_a_page_chooses_no_size_and_without_a_script_offers_none(
    open_page: OpenPage,
) -> None:
    page = open_page()
    page.goto("/widget/panel")
    expect(page.get_by_role("button", name="大字")).to_have_attribute("aria-pressed", "false")
    page.goto("/documents?text=large")
    expect(page.locator("html")).to_have_attribute("data-text", "large")
    page.goto("/widget/panel")
    expect(page.get_by_role("button", name="大字")).to_have_attribute("aria-pressed", "true")
    page = open_page(java_script_enabled=False)
    page.goto("/widget/panel")
    expect(page.get_by_role("button", name="大字")).to_have_count(0)


def test_a_talk_is_one_in_whatever_look_and_each_region_has_its_own(open_page: OpenPage) -> None:
    page = open_page()
    page.goto("/")
    page.get_by_role("textbox", name="您的问题").fill(QUESTION)
    page.get_by_role("button", name="提问").click()
    expect(page.locator(".turn")).to_be_visible()
    for address, turns in (
        ("/?text=large", 1),
        ("/?contrast=high", 1),
        ("/widget/panel", 0),
        ("/widget/panel?region=青禾县", 0),
    ):
        page.goto(address)
        expect(page.locator("body")).to_be_visible()
        expect(page.locator(".turn")).to_have_count(turns)
    page.get_by_role("textbox", name="您的问题").fill(QUESTION)
    page.get_by_role("button", name="提问").click()
    expect(page.locator(".turn")).to_be_visible()
    page.goto("/widget/panel?color=%238c1c13&region=青禾县")
    expect(page.locator(".turn")).to_have_count(1)


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


def asked_at_a_kiosk(page: Page) -> None:
    page.goto("/?layout=kiosk")
    page.get_by_role("textbox", name="您的问题").fill(QUESTION)
    page.get_by_role("button", name="提问").click()
    expect(page.locator(".turn")).to_be_visible()


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
    page.evaluate(AXE.read_text(encoding="utf-8"))
    assert violations(page, EVERY_RULE) == []

"""Large type and the other looks: remembered in the tab, carried on without JavaScript."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenPage
from tests.browser.hosts import QUESTION, Keep
from tests.browser.talking import ask

pytestmark = pytest.mark.browser


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
    ask(page, QUESTION)
    for address, turns in (
        ("/?text=large", 1),
        ("/?contrast=high", 1),
        ("/widget/panel", 0),
        ("/widget/panel?region=青禾县", 0),
    ):
        page.goto(address)
        expect(page.locator("body")).to_be_visible()
        expect(page.locator(".turn")).to_have_count(turns)
    ask(page, QUESTION)
    page.goto("/widget/panel?color=%238c1c13&region=青禾县")
    expect(page.locator(".turn")).to_have_count(1)

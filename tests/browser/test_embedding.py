"""The widget in pages of other sites: each example of the guide in a real browser."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from benchmarks.widget import SHIFTS
from tests.browser.conftest import OpenPage
from tests.browser.hosts import (
    ANSWER,
    LISTEN,
    QUESTION,
    Keep,
    Site,
    launcher,
    panel,
    question_box,
)

pytestmark = pytest.mark.browser


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
    expect(panel(page).get_by_role("button", name="关闭")).to_be_visible()
    keep(page, "2-open")
    assert page.evaluate(SHIFTS) == 0
    page.evaluate("document.body.style.paddingTop = '200px'")
    assert page.evaluate(SHIFTS) > 0, "what pushes the page about is noticed"
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
    expect(panel(page).get_by_role("group", name="答案")).to_contain_text(ANSWER)
    page.keyboard.press("Escape")
    expect(launcher(page)).to_be_focused()
    expect(launcher(page)).to_have_attribute("aria-expanded", "false")
    expect(page.locator("iframe")).to_be_hidden()
    page.keyboard.press("Enter")
    expect(panel(page).get_by_role("group", name="答案")).to_contain_text(ANSWER)
    page.keyboard.press("Escape")
    page.get_by_role("link", name="政策问答").focus()
    page.evaluate("Yihaoda.open()")
    expect(question_box(page)).to_be_focused()
    page.evaluate("Yihaoda.close()")
    expect(page.get_by_role("link", name="政策问答")).to_be_focused()


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


def test_a_citation_opens_in_the_panel_and_whole_beside_the_page(
    open_page: OpenPage, site: Site
) -> None:
    page = open_page()
    page.goto(f"{site.address}/plain.html")
    page.wait_for_function("window.Yihaoda")
    page.evaluate("question => Yihaoda.ask(question)", QUESTION)
    panel(page).get_by_role("link", name=re.compile("查看原文")).first.click()
    expect(panel(page).locator("mark#hit")).to_be_in_viewport()
    with page.context.expect_page() as opened:
        panel(page).get_by_role("link", name="在新窗口打开").click()
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
    expect(panel(page).get_by_role("group", name="答案")).to_contain_text(ANSWER)
    expect(panel(page).get_by_role("button", name="关闭")).to_be_hidden()
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
    expect(panel(page).get_by_role("group", name="答案")).to_contain_text(ANSWER)
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

"""The talk in the panel: by keyboard alone, kept in its tab, read aloud, in no address."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import OpenPage
from tests.browser.talking import HOUSING, ask, box, opened

pytestmark = pytest.mark.browser


def test_the_keyboard_alone_asks_opens_the_clause_leaves_the_question_and_looks_it_up(
    open_page: OpenPage,
) -> None:
    page = opened(open_page(viewport={"width": 400, "height": 620}))
    box(page).focus()
    page.keyboard.type(HOUSING)
    page.keyboard.press("Escape")  # what is offered
    page.keyboard.press("Enter")
    expect(page.locator(".asked")).to_be_focused()
    tab_to(page, ".mark")
    page.keyboard.press("Enter")
    expect(page.locator("mark#hit")).to_be_in_viewport()
    page.keyboard.press("Escape")
    expect(page.locator(".mark")).to_be_focused()
    tab_to(page, ".offer summary")
    page.keyboard.press("Enter")
    tab_to(page, ".consult button")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="咨询已提交")).to_be_focused()
    number, code = page.locator(".secrets dd").all_inner_texts()
    tab_to(page, ".steps a")
    page.keyboard.press("Enter")
    tab_to(page, "#sheet [name=number]")
    page.keyboard.type(number)
    page.keyboard.press("Tab")
    page.keyboard.type(code)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="咨询进度")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#sheet")).to_be_hidden()


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until what the selector names has the focus, and is seen to have it."""
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            assert page.evaluate("document.activeElement.matches(':focus-visible')")
            return
    raise AssertionError(selector)


def test_the_talk_is_there_again_in_its_tab_alone_until_it_is_cleared(open_page: OpenPage) -> None:
    page = opened(open_page())
    ask(page, HOUSING)
    page.get_by_role("button", name="有帮助", exact=True).click()
    expect(page.locator(".thanks")).to_be_visible()
    page.reload()
    expect(page.locator(".turn .asked")).to_contain_text(HOUSING)
    expect(page.locator(".thanks")).to_be_visible()
    other = page.context.new_page()
    expect(opened(other).locator(".welcome")).to_be_visible()
    expect(other.locator(".turn")).to_have_count(0)
    page.evaluate("sessionStorage.setItem('yihaoda:/', '{}')")  # asked on another page of ours
    page.get_by_role("button", name="清空问答").click()
    expect(page.locator(".turn")).to_have_count(0)
    expect(box(page)).to_be_focused()
    kept = page.evaluate("Object.keys(sessionStorage)")
    assert [key for key in kept if key.startswith("yihaoda:")] == []
    page.reload()
    expect(page.locator(".turn")).to_have_count(0)


def test_a_browser_that_refuses_storage_talks_all_the_same(open_page: OpenPage) -> None:
    page = open_page()
    page.add_init_script(
        "Object.defineProperty(window, 'sessionStorage', {get() { throw new Error('refused'); }})"
    )
    opened(page)
    ask(page, HOUSING)
    page.get_by_role("button", name="大字").click()
    expect(page.locator("html[data-text=large]")).to_be_visible()
    page.get_by_role("button", name="清空问答").click()
    expect(page.locator(".turn")).to_have_count(0)


#: A browser with a voice that sends words away and one that does not; what it says is kept.
VOICES = """
window.spoken = [];
Object.defineProperty(window, "speechSynthesis", {value: Object.assign(new EventTarget(), {
  getVoices: () => [
    {name: "云", lang: "zh-CN", localService: false},
    {name: "本机", lang: "zh-CN", localService: true},
  ],
  speak(words) { spoken.push([words.voice.name, words.text]); },
  cancel() {},
})});
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
"""


def test_an_answer_is_read_aloud_by_a_voice_in_the_device_and_by_no_other(
    open_page: OpenPage,
) -> None:
    page = opened(open_page())
    ask(page, HOUSING)
    expect(page.get_by_role("button", name="朗读")).to_have_count(0)  # Debian has no voices
    page = open_page()
    page.add_init_script(VOICES)
    opened(page)
    ask(page, HOUSING)
    page.get_by_role("button", name="朗读").click()
    expect(page.get_by_role("button", name="停止朗读")).to_be_visible()
    [[voice, words]] = page.evaluate("spoken")
    assert voice == "本机"
    assert "不可以" in words


def test_what_is_typed_never_stands_in_an_address(open_page: OpenPage) -> None:
    page = open_page()
    addresses: list[str] = []
    page.on("request", lambda request: addresses.append(request.url))
    page.goto("/")
    box(page).press_sequentially("公租房")
    expect(page.get_by_role("option").first).to_be_visible()
    page.get_by_role("option").first.click()
    expect(page.locator(".turn")).to_be_visible()
    assert any(address.endswith("/questions/suggestions") for address in addresses)
    assert not [address for address in addresses if "%E5%85%AC" in address or "公" in address]


def test_who_types_on_while_a_look_up_is_under_way_is_offered_what_is_near_in_the_end(
    open_page: OpenPage,
) -> None:
    page = open_page()
    held: list[Route] = []
    page.route(
        "**/questions/suggestions",
        lambda route: route.continue_() if held else held.append(route),
    )
    page.goto("/")
    with page.expect_request("**/questions/suggestions"):
        box(page).press_sequentially("公租")
    box(page).press_sequentially("房")
    expect(page.get_by_role("option").first).to_be_visible()

"""The states of an answer in the panel, each looked at and read by axe."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenPage
from tests.browser.hosts import Keep
from tests.browser.talking import HOUSING, UNKNOWN, ask, box, opened

pytestmark = pytest.mark.browser


def test_the_states_of_an_answer(open_page: OpenPage, look: Keep) -> None:
    page = opened(open_page())
    look(page, "welcome")
    box(page).press_sequentially("公租房转租")
    expect(page.get_by_role("option").first).to_contain_text(HOUSING)
    look(page, "near")
    box(page).press("ArrowDown")
    box(page).press("Enter")
    expect(page.get_by_role("group", name="答案")).to_contain_text("不可以")
    expect(page.locator("#near")).to_be_hidden()
    look(page, "answered")
    page.get_by_role("button", name="没有帮助").click()
    expect(page.get_by_role("radio").first).to_be_focused()
    look(page, "why")
    page.get_by_label("没有说全").check()
    page.get_by_role("button", name="告诉工作人员").click()
    expect(page.locator(".thanks")).to_be_focused()
    look(page, "thanks")
    said = page.locator(".turn .answer-text [data-slot=text]").last.inner_text()
    expect(page.locator(".turn blockquote mark").last).to_have_text(said)
    page.locator(".mark").first.click()
    expect(page.locator("mark#hit")).to_be_in_viewport()
    expect(page.locator("#about")).to_contain_text(re.compile("问答.+第 1 版"))
    look(page, "clause")
    page.get_by_role("button", name="返回问答").click()
    related = page.locator("section").filter(has_text="相关的问题").get_by_role("button").first
    related.click()
    expect(page.locator(".turn")).to_have_count(2)


def test_the_states_of_what_is_not_answered(open_page: OpenPage, look: Keep) -> None:
    page = opened(open_page())
    ask(page, UNKNOWN)
    turn = page.locator(".turn").last
    expect(turn).to_have_attribute("data-outcome", re.compile("unanswered|suggested"))
    turn.locator(".offer").evaluate("offer => { offer.open = true; }")
    look(page, "unanswered")
    turn.get_by_role("button", name="提交咨询").click()
    expect(turn.get_by_role("heading", name="咨询已提交")).to_be_focused()
    look(page, "receipt")
    number, code = turn.locator(".secrets dd").all_inner_texts()
    page.get_by_role("link", name="查咨询").first.click()
    look(page, "lookup")
    page.get_by_label("回执编号").fill(number)
    page.get_by_label("查询码").fill(code)
    page.get_by_role("button", name="查询").click()
    expect(page.get_by_role("heading", name="咨询进度")).to_be_focused()
    look(page, "status")
    page.get_by_role("button", name="返回问答").click()
    ask(page, "返乡创业租场地有没有租金补贴？")
    look(page, "lapsed")
    ask(page, "家里着火了怎么办")
    expect(page.locator(".calls a")).to_have_text(["拨打 119", "拨打 120"])
    look(page, "redirected")
    assert page.url.endswith("/widget/panel")

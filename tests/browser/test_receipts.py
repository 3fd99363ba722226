"""The receipt of a consultation: its code stays with the talk, and nobody sends the form twice."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.hosts import Keep
from tests.browser.talking import UNKNOWN, ask, box

pytestmark = pytest.mark.browser


def left(page: Page) -> list[str]:
    """Ask what no document answers and leave the question; number and code."""
    ask(page, UNKNOWN)
    offer = page.locator(".turn .offer")
    offer.evaluate("offer => { offer.open = true; }")
    offer.get_by_role("button", name="提交咨询").click()
    expect(offer.get_by_role("heading", name="咨询已提交")).to_be_visible()
    return secrets(offer)


def secrets(place: Locator) -> list[str]:
    return place.locator(".secrets dd").all_inner_texts()


def test_whoever_comes_back_finds_the_receipt_in_place_of_the_form(
    open_page: OpenPage, keep: Keep
) -> None:
    page = open_page()
    page.goto("/")
    receipt = left(page)
    offer = page.locator(".turn .offer")
    keep(page, "sent")
    with page.context.expect_page() as opened:
        offer.get_by_role("link", name="查咨询").click()
    expect(opened.value.get_by_label("回执编号")).to_be_visible()
    assert secrets(offer) == receipt
    page.get_by_role("navigation", name="主导航").get_by_role("link", name="查咨询").click()
    expect(page.get_by_label("回执编号")).to_be_visible()
    page.go_back()
    expect(offer.locator("summary").first).to_have_text(
        f"这个问题已经提交咨询，回执编号 {receipt[0]}"
    )
    expect(page.get_by_role("button", name="提交咨询")).to_have_count(0)
    page.reload()
    offer.locator("summary").first.scroll_into_view_if_needed()
    keep(page, "back")
    assert secrets(offer) == receipt
    expect(offer.get_by_text("最迟")).to_be_visible()
    page.get_by_role("button", name="清空问答").click()
    assert receipt[1] not in page.evaluate("JSON.stringify(sessionStorage)")


def test_a_receipt_of_a_form_in_the_sheet_stands_in_the_talk_behind_it(
    grumbling: Page, address: str, keep: Keep
) -> None:
    page = grumbling
    page.set_viewport_size({"width": 400, "height": 640})
    page.goto(f"{address}/widget/panel")
    page.route("**/api/v1/ask", lambda route: route.fulfill(status=500, json={"detail": ""}))
    box(page).fill(UNKNOWN)
    box(page).press("Enter")
    page.get_by_role("link", name="留下问题").click()
    sheet = page.locator("#sheet")
    sheet.get_by_label("您的问题").fill(UNKNOWN)
    sheet.get_by_role("button", name="提交咨询").click()
    expect(sheet.get_by_role("heading", name="咨询已提交")).to_be_visible()
    receipt = secrets(sheet)
    sheet.get_by_role("link", name="查咨询").click()
    expect(sheet.get_by_label("回执编号")).to_be_visible()
    page.get_by_role("button", name="返回问答").click()
    turn = page.locator(".turn")
    expect(turn.get_by_role("heading", name="已经提交的咨询")).to_be_visible()
    assert secrets(turn) == receipt
    keep(page, "talk")
    page.reload()
    assert secrets(turn) == receipt

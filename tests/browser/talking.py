"""A talk on a page of ours, as a citizen holds it."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

#: What a document answers, and what none does.
HOUSING = "公租房可以转租、转借吗？"
UNKNOWN = "高铁站什么时候建成通车？"


def opened(page: Page, address: str = "") -> Page:
    page.goto(f"{address}/widget/panel")
    return page


def box(page: Page) -> Locator:
    return page.locator("textarea#question")


def ask(page: Page, question: str) -> None:
    before = page.locator(".turn").count()
    box(page).fill(question)
    box(page).press("Enter")
    expect(page.locator(".turn")).to_have_count(before + 1)


def state(page: Page) -> Locator:
    return page.locator("#progress")

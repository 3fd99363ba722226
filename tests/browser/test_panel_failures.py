"""What fails while one asks in the panel: told, with a next step, and nothing written is lost."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from service.apps import create_app
from service.wiring import Office
from tests.browser.hosts import Keep
from tests.browser.serving import serving
from tests.browser.talking import HOUSING, UNKNOWN, ask, box, opened, state

pytestmark = pytest.mark.browser


@pytest.fixture
def failing(grumbling: Page, address: str) -> tuple[Page, Callable[[Any], None]]:
    """A panel whose questions are answered as one says."""
    page = grumbling

    def fails(answer: Callable[[Route], None]) -> None:
        page.unroute("**/api/v1/ask")
        page.route("**/api/v1/ask", answer)

    page.clock.install()
    return opened(page, address), fails


def problem(status: int, **headers: str) -> Callable[[Route], None]:
    body = {"type": "", "title": "", "status": status, "detail": "请缩短问题。", "errors": []}
    return lambda route: route.fulfill(status=status, json=body, headers=headers)


def proxys(status: int) -> Callable[[Route], None]:
    """What a proxy before the service answers by itself: a page, no JSON."""
    page = f"<html><h1>{status}</h1></html>"
    return lambda route: route.fulfill(status=status, body=page, content_type="text/html")


def test_what_fails_is_told_with_a_next_step_and_the_question_stays(
    failing: tuple[Page, Callable[[Any], None]], look: Keep
) -> None:
    page, fails = failing
    for answer, name, sentence, steps in (
        (problem(503, **{"Retry-After": "20"}), "busy", "大约 20 秒", ["再试一次", "拨打 12345"]),
        (problem(500), "broken", "服务出了问题", ["再试一次", "留下问题", "拨打 12345"]),
        (problem(400), "refused", "请缩短问题", []),
        (proxys(503), "busy-proxy", "大约 30 秒", ["再试一次", "拨打 12345"]),
        (proxys(502), "broken-proxy", "服务出了问题", ["再试一次", "留下问题", "拨打 12345"]),
        (proxys(413), "refused-proxy", "服务出了问题", ["再试一次", "留下问题", "拨打 12345"]),
        (lambda route: route.abort(), "unreachable", "没有连上服务", ["再试一次", "拨打 12345"]),
    ):
        fails(answer)
        box(page).fill(HOUSING)
        box(page).press("Enter")
        expect(state(page)).to_contain_text(sentence)
        assert page.locator("#steps > *").all_inner_texts() == steps
        expect(box(page)).to_have_value(HOUSING)
        expect(box(page)).to_be_focused()
        look(page, name)
    page.unroute("**/api/v1/ask")
    page.get_by_role("button", name="再试一次").click()
    expect(page.locator(".turn")).to_have_count(1)
    expect(state(page)).to_have_text("")


def test_a_consultation_that_is_refused_or_not_sent_keeps_what_was_filled_in(
    grumbling: Page, address: str
) -> None:
    page = opened(grumbling, address)
    ask(page, UNKNOWN)
    offer = page.locator(".offer")
    offer.evaluate("offer => { offer.open = true; }")
    offer.get_by_label("电话或邮箱").fill("不是电话")
    offer.get_by_role("button", name="提交咨询").click()
    expect(offer.get_by_role("alert")).to_contain_text("请修改")
    expect(offer.get_by_role("alert")).to_be_focused()
    expect(offer.get_by_label("您的问题")).to_have_value(UNKNOWN)
    page.context.set_offline(True)
    offer.get_by_label("电话或邮箱").fill("13800001111")
    offer.get_by_role("button", name="提交咨询").click()
    expect(offer.get_by_role("status")).to_contain_text("您填的内容还在")
    expect(offer.get_by_label("电话或邮箱")).to_have_value("13800001111")
    page.context.set_offline(False)
    offer.get_by_role("button", name="提交咨询").click()
    expect(offer.get_by_role("heading", name="咨询已提交")).to_be_visible()


def test_without_a_network_the_panel_says_so_and_goes_on_when_it_is_back(
    failing: tuple[Page, Callable[[Any], None]],
) -> None:
    page, _ = failing
    page.context.set_offline(True)
    box(page).fill(HOUSING)
    box(page).press("Enter")
    expect(state(page)).to_contain_text("网络断了")
    page.context.set_offline(False)
    expect(state(page)).to_contain_text("网络接通了")
    page.get_by_role("button", name="再试一次").click()
    expect(page.locator(".turn")).to_have_count(1)


def test_a_server_that_takes_ten_seconds_is_waited_for_and_one_that_never_answers_given_up(
    failing: tuple[Page, Callable[[Any], None]], look: Keep
) -> None:
    page, fails = failing
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    fails(hold)
    box(page).fill(HOUSING)
    box(page).press("Enter")
    expect(state(page)).to_contain_text("正在查找")
    look(page, "thinking")
    page.clock.fast_forward(10_000)
    expect(state(page)).to_contain_text("还在查找")
    look(page, "slow")
    held.pop().continue_()
    expect(page.locator(".turn")).to_have_count(1)
    box(page).fill("公租房每平方米租金是多少？")
    box(page).press("Enter")
    page.clock.fast_forward(6_000)
    page.get_by_role("button", name="停下").click()
    expect(state(page)).to_contain_text("已经停下")
    page.get_by_role("button", name="再试一次").click()
    page.clock.fast_forward(46_000)
    expect(state(page)).to_contain_text("等了很久")
    expect(page.locator(".turn")).to_have_count(1)


def test_a_server_that_dies_in_the_middle_of_an_answer_is_told(
    grumbling: Page, office: Office
) -> None:
    page = grumbling
    whole = create_app(office)
    dies = Event()

    def dying(environ: dict[str, Any], start: Callable[..., Any]) -> Any:
        if environ["PATH_INFO"] != "/api/v1/ask" or dies.is_set():
            return whole(environ, start)
        dies.set()
        start("200 OK", [("Content-Type", "application/json"), ("Content-Length", "5000")])
        return [b'{"outcome": "answered", "answer": {"text": "']

    with serving(dying) as address:
        opened(page, address)
        box(page).fill(HOUSING)
        box(page).press("Enter")
        expect(state(page)).to_contain_text("没有连上服务")
        expect(page.locator(".turn")).to_have_count(0)
        page.get_by_role("button", name="再试一次").click()
        expect(page.get_by_role("group", name="答案")).to_contain_text("不可以")

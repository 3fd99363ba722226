"""The conversation in the panel: every state looked at, by keyboard alone, and when things fail."""

from __future__ import annotations

import re
from collections.abc import Callable
from threading import Event
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from service.apps import create_app
from service.wiring import Office
from tests.browser.conftest import OpenPage, serving
from tests.browser.hosts import LISTEN, embedding, launcher, panel
from tests.browser.test_accessibility import AXE, CONTRAST, EVERY_RULE, violations

pytestmark = pytest.mark.browser

Keep = Callable[[Page, str], None]
Look = Callable[[Page, str], None]

HOUSING = "公租房可以转租、转借吗？"
UNKNOWN = "高铁站什么时候建成通车？"
WIDTHS = (320, 768, 1280)


@pytest.fixture
def look(keep: Keep) -> Look:
    """Looks at a state: axe by day, contrast by night, in large type, at each width."""

    def look_at(page: Page, name: str) -> None:
        if not page.evaluate("'axe' in window"):
            page.evaluate(AXE.read_text(encoding="utf-8"))
        page.set_viewport_size({"width": WIDTHS[0], "height": 640})
        assert violations(page, EVERY_RULE) == [], name
        page.evaluate("document.documentElement.dataset.text = 'large'")
        assert page.evaluate("document.documentElement.scrollWidth") <= WIDTHS[0], name
        keep(page, f"{name}-large")
        page.evaluate("delete document.documentElement.dataset.text")
        page.emulate_media(color_scheme="dark")
        assert violations(page, CONTRAST) == [], name
        keep(page, f"{name}-dark")
        page.emulate_media(color_scheme="light")
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 640})
            keep(page, f"{name}-{width}")

    return look_at


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


def test_the_states_of_an_answer(open_page: OpenPage, look: Look) -> None:
    page = opened(open_page())
    look(page, "welcome")
    box(page).press_sequentially("公租房转租")
    expect(page.get_by_role("option").first).to_contain_text(HOUSING)
    look(page, "near")
    box(page).press("ArrowDown")
    box(page).press("Enter")
    expect(page.get_by_role("region", name="答案")).to_contain_text("不可以")
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


def test_the_states_of_what_is_not_answered(open_page: OpenPage, look: Look) -> None:
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


def test_what_fails_is_told_with_a_next_step_and_the_question_stays(
    failing: tuple[Page, Callable[[Any], None]], look: Look
) -> None:
    page, fails = failing
    for answer, name, sentence, steps in (
        (problem(503, **{"Retry-After": "20"}), "busy", "大约 20 秒", ["再试一次", "拨打 12345"]),
        (problem(500), "broken", "服务出了问题", ["再试一次", "留下问题", "拨打 12345"]),
        (problem(400), "refused", "请缩短问题", []),
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
    failing: tuple[Page, Callable[[Any], None]], look: Look
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
        expect(page.get_by_role("region", name="答案")).to_contain_text("不可以")


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


def test_the_host_is_told_by_ids_what_became_of_the_questions(
    open_page: OpenPage, office: Office
) -> None:
    page = open_page()
    with embedding(office) as site:
        page.goto(f"{site.address}/plain.html")
        page.evaluate(LISTEN)
        launcher(page).click()
        frame = panel(page)
        for number, question in enumerate((UNKNOWN, HOUSING), start=1):
            frame.locator("textarea#question").fill(question)
            frame.locator("textarea#question").press("Enter")
            expect(frame.locator(".turn")).to_have_count(number)
        last = frame.locator(".turn").first
        last.locator(".offer").evaluate("offer => { offer.open = true; }")
        last.get_by_role("button", name="提交咨询").click()
        expect(frame.get_by_role("heading", name="咨询已提交")).to_be_visible()
        told = dict(page.evaluate("told"))
        code = last.locator(".secrets dd").last.inner_text()
        messages = page.evaluate("messages.join()")
        frame.locator("textarea#question").press("Escape")
        expect(frame.locator("textarea#question")).to_be_hidden()
    assert {"answered", "unanswered", "escalated"} <= set(told)
    assert re.fullmatch("[0-9a-f]{32}", told["answered"]["answer"])
    for secret in (HOUSING, UNKNOWN, code):
        assert secret not in messages


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

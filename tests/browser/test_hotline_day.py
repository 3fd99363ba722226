"""A day at the hotline's seat by keyboard alone: eight calls, two tabs, a service that restarts."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from service.apps import create_app
from service.config import Settings
from service.hotline.listing import CallFilters, CallRow, list_calls
from service.replies.grouping import group_some
from service.replies.question_groups import unanswered_groups
from service.staff.roles import Role
from service.wiring import Office, open_office
from tests.browser.conftest import DESKTOP, WIDE
from tests.browser.examining import EVERY_RULE, bring_axe, violations
from tests.browser.serving import serving
from tests.clocks import START, FrozenClock
from tests.staff import PASSWORD, make_organ, make_person

pytestmark = pytest.mark.browser

SCREENSHOTS = Path("test-results") / "hotline"
QUESTION = "现在城市低保标准是多少钱一个月？"
IN_VAIN = "公园几点关门"


class Seat:
    """A service that can be stopped and started anew at its address, and a browser before it."""

    def __init__(self, home: Path, browser: Browser) -> None:
        self._home, self._port = home, 0
        self._open: AbstractContextManager[str] | None = None
        self.office: Office | None = None
        self.start()
        self.context = browser.new_context(
            base_url=f"http://127.0.0.1:{self._port}", viewport=DESKTOP, reduced_motion="reduce"
        )
        self.context.grant_permissions(["clipboard-read", "clipboard-write"])

    def start(self) -> None:
        """Open the office anew, as a process that begins does, and serve it."""
        self.office = open_office(Settings(home=self._home), FrozenClock())
        self._open = serving(create_app(self.office), port=self._port)
        self._port = int(self._open.__enter__().rpartition(":")[2])

    def stop(self) -> None:
        """Stop serving and close the office."""
        assert self._open is not None
        assert self.office is not None
        self._open.__exit__(None, None, None)
        self.office.close()

    def calls(self) -> list[CallRow]:
        """The calls as the office has them, the newest first."""
        assert self.office is not None
        with self.office.store.reading() as session:
            return list_calls(session, CallFilters(), None, 50)[0]


@pytest.fixture
def seat(furnished_home: Path, tmp_path: Path, browser: Browser) -> Iterator[Seat]:
    home = tmp_path / "home"
    shutil.copytree(furnished_home, home)
    office = open_office(Settings(home=home), FrozenClock())
    with office.store.writing() as session:
        make_organ(session, "县民政局").phone = "0600-0002100"
        make_person(session, "hotline", Role.HOTLINE)
    office.close()
    found = Seat(home, browser)
    yield found
    found.context.close()
    found.stop()


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def tab_to(part: Locator) -> None:
    """By Tab alone, as far as it takes."""
    for _ in range(60):
        if part.evaluate("part => part === document.activeElement"):
            return
        press(part.page, "Tab")
    raise AssertionError("the keyboard does not lead there")


def ask(page: Page, question: str) -> None:
    """From wherever the focus is: to the box, the words, Enter."""
    press(page, "Escape", "s", "Control+a")
    page.keyboard.type(question)
    press(page, "Enter")
    expect(page.locator(".asked")).to_have_text(f"问：{question}")


def write(page: Page, words: str) -> None:
    """Into the note, at its end."""
    press(page, "Escape", "m", "Control+End")
    page.keyboard.type(words)


def log(page: Page, *keys: str) -> None:
    """Log what became of the call; the next one is ready, the focus in the box."""
    press(page, "Escape", *keys)
    expect(page.locator("#logged")).to_contain_text("上一通已登记")
    expect(page.locator("#question")).to_be_focused()


def saved(page: Page) -> None:
    expect(page.locator("#note-told")).to_contain_text("已保存", timeout=20_000)


def look(page: Page, name: str) -> None:
    """Keep pictures at both widths, and let axe read the page."""
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    for size in (WIDE, DESKTOP):
        page.set_viewport_size(size)
        page.screenshot(path=SCREENSHOTS / f"{name}-{size['width']}.png")
    bring_axe(page)
    assert violations(page, EVERY_RULE) == [], name


def test_eight_calls_by_keyboard_alone_and_no_word_lost(seat: Seat) -> None:
    page = seat.context.new_page()
    page.goto("/console/login?next=/console/lookup")
    tab_to(page.get_by_label("登录名"))
    page.keyboard.type("hotline")
    press(page, "Tab")
    page.keyboard.type(PASSWORD)
    press(page, "Enter")
    expect(page.locator("#question")).to_be_focused()

    first_calls(page)
    restarted(page, seat)
    reopened(page)
    two_tabs(page, seat)
    in_vain(page, seat)

    rows = seat.calls()
    assert [row.note for row in reversed(rows)] == [
        "讲了标准。", "同一个人，问材料。", "转民政局回电。", "写到一半，服务重启，接着写。",
        "浏览器关掉前写的，回来接着写。", "第一个标签页。", "第二个标签页。",
        "没有查到，已登记咨询。",
    ]  # fmt: skip
    assert [row.outcome for row in reversed(rows)] == [
        "已答复", "已答复", "已转办", "已答复", "已答复", "已答复", "已答复", "没有答上",
    ]  # fmt: skip


def first_calls(page: Page) -> None:
    """Asked while it is typed, copied by one key, a number known again, a referral."""
    page.keyboard.type("低保标准是多少")
    expect(page.locator(".conclusion")).to_be_visible()
    expect(page.locator(".asked")).to_contain_text("正在输入")
    ask(page, QUESTION)
    expect(page.locator("#answer-told")).to_contain_text("760元")
    press(page, "Escape", "c")
    expect(page.locator(".aloud [role=status]")).to_have_text("已复制。")
    assert "依据：《" in page.evaluate("navigator.clipboard.readText()")
    press(page, "t")
    page.keyboard.type("13800001234")
    press(page, "Enter")
    expect(page.locator(".caller")).to_contain_text("138****1234")
    write(page, "讲了标准。")
    look(page, "answer")
    log(page, "y")

    ask(page, "残疾人两项补贴要什么材料")
    press(page, "Escape", "t")
    page.keyboard.type("138 0000 1234")
    press(page, "Enter")
    expect(page.locator(".earlier")).to_contain_text(QUESTION)
    write(page, "同一个人，问材料。")
    look(page, "earlier")
    log(page, "y")

    ask(page, "惠民殡葬能免多少")
    write(page, "转民政局回电。")
    press(page, "Escape", "?")
    expect(page.get_by_role("dialog")).to_contain_text("登记：没有答上")
    press(page, "Escape", "z")
    page.keyboard.type("县民政局")
    press(page, "Enter")
    expect(page.locator("#logged")).to_contain_text("已转办（县民政局）")


def restarted(page: Page, seat: Seat) -> None:
    """The service goes down in the middle of a note and comes back."""
    ask(page, QUESTION)
    write(page, "写到一半，")
    saved(page)
    seat.stop()
    page.keyboard.type("服务重启，")
    expect(page.locator("#note-told")).to_contain_text("暂时连不上")
    look(page, "offline")
    seat.start()
    page.keyboard.type("接着写。")
    saved(page)
    log(page, "y")


def reopened(page: Page) -> None:
    """The browser's page goes in the middle of a note, before it could be saved."""
    ask(page, "公租房租金是多少")
    write(page, "浏览器关掉前写的，")
    page.reload()
    expect(page.locator("#note")).to_have_value("浏览器关掉前写的，")
    expect(page.locator("#call-facts")).to_contain_text("这通问了 1 句")
    write(page, "回来接着写。")
    saved(page)
    log(page, "y")


def two_tabs(page: Page, seat: Seat) -> None:
    """Two calls at once, each in its own tab."""
    second = seat.context.new_page()
    second.goto("/console/lookup")
    ask(page, QUESTION)
    write(page, "第一个标签页。")
    saved(page)
    ask(second, "高龄津贴怎么申领")
    write(second, "第二个标签页。")
    saved(second)
    log(second, "y")
    expect(page.locator("#note")).to_have_value("第一个标签页。")
    log(page, "y")
    second.close()


def in_vain(page: Page, seat: Seat) -> None:
    """Nothing answers: a consultation with the question filled in, and a gap."""
    ask(page, IN_VAIN)
    press(page, "Escape")
    with seat.context.expect_page() as opened:
        press(page, "r")
    form = opened.value
    expect(form.get_by_role("textbox", name="问题")).to_have_value(IN_VAIN)
    assert IN_VAIN not in form.url
    tab_to(form.get_by_role("button", name="登记"))
    press(form, "Enter")
    expect(form.get_by_role("heading", name="已登记", exact=True)).to_be_visible()
    form.close()
    write(page, "没有查到，已登记咨询。")
    look(page, "in-vain")
    log(page, "x")
    assert seat.office is not None
    while group_some(seat.office.store):
        pass
    with seat.office.store.reading() as session:
        gaps = unanswered_groups(session, START.replace(year=START.year - 1), least=1)
    assert IN_VAIN in {group.question for group in gaps}
    assert seat.calls()[0].consultation is not None


def test_one_call_in_two_windows_keeps_what_is_written_in_both(seat: Seat) -> None:
    first = seat.context.new_page()
    first.goto("/console/login?next=/console/lookup")
    first.get_by_label("登录名").fill("hotline")
    first.get_by_label("密码").fill(PASSWORD)
    press(first, "Enter")
    expect(first.locator("#question")).to_be_focused()
    ask(first, QUESTION)
    write(first, "开头。")
    saved(first)
    second = seat.context.new_page()
    second.goto(f"/console/calls/{seat.calls()[0].id}")
    second.get_by_role("button", name="打开这一通").click()
    expect(second.locator("#note")).to_have_value("开头。")
    for words in ("一、低保。", "二、材料。"):
        for page, where in ((first, "甲"), (second, "乙")):
            write(page, f"{where}{words}")
        for page in (first, second):
            saved_in_full(page)
    assert "另一个窗口里记的" not in second.locator("#note").input_value()
    write(second, "丁：刚写的。")
    write(first, "丙：还没存的。")
    press(first, "Escape", "y")
    expect(first.locator(".error, #logged").first).to_be_visible()
    if first.locator("#logged").count() == 0:
        press(first, "Escape", "y")
    expect(first.locator("#logged")).to_contain_text("上一通已登记")
    saved_in_full(second)
    first.goto(f"/console/calls/{seat.calls()[0].id}")
    kept = first.locator(".words").inner_text()
    for words in ("开头。", "甲一、", "乙一、", "甲二、", "乙二、"):
        assert words in kept, kept
    assert "丙：还没存的。" in kept, kept
    assert "丁：刚写的。" in kept, kept
    assert len(seat.calls()) == 1


def saved_in_full(page: Page) -> None:
    """The service has taken what stands in the window."""
    page.wait_for_function(
        """() => JSON.parse(sessionStorage.getItem("yihaoda.call")).saved
            === document.getElementById("note").value"""
    )

"""A consultation's whole life with all its people, in a real browser over the real service.

Asked in vain, left, taken up, routed, drafted, sent back, corrected, approved, sent, read, rated;
published, and the next who asks is answered from it; then what it cites is repealed, and it is out.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from unittest.mock import patch

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from knowledge.clock import system_clock
from knowledge.ingesting.ingestion import ingest_paths
from service.config import Settings
from service.keyed_store import open_ready_store
from service.staff.roles import Role
from tests.browser.conftest import DESKTOP
from tests.browser.examining import EVERY_RULE, bring_axe, violations
from tests.browser.test_console_pages import examined
from tests.policies import IN_OTHER_WORDS, POLICY, PUBLIC_QUESTION, repeal
from tests.running import RunningService, environment, running, wait_until
from tests.staff import PASSWORD, make_organ, make_person

pytestmark = pytest.mark.browser

SCREENSHOTS = Path("test-results") / "console"
ORGAN = "青禾县民政局"
PEOPLE = {
    "hotline": Role.HOTLINE,
    "coordinator": Role.COORDINATOR,
    "handler": Role.HANDLER,
    "reviewer": Role.REVIEWER,
    "publisher": Role.PUBLISHER,
}
REPEAL = repeal("2026年2月20日", "2026年2月21日")
QUESTION = "孩子把我家的低保本弄丢了，补一个得交几块钱？"
CONCLUSION = "低保本丢了可以补办，不收取任何费用，当场就能办好。"

Look = Callable[[Page, str], None]


class House:
    """A running service, and what befalls its documents from outside."""

    def __init__(self, folder: Path, service: RunningService) -> None:
        self.folder, self.service = folder, service

    def ingest(self, name: str, text: str) -> None:
        """Bring in a document; returns when it can be found."""
        bring_in(self.folder, name, text)
        wait_until(self.service.follows, f"the index with {name}")

    def follows(self) -> None:
        """Wait until what was published can be found."""
        wait_until(self.service.follows, "the index with what was published")


def bring_in(folder: Path, name: str, text: str) -> None:
    documents = folder / "documents"
    documents.mkdir(exist_ok=True)
    (documents / name).write_text(text, encoding="utf-8")
    store = open_ready_store(Settings(home=folder / "home"))
    assert not ingest_paths(store, [documents], system_clock).failed
    store.dispose()


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The service with one policy and a person of every role that the story needs."""
    folder = tmp_path_factory.mktemp("story")
    settings = Settings(home=folder / "home")
    with patch.dict(os.environ, environment(settings.home), clear=True):
        store = open_ready_store(settings)
        with store.writing() as session:
            organ = make_organ(session, ORGAN)
            organ.phone = "0453-1234567"
            for login, role in PEOPLE.items():
                make_person(session, login, role, organ=organ)
        store.dispose()
        bring_in(folder, "办法.txt", POLICY)
    with running(["serve", "--port", "0"], settings.home, folder) as service:
        wait_until(service.follows, "the index")
        yield House(folder, service)


@pytest.fixture
def look() -> Look:
    """Examines a page of the console with axe and keeps a picture of it."""
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)

    def examine(page: Page, name: str) -> None:
        page.screenshot(path=SCREENSHOTS / f"story-{name}.png", full_page=True)
        bring_axe(page)
        assert violations(page, EVERY_RULE) == [], name

    return examine


class Cast:
    """Everybody's browser, each with cookies of its own."""

    def __init__(self, browser: Browser, address: str) -> None:
        self._browser, self._address = browser, address
        self.contexts: list[BrowserContext] = []

    def citizen(self) -> Page:
        return self._page()

    def staff(self, login: str) -> Page:
        page = self._page()
        page.goto("/console")
        page.get_by_label("登录名").fill(login)
        page.get_by_label("密码").fill(PASSWORD)
        page.get_by_role("button", name="登录").click()
        return page

    def _page(self) -> Page:
        context = self._browser.new_context(
            base_url=self._address, viewport=DESKTOP, reduced_motion="reduce"
        )
        context.set_default_timeout(60_000)
        self.contexts.append(context)
        return context.new_page()


@pytest.fixture
def cast(browser: Browser, house: House) -> Iterator[Cast]:
    found = Cast(browser, house.service.address)
    yield found
    for context in found.contexts:
        context.close()


def ask(page: Page, question: str) -> None:
    """Ask on the home page, where what was asked in this tab before is cleared away."""
    page.goto("/")
    clear = page.get_by_role("button", name="清空问答")
    if clear.is_visible():
        clear.click()
    page.get_by_role("textbox", name="您的问题").fill(question)
    page.get_by_role("button", name="提问").click()
    expect(page.get_by_role("heading", name=f"您问：{question}")).to_be_visible()


def move(page: Page, number: str, slug: str, **choices: str) -> None:
    """Open the case, fill in the move's form, press, and see that it was made."""
    page.goto(f"/console/cases/{number}")
    form = page.locator(f"#move-{slug}")
    if form.get_attribute("open") is None:
        form.locator("summary").click()
    for label, value in choices.items():
        field = form.get_by_label(label)
        if field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(label=value)
        else:
            field.fill(value)
    form.get_by_role("button").click()
    expect(page.get_by_role("status")).to_have_text("已办理。")


def fill_check(page: Page) -> None:
    form = page.get_by_role("region", name="登记保密审查")
    for label, value in (("公开属性", "主动公开"), ("保密审查", "不涉密"), ("会签", "无需会签")):
        form.get_by_role("combobox", name=label).select_option(value)
    form.get_by_role("button", name="登记").click()
    expect(page.get_by_role("status")).to_have_text("保密审查已登记。")


def test_a_question_asked_in_vain_is_answered_by_people_and_never_asked_in_vain_again(
    cast: Cast, house: House, look: Look
) -> None:
    asker = cast.citizen()
    number, code = leave(asker)
    hotline, coordinator, handler = map(cast.staff, ("hotline", "coordinator", "handler"))
    reviewer, publisher = cast.staff("reviewer"), cast.staff("publisher")

    route(hotline, coordinator, handler, number, look)
    draft(handler, number, look)
    move(handler, number, "submit-reply")
    move(reviewer, number, "send-back", 修改意见="办理途径要写明带什么材料。")
    correct(handler, number, look)
    move(handler, number, "submit-reply")
    move(reviewer, number, "approve")
    publisher.goto(f"/console/cases/{number}")
    fill_check(publisher)
    look(publisher, "checked")
    move(publisher, number, "answer")

    read_and_rate(asker, number, code)
    publish(handler, publisher, number, look)
    house.follows()
    second = cast.citizen()
    ask(second, IN_OTHER_WORDS)
    answer = second.get_by_role("group", name="答案")
    expect(answer).to_contain_text("不收取任何费用")
    expect(answer).to_contain_text("第二条")
    second.screenshot(path=SCREENSHOTS / "story-answered.png", full_page=True)

    house.ingest("废止.txt", REPEAL)
    ask(second, IN_OTHER_WORDS)
    expect(second.locator(".turn").first).not_to_contain_text(CONCLUSION)
    publisher.goto("/console/held")
    expect(publisher.get_by_role("main")).to_contain_text("第二条")
    expect(publisher.get_by_role("main")).to_contain_text("废止")
    assert examined(publisher, "held-with-answers") == []


def leave(asker: Page) -> tuple[str, str]:
    """Ask, get no answer, leave a consultation; returns number and code."""
    ask(asker, QUESTION)
    expect(asker.get_by_role("group", name="答案")).to_have_count(0)
    offer = asker.locator("details.offer")
    if offer.get_attribute("open") is None:
        offer.locator("summary").first.click()
    asker.get_by_role("button", name="提交咨询").click()
    expect(asker.get_by_role("heading", name="咨询已提交")).to_be_visible()
    number, code = asker.locator(".secrets dd").all_inner_texts()
    return number, code


def route(hotline: Page, coordinator: Page, handler: Page, number: str, look: Look) -> None:
    """The hotline sees it and takes it up, the coordinator dispatches it, the handler signs."""
    hotline.goto("/console/queue")
    expect(hotline.get_by_role("link", name=number)).to_be_visible()
    look(hotline, "queue")
    hotline.get_by_role("link", name=number).click()
    look(hotline, "case")
    move(hotline, number, "accept", 类别="一般")
    move(coordinator, number, "dispatch", 主办单位=ORGAN)
    move(handler, number, "sign")


def draft(handler: Page, number: str, look: Look) -> None:
    """Look up beside the editor, cite, preview, save."""
    handler.get_by_role("link", name="起草答复").click()
    handler.get_by_label("结论").fill(CONCLUSION)
    handler.get_by_label("要查的话").fill("最低生活保障证遗失 换发 费用")
    handler.get_by_role("button", name="查找", exact=True).click()
    found = handler.locator(".finding", has_text="不收取费用").first
    found.get_by_role("button", name=re.compile("引用")).click()
    expect(handler.get_by_label("结论")).to_have_value(CONCLUSION)
    handler.get_by_label("办理途径").fill("到户籍所在地的镇人民政府补办。")
    handler.get_by_role("button", name="预览").click()
    expect(handler.get_by_role("article", name="答复")).to_contain_text(CONCLUSION)
    look(handler, "editor")
    handler.get_by_role("button", name="保存").click()
    expect(handler.get_by_role("status")).to_have_text("答复稿已保存。")


def correct(handler: Page, number: str, look: Look) -> None:
    """Read why it came back, write what is missing, save."""
    handler.goto(f"/console/cases/{number}")
    expect(handler.get_by_role("main")).to_contain_text("办理途径要写明带什么材料。")
    look(handler, "sent-back")
    handler.get_by_role("link", name="接着写答复").click()
    handler.get_by_label("办理途径").fill("带居民身份证到户籍所在地的镇人民政府补办。")
    handler.get_by_role("button", name="保存").click()
    expect(handler.get_by_role("status")).to_have_text("答复稿已保存。")


def read_and_rate(asker: Page, number: str, code: str) -> None:
    """The citizen looks the reply up and grades it."""
    asker.goto("/consultations/lookup")
    asker.get_by_label("回执编号").fill(number)
    asker.get_by_label("查询码").fill(code)
    asker.get_by_role("button", name="查询").click()
    expect(asker.get_by_role("region", name="答复")).to_contain_text(CONCLUSION)
    asker.screenshot(path=SCREENSHOTS / "story-citizen-reads.png", full_page=True)
    asker.get_by_label("满意", exact=True).check()
    asker.get_by_role("button", name="提交评价").click()
    expect(asker.get_by_role("main")).to_contain_text("已评价")


def publish(handler: Page, publisher: Page, number: str, look: Look) -> None:
    """The handler makes a pair of the reply, the publisher checks and approves it."""
    handler.goto(f"/console/cases/{number}/pair/edit")
    handler.get_by_label("公开的问题").fill(PUBLIC_QUESTION)
    look(handler, "pair-editor")
    handler.get_by_role("button", name="保存").click()
    publisher.goto("/console/publication")
    look(publisher, "publication")
    publisher.get_by_role("link", name=number).click()
    fill_check(publisher)
    look(publisher, "pair")
    publisher.get_by_role("button", name="批准公开").click()
    expect(publisher.get_by_role("status")).to_contain_text("已经公开")

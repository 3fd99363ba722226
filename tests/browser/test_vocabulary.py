"""A word that citizens use is added at the console: seen before, counting at once, taken back."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from service.answering.answer import AskRequest
from service.apps import create_app
from service.config import Settings
from service.staff.roles import Role
from service.wiring import Office, open_office
from tests.browser.conftest import DESKTOP
from tests.browser.examining import EVERY_RULE, bring_axe, violations
from tests.browser.serving import serving
from tests.clocks import FrozenClock
from tests.staff import PASSWORD, make_person

pytestmark = pytest.mark.browser

SCREENSHOTS = Path("test-results") / "vocabulary"
WIDE = {"width": 1920, "height": 1080}
QUESTION = "公家廉价屋怎么申请？"


@pytest.fixture(scope="module")
def own(furnished_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An office over the demonstration documents, of which the question was asked."""
    home = tmp_path_factory.mktemp("vocabulary") / "home"
    shutil.copytree(furnished_home, home)
    opened = open_office(Settings(home=home), FrozenClock())
    with opened.store.writing() as session:
        make_person(session, "publisher", Role.PUBLISHER)
    opened.answers.ask(AskRequest(QUESTION))
    yield opened
    opened.close()


@pytest.fixture
def page(own: Office, browser: Browser) -> Iterator[Page]:
    """The publisher's page, whose console stays silent."""
    said: list[str] = []
    with serving(create_app(own)) as address:
        context = browser.new_context(base_url=address, viewport=DESKTOP, reduced_motion="reduce")
        opened = context.new_page()
        opened.on("console", lambda message: said.append(message.text))
        opened.goto("/console/login")
        opened.get_by_label("登录名").fill("publisher")
        opened.get_by_label("密码").fill(PASSWORD)
        opened.keyboard.press("Enter")
        opened.wait_for_url(lambda url: "login" not in url)
        yield opened
        context.close()
    assert said == []


def look(page: Page, name: str) -> None:
    """Picture the page at both widths, and hold it to every rule of accessibility."""
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    bring_axe(page)
    assert violations(page, EVERY_RULE) == []
    for size in (WIDE, DESKTOP):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        page.screenshot(path=SCREENSHOTS / f"{name}-{size['width']}.png", full_page=True)


def save(page: Page, why: str) -> None:
    """Give the reason and save, by keys alone."""
    page.get_by_label("理由").fill(why)
    page.keyboard.press("Escape")
    page.keyboard.press("k")


def test_a_word_is_added_after_a_look_and_taken_back(page: Page, own: Office) -> None:
    page.goto("/console/vocabulary/lexicon")
    expect(page.get_by_role("link", name="老公")).to_be_visible()
    look(page, "lexicon")
    page.keyboard.press("k")
    form = page.get_by_role("form", name="新增一行")
    form.get_by_role("textbox", name="俗称").fill("公家廉价屋")
    form.get_by_role("textbox", name="规范用语").fill("公共租赁住房")
    form.get_by_role("combobox", name="关系").select_option("同一事物")
    form.get_by_role("combobox", name="领域").select_option("住房")
    look(page, "adding")
    form.get_by_role("button", name="看看会怎样").press("Enter")

    expect(page.get_by_role("heading", name="改了会怎样")).to_be_visible()
    table = page.get_by_role("region", name="提问的答案改前和改后")
    expect(table).to_contain_text(QUESTION)
    expect(table).to_contain_text("变：")
    look(page, "preview")
    save(page, "群众来电这样说")

    expect(page.get_by_role("status")).to_contain_text("已保存 1 处")
    page.get_by_role("link", name="公家廉价屋").press("Enter")
    expect(page.get_by_text("群众来电这样说")).to_be_visible()
    look(page, "entry")
    answer = own.answers.ask(AskRequest(QUESTION)).answer
    assert "公共租赁住房" in str(answer.citations or answer.suggestions)

    page.get_by_role("button", name="去掉").press("Enter")
    save(page, "写错了")
    expect(page.get_by_role("status")).to_contain_text("已保存 1 处")
    expect(page.get_by_role("link", name="公家廉价屋")).to_have_count(0)
    for table_name in ("redirects", "topics", "sites"):
        page.goto(f"/console/vocabulary/{table_name}")
        look(page, table_name)

"""`yihaoda demo` as a visitor meets it: one command, a page, an answer with its source."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from service.demo import DOCUMENTS, demo_questions
from tests.running import RunningService, running, wait_until

SCREENSHOT = Path("test-results") / "demo" / "citizen-page.png"
QUESTION = "2026年耕地地力保护补贴每亩多少钱？"


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningService]:
    """The demonstration, started in an empty folder as its default home is there."""
    folder = tmp_path_factory.mktemp("demo")
    with running(["demo", "--port", "0"], folder / "unused", folder) as service:
        wait_until(service.follows, "the demonstration")
        yield service
    assert {entry.name for entry in folder.iterdir()} == {".demo", "service.log"}


@pytest.mark.browser
def test_a_visitor_asks_and_reads_the_answer_in_the_words_of_the_document(
    demo: RunningService, browser: Browser
) -> None:
    with browser.new_context(viewport={"width": 960, "height": 720}) as context:
        page = context.new_page()
        page.goto(demo.address)
        page.get_by_label("您的问题").fill(QUESTION)
        page.get_by_role("button", name="提问").click()

        expect(page.get_by_text("每亩78.5元").first).to_be_visible(timeout=30_000)
        expect(page.get_by_text("耕地地力保护补贴常见问题解答").first).to_be_visible()
        SCREENSHOT.parent.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=SCREENSHOT)

        page.get_by_role("link", name=re.compile("查看原文")).first.click()
        expect(page.locator("mark#hit")).to_contain_text("每亩78.5元")


def test_the_demonstration_questions_get_what_they_must(demo: RunningService) -> None:
    titles = {file.stem: file.read_text(encoding="utf-8") for file in DOCUMENTS.iterdir()}
    right, answerable = 0, 0
    for asked in demo_questions():
        got = demo.ask(asked.question)
        if asked.expected == "unanswered":
            assert got["outcome"] in {"unanswered", "suggested"}, asked.question
            continue
        if asked.expected == "lapsed" and got["outcome"] == "answered":
            assert "失效" in got["answer"]["notice"], asked.question
        answerable += 1
        cited = got["citations"][0]["title"] if got["citations"] else None
        texts = [titles[Path(name).stem] for name in asked.documents]
        found = cited is not None and any(cited in text for text in texts)
        right += found
        print("right" if found else "WRONG", asked.question, got["outcome"], cited)

    assert right > answerable / 2


@pytest.mark.browser
def test_the_people_of_the_demonstration_log_in_and_find_work(
    demo: RunningService, browser: Browser
) -> None:
    home = demo.log.parent / ".demo"
    passwords = json.loads((home / "demo-passwords.json").read_text(encoding="utf-8"))
    with browser.new_context(viewport={"width": 1280, "height": 900}) as context:
        page = context.new_page()
        page.goto(f"{demo.address}console")
        page.get_by_label("登录名").fill("coordinator")
        page.get_by_label("密码").fill(passwords["coordinator"])
        page.get_by_role("button", name="登录").click()
        page.get_by_role("link", name="全部").click()
        expect(page.get_by_role("main")).to_contain_text("高铁站什么时候建成通车？")
        expect(page.get_by_role("main")).to_contain_text("补正中")
        page.screenshot(path=SCREENSHOT.with_name("console.png"))

"""What a citizen does, in a real browser: ask, read, check the source, leave a consultation."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import PHONE, OpenPage
from tests.browser.hosts import QUESTION, Keep
from tests.browser.talking import UNKNOWN

pytestmark = pytest.mark.browser

#: A desktop, a phone, and a browser without JavaScript.
WAYS = [
    pytest.param({}, id="desktop"),
    pytest.param({"viewport": PHONE, "has_touch": True}, id="phone"),
    pytest.param({"java_script_enabled": False}, id="no-script"),
]


def ask(page: Page, question: str) -> None:
    page.get_by_role("textbox", name=re.compile("您的问题|接着问")).first.fill(question)
    page.get_by_role("button", name="提问").click()
    expect(page.get_by_role("heading", name=f"您问：{question}")).to_be_visible()


@pytest.mark.parametrize("way", WAYS)
def test_a_question_is_answered_and_its_source_shown_highlighted(
    open_page: OpenPage, keep: Keep, way: dict[str, Any], request: pytest.FixtureRequest
) -> None:
    name = request.node.callspec.id
    page = open_page(**way)
    page.goto("/")
    keep(page, f"{name}-1-home")
    ask(page, QUESTION)
    answer = page.get_by_role("group", name="答案")
    expect(answer).to_contain_text("每人每年430元")
    expect(answer).to_contain_text("青禾医保发〔2026〕11号")
    expect(answer.locator(".badge").first).to_have_text(re.compile("有效|待核实"))
    assert QUESTION not in page.url
    keep(page, f"{name}-2-answer")
    answer.get_by_role("link", name=re.compile("查看原文")).first.click()
    marked = page.locator("mark#hit")
    expect(marked).to_be_in_viewport()
    expect(page.locator("mark").filter(has_text="430元").first).to_be_visible()
    keep(page, f"{name}-3-document")


@pytest.mark.parametrize("way", WAYS)
def test_an_unanswered_question_is_left_and_looked_up(
    open_page: OpenPage, keep: Keep, way: dict[str, Any], request: pytest.FixtureRequest
) -> None:
    name = request.node.callspec.id
    page = open_page(**way)
    page.goto("/")
    ask(page, UNKNOWN)
    offer = page.locator("details.offer")
    if offer.get_attribute("open") is None:
        offer.locator("summary").first.click()
    form = offer.locator("form")
    expect(form.get_by_label("您的问题")).to_have_value(UNKNOWN)
    form.get_by_label("电话或邮箱").fill("13800001111")
    keep(page, f"{name}-1-form")
    form.get_by_role("button", name="提交咨询").click()
    expect(page.get_by_role("heading", name="咨询已提交")).to_be_visible()
    keep(page, f"{name}-2-receipt")
    number, code = page.locator(".secrets dd").all_inner_texts()
    page.get_by_role("navigation", name="主导航").get_by_role("link", name="查咨询").click()
    page.get_by_label("回执编号").fill(number)
    page.get_by_label("查询码").fill(code.lower())
    page.get_by_role("button", name="查询").click()
    expect(page.get_by_role("heading", name="咨询进度")).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text(UNKNOWN)
    assert code not in page.url
    keep(page, f"{name}-3-status")


def test_two_questions_left_from_one_page_are_two_consultations(open_page: OpenPage) -> None:
    page = open_page()
    numbers = []
    for question in (UNKNOWN, "机场大巴几点发车？"):
        page.goto("/")
        ask(page, question)
        page.locator("details.offer").first.evaluate("offer => { offer.open = true; }")
        page.get_by_role("button", name="提交咨询").click()
        expect(page.get_by_role("heading", name="咨询已提交")).to_be_visible()
        numbers.append(page.locator(".secrets dd").first.inner_text())
    assert len(set(numbers)) == 2


def test_the_focus_moves_to_the_new_answer_and_the_box_is_ready_for_the_next(
    open_page: OpenPage,
) -> None:
    page = open_page()
    page.goto("/")
    box = page.get_by_role("textbox", name="您的问题")
    box.fill(QUESTION)
    box.press("Enter")
    heading = page.get_by_role("heading", name=f"您问：{QUESTION}")
    expect(heading).to_be_focused()
    expect(page.get_by_role("textbox", name="接着问")).to_have_value("")
    assert page.evaluate("history.length") == 2, "asking must leave no trace in the history"


def test_a_follow_up_is_asked_in_the_same_conversation(open_page: OpenPage) -> None:
    page = open_page()
    sent: list[dict[str, str]] = []
    page.on(
        "request",
        lambda request: sent.append(request.post_data_json) if "/v1/ask" in request.url else None,
    )
    page.goto("/")
    ask(page, QUESTION)
    ask(page, "要带什么材料？")
    assert "conversation" not in sent[0]
    assert sent[1]["conversation"]
    expect(page.locator(".turn")).to_have_count(2)
    expect(page.locator("#answers .asked")).to_contain_text("要带什么材料？")
    expect(page.get_by_role("region", name="前面的问答")).to_contain_text(QUESTION)


def test_a_question_full_of_markup_is_shown_as_text(open_page: OpenPage) -> None:
    page = open_page()
    page.goto("/")
    ask(page, f"<img src=x onerror=alert(1)>{QUESTION}")
    assert page.locator("main img, main svg, main b").count() == 0
    expect(page.locator("#answers")).to_contain_text("<img src=x onerror=alert(1)>")


def hostile(place: str) -> str:
    return f"\"'></a><script>{place}</script><img src=x onerror=alert(1)>&lt;"


def test_whatever_words_an_answer_holds_the_script_shows_them_as_text(
    open_page: OpenPage,
) -> None:
    names = ("document_id", "title", "doc_number", "issuer", "locator", "quote", "published_on")
    citation = {name: hostile(name) for name in names} | {
        "validity": {"state": hostile("state"), "until": hostile("until")},
        "url": "javascript:alert(1)",
    }
    answer = {name: hostile(name) for name in ("text", "notice")}
    answer |= {"quote": hostile("text") + hostile("quote"), "start": 0}
    result = {
        "outcome": "answered",
        "answer": answer | {"completeness": "partial", "parts": []},
        "citations": [citation],
        "beside": [],
        "suggestions": [
            {"title": hostile("t"), "quote": hostile("suggestion"), "citation": citation}
        ],
        "choices": [hostile("choice")],
        "related": [{name: hostile(name) for name in ("question", "asked", "title")}],
        "message": hostile("message"),
        "follows": hostile("follows"),
        "conversation": hostile("conversation"),
        "answer_id": hostile("answer_id"),
    }
    page = open_page()
    page.goto("/")
    page.route("**/api/v1/ask", lambda route: route.fulfill(json=result))
    ask(page, QUESTION)
    shown = page.locator("#answers")
    for place in ("text", "notice", "quote", "message", "choice", "suggestion", "state", "issuer"):
        expect(shown.get_by_text(hostile(place)).first).to_be_attached()
    assert shown.locator("img, script, [onerror], [href^='javascript']").count() == 0


def test_words_are_marked_where_they_stand_and_a_follow_up_can_be_asked_by_itself(
    open_page: OpenPage, keep: Keep
) -> None:
    words, quote = "每月100元", "甲类每月100元；𠮷类每月100元。"
    answer = {"text": words, "quote": quote, "start": quote.rindex(words), "notice": None}
    result = {
        "outcome": "answered",
        "answer": answer | {"completeness": "complete", "parts": []},
        "follows": "长" * 31,
        **{name: [] for name in ("citations", "beside", "suggestions", "choices", "related")},
        "message": None,
        "conversation": "talk",
        "answer_id": "answer",
    }
    asked = []

    def give(route: Route) -> None:
        asked.append(route.request.post_data_json)
        route.fulfill(json=result if len(asked) < 2 else result | {"follows": None})

    page = open_page()
    page.goto("/")
    page.route("**/api/v1/ask", give)
    ask(page, "乙类呢")
    turn = page.locator("#answers .turn")
    expect(turn.locator("mark")).to_have_text(words)
    expect(turn.locator("[data-slot=before]")).to_have_text("甲类每月100元；𠮷类")
    cut = "长" * 28 + "……"
    expect(turn.locator(".follows p")).to_have_text(f"这一问接着您前面问的“{cut}”来理解。")
    keep(page, "follow-up")
    turn.get_by_role("button", name="单独问这一句").click()
    expect(page.locator("#answers .turn .follows")).to_have_count(0)
    assert asked == [{"question": "乙类呢"}, {"question": "乙类呢"}]


def test_a_server_that_is_gone_is_told_and_the_question_kept(open_page: OpenPage) -> None:
    page = open_page()
    page.goto("/")

    def stammer(route: Route) -> None:
        route.fulfill(status=200, body="<html>", content_type="text/html")

    page.route("**/api/v1/ask", stammer)
    page.get_by_role("textbox", name="您的问题").fill(QUESTION)
    page.get_by_role("button", name="提问").click()
    expect(page.get_by_role("status")).to_contain_text("没有连上服务")
    expect(page.get_by_role("textbox", name="您的问题")).to_have_value(QUESTION)
    expect(page.get_by_role("textbox", name="您的问题")).to_be_focused()

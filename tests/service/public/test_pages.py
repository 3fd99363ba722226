"""The pages as a browser without JavaScript gets them."""

from __future__ import annotations

import html
import re

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

QUESTION = "2027年居民医保个人要交多少钱？"
UNKNOWN = "高铁站什么时候建成通车？"
HOSTILE = "\"'><script>alert(1)</script><img src=x onerror=alert(2)>"

PAGES = ["/", "/ask", "/privacy", "/api", "/documents", "/consultations", "/consultations/lookup"]


def hidden(response: TestResponse, name: str) -> str:
    found = re.findall(rf'name="{name}" value="([^"]*)"', response.text)
    assert found, f"no field {name}"
    return html.unescape(found[-1])


@pytest.mark.parametrize("address", PAGES)
def test_every_page_says_its_language_and_lets_the_keyboard_skip_to_its_one_main_heading(
    client: FlaskClient, address: str
) -> None:
    page = client.get(address).text
    assert '<html lang="zh-CN">' in page
    assert page.count("<h1") == 1
    assert '<a class="skip" href="#main">' in page
    assert '<main id="main"' in page
    assert re.search(r"<title>[^<]+ · 一号答</title>", page)


@pytest.mark.parametrize("address", PAGES)
def test_no_page_has_inline_scripts_styles_or_foreign_addresses(
    client: FlaskClient, address: str
) -> None:
    page = client.get(address).text
    assert not re.search(r"<style|<[^>]*\s(?:style|on\w+)=|<[^>]*javascript:", page)
    assert not re.search(r"<script(?![^>]*\ssrc=\"/static/)", page)
    assert not re.search(r"(?:src|href|action)=\"(?:https?:)?//", page)


def test_asking_by_form_shows_the_answer_with_its_source(client: FlaskClient) -> None:
    page = client.post("/ask", data={"question": QUESTION}).text
    assert QUESTION in page
    assert "每人每年430元" in page
    assert "青禾医保发〔2026〕11号" in page
    assert re.search(r'class="badge"[^>]* data-state="(\w+)">\1<', page)
    assert re.search(
        r'href="/documents/d[0-9a-f]+/versions/1\?start=\d+&amp;end=\d+&amp;layer=\w+#hit"', page
    )


def test_a_lapsed_document_is_shown_with_a_notice(client: FlaskClient) -> None:
    page = client.post("/ask", data={"question": "返乡创业租场地有没有租金补贴？"}).text
    assert '<p class="notice"' in page
    assert "时效提示" in page


def test_a_question_stands_in_no_address(client: FlaskClient) -> None:
    page = client.post("/ask", data={"question": QUESTION}).text
    forms = re.findall(r"<form[^>]*>", page)
    assert forms
    assert all('method="post"' in form for form in forms)
    assert not re.search(r'href="[^"]*[?&]question', page)


def test_a_follow_up_carries_the_conversation(client: FlaskClient) -> None:
    first = client.post("/ask", data={"question": QUESTION})
    conversation = hidden(first, "conversation")
    assert conversation
    second = client.post("/ask", data={"question": "要什么材料？", "conversation": conversation})
    assert hidden(second, "conversation") == conversation


def test_a_follow_up_says_so_and_can_be_asked_by_itself(client: FlaskClient) -> None:
    first = client.post("/ask", data={"question": QUESTION})
    talk = {"conversation": hidden(first, "conversation")}
    going_on = client.post("/ask", data={"question": "要什么材料？"} | talk).text
    form = re.search(r'<form class="follows".*?</form>', going_on, re.DOTALL)
    assert form
    assert f"这一问接着您前面问的“{QUESTION}”来理解。" in form[0]
    assert 'name="question" value="要什么材料？"' in form[0]
    assert "conversation" not in form[0]
    elsewhere = client.post("/ask", data={"question": UNKNOWN} | talk).text
    assert 'class="follows"' not in first.text + elsewhere


def test_a_refused_question_comes_back_with_the_reason(client: FlaskClient) -> None:
    response = client.post("/ask", data={"question": "问" * 501})
    assert response.status_code == 400
    assert 'role="alert"' in response.text
    assert "问" * 501 in response.text


def test_a_line_break_counts_once(client: FlaskClient) -> None:
    question = "问\r\n" * 249
    assert client.post("/ask", data={"question": question}).status_code == 200


def test_a_question_full_of_markup_is_shown_as_text(client: FlaskClient) -> None:
    asked = client.post("/ask", data={"question": HOSTILE})
    refused = client.post("/ask", data={"question": HOSTILE * 20})
    form = client.post("/consultations", data={"question": HOSTILE * 20, "contact": HOSTILE})
    lookup = client.post("/consultations/lookup", data={"number": HOSTILE, "code": HOSTILE})
    for response in (asked, refused, form, lookup):
        assert "<script>alert" not in response.text
        assert "<img src=x" not in response.text
        assert "&lt;script&gt;alert(1)" in response.text


def test_an_unanswered_question_becomes_a_consultation_that_can_be_looked_up(
    client: FlaskClient,
) -> None:
    answer = client.post("/ask", data={"question": UNKNOWN})
    form = {
        "question": UNKNOWN,
        "form_token": hidden(answer, "form_token"),
        "answer_id": hidden(answer, "answer_id"),
        "contact": "13800001111",
        "contact_name": "王女士",
    }
    receipt = client.post("/consultations", data=form)
    assert receipt.status_code == 200
    assert "请抄下或拍照保存" in receipt.text
    number, code = re.findall(r'data-slot="(?:number|code)">([^<]+)', receipt.text)
    status = client.post("/consultations/lookup", data={"number": number, "code": code})
    assert status.status_code == 200
    assert UNKNOWN in status.text
    assert "待受理" in status.text
    assert "13800001111" not in status.text


def test_whoever_reports_a_danger_is_told_at_once_whom_to_call(client: FlaskClient) -> None:
    def receipt(question: str) -> str:
        token = hidden(client.get("/consultations"), "form_token")
        form = {"question": question, "form_token": token}
        return client.post("/consultations", data=form).text

    assert "请立即拨打119" in receipt("煤气泄漏了怎么办")
    assert "请先看" not in receipt(UNKNOWN)
    assert "请先看" not in receipt("你好")


def test_the_privacy_notice_and_its_version_stand_beside_the_contact(client: FlaskClient) -> None:
    page = client.get("/consultations").text
    assert re.search(r'<details class="privacy" open><summary>个人信息告知', page), "shown unasked"
    assert re.search(r"\d{4}-\d\d-\d\d 版", page)
    assert "政务公开办公室" in page


def test_every_page_with_a_form_has_a_token_of_its_own(client: FlaskClient) -> None:
    tokens = {hidden(client.get("/consultations"), "form_token") for _ in range(3)}
    assert len(tokens) == 3


def test_a_form_without_its_token_is_not_taken_and_comes_back_with_one(
    client: FlaskClient,
) -> None:
    response = client.post("/consultations", data={"question": UNKNOWN})
    assert response.status_code == 400
    assert "请重新打开页面再提交" in response.text
    assert UNKNOWN in response.text
    assert len(hidden(response, "form_token")) >= 16


def test_the_privacy_page_promises_only_deletions_that_happen(client: FlaskClient) -> None:
    page = client.get("/privacy").text
    assert "保存 180 天，到期自动删除" in page
    assert "办结满 180 天后自动删除" in page
    assert "咨询记录不会自动删除" in page


def test_a_form_that_was_sent_before_with_other_words_comes_back_with_a_new_token(
    client: FlaskClient,
    form_token: str,
) -> None:
    form = {"question": UNKNOWN, "form_token": form_token}
    client.post("/consultations", data=form)
    again = client.post("/consultations", data=form | {"question": "另一件事怎么办？"})
    assert again.status_code == 409
    assert "另一件事怎么办？" in again.text
    assert hidden(again, "form_token") != form["form_token"]


def test_a_wrong_contact_comes_back_with_what_was_filled_in(
    client: FlaskClient, form_token: str
) -> None:
    form = {"question": UNKNOWN, "form_token": form_token, "contact": "abc"}
    response = client.post("/consultations", data=form)
    assert response.status_code == 400
    assert UNKNOWN in response.text
    assert 'value="abc"' in response.text


def test_a_wrong_code_is_told_without_repeating_it(client: FlaskClient) -> None:
    response = client.post("/consultations/lookup", data={"number": "1", "code": "ABCD-2345"})
    assert response.status_code == 404
    assert "没有查到" in response.text
    assert "ABCD-2345" not in response.text
    assert 'href="/consultations/lookup?text=large"' in response.text


@pytest.mark.parametrize(
    ("address", "question"),
    [
        ("/ask", "公租房可以转租、转借吗？"),
        ("/documents?standing=待核实", None),
        ("/questions?topic=公共租赁住房", None),
    ],
)
def test_what_unverified_means_is_told_once_where_it_is_shown(
    client: FlaskClient, address: str, question: str | None
) -> None:
    page = client.post(address, data={"question": question}) if question else client.get(address)
    assert 'data-state="待核实"' in page.text
    assert page.text.count("看不出现在还算不算数") == 1


def test_where_nothing_is_unverified_it_is_not_told(client: FlaskClient) -> None:
    for page in (
        client.post("/ask", data={"question": "2027年居民医保个人要交多少钱？"}),
        client.get("/documents?standing=现行有效"),
    ):
        assert "看不出现在还算不算数" not in page.text

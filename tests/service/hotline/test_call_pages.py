"""A call on its pages: begun by asking, noted, logged; its number masked, its consultation."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from apiflask import APIFlask
from sqlalchemy import select

from service.apps import create_app
from service.consultations.contacts import read_contact
from service.consultations.numbers import new_form_token
from service.consultations.records import Consultation
from service.hotline.calls import LONGEST_NOTE
from service.hotline.records import HotlineCall
from service.replies.records import Notice
from service.replies.sending import send_due
from service.staff.organs import list_organs
from service.staff.records import AuditEntry
from service.wiring import Office
from tests.service.replies.servers import mail_server, sms_gateway
from tests.staff import Browser, browser

LOOKUP, CALLS = "/console/lookup", "/console/calls"
QUESTION = "85岁老人每个月能领多少高龄津贴？"
NUMBER = "13800005678"


def asked(by: Browser, token: str, question: str = QUESTION) -> str:
    page = by.post(LOOKUP, {"question": question, "call": token}).text
    found = re.search(r'name="answer_id" value="(\w+)"', page)
    assert found, page
    return found[1]


def call_of(office: Office, token: str) -> HotlineCall | None:
    with office.store.reading() as session:
        found = session.scalars(select(HotlineCall).where(HotlineCall.token == token)).one_or_none()
        if found is not None:
            session.expunge(found)
    return found


def facts(page: str) -> str:
    found = re.search(r'<div id="call-facts".*?\n</div>', page, re.S)
    assert found, page
    return found[0]


def test_the_first_question_begins_the_call_of_its_tab(office: Office, seat: Browser) -> None:
    page = seat.get(LOOKUP).text
    token = re.search(r'name="call" value="([\w-]+)"', page)
    assert token
    assert "新的来电" in facts(page)
    assert call_of(office, token[1]) is None
    asked(seat, token[1])
    call = call_of(office, token[1])
    assert call is not None
    assert call.seat == "姓hotline"
    other = re.search(r'name="call" value="([\w-]+)"', seat.get(LOOKUP).text)
    assert other
    assert other[1] != token[1]


def test_typing_begins_no_call(office: Office, seat: Browser) -> None:
    token = new_form_token()
    seat.post(LOOKUP + "/typed", {"question": QUESTION, "call": token})
    assert call_of(office, token) is None


def test_a_note_is_saved_and_a_second_window_is_told(office: Office, seat: Browser) -> None:
    token = new_form_token()
    note = {"call": token, "note": "写了一半", "version": "0"}
    assert seat.post(CALLS + "/note", note).json == {"version": 1}
    assert seat.post(CALLS + "/note", note).json == {"version": 1}
    second = seat.post(CALLS + "/note", {**note, "note": "另一边"})
    assert (second.status_code, second.json["note"], second.json["version"]) == (409, "写了一半", 1)
    assert seat.post(CALLS + "/note", {**note, "call": "短"}).status_code == 400
    call = call_of(office, token)
    assert call is not None
    assert call.note == "写了一半"


def test_a_tab_that_is_opened_again_gets_its_call_back(seat: Browser) -> None:
    token = new_form_token()
    seat.post(CALLS + "/note", {"call": token, "note": "<b>记录</b>", "version": "0"})
    page = seat.post(CALLS + "/panel", {"call": token}).text
    assert "&lt;b&gt;记录&lt;/b&gt;</textarea>" in page
    assert f'name="call" value="{token}"' in page


def test_another_seats_call_is_not_shown_in_the_panel(app: APIFlask, seat: Browser) -> None:
    token = new_form_token()
    seat.post(CALLS + "/note", {"call": token, "note": "机密的记录", "version": "0"})
    other = browser(app, "seat2")
    assert "机密的记录" not in other.post(CALLS + "/panel", {"call": token}).text
    assert (
        other.post(CALLS + "/note", {"call": token, "note": "x", "version": "1"}).status_code == 400
    )
    refused = other.post(CALLS + "/log", {"call": token, "note": "x", "outcome": "answered"})
    assert refused.status_code == 409
    assert other.post(LOOKUP, {"question": QUESTION, "call": token}).status_code == 200


def test_a_call_is_logged_by_one_press_and_the_next_begins(office: Office, seat: Browser) -> None:
    token = new_form_token()
    asked(seat, token)
    form = {"call": token, "note": "说明了标准", "version": "0", "outcome": "answered"}
    answer = seat.post(CALLS + "/log?kind=%E9%80%9A%E7%9F%A5", form)
    call = call_of(office, token)
    assert call is not None
    assert (call.outcome, call.note) == ("answered", "说明了标准")
    assert answer.location.startswith(f"{LOOKUP}?logged={call.id}&kind=")
    page = seat.client.get(answer.location).text
    assert "上一通已登记：已答复" in page
    assert token not in page


def test_a_referral_needs_an_organ_and_keeps_what_was_written(
    office: Office, seat: Browser
) -> None:
    token = new_form_token()
    form = {"call": token, "note": "要转", "version": "0", "outcome": "referred"}
    refused = seat.post(CALLS + "/log", form)
    assert (refused.status_code, "转给哪个单位" in refused.text) == (409, True)
    assert "要转</textarea>" in refused.text
    with office.store.reading() as session:
        organ = list_organs(session)[0].name
    assert seat.post(CALLS + "/log", {**form, "version": "1", "organ": organ}).status_code == 302
    unknown = seat.post(CALLS + "/log", {**form, "version": "1", "organ": "火星局"})
    assert (unknown.status_code, "没有叫“火星局”的承办单位" in unknown.text) == (409, True)
    assert seat.post(CALLS + "/log", {**form, "outcome": "?"}).status_code == 400


def test_logging_over_another_windows_note_loses_neither(office: Office, seat: Browser) -> None:
    token = new_form_token()
    seat.post(CALLS + "/note", {"call": token, "note": "先写的", "version": "0"})
    form = {"call": token, "note": "后写的", "version": "0", "outcome": "answered"}
    refused = seat.post(CALLS + "/log", form)
    assert refused.status_code == 409
    note = re.search(r'<textarea name="note"[^>]*>(.*?)</textarea>', refused.text, re.S)
    assert note
    assert "后写的" in note[1]
    assert "先写的" in note[1]
    call = call_of(office, token)
    assert call is not None
    assert (call.note, call.outcome) == ("先写的", None)


def test_a_number_shows_masked_what_came_before_and_is_revealed_for_a_reason(
    app: APIFlask, office: Office, seat: Browser
) -> None:
    first, second = new_form_token(), new_form_token()
    asked(seat, first)
    assert "记下" in facts(seat.post(CALLS + "/caller", {"call": first, "caller": NUMBER}).text)
    page = seat.post(CALLS + "/caller", {"call": second, "caller": f"+86 {NUMBER}"}).text
    assert "138****5678" in facts(page)
    assert QUESTION in facts(page)
    assert NUMBER not in page
    wrong = seat.post(CALLS + "/caller", {"call": second, "caller": "?", "note": "没存的"})
    assert (wrong.status_code, "没存的</textarea>" in wrong.text) == (400, True)
    call = call_of(office, second)
    assert call is not None
    path = f"{CALLS}/{call.id}"
    assert NUMBER not in seat.get(path).text
    assert seat.post(path + "/caller", {"reason": ""}).status_code == 400
    assert NUMBER in seat.post(path + "/caller", {"reason": "回拨告知结果"}).text
    with office.store.reading() as session:
        told = session.execute(
            select(AuditEntry.action, AuditEntry.subject).order_by(AuditEntry.seq.desc())
        ).first()
    assert told == ("查看来电号码", f"call:{call.id}")
    auditor = browser(app, "auditor")
    assert "138****5678" in auditor.get(path).text
    assert auditor.post(path + "/caller", {"reason": "看看"}).status_code == 403
    assert browser(app, "handler").get(path).status_code == 403
    assert seat.get(CALLS + "/999999").status_code == 404


def test_a_consultation_is_filled_in_and_belongs_to_the_call(office: Office, seat: Browser) -> None:
    token = new_form_token()
    answer_id = asked(seat, token, "公园几点关门")
    seat.post(CALLS + "/caller", {"call": token, "caller": NUMBER})
    page = seat.post(CALLS + "/consultation", {"call": token, "answer_id": answer_id})
    assert "公园几点关门</textarea>" in page.text
    assert "138****5678" in page.text
    assert NUMBER not in page.text
    assert "公园" not in page.request.url
    form = {
        "call": token,
        "answer_id": answer_id,
        "question": "公园几点关门",
        "form_token": new_form_token(),
        "channel": "hotline",
        "use_caller": "1",
    }
    assert seat.post("/console/register", form).status_code == 200
    with office.store.reading() as session:
        row = session.scalars(select(Consultation).order_by(Consultation.id.desc())).first()
        assert row is not None
        assert read_contact(session, row.number).contact == NUMBER
        number = row.number
    assert number in facts(seat.post(CALLS + "/panel", {"call": token}).text)
    later = seat.post(CALLS + "/caller", {"call": new_form_token(), "caller": NUMBER}).text
    assert number in facts(later)


def test_the_list_is_narrowed_by_the_address(seat: Browser, app: APIFlask) -> None:
    token = new_form_token()
    asked(seat, token)
    seat.post(CALLS + "/log", {"call": token, "note": "", "version": "0", "outcome": "unanswered"})
    page = seat.get(CALLS, outcome="unanswered").text
    assert QUESTION in page
    assert "已答复</span>" not in page
    assert "没有符合条件的来电" in browser(app, "seat2").get(CALLS, whose="mine").text
    assert seat.get(CALLS, outcome="<b>", before="x").status_code == 200


def test_a_handler_looks_up_without_a_call(app: APIFlask, office: Office) -> None:
    handler = browser(app, "handler")
    token = new_form_token()
    page = handler.post(LOOKUP, {"question": QUESTION, "call": token}).text
    assert 'id="call"' not in page
    assert call_of(office, token) is None


@pytest.fixture
def sending(office: Office) -> object:
    """A gateway, and the seat of an office that sends by it."""
    with sms_gateway() as gateway:
        settings = office.settings.model_copy(
            update={"public_address": "https://zxda.example.org", "sms_gateway": gateway.address}
        )
        app = create_app(replace(office, settings=settings))
        yield gateway, settings, browser(app, "hotline")


def test_a_link_goes_out_once_to_whom_it_can_reach(office: Office, sending, clock) -> None:
    gateway, settings, seat = sending
    token = new_form_token()
    answer_id = asked(seat, token)
    form = {"call": token, "answer_id": answer_id}
    assert "先记下群众的手机号" in facts(seat.post(CALLS + "/link", form).text)
    seat.post(CALLS + "/caller", {"call": token, "caller": "0453-6221234"})
    assert "座机" in facts(seat.post(CALLS + "/link", form).text)
    seat.post(CALLS + "/caller", {"call": token, "caller": "a@example.org"})
    assert "没有配置邮件" in facts(seat.post(CALLS + "/link", form).text)
    seat.post(CALLS + "/caller", {"call": token, "caller": NUMBER})
    for _ in range(2):
        assert "链接已交短信发送" in facts(seat.post(CALLS + "/link", form).text)
    while send_due(office.store, settings, clock):
        pass
    ((_, message),) = gateway.taken
    assert message["to"] == NUMBER
    link = re.search(r"https://zxda\.example\.org(/documents/\S+) 查看原文", message["text"])
    assert link
    shown = seat.client.get(link[1]).text
    assert '<mark id="hit">' in shown
    assert QUESTION not in message["text"]
    with office.store.reading() as session:
        kept = session.scalars(select(Notice).where(Notice.call_id.is_not(None))).one()
        assert (kept.state, NUMBER in f"{kept.link}{kept.about}{kept.key}") == ("sent", False)


def test_a_link_goes_out_by_mail_and_what_the_server_refuses_is_told(office: Office, clock) -> None:
    with mail_server() as box:
        told = {
            "public_address": "https://zxda.example.org",
            "mail_server": box.address,
            "mail_from": "noreply@qinghe.example",
        }
        settings = office.settings.model_copy(update=told)
        seat = browser(create_app(replace(office, settings=settings)), "hotline")
        for address, answer in (("wang@example.org", ""), ("gone@example.org", "550 no such user")):
            token = new_form_token()
            form = {"call": token, "answer_id": asked(seat, token)}
            seat.post(CALLS + "/caller", {"call": token, "caller": NUMBER})
            assert "没有配置短信" in facts(seat.post(CALLS + "/link", form).text)
            seat.post(CALLS + "/caller", {"call": token, "caller": address})
            for _ in range(2):
                assert "链接已交邮件发送" in facts(seat.post(CALLS + "/link", form).text)
            box.answer = answer
            while send_due(office.store, settings, clock):
                pass
            call = call_of(office, token)
            assert call is not None
            with office.store.reading() as session:
                kept = session.scalars(select(Notice).where(Notice.call_id == call.id)).one()
                assert kept.state == ("failed" if answer else "sent")
                assert address not in f"{kept.link}{kept.about}{kept.key}{kept.problem}"
    [mail] = box.taken
    assert (mail["To"], mail["From"]) == ("wang@example.org", "noreply@qinghe.example")
    link = re.search(r"https://zxda\.example\.org(/documents/\S+#hit)", mail.get_content())
    assert link
    assert '<mark id="hit">' in seat.client.get(link[1]).text
    assert QUESTION not in mail.as_string()
    assert QUESTION not in mail.get_content() + mail["Subject"]


def test_a_note_that_is_too_long_is_refused_whole(office: Office, seat: Browser) -> None:
    token = new_form_token()
    asked(seat, token)
    words = "记" * (LONGEST_NOTE + 1)
    form = {"call": token, "note": words, "version": "0"}
    refused = seat.post(CALLS + "/note", form)
    assert (refused.status_code, "请删短" in refused.json["problem"]) == (400, True)
    logged = seat.post(CALLS + "/log", {**form, "outcome": "answered"})
    assert (logged.status_code, words in logged.text) == (409, True)
    assert seat.post(CALLS + "/note", {**form, "note": words[1:]}).status_code == 200


def test_without_a_channel_no_link_is_offered(seat: Browser) -> None:
    page = seat.post(LOOKUP, {"question": QUESTION, "call": new_form_token()}).text
    assert "/console/calls/link" not in page

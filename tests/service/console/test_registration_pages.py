"""Calls and visits written down by staff: as citizens would, with a receipt to read out."""

from __future__ import annotations

import re

import pytest
from apiflask import APIFlask
from sqlalchemy import select

from service.consultations.contacts import read_contact
from service.consultations.numbers import new_form_token
from service.consultations.records import Consultation, ConsultationEvent
from service.staff.records import AuditEntry
from service.wiring import Office
from tests.service.console.cases import leave
from tests.staff import Browser, browser

PATH = "/console/register"
CALL = {
    "channel": "window",
    "question": "临时救助要等多久？我的手机13800001234",
    "contact": "0453-1234567",
    "contact_name": "王女士",
}


@pytest.fixture
def hotline(app: APIFlask) -> Browser:
    return browser(app, "hotline")


def registered(by: Browser, **changed: str):
    return by.post(PATH, {**CALL, "form_token": new_form_token(), **changed})


def receipt_of(page: str) -> tuple[str, str]:
    number = re.search(r"<dd>(\d{8}-\d{4})</dd>", page)
    code = re.search(r"<dd>([A-Z2-9]{5}-[A-Z2-9]{5})</dd>", page)
    assert number, page
    assert code, page
    return number[1], code[1]


def test_a_call_becomes_a_consultation_whose_receipt_opens_it(
    app: APIFlask, hotline: Browser, office: Office
) -> None:
    like = leave(office, "临时救助要等多久才有结果？")
    page = registered(hotline)
    number, code = receipt_of(page.text)
    assert page.headers["Cache-Control"] == "no-store"
    assert like in page.text
    with office.store.reading() as session:
        row = session.scalars(select(Consultation).where(Consultation.number == number)).one()
        contact = read_contact(session, number)
        event = session.scalars(
            select(ConsultationEvent).where(ConsultationEvent.consultation_id == row.id)
        ).one()
        entry = session.scalars(select(AuditEntry).order_by(AuditEntry.seq.desc())).first()
        assert (row.channel, row.state) == ("window", "待受理")
        assert row.question == "临时救助要等多久？我的手机〔电话〕"
        assert (event.actor, event.role, event.action) == ("姓hotline", "hotline", "提交咨询")
        assert (entry.action, entry.subject) == ("登记咨询", f"consultation:{number}")
        assert "0453" not in entry.details
    assert (contact.contact, contact.name) == ("04531234567", "王女士")
    seen = app.test_client().post("/consultations/lookup", data={"number": number, "code": code})
    assert "已收到" in seen.text
    assert "窗口" in hotline.get(f"/console/cases/{number}").text


def test_the_same_form_sent_twice_is_one_consultation(hotline: Browser) -> None:
    token = new_form_token()
    one, two = (registered(hotline, form_token=token) for _ in range(2))
    assert receipt_of(one.text) == receipt_of(two.text)
    other = registered(hotline, form_token=token, question="别的事")
    assert (other.status_code, "别的事" in other.text) == (409, True)


def test_what_cannot_be_taken_is_shown_again(hotline: Browser) -> None:
    page = registered(hotline, contact="<没有>", channel="somewhere")
    assert page.status_code == 400
    assert "联系方式应是手机号" in page.text
    assert CALL["question"] in page.text
    assert 'value="&lt;没有&gt;"' in page.text
    assert registered(hotline, question=" ").status_code == 400


def test_the_address_may_bring_the_question_without_its_numbers(hotline: Browser) -> None:
    page = hotline.get(PATH, question="<i>低保</i>，身份证110101199003074258", answer="abc").text
    assert "&lt;i&gt;低保&lt;/i&gt;，身份证〔身份证号〕" in page
    assert 'name="answer_id" value="abc"' in page


def test_of_a_danger_staff_are_told_whom_to_call(hotline: Browser) -> None:
    assert "119" in registered(hotline, question="家里着火了怎么办").text

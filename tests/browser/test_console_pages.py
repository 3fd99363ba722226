"""Every page of the console for everyone: axe-clean, in the dark, on a phone, each pictured."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page
from sqlalchemy import select

from benchmarks.console_pages import PAGES
from knowledge.listing import ListedDocument
from service.answering.answer import AskRequest
from service.answering.records import AnswerRecord
from service.consultations.numbers import new_form_token
from service.consultations.records import Consultation
from service.demo.consultations import leave_consultations
from service.demo.people import demo_people, settle
from service.hotline.callers import keep_caller
from service.hotline.calls import save_note
from service.hotline.records import HotlineCall
from service.keeping.records import Draft
from service.keeping.uploads import add_drafts, drafts_of, uploaded
from service.replies.drafting import save_draft
from service.replies.grouping import group_some
from service.staff.organs import find_organ
from service.staff.people import actor_of, find_person
from service.trials.cases import keep_case
from service.trials.expecting import Expected
from service.trials.records import TrialRun
from service.trials.runs import begin_own, take_step
from service.wiring import Office
from tests.browser.conftest import DESKTOP, PHONE, WIDE, OpenPage
from tests.browser.examining import CONTRAST, EVERY_RULE, bring_axe, violations
from tests.service.replies.cases import wording
from tests.staff import PASSWORD

pytestmark = pytest.mark.browser

#: A table that scrolls on a phone is reached by the keyboard.
SCROLLING = {"type": "rule", "values": ["scrollable-region-focusable"]}

DRAFTED = """青禾县民政局关于做好救助站夜间值守工作的通知

青民发〔2026〕31号

一、救助站夜间有人值守。

青禾县民政局

2026年11月3日
"""

SCREENSHOTS = Path("test-results") / "console-pages"


@pytest.fixture(scope="module")
def number(office: Office) -> str:
    """The demonstration's people and consultations, one overdue, one drafted: that one's number."""
    now = office.clock()
    with office.store.writing() as session:
        settle(session, {person.login: PASSWORD for person in demo_people()}, now)
    leave_consultations(office.store, office.consultations, now)
    for question in ("公园几点关门？", "请问公园几点关门", "路灯坏了找谁修？"):
        office.answers.ask(AskRequest(question))
    while group_some(office.store):
        pass
    bring_in(office)
    with office.store.writing() as session:
        publisher = actor_of(find_person(session, "publisher"))
        for question in ("公园几点关门？", "路灯坏了找谁修？"):
            expected = Expected(question, answerable=False)
            keep_case(session, office.answers, publisher, expected, now)
        run = begin_own(session, publisher, now)
    while not take_step(office.answers, run).finished:
        pass
    with office.store.writing() as session:
        handler = actor_of(find_person(session, "handler2"))
        cases = session.scalars(
            select(Consultation)
            .where(Consultation.organ_id == handler.organ_id)
            .order_by(Consultation.id)
        ).all()
        drafted = next(case for case in cases if case.state == "办理中")
        drafted.due_on = drafted.received_at.date() - timedelta(days=3)
        save_draft(session, handler, drafted.id, wording(), 0, now)
        seat, token = actor_of(find_person(session, "hotline")), new_form_token()
        save_note(session, seat, token, "问公园的开放时间，没有查到。", 0, now)
        keep_caller(session, seat, token, "13800001234", b"a secret of the test", now)
        return drafted.number


def bring_in(office: Office) -> None:
    """A draft with doubts, as a handler brings it in."""
    files = [uploaded("通知.txt", DRAFTED.encode())]
    with office.store.writing() as session:
        handler = actor_of(find_person(session, "handler2"))
        add_drafts(session, handler, drafts_of(files, handler, office.clock()), office.clock())


def pages(office: Office, number: str) -> Iterator[tuple[str, str, str]]:
    """Each page's name, who opens it, and its address; but those that need a published reply."""
    with office.store.reading() as session:
        told = {
            "case": number,
            "person": find_person(session, "handler").id,
            "organ": find_organ(session, "民政局").id,
            "draft": session.scalars(select(Draft.id).limit(1)).one(),
            "document": session.scalars(select(ListedDocument.document_id).limit(1)).one(),
            "answer": session.scalars(select(AnswerRecord.id)).first(),
            "call": session.scalars(select(HotlineCall.id)).first(),
            "run": session.scalars(select(TrialRun.id)).first(),
        }
    logins = {role: person.login for person in demo_people() for role in person.roles}
    for page in {page.endpoint: page for page in reversed(PAGES)}.values():
        if "{pair}" not in page.addresses[0]:
            yield page.endpoint, logins[page.role], page.addresses[0].format(**told)


def test_every_page_of_the_console_is_for_everyone(
    office: Office, number: str, open_page: OpenPage
) -> None:
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    seats, wrong = dict[str, Page](), dict[str, list[str]]()
    for name, login, path in pages(office, number):
        page = seats.get(login) or seats.setdefault(login, logged_in(open_page(), login))
        answer = page.goto(path)
        assert answer is not None
        assert answer.status == 200, path
        wrong[name] = examined(page, name)
    assert len(wrong) >= 20
    assert {name: found for name, found in wrong.items() if found} == {}


def logged_in(page: Page, login: str) -> Page:
    page.goto("/console/login")
    page.get_by_label("登录名").fill(login)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    return page


def examined(page: Page, name: str) -> list[str]:
    """What is wrong on the page: what axe finds by day and by night, and what hangs out."""
    for size in (WIDE, DESKTOP):
        page.set_viewport_size(size)
        pictured(page, f"{name}-{size['width']}")
    bring_axe(page)
    found = violations(page, EVERY_RULE)
    page.emulate_media(color_scheme="dark")
    pictured(page, f"{name}-dark")
    found += violations(page, CONTRAST)
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(PHONE)
    pictured(page, f"{name}-phone")
    width = page.evaluate("document.documentElement.scrollWidth")
    if width > PHONE["width"]:
        found.append(f"{width} pixels wide on a phone")
    found += violations(page, SCROLLING)
    page.set_viewport_size(DESKTOP)
    return found


def pictured(page: Page, name: str) -> None:
    page.screenshot(path=SCREENSHOTS / f"{name}.png", full_page=True)

"""The auditor's pages show who did what, and whether the log is whole."""

from __future__ import annotations

from datetime import timedelta

import pytest
from apiflask import APIFlask
from sqlalchemy import text

from service.console import audit
from service.staff.actors import SYSTEM
from service.staff.audit_log import record
from service.staff.audit_walking import take_turn
from service.staff.people import actor_of, find_person
from service.wiring import Office
from tests.clocks import FrozenClock
from tests.staff import Browser, browser

NUMBER = "20261122-0042"


@pytest.fixture(scope="module")
def entries(office: Office, clock: FrozenClock) -> None:
    """A handler saw a contact; two days later the system did something else."""
    with office.store.writing() as session:
        handler = actor_of(find_person(session, "handler"))
        details = {"理由": "<b>回电</b>核实"}
        record(session, handler, "查看联系方式", f"consultation:{NUMBER}", details, clock())
        later = clock() + timedelta(days=2)
        record(session, SYSTEM, "归档", "consultation:20261122-0043", {}, later)


@pytest.fixture
def auditor(app: APIFlask, entries: None) -> Browser:
    return browser(app, "auditor")


@pytest.mark.parametrize(
    ("query", "shown", "hidden"),
    [
        ({}, ["查看联系方式</td>", "归档</td>"], []),
        ({"action": "查看联系方式"}, ["&lt;b&gt;回电"], ["0043</td>"]),
        ({"subject": NUMBER}, ["查看联系方式</td>"], ["归档</td>"]),
        ({"from": "2026-11-23"}, ["归档</td>"], ["查看联系方式</td>"]),
        ({"to": "2026-11-22"}, ["查看联系方式</td>"], ["归档</td>"]),
        ({"who": "4711"}, ["没有这样的记录"], ["归档</td>"]),
        ({"who": "x", "from": "2026-13-99", "before": "-1"}, ["归档</td>"], []),
    ],
)
def test_the_log_is_narrowed(
    auditor: Browser, query: dict[str, str], shown: list[str], hidden: list[str]
) -> None:
    page = auditor.get("/console/audit", **query)
    assert page.status_code == 200
    assert all(words in page.text for words in shown)
    assert not any(words in page.text for words in hidden)


def test_a_persons_entries_are_those_by_and_about_them_newest_first(
    auditor: Browser, office: Office
) -> None:
    with office.store.reading() as session:
        handler = str(find_person(session, "handler").id)
    page = auditor.get("/console/audit", who=handler).text
    assert page.index("查看联系方式</td>") < page.index("新建账号</td>")
    only = auditor.get("/console/audit", who=handler, action="新建账号").text
    assert "查看联系方式</td>" not in only
    assert only.count("新建账号</td>") == 1


def test_older_entries_are_a_page_on(auditor: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit, "ENTRIES_A_PAGE", 1)
    first = auditor.get("/console/audit", action="归档").text
    assert "更早的" not in first
    assert "更早的" in auditor.get("/console/audit").text
    assert "回到最新" in auditor.get("/console/audit", before="5").text


def test_the_writers_finding_is_shown_and_how_far_it_is_behind(
    auditor: Browser, office: Office, clock: FrozenClock
) -> None:
    page = "/console/audit/verification"
    assert "还没有核对完过" in auditor.get(page).text
    take_turn(office.store, clock())
    assert "没有改动" in auditor.get(page).text
    assert "还没有核对：1 条" in auditor.get(page).text
    take_turn(office.store, clock())
    assert "还没有核对：没有" in auditor.get(page).text
    with office.store.writing() as session:
        session.execute(text("DROP TRIGGER audit_entry_no_update"))
        session.execute(text("UPDATE audit_entry SET actor_name = '别人' WHERE seq = 3"))
    assert auditor.post(page, {}).location == page
    asked = auditor.get(page).text
    assert "正在从头核对（姓auditor要求" in asked
    assert "现在从头核对" not in asked
    auditor.post(page, {})
    take_turn(office.store, clock())
    found = auditor.get(page).text
    assert "第 3 条与签名不符" in found
    assert "现在从头核对" in found


def test_a_forged_finding_and_a_writer_that_is_still_are_told(
    auditor: Browser, office: Office, clock: FrozenClock
) -> None:
    page = "/console/audit/verification"
    take_turn(office.store, clock())
    auditor.post(page, {})
    clock.advance(audit.SILENT_AFTER * 2)
    assert "写入进程可能没有运行" in auditor.get(page).text
    with office.store.writing() as session:
        session.execute(text("UPDATE audit_finding SET body = body || ' '"))
    assert "不能相信" in auditor.get(page).text

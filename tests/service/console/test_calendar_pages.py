"""Importing a year at the console: shown first, then done, by those who may, and recorded."""

from __future__ import annotations

import io
import json
import re
from html import unescape

import pytest
from apiflask import APIFlask
from sqlalchemy import select
from werkzeug.test import TestResponse

from service.consultations.records import Consultation
from service.staff.records import AuditEntry
from service.wiring import Office
from tests.service.console.cases import leave
from tests.staff import Browser, browser

CSV = "日期,类别,名称\n" + "\n".join(
    f"2027-{day},休,{name}"
    for day, name in (
        ("01-01", "元旦"), ("05-01", "劳动节"), ("05-02", "劳动节"),
        ("10-01", "国庆节"), ("10-02", "国庆节"), ("10-03", "国庆节"),
    )
)  # fmt: skip


@pytest.fixture
def coordinator(app: APIFlask) -> Browser:
    return browser(app, "coordinator")


def preview(by: Browser, content: str | bytes, name: str = "2027.csv") -> TestResponse:
    data = content.encode() if isinstance(content, str) else content
    fields = {"source": "县政府办通知", "file": (io.BytesIO(data), name)}
    return by.post("/console/calendar/preview", fields, at="/console/calendar")


def confirm(by: Browser, shown: TestResponse, **more: str) -> TestResponse:
    """Send the form of the page that shows what would change."""
    hidden = dict(
        re.findall(r'name="(source|days|state|day|kind|name)" value="([^"]*)"', shown.text)
    )
    fields = {name: unescape(value) for name, value in hidden.items()}
    return by.post("/console/calendar", {**fields, **more}, at="/console/calendar")


def day(by: Browser, on: str, kind: str, name: str = "") -> TestResponse:
    fields = {"day": on, "kind": kind, "name": name}
    return by.post("/console/calendar/day", fields, at="/console/calendar")


def last_entry(office: Office) -> tuple[str, str, dict[str, str]]:
    with office.store.reading() as session:
        entry = session.scalars(select(AuditEntry).order_by(AuditEntry.seq.desc())).first()
        return entry.action, entry.subject, json.loads(entry.details)


def test_from_november_on_staff_are_told_that_next_year_is_missing(coordinator: Browser) -> None:
    assert "2027年的节假日安排还没有导入" in coordinator.get("/console/calendar").text


def test_a_year_is_shown_before_it_is_imported_and_then_recorded(
    coordinator: Browser, office: Office
) -> None:
    shown = preview(coordinator, CSV)

    assert shown.status_code == 200
    assert "要加上的 6 天" in shown.text
    assert "2027-10-03" in shown.text
    assert 'id="year-2027"' not in coordinator.get("/console/calendar").text
    done = confirm(coordinator, shown)

    assert "已导入2027年工作日历" in done.text
    assert "还没有导入" not in done.text
    assert 'id="year-2027"' in done.text
    action, subject, details = last_entry(office)
    assert (action, subject) == ("导入工作日历", "calendar:2027")
    assert details["改动"] == "新增，列出 6 天"


def test_what_was_exported_is_no_other_when_it_is_imported(coordinator: Browser) -> None:
    exported = coordinator.get("/console/calendar/2026.xlsx")
    assert exported.mimetype.endswith("spreadsheetml.sheet")
    shown = preview(coordinator, exported.data, "2026年工作日历.xlsx")
    assert "和现有的日历没有差别" in shown.text
    assert coordinator.get("/console/calendar/1999.xlsx").status_code == 404


def test_one_day_is_changed_after_whose_due_dates_move_was_shown(
    coordinator: Browser, office: Office
) -> None:
    number = leave(office, "低保怎么申请？")
    with office.store.reading() as session:
        due = (
            session.scalars(select(Consultation).where(Consultation.number == number)).one().due_on
        )
    before = last_entry(office)
    shown = day(coordinator, due.isoformat(), "休", "停电")
    assert f"<td>{number}</td><td>{due}</td>" in shown.text
    assert last_entry(office) == before
    unreasoned = confirm(coordinator, shown)
    assert (unreasoned.status_code, "请写明为什么改" in unreasoned.text) == (409, True)
    done = confirm(coordinator, shown, why="县里<b>通知")
    assert f"<td>{number}</td><td>{due}</td>" in done.text
    assert last_entry(office)[2]["改动"] == f"{due} 没有列出 → 休 停电"
    assert "县里&lt;b&gt;通知" in done.text
    back = confirm(coordinator, day(coordinator, due.isoformat(), ""), why="来电了")
    assert f"{due} 休 停电 → 没有列出" in back.text


def test_who_was_slower_is_shown_the_calendar_as_it_is_now(app: APIFlask, office: Office) -> None:
    one, other = browser(app, "coordinator"), browser(app, "administrator")
    first, second = (day(each, "2026-12-28", "休", "盘点") for each in (one, other))
    assert confirm(one, first, why="盘点").status_code == 200
    overtaken = confirm(other, second, why="也盘点")
    assert overtaken.status_code == 409
    assert "别人改过" in overtaken.text
    assert "和现有的日历没有差别" in overtaken.text
    assert last_entry(office)[2]["理由"] == "盘点"


def test_two_who_change_different_days_both_keep_theirs(app: APIFlask, office: Office) -> None:
    one, other = browser(app, "coordinator"), browser(app, "administrator")
    first, second = day(one, "2026-12-30", "休", "盘点"), day(other, "2026-12-31", "休", "停电")
    assert confirm(one, first, why="盘点").status_code == 200
    overtaken = confirm(other, second, why="停电")
    assert (overtaken.status_code, "2026-12-30" in overtaken.text) == (409, False)
    assert confirm(other, overtaken, why="停电").status_code == 200
    assert last_entry(office)[2]["改动"] == "2026-12-31 没有列出 → 休 停电"


@pytest.mark.parametrize(
    ("on", "kind", "told"),
    [
        ("2026-12-29", "班", "本来就上班"),
        ("2026-10-01", "", "法定节假日"),
        ("1999-01-01", "休", "尚未导入"),
        ("2026-13-01", "休", "请写明日期"),
        ("2026-12-29", "放假", "选择休、班"),
    ],
)
def test_a_day_that_cannot_be_so_is_refused(
    coordinator: Browser, on: str, kind: str, told: str
) -> None:
    refused = day(coordinator, on, kind)
    assert (refused.status_code, told in refused.text) == (400, True)


def test_a_wrong_row_is_named_and_nothing_is_imported(coordinator: Browser) -> None:
    refused = preview(coordinator, "日期,类别,名称\n2028-01-01,放假,元旦\n", "2028.csv")

    assert refused.status_code == 400
    assert "2028.csv 第2行：类别“放假”不对" in refused.text


def test_a_file_of_another_format_is_refused_in_words(coordinator: Browser) -> None:
    assert "不是 XLSX" in preview(coordinator, "x", "2027.xlsx").text
    assert "不认识的格式" in preview(coordinator, "x", "2027.exe").text


def test_who_may_not_import_sees_no_form(app: APIFlask) -> None:
    assert 'type="file"' not in browser(app, "handler").get("/console/calendar").text

"""Importing a year at the console: shown first, then done, by those who may, and recorded."""

from __future__ import annotations

import io
import re
from html import unescape

import pytest
from apiflask import APIFlask
from sqlalchemy import select

from service.staff.records import AuditEntry
from service.wiring import Office
from tests.staff import Browser, browser, csrf_of

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


def preview(by: Browser, content: str, name: str = "2027.csv"):
    csrf = csrf_of(by.get("/console/calendar"))
    fields = {"csrf": csrf, "source": "县政府办通知", "file": (io.BytesIO(content.encode()), name)}
    return by.client.post(
        "/console/calendar/preview", data=fields, content_type="multipart/form-data"
    )


def test_from_november_on_staff_are_told_that_next_year_is_missing(coordinator: Browser) -> None:
    assert "2027年的节假日安排还没有导入" in coordinator.get("/console/calendar").text


def test_a_year_is_shown_before_it_is_imported_and_then_recorded(
    coordinator: Browser, office: Office
) -> None:
    shown = preview(coordinator, CSV)

    assert shown.status_code == 200
    assert "要加上的 6 天" in shown.text
    assert "2027-10-03" in shown.text
    hidden = dict(re.findall(r'name="(csrf|source|days)" value="([^"]*)"', shown.text))
    assert 'id="year-2027"' not in coordinator.get("/console/calendar").text
    fields = {name: unescape(value) for name, value in hidden.items()}
    done = coordinator.client.post("/console/calendar", data=fields)

    assert "已导入2027年工作日历" in done.text
    assert "还没有导入" not in done.text
    assert 'id="year-2027"' in done.text
    with office.store.reading() as session:
        newest = select(AuditEntry.action, AuditEntry.subject).order_by(AuditEntry.seq.desc())
        assert session.execute(newest.limit(1)).one() == ("导入工作日历", "calendar:2027")


def test_a_wrong_row_is_named_and_nothing_is_imported(coordinator: Browser) -> None:
    refused = preview(coordinator, "日期,类别,名称\n2028-01-01,放假,元旦\n", "2028.csv")

    assert refused.status_code == 400
    assert "2028.csv 第2行：类别“放假”不对" in refused.text


def test_a_file_of_another_format_is_refused_in_words(coordinator: Browser) -> None:
    assert "不认识的格式" in preview(coordinator, "x", "2027.exe").text


def test_who_may_not_import_sees_no_form(app: APIFlask) -> None:
    assert 'type="file"' not in browser(app, "handler").get("/console/calendar").text

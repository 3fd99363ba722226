"""Calendar files: the shipped year, the three formats, and every way a row can be wrong."""

from __future__ import annotations

import json
from datetime import date

import pytest

from service.consultations.calendar import WorkingCalendar
from service.consultations.calendar_files import FIXED_HOLIDAYS, read_calendar, shipped_calendars
from service.consultations.errors import (
    CalendarNotStored,
    CalendarUnreadable,
    DayUnreadable,
    DoubledDay,
    MakeUpOnWeekday,
    StatutoryDayMissing,
    UnknownDayKind,
    WrongYear,
)
from service.consultations.records import DayKind

FIXED = [(f"2027-{month:02}-{day:02}", "休", "法定") for month, day in FIXED_HOLIDAYS]


def csv_text(rows, heading="日期,类别,名称"):
    return "\n".join([heading, *(",".join(row) for row in rows)]) + "\n"


def write(folder, name, text, encoding="utf-8"):
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def content(rows, **changed):
    days = [dict(zip(("day", "kind", "name"), row, strict=True)) for row in rows]
    return {"year": 2027, "source": "国务院办公厅通知", "days": days} | changed


def test_the_shipped_calendar_of_2026_has_248_working_days():
    assert WorkingCalendar(shipped_calendars()).working_days(2026) == 248


@pytest.mark.parametrize("day", [(1, 4), (2, 14), (2, 28), (5, 9), (9, 20), (10, 10)])
def test_make_up_days_of_2026_are_worked(day):
    assert WorkingCalendar(shipped_calendars()).is_working(date(2026, *day))


def test_an_unknown_year_is_never_guessed():
    with pytest.raises(CalendarNotStored, match="2027"):
        WorkingCalendar(shipped_calendars()).is_working(date(2027, 3, 1))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_csv_is_read_in_the_charsets_that_spreadsheets_write(tmp_path, encoding):
    path = write(tmp_path, "2027.csv", csv_text(FIXED), encoding)
    calendar = read_calendar(path)
    assert calendar.year == 2027
    assert calendar.days[0].name == "法定"
    assert calendar.source == "2027.csv"


@pytest.mark.parametrize("written", ["2027/1/1", "2027.1.1", "2027年1月1日"])
def test_dates_may_be_written_as_people_write_them(tmp_path, written):
    path = write(tmp_path, "a.csv", csv_text([(written, "休", "元旦"), *FIXED[1:]]))
    assert read_calendar(path).days[0].day == date(2027, 1, 1)


def test_json_and_toml_carry_year_and_source(tmp_path):
    as_json = write(tmp_path, "a.json", json.dumps(content(FIXED)))
    days = "".join(f"[[days]]\nday = {d}\nkind = '{k}'\nname = '{n}'\n" for d, k, n in FIXED)
    as_toml = write(tmp_path, "a.toml", f"year = 2027\nsource = '国务院办公厅通知'\n{days}")
    assert read_calendar(as_json) == read_calendar(as_toml)
    assert read_calendar(as_json).source == "国务院办公厅通知"


def test_days_are_put_in_order(tmp_path):
    days = read_calendar(write(tmp_path, "a.csv", csv_text(FIXED[::-1]))).days
    assert list(days) == sorted(days, key=lambda named: named.day)


def test_a_make_up_day_on_a_weekend_is_kept(tmp_path):
    path = write(tmp_path, "a.csv", csv_text([*FIXED, ("2027-02-20", "班", "春节")]))
    assert [n.day for n in read_calendar(path).days if n.kind is DayKind.WORK] == [
        date(2027, 2, 20)
    ]


@pytest.mark.parametrize(
    ("row", "error"),
    [
        (("2026-12-31", "休", "元旦"), WrongYear),
        (("2027-01-01", "休", "元旦"), DoubledDay),
        (("2027-02-22", "班", "春节"), MakeUpOnWeekday),
        (("2027-02-06", "放假", "春节"), UnknownDayKind),
        (("2027-02-30", "休", "春节"), DayUnreadable),
        (("二月六日", "休", "春节"), DayUnreadable),
    ],
)
def test_a_wrong_row_is_refused_by_its_line(tmp_path, row, error):
    path = write(tmp_path, "a.csv", csv_text([*FIXED, row]))
    with pytest.raises(error, match=f"第{len(FIXED) + 2}行"):
        read_calendar(path)


def test_a_file_without_a_statutory_day_is_incomplete(tmp_path):
    with pytest.raises(StatutoryDayMissing, match="10月3日"):
        read_calendar(write(tmp_path, "a.csv", csv_text(FIXED[:-1])))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.xlsx", ""),
        ("a.csv", ""),
        ("a.csv", csv_text([])),
        ("a.csv", csv_text(FIXED, heading="日,类,名")),
        ("a.json", "{"),
        ("a.json", "[]"),
        ("a.json", json.dumps(content(FIXED, year="2027"))),
        ("a.json", json.dumps(content(FIXED, days=["2027-01-01"]))),
        ("a.toml", "year = "),
        ("a.csv", csv_text([("2027-01-01", "休", "长" * 200_000)])),
        ("a.csv", csv_text([("9999-01-01", "休", "元旦")])),
        ("a.csv", csv_text([*FIXED[1:], ("2027-01-01", "休", "元\x00旦")])),
        ("a.json", "[" * 100_000),
        ("a.toml", "a = " + "[" * 100_000),
        ("a.json", json.dumps(content([], year=2010))),
        ("a.json", json.dumps(content([], year=True))),
        ("a.json", json.dumps(content(FIXED, year=99999))),
        ("a.json", json.dumps(content(FIXED, year=-5))),
        ("a.json", json.dumps(content(FIXED, source="通知\ud800"))),
    ],
)
def test_a_file_that_is_no_calendar_is_refused(tmp_path, name, text):
    with pytest.raises(CalendarUnreadable, match=name):
        read_calendar(write(tmp_path, name, text))


def test_a_file_of_unknown_charset_is_refused(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(b"\xff\xff\xff")
    with pytest.raises(CalendarUnreadable, match="编码"):
        read_calendar(path)


def test_a_missing_file_is_refused_with_the_reason(tmp_path):
    with pytest.raises(CalendarUnreadable, match="读不出来"):
        read_calendar(tmp_path / "none.csv")


def test_a_source_given_by_hand_stands_in_place_of_the_files_own(tmp_path):
    path = write(tmp_path, "a.json", json.dumps(content(FIXED)))
    assert read_calendar(path, "省政府通知").source == "省政府通知"
    with pytest.raises(CalendarUnreadable, match="控制字符"):
        read_calendar(path, "省政府\x1b通知")

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.dates import (
    find_dates,
    impossible_dates,
    last_day_named,
    last_day_of_term,
)


@pytest.mark.parametrize(
    "text",
    [
        "2021年8月30日",
        "2021 年 8 月 30 日",
        "２０２１年８月３０日",
        "二〇二一年八月三十日",
        "二○二一年八月卅日",
        "二O二一年八月三十日",
        "二0二一年八月三0日",
        "二零二一年 八月 三十日",
        "2021-08-30 12:07",
        "2021/8/30 8:46:01",
        "2021.08.30",
        "发布时间:2021/08/30浏览次数:5477",
    ],
)
def test_a_date_is_read_in_every_form(text: str) -> None:
    assert [found.day for found in find_dates(text)] == [date(2021, 8, 30)]


@pytest.mark.parametrize(
    "text",
    [
        "2021年2月30日",
        "2021年13月1日",
        "2021年8月",
        "2021年9月10前",
        "12021年8月30日",
        "2021-08-30-7",
        "",
    ],
)
def test_what_is_no_day_is_no_date(text: str) -> None:
    assert find_dates(text) == []


@given(
    st.dates(), st.sampled_from(["{y}年{m}月{d}日", "{y}年 {m}月 {d} 日", "自{y}年{m}月{d}日起"])
)
def test_printed_dates_read_back_with_their_offsets(day: date, form: str) -> None:
    text = form.format(y=f"{day.year:04}", m=day.month, d=day.day)
    (found,) = find_dates(text)
    assert found.day == day
    assert text[found.start] == f"{day.year:04}"[0]
    assert text[found.end - 1] == "日"


@given(st.text())
def test_any_text_can_be_searched(text: str) -> None:
    assert all(text[each.start : each.end] for each in find_dates(text))


def test_a_term_ends_on_the_day_before_its_return() -> None:
    assert last_day_of_term(date(2019, 7, 1), years=5) == date(2024, 6, 30)
    assert last_day_of_term(date(2024, 2, 29), years=1) == date(2025, 2, 27)
    assert last_day_of_term(date(2024, 8, 31), months=6) == date(2025, 2, 27)
    assert last_day_of_term(date(2024, 12, 1), months=1) == date(2024, 12, 31)
    assert last_day_of_term(date(9990, 1, 1), years=50) is None


@given(st.dates(max_value=date(2900, 1, 1)), st.integers(1, 20))
def test_a_term_of_years_is_about_that_long(start: date, years: int) -> None:
    end = last_day_of_term(start, years=years)
    assert end is not None
    assert timedelta(365 * years - 3) <= end - start <= timedelta(366 * years)


@pytest.mark.parametrize(
    "text", ["2021年2月30日", "2021年13月1日", "2023-02-29", "二〇二一年二月三十日"]
)
def test_a_day_that_the_calendar_does_not_have_is_told_apart_from_no_date(text: str) -> None:
    assert impossible_dates(f"自{text}起施行") == [text]
    assert impossible_dates("2021年8月30日") == []


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2021年12月底前", date(2021, 12, 31)),
        ("2024年2月底", date(2024, 2, 29)),
        ("2021年9月5日前", date(2021, 9, 5)),
        ("2021年9月10前", date(2021, 9, 10)),
        ("2021 年 6 月", date(2021, 6, 30)),
        ("2021年10月前", date(2021, 9, 30)),
        ("2022年1月前", date(2021, 12, 31)),
        ("2025年底前", date(2025, 12, 31)),
        ("2026年上半年", date(2026, 6, 30)),
        ("2026年第三季度", date(2026, 9, 30)),
        ("2021年3月至2021年6月", date(2021, 6, 30)),
        ("长期", None),
        ("持续推进", None),
        ("年底前", None),
        ("2021年2月30日前", None),
    ],
)
def test_a_time_limit_names_its_last_day(text: str, day: date | None) -> None:
    assert last_day_named(text) == day


@given(st.text(alphabet="2021年月日底前季度上半0一二三至 ", max_size=30))
def test_any_time_limit_can_be_read(text: str) -> None:
    day = last_day_named(text)
    assert day is None or str(day.year)[:2] in ("19", "20")

"""`yihaoda calendar`: bring in a year's holidays and make-up days, and show them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from knowledge.clock import CHINA, system_clock
from knowledge.database import Store
from service.commands.opening import opened_store
from service.consultations.calendar import WorkingCalendar, stored_year
from service.consultations.calendar_files import read_calendar
from service.consultations.calendar_import import (
    CalendarImport,
    import_calendar,
    load_shipped_calendars,
)
from service.consultations.calendar_words import holidays_told
from service.consultations.errors import CalendarError


@click.group()
def calendar() -> None:
    """工作日历：各年的节假日和调休上班日，用来计算办理期限。"""


@calendar.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--source", help="来源，如通知的全称和日期；不填则用文件里写的，表格用文件名")
def import_command(file: Path, source: str | None) -> None:
    """导入一年的工作日历（.xlsx、.csv、.json 或 .toml），替换该年原有的，并重算未办结咨询的期限。

    表格第一行写“日期,类别,名称”，以下每天一行，类别是“休”或“班”，如：2027-01-01,休,元旦。
    """
    with _calendar_store() as store:
        year = read_calendar(file, source)
        for line in _told(import_calendar(store, year, system_clock()), year.source):
            click.echo(line)


@calendar.command("show")
@click.argument("year", type=click.IntRange(1, 9999))
def show_command(year: int) -> None:
    """显示一年的工作日历。"""
    with _calendar_store() as store, store.reading() as session:
        stored, imported_at = stored_year(session, year)
    working = WorkingCalendar((stored,)).working_days(year)
    click.echo(f"{year}年工作日历，工作日 {working} 天")
    click.echo(f"来源：{stored.source}")
    click.echo(f"导入时间：{imported_at.astimezone(CHINA):%Y-%m-%d %H:%M}")
    for line in holidays_told(stored.days):
        click.echo(f"  {line}")


@contextmanager
def _calendar_store() -> Iterator[Store]:
    try:
        with opened_store() as store:
            load_shipped_calendars(store, system_clock())
            yield store
    except CalendarError as error:
        raise click.ClickException(str(error)) from error


def _told(done: CalendarImport, source: str) -> Iterator[str]:
    verb = "已替换" if done.replaced else "已导入"
    yield f"{verb}{done.year}年工作日历（来源：{source}），工作日 {done.working_days} 天"
    if not done.changes:
        yield "没有咨询的办理期限因此变化"
        return
    yield f"{len(done.changes)} 件咨询的办理期限有变化："
    for change in done.changes:
        yield f"  {change.number}  {change.before or '待定'} → {change.after or '待定'}"

"""`yihaoda calendar` as a clerk uses it."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from knowledge.database import open_store
from service.cli import main
from service.consultations.calendar_files import FIXED_HOLIDAYS
from tests.service.consultations.forms import desk, form


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Runs the command on a new home folder; gives status and output."""
    monkeypatch.setenv("YIHAODA_HOME", str(tmp_path / "home"))

    def run_command(*arguments):
        result = CliRunner().invoke(main, ["calendar", *map(str, arguments)])
        return result.exit_code, result.output

    return run_command


@pytest.fixture
def next_year(tmp_path):
    """A file with the calendar of 2027."""
    path = tmp_path / "2027.csv"
    rows = "".join(f"2027-{month:02}-{day:02},休,法定\n" for month, day in FIXED_HOLIDAYS)
    path.write_text(f"日期,类别,名称\n{rows}", encoding="utf-8")
    return path


def test_the_shipped_year_is_shown_by_holiday(run):
    status, output = run("show", 2026)
    assert status == 0
    assert "2026年工作日历，工作日 248 天\n来源：国务院办公厅" in output
    assert (
        "  春节：休 2月15日（周日）至2月23日（周一）；班 2月14日（周六）；班 2月28日（周六）\n"
        in output
    )
    assert output.index("中秋节") < output.index("国庆节")


def test_a_year_that_is_not_there_is_told_with_the_mend(run):
    status, output = run("show", 2027)
    assert status == 1
    assert (
        "2027年的工作日历尚未导入；请在工作台的“工作日历”导入，或者用 yihaoda calendar import 文件"
        in output
    )


def test_an_import_tells_whose_due_dates_moved(run, next_year, tmp_path, clock):
    run("show", 2026)
    store = open_store(f"sqlite:///{tmp_path / 'home' / 'yihaoda.db'}")
    number = desk(store, clock, term_days=35).submit(form()).number
    store.dispose()
    status, output = run("import", next_year)
    assert status == 0
    assert "已导入2027年工作日历（来源：2027.csv），工作日 259 天" in output
    assert f"1 件咨询的办理期限有变化：\n  {number}  待定 → 2027-01-11\n" in output
    assert "已替换2027年" in run("import", next_year)[1]
    status, output = run("import", next_year, "--source", "国务院办公厅通知")
    assert "来源：国务院办公厅通知" in output
    assert "没有咨询的办理期限因此变化" in output


def test_a_wrong_file_is_refused_by_its_row(run, next_year):
    next_year.write_text(next_year.read_text("utf-8") + "2026-12-31,休,元旦\n", encoding="utf-8")
    status, output = run("import", next_year)
    assert status == 1
    assert "2027.csv 第8行：2026-12-31不在2027年" in output
    assert run("show", 2027)[0] == 1


def test_a_wrong_setting_is_told(run, monkeypatch):
    monkeypatch.setenv("YIHAODA_DATABASE_URL", "oracle://x")
    status, output = run("show", 2026)
    assert status == 1
    assert "YIHAODA_DATABASE_URL" in output


def test_a_year_that_no_calendar_has_is_a_wrong_argument(run):
    status, _ = run("show", 99999999999999999999)
    assert status == 2

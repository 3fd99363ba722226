"""`yihaoda users` and `yihaoda organs`: the first administrator, and the organs of a county."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select

from knowledge.clock import system_clock
from service.cli import main
from service.config import Settings
from service.keyed_store import open_keyed_store
from service.staff.organ_tables import starting_organs
from service.staff.records import AuditEntry
from service.staff.sessions import SessionLimits, Sessions

LIMITS = SessionLimits(timedelta(hours=1), timedelta(hours=1))


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("YIHAODA_HOME", str(tmp_path))

    def invoke(*arguments: str, typed: str = "") -> Result:
        return CliRunner().invoke(main, arguments, input=typed)

    return invoke


def test_the_first_administrator_logs_in_with_the_password_that_is_told_once(
    run, tmp_path: Path
) -> None:
    made = run("users", "add", "boss", "--name", "张敏", "--role", "administrator")
    password = re.search(r"([a-z0-9]{4}-){3}[a-z0-9]{4}", made.output)
    assert password, made.output
    store = open_keyed_store(Settings(home=tmp_path))
    sessions = Sessions(store, system_clock, LIMITS)
    found = sessions.find(sessions.log_in("boss", password[0]))
    assert found
    assert found.must_change_password
    listed = run("users", "list").output
    assert "boss  张敏  —  管理员  要换密码" in listed
    assert password[0] not in listed
    assert "最后一位管理员" in run("users", "disable", "boss").output
    assert run("users", "add", "li", "--name", "李娜", "--role", "publisher").exit_code == 0
    assert "审核人" in run("users", "role", "li", "--role", "reviewer").output
    assert run("users", "disable", "li").exit_code == 0
    assert "已停用" in run("users", "list").output
    assert run("users", "enable", "li").exit_code == 0
    with store.reading() as session:
        actors = set(session.scalars(select(AuditEntry.actor_name)))
        assert actors == {"系统（命令行）", "张敏"}
    store.dispose()


def test_a_password_may_be_typed_and_is_not_shown(run) -> None:
    typed = "青山绿水共为邻 2026\n" * 2
    made = run("users", "add", "li", "--name", "李娜", "--role", "hotline", "--ask", typed=typed)
    assert made.exit_code == 0
    assert "青山" not in made.output
    assert "太容易" in run("users", "reset", "li", "--ask", typed="password-12\n" * 2).output
    assert run("users", "reset", "li").exit_code == 0
    assert "没有登录名" in run("users", "reset", "nobody").output


def test_organs_are_imported_changed_and_listed(run, tmp_path: Path) -> None:
    assert f"新增 {len(starting_organs())} 个" in run("organs", "import").output
    own = tmp_path / "organs.csv"
    own.write_text(
        "名称,简称,别称,电话,协调单位,事项\n"
        "县民政局,民政局,社会福利局,0453-1234567,否,低保、殡葬\n"
        "青禾县气象局,气象局,,,否,天气\n",
        encoding="utf-8",
    )
    assert "新增 1 个，修改 1 个" in run("organs", "import", str(own)).output
    assert "新增 0 个，修改 0 个" in run("organs", "import", str(own)).output
    listed = run("organs", "list").output
    assert "民政局  县民政局  0453-1234567  低保、殡葬" in listed
    assert listed.startswith("政府办  县人民政府办公室（协调单位）")
    made = run("users", "add", "w", "--name", "王芳", "--organ", "民政局", "--role", "handler")
    assert "登录名应以" in made.output
    made = run("users", "add", "wang", "--name", "王芳", "--organ", "民政局", "--role", "handler")
    assert made.exit_code == 0
    missing = run("users", "add", "li", "--name", "李娜", "--organ", "外星局", "--role", "handler")
    assert "没有叫“外星局”的承办单位" in missing.output


def test_a_table_without_other_names_leaves_those_that_are_there(run, tmp_path: Path) -> None:
    run("organs", "import")
    old = tmp_path / "organs.tsv"
    old.write_text(
        "名称\t简称\t电话\t协调单位\t事项\n县自然资源局\t资源局\t\t否\t测绘、房产局、养老院\n",
        encoding="utf-8",
    )
    assert "修改 1 个" in run("organs", "import", str(old)).output
    assert "新增 0 个，修改 0 个" in run("organs", "import", str(old)).output
    listed = run("organs", "list").output
    assert (
        "资源局  县自然资源局    测绘、养老院  别称：国土资源局、国土局、规划局、房产局" in listed
    )


@pytest.mark.parametrize(
    ("table", "reason"),
    [
        ("名称,电话\n民政局,1\n", "第一行应是"),
        ("名称,简称,电话,协调单位,事项\n,民政,,否,\n", "第 1 个单位"),
        ("名称,简称,电话,协调单位,事项\n民政局,民政,,也许,\n", "第 1 个单位"),
        ("名称,简称,电话,协调单位,事项\n民政局,,,,\n民政局,,,,\n", "写了两次"),
    ],
)
def test_a_table_that_cannot_be_read_changes_nothing(
    run, tmp_path: Path, table: str, reason: str
) -> None:
    file = tmp_path / "organs.csv"
    file.write_text(table, encoding="utf-8")
    assert reason in run("organs", "import", str(file)).output
    assert "还没有承办单位" in run("organs", "list").output


def test_the_starting_list_names_every_organ_once_and_one_that_coordinates() -> None:
    rows = starting_organs()
    assert len({row.short_name for row in rows}) == len(rows)
    assert [row.short_name for row in rows if row.is_coordinator] == ["政府办"]
    assert all(row.topics for row in rows)

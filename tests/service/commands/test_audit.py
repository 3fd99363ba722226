"""`yihaoda audit` shows the log, and fails where it was tampered with."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import text

from knowledge.database import open_store
from service.cli import main
from service.config import Settings
from service.staff.organ_tables import starting_organs


def test_the_log_is_shown_and_verified(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YIHAODA_HOME", str(tmp_path))

    def run(*arguments: str) -> tuple[int, str]:
        done = CliRunner().invoke(main, arguments)
        return done.exit_code, done.output

    assert run("organs", "import")[0] == 0
    assert run("users", "add", "boss", "--name", "张敏", "--role", "administrator")[0] == 0
    entries = len(starting_organs()) + 2
    shown = run("audit", "show")[1].splitlines()
    assert [line.split("  ")[2:5] for line in shown[:3]] == [
        ["系统（命令行）", "新建账号", "user:1"],
        ["系统（命令行）", "导入承办单位", "organs"],
        ["系统（命令行）", "新增承办单位", f"organ:{entries - 2}"],
    ]
    assert run("audit", "show", "--action", "新建账号", "--limit", "5")[1].splitlines() == shown[:1]
    assert run("audit", "verify") == (0, f"共 {entries} 条，记录完整\n")
    store = open_store(Settings(home=tmp_path).store_url)
    with store.writing() as session:
        session.execute(text("DROP TRIGGER audit_entry_no_update"))
        session.execute(text("UPDATE audit_entry SET details = '{}' WHERE seq = 1"))
    store.dispose()
    status, told = run("audit", "verify")
    assert (status, "第 1 条与签名不符" in told) == (1, True)

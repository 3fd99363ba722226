"""Ctrl-C in the middle of `yihaoda ingest`: told in Chinese, and the next run goes on."""

from __future__ import annotations

import json
import signal
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from click.testing import CliRunner

from knowledge.ingesting.ingestion import MOST_TOGETHER
from service.cli import main
from tests.running import command, environment, wait_until

FILES = 300


def stored(home: Path) -> int:
    """How many documents the store of the home holds."""
    try:
        with closing(sqlite3.connect(f"file:{home}/yihaoda.db?mode=ro", uri=True)) as connection:
            return int(connection.execute("SELECT count(*) FROM document").fetchone()[0])
    except sqlite3.OperationalError:  # not made yet
        return 0


def test_an_interrupted_ingest_keeps_what_is_done_says_so_and_goes_on(tmp_path: Path) -> None:
    folder, home = tmp_path / "files", tmp_path / "home"
    folder.mkdir()
    for number in range(FILES):
        text = f"青禾县第{number}号便民办法\n第一条　本办法为第{number}个窗口制定。\n"
        (folder / f"{number:03}.txt").write_text(text, encoding="utf-8")
    arguments = ["ingest", "--json", str(folder)]
    run = subprocess.Popen(
        command(*arguments),
        env=environment(home),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    wait_until(lambda: stored(home) > 0, "the first document")
    run.send_signal(signal.SIGINT)
    output, errors = run.communicate()
    told = json.loads(output)
    kept = stored(home)
    assert run.returncode == 130
    assert f"已中断：处理完的 {len(told['added'])} 个文件都已保存" in errors
    assert "再运行同一条命令" in errors
    assert "Aborted" not in errors
    # The signal may fall between a commit and the report of it.
    assert len(told["added"]) <= kept <= len(told["added"]) + MOST_TOGETHER < FILES
    again = CliRunner().invoke(main, arguments, env={"YIHAODA_HOME": str(home)})
    assert again.exit_code == 0
    assert len(json.loads(again.stdout)["added"]) == FILES - kept
    assert stored(home) == FILES


def test_any_command_ends_on_ctrl_c_with_a_word_of_chinese(tmp_path: Path, monkeypatch) -> None:
    def interrupted(*_arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("service.commands.opening.open_ready_store", interrupted)
    result = CliRunner().invoke(main, ["index"], env={"YIHAODA_HOME": str(tmp_path)})
    assert result.exit_code == 130
    assert result.stderr.strip() == "已中断"

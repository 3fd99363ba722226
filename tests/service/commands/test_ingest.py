"""`yihaoda ingest` says what became of every file, to people and to programs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from knowledge.database import Store
from service.cli import main

NOTICE = "青禾县便民服务办法\n第一条　为了方便群众办事，制定本办法。\n第二条　窗口应当一次告知。\n"


@pytest.fixture
def files(tmp_path: Path) -> Path:
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "a.txt").write_text(NOTICE, encoding="utf-8")
    return folder


def run(store: Store, *arguments: str | Path) -> Result:
    url = store.url.render_as_string(hide_password=False)
    return CliRunner().invoke(
        main, ["ingest", *map(str, arguments)], env={"YIHAODA_DATABASE_URL": url}
    )


def test_the_summary_counts_and_a_clean_run_exits_with_nought(store: Store, files: Path) -> None:
    first, second = run(store, files), run(store, files)
    assert (first.exit_code, second.exit_code) == (0, 0)
    assert "共 1 个文件：新增 1，更新 0，未变 0，失败 0" in first.output
    assert "新增 0，更新 0，未变 1，失败 0" in second.output


def test_a_failed_file_is_named_with_its_reason_and_the_exit_code_is_one(
    store: Store, files: Path
) -> None:
    (files / "form.dwg").write_bytes(b"AC1032")
    result = run(store, files)
    assert result.exit_code == 1
    assert "新增 1，更新 0，未变 0，失败 1" in result.output
    assert f"  {files / 'form.dwg'}：暂不支持的格式（.dwg）" in result.output


def test_doubts_of_a_new_version_are_told(store: Store, files: Path) -> None:
    (files / "a.txt").write_text(f"{NOTICE}第三条　按照国发2050号文件办理。\n", encoding="utf-8")
    assert "存疑（已经入库，请核对）" in run(store, files).output


def test_json_is_one_object_with_every_file(store: Store, files: Path) -> None:
    (files / "empty.txt").touch()
    result = run(store, files, "--json")
    assert result.exit_code == 1
    told = json.loads(result.stdout)
    assert list(told) == ["added", "changed", "unchanged", "failed", "stopped"]
    (added,) = told["added"]
    assert added["title"] == "青禾县便民服务办法"
    assert added["version"] == 1
    assert [failed["reason"] for failed in told["failed"]] == ["文件是空的"]


def test_without_a_path_the_usage_is_told_and_the_exit_code_is_two(sqlite_store: Store) -> None:
    assert run(sqlite_store).exit_code == 2


def test_a_database_of_its_own_is_made_in_the_home_folder(tmp_path: Path, files: Path) -> None:
    home = tmp_path / "home"
    result = CliRunner().invoke(main, ["ingest", str(files)], env={"YIHAODA_HOME": str(home)})
    assert result.exit_code == 0
    assert (home / "yihaoda.db").is_file()


def test_the_report_groups_what_needs_a_hand_by_urgency(store: Store, files: Path) -> None:
    (files / "b.txt").write_text(f"{NOTICE}第三条　按照国发2050号文件办理。\n", encoding="utf-8")
    (files / "empty.txt").touch()
    lines = run(store, files).output.splitlines()
    assert lines.index("失败（没有入库，处理后再导入）") < lines.index("存疑（已经入库，请核对）")
    doubtful = lines[lines.index("存疑（已经入库，请核对）") + 1]
    assert doubtful.startswith(f"  {files / 'b.txt'}：“")
    assert "文号缺少年份" in doubtful


def test_nearly_the_same_text_is_told_with_how_much_is_the_same(store: Store, files: Path) -> None:
    clauses = "".join(
        f"第{number}条　窗口按照第{number}号清单一次告知。\n" for number in range(3, 60)
    )
    (files / "a.txt").write_text(NOTICE + clauses, encoding="utf-8")
    (files / "b.txt").write_text(NOTICE + clauses + "附：另有说明。\n", encoding="utf-8")
    told = run(store, files).output
    assert "可能重复" in told
    assert "正文与《青禾县便民服务办法》" in told


def test_a_file_name_does_nothing_to_the_terminal(store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "names"
    folder.mkdir()
    (folder / "坏\x1b[31m名.txt").touch()
    told = run(store, folder).output
    assert "\x1b" not in told
    assert "坏�[31m名.txt：文件是空的" in told

"""`yihaoda index` as an operator uses it."""

from __future__ import annotations

import fcntl
import json

import pytest
from click.testing import CliRunner

from indexer.build import LOCK
from knowledge.database import open_store
from service.cli import main
from service.config import read_settings
from service.schema import upgrade
from tests.factories import make_document


@pytest.fixture
def settings(tmp_path, monkeypatch):
    monkeypatch.setenv("YIHAODA_HOME", str(tmp_path / "home"))
    return read_settings()


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["index", *arguments])
    return result.exit_code, result.output


def add_document(settings, *passages: str) -> None:
    store = open_store(settings.store_url)
    upgrade(store)
    make_document(store, passages)
    store.dispose()


def test_the_summary_says_what_was_built(settings):
    add_document(settings, "第一条　低保标准。", "第二条　申请材料。")
    assert run() == (0, "索引已建立：库的第 1 次变更，共 2 个段落\n")


def test_nothing_is_done_while_the_store_has_not_changed(settings):
    add_document(settings, "第一条　低保标准。")
    run()
    assert run() == (0, "索引没有变化：库的第 1 次变更，共 1 个段落\n")
    add_document(settings, "第二条　申请材料。")
    assert run() == (0, "索引已更新：库的第 2 次变更，共 2 个段落\n")


def test_force_builds_again(settings):
    run()
    assert run("--force")[1].startswith("索引已建立")


def test_a_machine_reads_the_result_as_json(settings):
    add_document(settings, "第一条　低保标准。")
    status, output = run("--json")
    assert (status, json.loads(output)) == (0, {"revision": 1, "passages": 1, "unchanged": False})
    assert json.loads(run("--json")[1])["unchanged"] is True


def test_another_builder_is_told_and_fails_the_command(settings):
    settings.index_folder.mkdir(parents=True)
    with (settings.index_folder / LOCK).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        status, output = run()
    assert (status, "另一个进程正在建立索引" in output) == (1, True)

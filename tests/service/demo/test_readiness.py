"""A demonstration is prepared once, and again only where something changed."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from service.commands.demo import demo_settings
from service.config import Settings
from service.demo.people import PASSWORDS_FILE
from service.demo.readiness import MARK_FILE, is_prepared, program_mark, remember


@pytest.fixture
def prepared(tmp_path: Path) -> Settings:
    settings = demo_settings(tmp_path, {})
    (tmp_path / "yihaoda.db").write_bytes(b"records")
    (tmp_path / PASSWORDS_FILE).write_text("{}", encoding="utf-8")
    settings.index_folder.mkdir()
    remember(settings)
    return settings


def test_a_home_is_prepared_when_that_was_remembered(tmp_path: Path) -> None:
    assert not is_prepared(demo_settings(tmp_path, {}))


def test_a_home_stays_prepared_while_it_is_used(prepared: Settings) -> None:
    assert is_prepared(prepared)
    (prepared.home / "yihaoda.db").write_bytes(b"records and more records")
    (prepared.index_folder / "build").mkdir()
    assert is_prepared(prepared)


@pytest.mark.parametrize("name", ["yihaoda.db", PASSWORDS_FILE, "index"])
def test_a_home_that_lost_something_is_prepared_again(prepared: Settings, name: str) -> None:
    (prepared.home / name).rename(prepared.home / "aside")
    assert not is_prepared(prepared)


def test_a_home_that_another_program_prepared_is_prepared_again(prepared: Settings) -> None:
    mark = prepared.home / MARK_FILE
    mark.write_text(f"{'0' * 64} {mark.read_text(encoding='ascii').partition(' ')[2]}", "ascii")
    assert not is_prepared(prepared)


def test_a_program_is_another_when_any_of_its_files_changed(tmp_path: Path) -> None:
    module = tmp_path / "package" / "module.py"
    module.parent.mkdir()
    module.write_text("one", encoding="utf-8")
    before = program_mark([tmp_path])
    (tmp_path / "package" / "module.cpython-311.pyc").write_bytes(b"compiled")
    assert program_mark([tmp_path]) == before
    os.utime(module, ns=(1, 1))
    touched = program_mark([tmp_path])
    (tmp_path / "package" / "documents.md").write_text("two", encoding="utf-8")
    assert len({before, touched, program_mark([tmp_path])}) == 3

"""`yihaoda keys`: contact data is sealed under a new key, and an old one dropped only when idle."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from knowledge.clock import system_clock
from service.cli import main
from service.config import Settings
from service.consultations.contacts import read_contact
from service.consultations.numbers import new_form_token
from service.consultations.submission import Submission
from service.keyed_store import open_ready_store
from tests.service.consultations.forms import desk


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("YIHAODA_HOME", str(tmp_path))

    def invoke(*arguments: str) -> tuple[int, str]:
        done = CliRunner().invoke(main, arguments)
        return done.exit_code, done.output

    return invoke


def test_keys_are_rotated_and_old_ones_dropped(run, tmp_path: Path) -> None:
    store = open_ready_store(Settings(home=tmp_path))
    form = Submission("低保怎么申请？", new_form_token(), None, "13900139000", "某女士")
    number = desk(store, system_clock).submit(form).number
    assert run("keys", "list") == (0, "k1（现用）  2 条\n")
    assert run("keys", "drop", "k1")[0] == 1
    assert "现用的密钥是 k2；重新封存了 1 件" in run("keys", "rotate")[1]
    assert run("keys", "list")[1] == "k2（现用）  2 条\nk1  0 条\n"
    assert run("keys", "drop", "k1") == (0, "已删除密钥 k1\n")
    assert "不能删除" in run("keys", "drop", "k9")[1]
    with store.reading() as session:
        assert read_contact(session, number).contact == "13900139000"
    store.dispose()
    assert "更换密钥" in run("audit", "show")[1]


def test_keys_that_are_set_are_changed_where_they_are_set(
    run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = ("a:" + "QUJD" * 10 + "QUI="), ("b:" + "QUJE" * 10 + "QUI=")
    monkeypatch.setenv("YIHAODA_CONTACT_KEYS", f"{second},{first}")
    assert "现用的密钥是 b" in run("keys", "rotate")[1]
    assert "YIHAODA_CONTACT_KEYS" in run("keys", "drop", "a")[1]
    assert not (tmp_path / "contact_keys").exists()


@pytest.mark.parametrize("wrong", ["a:short", "nokey", "a:QUJD,a:QUJD"])
def test_a_wrong_key_is_told_without_being_shown(
    run, monkeypatch: pytest.MonkeyPatch, wrong: str
) -> None:
    monkeypatch.setenv("YIHAODA_CONTACT_KEYS", wrong)
    status, told = run("keys", "list")
    assert (status, "密钥写错了" in told, wrong in told) == (1, True, False)

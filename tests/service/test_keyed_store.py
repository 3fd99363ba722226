"""A store is opened with its keys, and holds no contact data that is not sealed."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text

from knowledge.clock import system_clock
from service.config import Settings
from service.consultations.contacts import Contact, read_contact
from service.consultations.numbers import new_form_token
from service.consultations.submission import Submission
from service.keyed_store import open_keyed_store, open_ready_store
from service.staff.errors import KeyringUnreadable, SealingKeyMissing
from tests.service.consultations.forms import desk


def test_what_an_earlier_program_stored_plain_is_sealed_when_the_store_is_opened(
    tmp_path: Path,
) -> None:
    settings = Settings(home=tmp_path)
    store = open_ready_store(settings)
    number = desk(store, system_clock).submit(Submission("低保？", new_form_token())).number
    with store.writing() as session:
        session.execute(text("UPDATE consultation SET contact = '13900139000'"))
    store.dispose()
    again = open_ready_store(settings)
    with again.reading() as session:
        kept = session.execute(text("SELECT contact FROM consultation")).scalar_one()
        assert kept.startswith("s1:k1:")
        assert read_contact(session, number) == Contact("13900139000", None)
    again.dispose()
    assert b"13900139000" not in (tmp_path / "contact_keys").read_bytes()


def test_a_lost_key_is_told_and_the_service_goes_on(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    store = open_ready_store(settings)
    form = Submission("低保？", new_form_token(), None, "13900139000")
    number = desk(store, system_clock).submit(form).number
    store.dispose()
    lines = (tmp_path / "contact_keys").read_text(encoding="ascii")
    (tmp_path / "contact_keys").write_text(lines.replace("k1", "k7"), encoding="ascii")
    again = open_ready_store(settings)
    with again.reading() as session, pytest.raises(SealingKeyMissing, match="密钥 k1"):
        read_contact(session, number)
    again.dispose()


def test_a_broken_key_file_is_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "contact_keys").write_text("rubbish\n", encoding="ascii")
    with pytest.raises(KeyringUnreadable, match="密钥写错了"):
        open_keyed_store(Settings(home=tmp_path))

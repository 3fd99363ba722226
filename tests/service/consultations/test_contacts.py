"""Contact data is sealed at rest, shown masked, revealed for a reason, rotated and deleted."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sqlalchemy import select, text, update

from knowledge.database import Store
from service.consultations import resealing
from service.consultations.contacts import (
    Contact,
    delete_contact,
    read_contact,
    reveal_contact,
)
from service.consultations.errors import ConsultationNotFound, ContactReasonRefused
from service.consultations.numbers import new_form_token
from service.consultations.records import Consultation
from service.consultations.resealing import keys_in_use, reseal, seal_plain
from service.consultations.submission import Submission
from service.staff.actors import Actor, ActorKind
from service.staff.errors import SealBroken, SealingKeyMissing
from service.staff.keyring import Keyring
from service.staff.records import AuditEntry
from service.staff.roles import Role
from service.staff.sealing import with_keyring
from tests.clocks import FrozenClock
from tests.service.consultations.forms import desk

CLERK = Actor(ActorKind.STAFF, "王芳", 12, frozenset({Role.HOTLINE}))
LEFT = Contact("13900139000", "某女士")


@pytest.fixture
def keyring(tmp_path: Path) -> Keyring:
    return Keyring(tmp_path / "contact_keys")


def leave(store: Store, clock: FrozenClock, left: Contact = LEFT) -> str:
    """Leave a consultation with this contact; returns its number."""
    submission = Submission("低保怎么申请？", new_form_token(), None, left.contact, left.name)
    return desk(store, clock).submit(submission).number


def opened(store: Store, number: str) -> Contact:
    with store.reading() as session:
        return read_contact(session, number)


def stored(store: Store) -> list[str]:
    with store.reading() as session:
        return list(session.scalars(select(Consultation.contact).order_by(Consultation.id)))


def make_plain(store: Store) -> None:
    """What an earlier program stored."""
    with store.writing() as session:
        session.execute(update(Consultation).values(contact=LEFT.contact, contact_name=LEFT.name))


@pytest.mark.parametrize(
    ("left", "shown"),
    [
        (LEFT, Contact("139****9000", "某**")),
        (Contact("04531234567", "张三"), Contact("045****4567", "张*")),
        (Contact("88330120", "李"), Contact("8****0120", "李")),
        (Contact("li.ming@example.cn", None), Contact("l***@example.cn", None)),
        (Contact(None, None), Contact(None, None)),
    ],
)
def test_contact_data_is_shown_masked(left: Contact, shown: Contact) -> None:
    assert left.masked == shown


def test_a_reveal_needs_a_reason_and_is_recorded_without_the_data(
    store: Store, clock: FrozenClock
) -> None:
    number = leave(store, clock)
    with pytest.raises(ContactReasonRefused), store.writing() as session:
        reveal_contact(session, CLERK, number, "  ", clock())
    with store.writing() as session:
        told = "回电核实，机主13900139000"
        assert reveal_contact(session, CLERK, number, told, clock()) == LEFT
    with store.reading() as session:
        entry = session.scalars(select(AuditEntry)).one()
        assert (entry.actor_name, entry.subject) == ("王芳", f"consultation:{number}")
        assert json.loads(entry.details) == {
            "看到": "联系方式、称呼",
            "理由": "回电核实，机主〔电话〕",
        }


def test_of_an_unknown_consultation_nothing_is_told(sqlite_store: Store, clock) -> None:
    with pytest.raises(ConsultationNotFound), sqlite_store.writing() as session:
        reveal_contact(session, CLERK, "20261122-0099", "核实", clock())


def test_deleting_takes_the_data_and_nothing_else(store: Store, clock: FrozenClock) -> None:
    number = leave(store, clock)
    with store.writing() as session:
        assert delete_contact(session, CLERK, number, "本人要求删除", clock())
        assert not delete_contact(session, CLERK, number, "本人要求删除", clock())
    assert opened(store, number).is_empty
    with store.reading() as session:
        kept = session.scalars(select(Consultation)).one()
        assert (kept.number, kept.privacy_notice_version is None) == (number, False)
        assert session.scalars(select(AuditEntry.action)).one() == "删除联系方式"


def test_what_was_stored_plain_is_sealed_once(
    store: Store, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(resealing, "BATCH", 2)
    numbers = [leave(store, clock) for _ in range(5)]
    make_plain(store)
    assert seal_plain(store) == 5
    assert seal_plain(store) == 0
    assert all(sealed.startswith("s1:k1:") for sealed in stored(store))
    assert {opened(store, number) for number in numbers} == {LEFT}


def test_a_rotation_seals_anew_while_a_service_runs(
    store: Store, clock: FrozenClock, keyring: Keyring
) -> None:
    mine = with_keyring(store, keyring)
    running = with_keyring(store, Keyring(keyring.path))
    number, empty = leave(mine, clock), leave(mine, clock, Contact(None, None))
    assert keyring.add() == "k2"
    later = leave(running, clock)
    assert [sealed[:6] for sealed in stored(store) if sealed] == ["s1:k1:", "s1:k2:"]
    assert reseal(mine) == 1
    with mine.reading() as session:
        assert keys_in_use(session) == {"k2": 4}
    keyring.drop("k1")
    assert opened(running, number) == opened(running, later) == LEFT
    assert opened(running, empty).is_empty
    assert keyring.path.stat().st_mode & 0o777 == 0o600


def test_a_missing_key_is_told_by_its_name(
    sqlite_store: Store, clock: FrozenClock, keyring: Keyring
) -> None:
    mine = with_keyring(sqlite_store, keyring)
    number = leave(mine, clock)
    keyring.add()
    keyring.drop("k1")
    with pytest.raises(SealingKeyMissing, match=r"密钥 k1 封存.*请从备份恢复"):
        opened(mine, number)
    with pytest.raises(SealingKeyMissing):
        reseal(mine)


def test_another_key_of_the_same_name_opens_nothing(
    sqlite_store: Store, clock: FrozenClock, keyring: Keyring, tmp_path: Path
) -> None:
    number = leave(with_keyring(sqlite_store, keyring), clock)
    other = with_keyring(sqlite_store, Keyring(tmp_path / "other_keys"))
    with pytest.raises(SealBroken, match="密钥不是当初那一把"):
        opened(other, number)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE consultation SET contact = contact_name, contact_name = contact",
        "UPDATE consultation SET contact ="
        " (SELECT max(contact) FROM consultation WHERE id <> {id})",
        "UPDATE consultation SET contact = substr(contact, 1, 20) ||"
        " CASE substr(contact, 21, 1) WHEN 'A' THEN 'B' ELSE 'A' END || substr(contact, 22)",
        "UPDATE consultation SET contact = 's1:k1:'",
        "UPDATE consultation SET contact = 's1:k1:!!'",
        "UPDATE consultation SET contact = 's9' || substr(contact, 3)",
    ],
)
def test_what_was_changed_or_put_in_anothers_place_does_not_open(
    sqlite_store: Store, clock: FrozenClock, change: str
) -> None:
    leave(sqlite_store, clock, Contact("13700137000", "别人"))
    number = leave(sqlite_store, clock)
    with sqlite_store.writing() as session:
        row = session.scalars(select(Consultation).where(Consultation.number == number)).one()
        session.execute(text(change.format(id=row.id)))
    with pytest.raises(SealBroken):
        opened(sqlite_store, number)

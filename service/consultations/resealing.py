"""Sealing stored contact data anew: what is plain still, or what lies under another key."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, Table, and_, func, or_, select, update
from sqlalchemy.orm import Session

from knowledge.database import Store, table
from service.consultations.contacts import FIELDS, bound_to, contact_digest
from service.consultations.records import Consultation
from service.hotline.records import HotlineCall
from service.hotline.sealing import CALLER, caller_bound_to
from service.staff.keyring import Keyring
from service.staff.sealing import PREFIX, key_id_of, keyring_of, seal, unseal

#: Rows of one transaction: none holds the write lock for long.
BATCH = 200


@dataclass(frozen=True)
class Sealed:
    """A table with sealed columns; `named` is the column by whose value a row's are bound."""

    table: Table
    named: str
    fields: tuple[str, ...]
    bound_to: Callable[[str, str], str]


_CONTACTS = Sealed(table(Consultation), "number", FIELDS, bound_to)
_CALLERS = Sealed(table(HotlineCall), "token", (CALLER,), caller_bound_to)


def seal_plain(store: Store) -> int:
    """Seal what was stored before contact data was sealed; returns of how many consultations."""
    return _reseal(store, _CONTACTS, PREFIX)


def reseal(store: Store) -> int:
    """Seal anew, under the present key, what lies plain or under others; returns how many.

    Raises SealError where a text cannot be opened; what was sealed anew before that stays so.
    """
    with store.reading() as session:
        key_id, _ = keyring_of(session).present()
    return sum(_reseal(store, sealed, f"{PREFIX}{key_id}:") for sealed in (_CONTACTS, _CALLERS))


def digest_contacts(store: Store, secret: bytes) -> int:
    """Fill in the digests of contacts that were left before there were any; returns how many."""
    columns = table(Consultation).c
    done, last = 0, 0
    while True:
        with store.writing() as session:
            rows = session.execute(
                select(columns.id, columns.number, columns.contact)
                .where(
                    columns.id > last,
                    columns.contact.is_not(None),
                    columns.contact_digest.is_(None),
                )
                .order_by(columns.id)
                .limit(BATCH)
            ).all()
            for row in rows:
                contact = unseal(keyring_of(session), row.contact, bound_to(row.number, "contact"))
                values = {"contact_digest": contact_digest(secret, contact)}
                session.execute(
                    update(table(Consultation)).where(columns.id == row.id).values(values)
                )
        if not rows:
            return done
        done, last = done + len(rows), rows[-1].id


def keys_in_use(session: Session) -> dict[str | None, int]:
    """How many texts lie under each key, by its id; None for those that are plain."""
    counts: dict[str | None, int] = {}
    for sealed in (_CONTACTS, _CALLERS):
        for name in sealed.fields:
            column = sealed.table.c[name]
            # The key's id stands between the first two colons, within so many characters.
            head = func.substr(column, 1, len(PREFIX) + 17)
            for (beginning,) in session.execute(select(head).where(column.is_not(None))):
                key_id = key_id_of(beginning)
                counts[key_id] = counts.get(key_id, 0) + 1
    return counts


def _reseal(store: Store, sealed: Sealed, prefix: str) -> int:
    """Seal whatever does not begin with `prefix`, a batch a transaction."""
    rows_of, columns = sealed.table.c, [sealed.table.c[name] for name in sealed.fields]
    unlike = or_(*(and_(column.is_not(None), column.not_like(f"{prefix}%")) for column in columns))
    done, last = 0, 0
    while True:
        with store.writing() as session:
            rows = session.execute(
                select(rows_of.id, rows_of[sealed.named], *columns)
                .where(rows_of.id > last, unlike)
                .order_by(rows_of.id)
                .limit(BATCH)
                .with_for_update()
            ).all()
            for row in rows:
                _seal_row(session, sealed, row)
        if not rows:
            return done
        done, last = done + len(rows), rows[-1].id


def _seal_row(session: Session, sealed: Sealed, row: Row[Any]) -> None:
    keyring = keyring_of(session)
    row_id, name, *texts = tuple(row)
    values = {
        field: _anew(keyring, text, sealed.bound_to(name, field))
        for field, text in zip(sealed.fields, texts, strict=True)
        if text is not None
    }
    session.execute(update(sealed.table).where(sealed.table.c.id == row_id).values(values))


def _anew(keyring: Keyring, text: str, belongs_to: str) -> str:
    plain = text if key_id_of(text) is None else unseal(keyring, text, belongs_to)
    return seal(keyring, plain, belongs_to)

"""Sealing stored contact data anew: what is plain still, or what lies under another key."""

from __future__ import annotations

from sqlalchemy import Row, and_, func, or_, select, update
from sqlalchemy.orm import Session

from knowledge.database import Store
from service.consultations.contacts import FIELDS, bound_to
from service.consultations.records import Consultation
from service.staff.keyring import Keyring
from service.staff.sealing import PREFIX, key_id_of, keyring_of, seal, unseal

#: Consultations of one transaction: none holds the write lock for long.
BATCH = 200

_COLUMNS = (Consultation.contact, Consultation.contact_name)


def seal_plain(store: Store) -> int:
    """Seal what was stored before contact data was sealed; returns of how many consultations."""
    return _reseal(store, PREFIX)


def reseal(store: Store) -> int:
    """Seal anew, under the present key, what lies plain or under others; returns how many.

    Raises SealError where a text cannot be opened; what was sealed anew before that stays so.
    """
    with store.reading() as session:
        key_id, _ = keyring_of(session).present()
    return _reseal(store, f"{PREFIX}{key_id}:")


def keys_in_use(session: Session) -> dict[str | None, int]:
    """How many texts lie under each key, by its id; None for those that are plain."""
    counts: dict[str | None, int] = {}
    for column in _COLUMNS:
        # The key's id stands between the first two colons, within so many characters.
        head = func.substr(column, 1, len(PREFIX) + 17)
        found = session.execute(select(head).where(column.is_not(None)))
        for (beginning,) in found:
            key_id = key_id_of(beginning)
            counts[key_id] = counts.get(key_id, 0) + 1
    return counts


def _reseal(store: Store, prefix: str) -> int:
    """Seal whatever does not begin with `prefix`, a batch a transaction."""
    unlike = or_(*(and_(column.is_not(None), column.not_like(f"{prefix}%")) for column in _COLUMNS))
    done, last = 0, 0
    while True:
        with store.writing() as session:
            rows = session.execute(
                select(Consultation.id, Consultation.number, *_COLUMNS)
                .where(Consultation.id > last, unlike)
                .order_by(Consultation.id)
                .limit(BATCH)
                .with_for_update()
            ).all()
            for row in rows:
                _seal_row(session, row)
        if not rows:
            return done
        done, last = done + len(rows), rows[-1].id


def _seal_row(session: Session, row: Row[int, str, str | None, str | None]) -> None:
    keyring = keyring_of(session)
    stored = dict(zip(FIELDS, (row.contact, row.contact_name), strict=True))
    values = {
        field: _anew(keyring, text, bound_to(row.number, field))
        for field, text in stored.items()
        if text is not None
    }
    session.execute(update(Consultation).where(Consultation.id == row.id).values(values))


def _anew(keyring: Keyring, text: str, belongs_to: str) -> str:
    plain = text if key_id_of(text) is None else unseal(keyring, text, belongs_to)
    return seal(keyring, plain, belongs_to)

"""The store of the settings, carrying the keys that lie outside the database."""

from __future__ import annotations

from knowledge.database import Store, open_store
from service.config import Settings, audit_key
from service.consultations.practice import Practice, practising
from service.consultations.resealing import seal_plain
from service.replies.checking import EFFECTS, GUARDS
from service.schema import upgrade
from service.staff.audit_log import AuditSeal, audited
from service.staff.keyring import Keyring
from service.staff.sealing import with_keyring


def open_keyed_store(settings: Settings) -> Store:
    """Open the store so that what is done in it can be recorded, and contact data be sealed.

    No reply goes out of it without what the replies ask for.

    Raises StoreError where the address is none, SettingsError or SealError where a key cannot be
    had.
    """
    seal = AuditSeal(audit_key(settings), settings.audit_anchor)
    keyring = Keyring(settings.contact_keys_file, settings.contact_keys)
    keyring.keys()
    store = with_keyring(audited(open_store(settings.store_url), seal), keyring)
    return practising(store, Practice(guards=GUARDS, effects=EFFECTS))


def open_ready_store(settings: Settings) -> Store:
    """The same with its schema at the newest, and no contact data in it that is not sealed."""
    store = open_keyed_store(settings)
    try:
        upgrade(store)
        seal_plain(store)
    except BaseException:
        store.dispose()
        raise
    return store

"""The store of the settings, carrying the keys that lie outside the database."""

from __future__ import annotations

from knowledge.database import Store, open_store
from service.config import Settings, audit_key, secret_key
from service.consultations.resealing import digest_contacts, seal_plain
from service.schema import upgrade
from service.staff.audit_log import AuditSeal, audited
from service.staff.keyring import Keyring
from service.staff.sealing import with_keyring


def open_sealed_store(settings: Settings) -> Store:
    """Open the store so that what is done in it can be recorded and contact data be sealed.

    Raises StoreError where the address is none, SettingsError or SealError where a key cannot be
    had.
    """
    seal = AuditSeal(audit_key(settings), settings.audit_anchor)
    keyring = Keyring(settings.contact_keys_file, settings.contact_keys)
    keyring.keys()
    return with_keyring(audited(open_store(settings.store_url), seal), keyring)


def make_ready(store: Store, settings: Settings) -> Store:
    """Bring the schema to the newest, seal contact data that is plain still, and digest it.

    Raises StoreError, and closes the store then.
    """
    try:
        upgrade(store)
        seal_plain(store)
        digest_contacts(store, secret_key(settings))
    except BaseException:
        store.dispose()
        raise
    return store


def ready_the_store(settings: Settings) -> None:
    """Make the store ready for the processes that are about to open it; raises as they would."""
    make_ready(open_sealed_store(settings), settings).dispose()

"""The store of the settings, carrying the keys that lie outside the database."""

from __future__ import annotations

from knowledge.database import Store, open_store
from service.config import Settings, audit_key
from service.consultations.practice import Practice, practising
from service.consultations.resealing import seal_plain
from service.consultations.terms import Terms
from service.replies.checking import EFFECTS, GUARDS
from service.schema import upgrade
from service.staff.audit_log import AuditSeal, audited
from service.staff.keyring import Keyring
from service.staff.sealing import with_keyring


def open_keyed_store(settings: Settings) -> Store:
    """Open the store so that what is done in it can be recorded and contact data be sealed.

    Raises StoreError where the address is none, SettingsError or SealError where a key cannot be
    had.
    """
    seal = AuditSeal(audit_key(settings), settings.audit_anchor)
    keyring = Keyring(settings.contact_keys_file, settings.contact_keys)
    keyring.keys()
    store = practising(open_store(settings.store_url), _practice(settings))
    return with_keyring(audited(store, seal), keyring)


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


def _practice(settings: Settings) -> Practice:
    """How this office handles consultations: its terms, and what a reply must be to go out."""
    terms = Terms(
        triage_days=settings.triage_days,
        simple_days=settings.simple_days,
        normal_days=settings.consultation_days,
        complex_days=settings.complex_days,
        extension_days=settings.extension_days,
        alarm_days=settings.alarm_days,
        archive_days=settings.archive_days,
    )
    return Practice(terms, GUARDS, EFFECTS)

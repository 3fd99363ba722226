"""The store of the settings, carrying the keys that lie outside the database."""

from __future__ import annotations

from knowledge.database import Store, open_store
from service.config import Settings, audit_key
from service.staff.audit_log import AuditSeal, audited


def open_keyed_store(settings: Settings) -> Store:
    """Open the store so that what is done in it can be recorded.

    Raises StoreError where the address is none, SettingsError where a key cannot be had.
    """
    seal = AuditSeal(audit_key(settings), settings.audit_anchor)
    return audited(open_store(settings.store_url), seal)

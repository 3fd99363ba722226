"""The store as the office works in it: carrying its keys, and its practice of consultations."""

from __future__ import annotations

from knowledge.database import Store
from service.config import Settings
from service.consultations.practice import Practice, practising
from service.consultations.terms import Terms
from service.replies.checking import EFFECTS, GUARDS
from service.sealed_store import make_ready, open_sealed_store


def open_keyed_store(settings: Settings) -> Store:
    """Open the store; raises StoreError, SettingsError and SealError as `open_sealed_store`."""
    return practising(open_sealed_store(settings), _practice(settings))


def open_ready_store(settings: Settings) -> Store:
    """The same with its schema at the newest, and no contact data in it that is not sealed."""
    return make_ready(open_keyed_store(settings), settings)


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

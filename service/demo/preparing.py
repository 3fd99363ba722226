"""The demonstration's data brought into its store: documents, calendars, people, consultations."""

from __future__ import annotations

import click

from indexer.build import is_current, update_index
from knowledge.clock import Clock
from knowledge.ingesting.ingestion import ingest_paths
from knowledge.ingesting.workers import Workers
from service.config import Settings, secret_key
from service.consultations.calendar_import import load_shipped_calendars
from service.consultations.submission import ConsultationDesk
from service.demo import DOCUMENTS
from service.demo.consultations import leave_consultations
from service.demo.people import demo_passwords, settle
from service.keyed_store import open_ready_store


def prepare(settings: Settings, clock: Clock) -> bool:
    """Bring the store and the index up to date; nothing is brought in twice.

    Tells whether every document was taken in; those that were not are named on stderr.
    """
    store = open_ready_store(settings)
    try:
        with Workers() as workers:
            report = ingest_paths(store, [DOCUMENTS], clock, read=workers.read, aside=workers)
        for failure in report.failed:
            click.echo(f"{failure.name}：{failure.reason}", err=True)
        if not is_current(store, settings.index_folder):
            update_index(store, settings.index_folder)
        load_shipped_calendars(store, clock())
        with store.writing() as session:
            settle(session, demo_passwords(settings.home), clock())
        desk = ConsultationDesk(store, clock, secret_key(settings), settings.consultation_days)
        leave_consultations(store, desk, clock())
    finally:
        store.dispose()
    return not report.failed

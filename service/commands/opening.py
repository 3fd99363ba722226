"""Opening the store for one command, with what is wrong told in one plain sentence."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import click

from knowledge.database import Store
from knowledge.errors import StoreError
from service.config import SettingsError, read_settings
from service.keyed_store import open_ready_store
from service.staff.errors import StaffError


@contextmanager
def opened_store() -> Iterator[Store]:
    """The store of the settings, its schema at the newest; closed when the command ends.

    A wrong setting and an unusable store end the command with their message and status 1.
    """
    try:
        store = open_ready_store(read_settings())
        try:
            yield store
        finally:
            store.dispose()
    except (SettingsError, StaffError, StoreError) as error:
        raise click.ClickException(str(error)) from error

"""A web process that is ready before it is asked.

The first question of a process, and of a new index, reads what later ones have at hand; a thread
of its own sees to that, so that no citizen waits for it.
"""

from __future__ import annotations

import logging
import time
from threading import Thread

from indexer.engine import SearchIndex
from indexer.errors import SearchIndexError
from knowledge.errors import StoreError
from service.answering.errors import SearchUnavailable
from service.wiring import Office

log = logging.getLogger(__name__)

#: Seconds between two looks at whether there is a new index.
LOOK_EVERY = 1.0


def stay_ready(office: Office) -> Thread:
    """Rehearse now, and once for every new index, as long as the process lives."""
    thread = Thread(target=_stay_ready, args=(office,), name="readiness", daemon=True)
    thread.start()
    return thread


def _stay_ready(office: Office) -> None:
    rehearsed: SearchIndex | None = None
    while True:
        rehearsed = get_ready(office, rehearsed)
        time.sleep(LOOK_EVERY)


def get_ready(office: Office, rehearsed: SearchIndex | None) -> SearchIndex | None:
    """Rehearse unless `rehearsed` is the newest index; returns the index that is ready."""
    try:
        index = office.index.index()
        if index is not rehearsed:
            office.answers.rehearse()
            office.questions.bank()
        return index
    except (SearchIndexError, SearchUnavailable, StoreError) as error:
        # Whoever asks is told; here it is only tried again.
        log.debug("not_ready: %s", error)
        return rehearsed

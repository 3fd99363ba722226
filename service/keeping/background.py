"""The keepers' work behind requests: looked for often and cheaply.

What reads and fetches documents is loaded when there is the first to read or fetch.
"""

from __future__ import annotations

from threading import Event

from knowledge.clock import Clock
from knowledge.database import Store
from service.config import Settings
from service.keeping.drafts import first_waiting
from service.keeping.page_checks import next_in_line

#: Seconds between two looks.
DRAFTS_EVERY, PAGES_EVERY = 1.0, 2.0


def read_regularly(store: Store, clock: Clock, stop: Event) -> None:
    """Read the drafts that wait, as they come, until told to stop."""
    while not stop.wait(DRAFTS_EVERY):
        if first_waiting(store) is not None:
            from service.keeping.waiting import read_waiting

            read_waiting(store, clock, stop)


def check_regularly(store: Store, settings: Settings, clock: Clock, stop: Event) -> None:
    """Look at the publishers' pages in line, as they come, until told to stop."""
    while not stop.wait(PAGES_EVERY):
        if next_in_line(store) is not None:
            from service.keeping.page_checking import check_waiting
            from service.pulling import fetch_policy

            check_waiting(store, fetch_policy(settings), clock, stop)

"""What the benchmarks of pages share: an office that stays or goes, and the timing of requests."""

from __future__ import annotations

import gc
import sys
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

import numpy as np
from sqlalchemy import text
from werkzeug.test import TestResponse

from service.config import read_settings
from service.wiring import Office, open_office

#: Requests before those that count.
WARMING = 2
HEADING = "what is asked for, ms: p50, p95, CPU p50, CPU p95, p95 to its bound"

Request = TypeVar("Request")


def add_office_arguments(parser: ArgumentParser) -> None:
    """Where the office is kept, and how often each page is asked for."""
    parser.add_argument("--requests", type=int, default=40)
    parser.add_argument("--home", type=Path)
    parser.add_argument("--database", default="")


@contextmanager
def opened_office(arguments: Namespace) -> Iterator[Office]:
    """The office that the arguments name; its home goes with it where they name none."""
    with TemporaryDirectory() as folder:
        home = arguments.home or Path(folder)
        where = {"home": home, "database_url": arguments.database}
        office = open_office(read_settings().model_copy(update=where))
        gc.freeze()  # as the web process does
        try:
            yield office
        finally:
            office.close()


def analysed(office: Office) -> None:
    """Let PostgreSQL count its rows, as its own daemon does a minute after they came."""
    if office.store.engine.dialect.name == "postgresql":
        with office.store.writing() as session:
            session.execute(text("ANALYZE"))


def report(
    name: str,
    requests: Iterator[Request],
    ask: Callable[[Request], TestResponse],
    count: int,
    bound: float,
) -> bool:
    """Ask so often and print what it took; tells whether p95 is over the bound, in ms."""
    took, worked = [], []
    for request in islice(requests, count + WARMING):
        begun, busy = time.perf_counter(), time.process_time()
        answer = ask(request)
        took.append(1000 * (time.perf_counter() - begun))
        worked.append(1000 * (time.process_time() - busy))
        if answer.status_code != 200:
            sys.exit(f"{request}: {answer.status_code}")
    p50, p95 = np.percentile(took[WARMING:], [50, 95])
    cpu50, cpu95 = np.percentile(worked[WARMING:], [50, 95])
    told = "" if p95 < bound else "  TOO SLOW"
    figures = f"{p50:8.1f} {p95:8.1f} {cpu50:8.1f} {cpu95:8.1f} {p95 / bound:6.2f}"
    print(f"{name:56} {figures}{told}", flush=True)
    return bool(p95 >= bound)

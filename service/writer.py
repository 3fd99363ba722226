"""The writer process: indexes, tidies up, sends notices, groups questions, reads, verifies."""

from __future__ import annotations

import logging
import logging.config
import os
import signal
import sys
import time
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from datetime import timedelta
from threading import Event
from types import FrameType

import click

from indexer.refresh import follow
from knowledge.clock import Clock, system_clock
from knowledge.database import Store
from service.answering.records import purge
from service.config import Settings, read_settings
from service.consultations.archiving import archive_finished
from service.consultations.contact_retention import purge_contacts
from service.consultations.guesses import purge_guesses
from service.hotline.callers import purge_callers
from service.keeping.background import check_regularly, read_regularly
from service.keeping.uninterpreted_counts import count_regularly
from service.keyed_store import open_keyed_store
from service.logs import LOGGING
from service.replies.grouping import group_regularly
from service.replies.sending import send_regularly
from service.staff.audit_walking import verify_regularly
from service.staff.sessions import purge_sessions
from service.supervisor import end_with, handling
from service.trials.runs import purge_runs

log = logging.getLogger("yihaoda.writer")

#: Seconds between two looks at the store's revision.
FOLLOW_EVERY = 1.0
#: Seconds between two deletions of what has expired.
PURGE_EVERY = 300.0
#: Seconds between two looks at whether to stop.
LOOK_EVERY = 0.2
#: Seconds that running work is given to end before the process ends under it.
FAREWELL = 5.0


def write(settings: Settings, clock: Clock) -> None:
    """Do the writer's works side by side until SIGTERM or SIGINT.

    What either work raises ends both: the supervisor starts the process anew. Work that does not
    end in time is left unfinished; a build that was not finished is never swapped in.
    """
    store = open_keyed_store(settings)
    stop = Event()
    retention = timedelta(days=settings.question_retention_days)
    signals: list[int] = []

    def told(number: int, _frame: FrameType | None) -> None:
        signals.append(number)  # an Event's lock may be held by the very code interrupted here

    with ThreadPoolExecutor(8) as pool, handling(told, signal.SIGTERM, signal.SIGINT):
        works: list[Future[None]] = [
            pool.submit(follow, store, settings.index_folder, stop, FOLLOW_EVERY),
            pool.submit(_tidy_regularly, store, settings, clock, stop),
            pool.submit(send_regularly, store, settings, clock, stop),
            pool.submit(group_regularly, store, clock, retention, stop),
            pool.submit(verify_regularly, store, clock, stop),
            pool.submit(read_regularly, store, clock, stop),
            pool.submit(count_regularly, store, clock, stop),
            pool.submit(check_regularly, store, settings, clock, stop),
        ]
        while not signals and not wait(works, 0, FIRST_COMPLETED).done:
            time.sleep(LOOK_EVERY)
        stop.set()
        unfinished = wait(works, FAREWELL).not_done
        failed = [error for work in works if work.done() and (error := work.exception())]
        for error in failed:
            log.error("写入进程的工作失败", exc_info=error)
        if unfinished:
            logging.shutdown()
            os._exit(1 if failed else 0)
    store.dispose()
    if failed:
        sys.exit(1)


def _tidy_regularly(store: Store, settings: Settings, clock: Clock, stop: Event) -> None:
    kept = timedelta(days=settings.contact_retention_days)
    while True:
        with store.writing() as session:
            questions = purge(session, clock())
            purge_sessions(session, clock())
            purge_guesses(session, clock())
            purge_runs(session, clock())
        done = (
            (questions, "已删除 %d 条到期的提问记录"),
            (archive_finished(store, clock()), "已归档 %d 件办结的咨询"),
            (purge_contacts(store, kept, clock()), "已删除 %d 件咨询到期的联系方式"),
            (purge_callers(store, kept, clock()), "已删除 %d 通来电到期的号码和记录"),
        )
        for count, words in done:
            if count:
                log.info(words, count)
        if stop.wait(PURGE_EVERY):
            return


@click.command()
@click.option("--parent", type=int, required=True)
def main(parent: int) -> None:
    """Write until told to stop."""
    logging.config.dictConfig(dict(LOGGING))
    end_with(parent)
    write(read_settings(), system_clock)


if __name__ == "__main__":
    main()

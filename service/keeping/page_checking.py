"""Looking at publishers' pages that are in line: one after the other, as politely as pulling.

What a page holds is read in a process of its own. The service may end at any moment: what was not
finished is still in line.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from threading import Event

from sqlalchemy.orm import Session

from knowledge.clock import Clock
from knowledge.database import Store
from knowledge.documents import DocumentId
from knowledge.errors import KnowledgeError, PageGone
from knowledge.fetching.fetcher import Fetcher, Surroundings
from knowledge.fetching.policy import FetchPolicy
from knowledge.ingesting.processes import Limits
from knowledge.ingesting.workers import Workers
from knowledge.queries.values import values_of
from service.keeping.page_checks import PageCheck, PageState, next_in_line
from service.keeping.publisher import PageNow, compared_with_stored
from service.keeping.uploads import source_at

#: What reading one page may take.
_LIMITS = Limits(seconds=60.0)
#: Fields that decide whether a document is in force.
_OF_VALIDITY = frozenset({"stated_validity", "effective_on", "expires_on"})
_LONGEST_TOLD = 500


@dataclass(frozen=True)
class _Found:
    """What became of a look."""

    state: PageState
    told: str = ""


def check_waiting(
    store: Store,
    policy: FetchPolicy,
    clock: Clock,
    stop: Event,
    around: Surroundings | None = None,
) -> int:
    """Look at all pages in line, the first put there first; returns at how many."""
    count = 0
    if next_in_line(store) is None:
        return count
    fetcher = Fetcher(policy, around)
    with Workers(_LIMITS, 1) as workers:
        while not stop.is_set() and (document_id := next_in_line(store)) is not None:
            found = _looked_at(store, fetcher, workers, document_id)
            with store.writing() as session:
                _keep(session, document_id, found, clock())
            count += 1
    return count


def _looked_at(store: Store, fetcher: Fetcher, workers: Workers, document_id: DocumentId) -> _Found:
    with store.reading() as session:
        address = values_of(session, document_id)["source_url"]
    if not address:
        return _Found(PageState.FAILED, "没有来源网址")
    try:
        source = source_at(fetcher, address)
        reading = workers.read(source)
        with store.reading() as session:
            now = compared_with_stored(session, document_id, source, reading)
    except PageGone as error:
        return _Found(PageState.GONE, str(error))
    except KnowledgeError as error:
        return _Found(PageState.FAILED, str(error))
    return _told(now)


def _told(now: PageNow) -> _Found:
    if now.same:
        return _Found(PageState.SAME)
    ordered = sorted(now.fields, key=lambda each: each.name not in _OF_VALIDITY)
    words = [
        f"{each.label}：{each.stored or '（空）'} → {each.now or '（空）'}" for each in ordered
    ]
    if now.clauses:
        words.append(f"条款 {len(now.clauses)} 处不同")
    of_validity = any(each.name in _OF_VALIDITY for each in now.fields)
    state = PageState.VALIDITY if of_validity else PageState.CHANGED
    return _Found(state, "；".join(words)[:_LONGEST_TOLD])


def _keep(session: Session, document_id: DocumentId, found: _Found, now: datetime) -> None:
    check = session.get(PageCheck, document_id, with_for_update=True)
    if check is not None and check.state == PageState.WAITING.value:
        check.state, check.told, check.since = found.state.value, found.told, now

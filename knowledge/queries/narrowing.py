"""All documents that a question is narrowed to, by what the list holds: sets of their ids.

A caller's next question, and the next letter of this one, are narrowed as the one before: the sets
are kept while the store does not change.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import replace
from threading import Lock

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from knowledge.database import table
from knowledge.listing import ListedDocument
from knowledge.queries.corpus import revision
from knowledge.queries.listings import WITHDRAWN, Wanted, conditions_of, distinct_values

#: Sets that are kept, at most some ten megabytes each where there are a hundred thousand documents.
KEPT = 8

_LISTED = table(ListedDocument)
_kept: OrderedDict[Hashable, frozenset[str]] = OrderedDict()
_lock = Lock()


def narrowed_documents(session: Session, wanted: Wanted) -> frozenset[str] | None:
    """The documents that the list holds, narrowed by all but validity; None where nothing narrows.

    Those that were withdrawn may be among them.
    """
    narrowed = replace(wanted, withdrawn=None, standing=None)
    conditions = conditions_of(narrowed)
    if not conditions:
        return None
    return _found(session, narrowed, select(_LISTED.c.document_id).where(*conditions))


def documents_where(session: Session, holds: Callable[[str], bool]) -> frozenset[str]:
    """The documents whose region holds, by its name; those without one, or withdrawn, do not.

    Statements on indexes alone: there are few regions, however many documents.
    """
    told = session.scalars(distinct_values(_LISTED.c.region))
    regions = frozenset(region for region in told if holds(region))
    query = select(_LISTED.c.document_id).where(
        _LISTED.c.region.in_(sorted(regions)), _LISTED.c.document_id.not_in(WITHDRAWN)
    )
    return _found(session, regions, query)


def _found(session: Session, narrowing: Hashable, query: Select[str]) -> frozenset[str]:
    """What the query finds, read once for each state of each store."""
    key = (session.get_bind(), revision(session), narrowing)
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key]
    found = frozenset(session.scalars(query).all())
    with _lock:
        _kept[key] = found
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return found

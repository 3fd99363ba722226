"""What a supervisor or a load balancer asks: is there an index, and does it follow the store."""

from __future__ import annotations

from typing import Any

from flask import Blueprint

from knowledge.queries import corpus
from service.public.context import office

health = Blueprint("health", __name__)


@health.get("/healthz")
def healthz() -> dict[str, Any]:
    """The index's revision and the store's; 503 where either cannot be had."""
    served = office()
    indexed = served.index.index().passages.revision
    with served.store.reading() as session:
        stored = corpus.revision(session)
    return {
        "status": "ok",
        "index_revision": indexed,
        "store_revision": stored,
        "behind": indexed != stored,
    }

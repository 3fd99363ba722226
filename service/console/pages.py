"""The desk with all its pages: importing a module of views is what puts them on the blueprint."""

from __future__ import annotations

from service.console import (
    calendar_pages,
    call_pages,
    case_pages,
    check_pages,
    compare_pages,
    contact_pages,
    document_pages,
    draft_pages,
    feedback_pages,
    ledger_pages,
    lookup_pages,
    negative_pages,
    organ_pages,
    publication_pages,
    question_pages,
    queue_pages,
    registration_pages,
    relation_pages,
    reply_pages,
    shortcut_pages,
    validity_pages,
)
from service.console.desk import desk

__all__ = [
    "calendar_pages",
    "call_pages",
    "case_pages",
    "check_pages",
    "compare_pages",
    "contact_pages",
    "desk",
    "document_pages",
    "draft_pages",
    "feedback_pages",
    "ledger_pages",
    "lookup_pages",
    "negative_pages",
    "organ_pages",
    "publication_pages",
    "question_pages",
    "queue_pages",
    "registration_pages",
    "relation_pages",
    "reply_pages",
    "shortcut_pages",
    "validity_pages",
]

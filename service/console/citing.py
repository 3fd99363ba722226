"""Citations and evidence as the console's pages show them, each with the link to its words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from flask import url_for
from sqlalchemy.orm import Session

from service.console.editing import token
from service.replies.citations import Cited, kept_citations
from service.replies.evidence import Evidence
from service.replies.texts import KeptCitation, SavedText


@dataclass(frozen=True)
class CitationShown:
    """A clause as a page shows it; `refused` says why it may not be cited, empty where it may."""

    token: str
    title: str
    doc_number: str | None
    locator: str
    validity: str
    quote: str
    url: str
    refused: str = ""


@dataclass(frozen=True)
class Letter:
    """A reply as the citizen reads it."""

    conclusion: str
    citations: list[CitationShown]
    way: str
    organ: str
    phone: str
    day: date


def letter_of(text: SavedText) -> Letter:
    """A saved text as the citizen reads it."""
    return Letter(
        text.conclusion, shown_kept(text.citations), text.way, text.organ, text.phone, text.day
    )


def shown_citations(session: Session, cited: Sequence[Cited], day: date) -> list[CitationShown]:
    """The citations of a form that is not saved yet; raises CitationRefused."""
    return [
        CitationShown(
            token(each),
            kept.title,
            kept.doc_number,
            kept.locator,
            kept.validity,
            each.quote,
            _address(each),
        )
        for each, kept in zip(cited, kept_citations(session, cited, day), strict=True)
    ]


def shown_kept(citations: Iterable[KeptCitation]) -> list[CitationShown]:
    """The citations of a saved text."""
    return [
        CitationShown(
            token(each.cited),
            each.title,
            each.doc_number,
            each.locator,
            each.validity,
            each.cited.quote,
            _address(each.cited),
        )
        for each in citations
    ]


def shown_evidence(found: Iterable[Evidence]) -> list[CitationShown]:
    """What the look-up found."""
    return [
        CitationShown(
            token(each.cited),
            each.document.title,
            each.document.doc_number,
            each.locator,
            each.document.validity.state.value,
            each.text,
            _address(each.cited),
            each.refused,
        )
        for each in found
    ]


def _address(cited: Cited) -> str:
    return url_for(
        "reading.version",
        document_id=cited.document_id,
        number=cited.version,
        start=cited.start,
        end=cited.end,
        _anchor="hit",
    )

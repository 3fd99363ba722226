"""What the keepers' lists of documents share: what they are narrowed to, and their pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from flask import url_for
from sqlalchemy.orm import Session

from knowledge.queries.listings import Place, Wanted
from service.console.keeping_forms import own_reach
from service.public.searching import place_in_address, wanted_by


def kept_and_wanted(session: Session, filters: dict[str, str]) -> Wanted:
    """Of the documents that one keeps those that the address's filters leave."""
    names = own_reach(session).names
    return replace(wanted_by(filters), issued_by=names, own_answers=False)


def pager(
    endpoint: str, kept: Mapping[str, str], after: Place | None, last: Place | None
) -> dict[str, str | None]:
    """The addresses of the first and the next page, with what the present one is narrowed by."""
    return {
        "first": address(endpoint, kept) if after else None,
        "next": address(endpoint, {**kept, "after": place_in_address(last)}) if last else None,
    }


def address(endpoint: str, arguments: Mapping[str, str]) -> str:
    """The address of a page with these arguments."""
    return url_for(endpoint, **dict[str, Any](arguments))

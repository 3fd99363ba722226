"""Keys by which documents find one another: titles and numbers, however people write them."""

from __future__ import annotations

import re
import unicodedata

from knowledge.document_numbers import read_number

_NOT_WORD = re.compile(r"[\W_]+")


def title_key(title: str) -> str:
    """A title without blanks, brackets and punctuation, full-width forms folded, lower case."""
    return _NOT_WORD.sub("", unicodedata.normalize("NFKC", title)).lower()


def number_key(text: str) -> str | None:
    """The key `代字|year|number` of the first document number in `text`, None where there is none.

    Takes every way of typing it: any brackets or none, full-width digits, 第, blanks, with or
    without 号; an order (令) has no year, and its key does not name the region.
    """
    number = read_number(text)
    return number.key if number else None

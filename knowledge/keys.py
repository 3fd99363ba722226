"""Keys by which documents find one another: titles and numbers, however people write them."""

from __future__ import annotations

import re

from knowledge.document_numbers import read_number
from knowledge.folding import nfkc_of_line

_NOT_WORD = re.compile(r"[\W_]+")
#: The number that some pages print behind a title: …的通知（青政发〔2021〕17号）
_NUMBER_BEHIND = re.compile(
    r"[（(][\u4e00-\u9fff]{1,16}[〔\[［【﹝(（]\s*(?:19|20)[0-9]{2}\s*[〕\]］】﹞)）]\s*第?\s*[0-9]{1,5}\s*号[）)]\s*$"
)


def title_key(title: str) -> str:
    """A title without blanks, brackets, punctuation and a number behind it, folded, lower case."""
    bracketed = title.rstrip().endswith(("）", ")"))
    bare = _NUMBER_BEHIND.sub("", title) if bracketed else title
    return _NOT_WORD.sub("", nfkc_of_line(bare)).lower()


def number_key(text: str) -> str | None:
    """The key `代字|year|number` of the first document number in `text`, None where there is none.

    Takes every way of typing it: any brackets or none, full-width digits, 第, blanks, with or
    without 号; an order (令) has no year, and its key does not name the region.
    """
    number = read_number(text)
    return number.key if number else None

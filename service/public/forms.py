"""Reading the fields of posted forms."""

from __future__ import annotations

from flask import request

#: The largest key that every database keeps (32 bits with a sign).
LARGEST_KEY = 2**31 - 1


def field(name: str) -> str | None:
    """The field's text with the line breaks that we count; None where it is missing or blank.

    Browsers send a line break as CR LF, which would count as two of a question's characters.
    """
    text = request.form.get(name, "").replace("\r\n", "\n")
    return text if text.strip() else None


def key(typed: str) -> int:
    """The number of a stored row, as a form names it; raises ValueError for what can be none.

    A database driver fails on a larger one, instead of finding nothing.
    """
    number = int(typed)
    if not 0 <= number <= LARGEST_KEY:
        raise ValueError(f"{number} is no key")
    return number

"""Reading the fields of posted forms."""

from __future__ import annotations

from flask import request


def field(name: str) -> str | None:
    """The field's text with the line breaks that we count; None where it is missing or blank.

    Browsers send a line break as CR LF, which would count as two of a question's characters.
    """
    text = request.form.get(name, "").replace("\r\n", "\n")
    return text if text.strip() else None

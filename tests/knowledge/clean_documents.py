"""Clean documents made from plain text, for the tests of cleaning and of what reads them."""

from __future__ import annotations

from collections.abc import Iterable

from knowledge.cleaned import CleanDocument, CleanLine, LineKind, LineRole
from knowledge.parsing.charset import DecodedText
from knowledge.parsing.text import parse_text
from knowledge.repair import clean

Line = str | tuple[str, LineKind]


def cleaned(text: str) -> CleanDocument:
    """The clean document of a plain text, as parsing and cleaning make it."""
    return clean(parse_text(DecodedText(text, "utf-8")))


def clean_document(
    body: str | Iterable[Line], *, header: Iterable[str] = (), meta: dict[str, str] | None = None
) -> CleanDocument:
    """A document whose raw text is meta contents, header lines and body lines, in this order."""
    lines = [
        (content, LineRole.META, LineKind.PARAGRAPH, name) for name, content in (meta or {}).items()
    ]
    lines += [(line, LineRole.OUTSIDE, LineKind.PARAGRAPH, "") for line in header]
    for line in body.split("\n") if isinstance(body, str) else body:
        text, kind = (line, LineKind.PARAGRAPH) if isinstance(line, str) else line
        lines.append((text, LineRole.BODY, kind, ""))
    raw, clean_lines = "", []
    for text, role, kind, name in lines:
        origin = tuple(range(len(raw), len(raw) + len(text)))
        clean_lines.append(CleanLine(text, origin, role, kind, name))
        raw += text + "\n"
    return CleanDocument(raw, tuple(clean_lines))

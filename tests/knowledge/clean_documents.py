"""Clean documents made from plain text, for the tests of what reads them."""

from __future__ import annotations

from collections.abc import Iterable

from knowledge.cleaned import CleanDocument, CleanLine, LineKind, LineRole

Line = str | tuple[str, LineKind]


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
    raw, clean = "", []
    for text, role, kind, name in lines:
        origin = tuple(range(len(raw), len(raw) + len(text)))
        clean.append(CleanLine(text, origin, role, kind, name))
        raw += text + "\n"
    return CleanDocument(raw, tuple(clean))

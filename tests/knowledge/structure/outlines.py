"""What the tests of structure look at: passages by locator, parts in short."""

from __future__ import annotations

from collections.abc import Iterable

from knowledge.structure import read_structure
from tests.knowledge.clean_documents import Line, clean_document


def passages(body: str | Iterable[Line], title: str = "") -> dict[str, tuple[str, str]]:
    """Locator → (trail, text) of each passage."""
    document = clean_document(body)
    outline = read_structure(document, title)
    return {
        each.locator: (each.trail, document.text[each.start : each.end])
        for each in outline.passages
    }


def parts(
    body: str | Iterable[Line], title: str = "", level: str = ""
) -> list[tuple[str, str, str]]:
    """(level, label, heading) of each part, of one level where it is given."""
    outline = read_structure(clean_document(body), title)
    found = [(part.level, part.label, part.heading) for part in outline.parts]
    return [each for each in found if level in ("", each[0])]

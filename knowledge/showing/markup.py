"""Markup that is put together of tags of ours and text of others, places in the text marked.

Nothing of a source gets into it but as escaped text: every tag and attribute is written here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from knowledge.showing.locating import Located, Mark, locate


@dataclass(frozen=True)
class Marked:
    """Finished markup, and the numbers of the marks that stand in it."""

    markup: str
    numbers: tuple[int, ...]


class Markup:
    """Collects tags and text in reading order."""

    def __init__(self) -> None:
        self._pieces: list[tuple[bool, str]] = []

    def add_tag(self, tag: str) -> None:
        """A tag of ours, written as it is."""
        self._pieces.append((True, tag))

    def add_text(self, text: str) -> None:
        """Text of the source, escaped when it is written."""
        self._pieces.append((False, text))

    def marked(self, raw: str, marks: Sequence[Mark]) -> Marked:
        """The whole with the marks in it that its text holds; they are places of `raw`."""
        shown = "".join(text for is_tag, text in self._pieces if not is_tag)
        located = locate(raw, marks, shown)
        markup = "".join(_written(self._pieces, located))
        return Marked(markup, tuple(each.mark.number for each in located))


def _written(pieces: Sequence[tuple[bool, str]], located: Sequence[Located]) -> Iterator[str]:
    """The pieces in order; a mark that reaches over tags is taken up again behind each."""
    offset, first = 0, 0
    for is_tag, text in pieces:
        if is_tag:
            yield text
            continue
        end, at = offset + len(text), offset
        while first < len(located) and located[first].end <= offset:
            first += 1
        for each in located[first:]:
            if each.start >= end:
                break
            start, stop = max(each.start, offset), min(each.end, end)
            if not text[start - offset : stop - offset].strip():
                continue
            yield escape(text[at - offset : start - offset])
            yield _opened(each, is_first=start == each.start)
            yield escape(text[start - offset : stop - offset])
            yield "</mark>"
            at = stop
        yield escape(text[at - offset :])
        offset = end


def _opened(each: Located, *, is_first: bool) -> str:
    place = f' id="place-{each.mark.number}"' if is_first else ""
    doubtful = ' class="doubtful"' if each.mark.doubtful else ""
    return f"<mark{place}{doubtful}>"

"""Editing lines without losing where their characters came from, and keeping the record of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from knowledge.cleaned import CleanLine, Doubt, LineRole, ParsedDocument, Repair

#: Examples in the record stay readable.
_EXAMPLE_LENGTH = 60


@dataclass(frozen=True)
class Edit:
    """Put `text` in the place of `line.text[start:end]`; the span must not be empty."""

    start: int
    end: int
    text: str


@dataclass
class Ledger:
    """The record of what cleaning changed and what it left in doubt."""

    _counts: dict[str, int] = field(default_factory=dict)
    _examples: dict[str, tuple[str, str]] = field(default_factory=dict)
    _doubts: dict[tuple[str, str], Doubt] = field(default_factory=dict)

    def note(self, kind: str, before: str, after: str, count: int = 1) -> None:
        """Record `count` changes of one kind; the first example of a kind is kept."""
        self._counts[kind] = self._counts.get(kind, 0) + count
        self._examples.setdefault(kind, (before[:_EXAMPLE_LENGTH], after[:_EXAMPLE_LENGTH]))

    def doubt(self, kind: str, raw: str, reason: str) -> None:
        """Record something left as it was; the same thing twice is one doubt."""
        self._doubts.setdefault((kind, raw), Doubt(kind, raw, reason))

    @property
    def repairs(self) -> tuple[Repair, ...]:
        """The changes by kind, in the order in which the kinds first occurred."""
        return tuple(
            Repair(kind, count, *self._examples[kind]) for kind, count in self._counts.items()
        )

    @property
    def doubts(self) -> tuple[Doubt, ...]:
        """The doubts, in the order in which they came up."""
        return tuple(self._doubts.values())


def raw_lines(parsed: ParsedDocument) -> list[CleanLine]:
    """The lines of a parsed document before any repair, each character its own origin."""
    return [
        CleanLine(
            parsed.raw_text[line.start : line.end],
            range(line.start, line.end),
            line.role,
            line.kind,
            line.name,
        )
        for line in parsed.lines
    ]


def edited(line: CleanLine, edits: Iterable[Edit]) -> CleanLine:
    """`line` with `edits` made, which must be in order and apart.

    New characters take their origins from the span that they replace, its ends to its ends.
    """
    pieces: list[str] = []
    origin: list[int] = []
    at = 0
    for edit in edits:
        pieces += (line.text[at : edit.start], edit.text)
        origin += line.origin[at : edit.start]
        origin += _spread(line.origin[edit.start : edit.end], len(edit.text))
        at = edit.end
    if not at:
        return line
    pieces.append(line.text[at:])
    origin += line.origin[at:]
    return _changed(line, "".join(pieces), tuple(origin))


def _spread(origins: Sequence[int], wanted: int) -> list[int]:
    if len(origins) == wanted:
        return list(origins)
    last = len(origins) - 1
    return [origins[index * last // max(wanted - 1, 1)] for index in range(wanted)]


def piece(line: CleanLine, start: int, end: int) -> CleanLine:
    """Part of a line as a line, without blanks at its ends."""
    text = line.text[start:end]
    start += len(text) - len(text.lstrip())
    end = start + len(text.strip())
    if end - start == len(line.text):
        return line
    return _changed(line, line.text[start:end], line.origin[start:end])


def _changed(line: CleanLine, text: str, origin: Sequence[int]) -> CleanLine:
    """What `_replace` gives, sooner: a page has hundreds of lines."""
    return CleanLine(text, origin, line.role, line.kind, line.name)


def joined(lines: Sequence[CleanLine]) -> CleanLine:
    """Several lines as one, nothing put between them; role and kind are those of the first."""
    return lines[0]._replace(
        text="".join(line.text for line in lines),
        origin=tuple(offset for line in lines for offset in line.origin),
    )


def with_role(line: CleanLine, role: LineRole) -> CleanLine:
    """`line` in another role."""
    return line if line.role is role else line._replace(role=role)

"""Two texts side by side, clause by clause: what stayed, and what changed with its words apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.comparing.alignment import in_reading_order
from knowledge.comparing.differences import ChangeKind, Words, WordsKind, change_of
from knowledge.comparing.provisions import Provision


@dataclass(frozen=True)
class ClauseRow:
    """A clause in either text; `kind` is None where it is the same in the same place.

    A text that has no such clause has no words and no locator of it. Words of the kind SAME and
    REMOVED stand in the old text, SAME and ADDED in the new one.
    """

    kind: ChangeKind | None
    old_locator: str | None
    new_locator: str | None
    old: tuple[Words, ...]
    new: tuple[Words, ...]


def side_by_side(old: Sequence[Provision], new: Sequence[Provision]) -> tuple[ClauseRow, ...]:
    """Every clause of both, in the order of the new text, what is gone where it was."""
    return tuple(_row(*pair) for pair in in_reading_order(old, new))


def _row(old: Provision | None, new: Provision | None, steady: bool) -> ClauseRow:
    change = change_of(old, new, steady)
    old_locator = old.locator if old is not None else None
    new_locator = new.locator if new is not None else None
    if change is None:
        return ClauseRow(None, old_locator, new_locator, _same(old), _same(new))
    return ClauseRow(
        change.kind,
        old_locator,
        new_locator,
        tuple(each for each in change.words if each.kind is not WordsKind.ADDED),
        tuple(each for each in change.words if each.kind is not WordsKind.REMOVED),
    )


def _same(clause: Provision | None) -> tuple[Words, ...]:
    return (Words(WordsKind.SAME, clause.text),) if clause is not None else ()

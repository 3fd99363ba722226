"""An uploaded table against the one in force: what it would change, and which rows are wrong.

Nothing is saved here. A wrong row costs itself alone; what it names stays as it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from service.config import Settings
from service.uploaded_tables import TableRow
from service.vocabulary.errors import VocabularyRefused
from service.vocabulary.keeping import to_have
from service.vocabulary.kinds import Cells, Kind
from service.vocabulary.overlay import Act, Change, Own, Row, Standing, in_force, rows_of


@dataclass(frozen=True)
class WrongRow:
    """A row that cannot be kept: its number in the spreadsheet, what it names, and why."""

    number: int
    name: str
    why: str


@dataclass(frozen=True)
class ImportPlan:
    """What the uploaded table would do."""

    changes: tuple[Change, ...]
    unchanged: int
    wrong: tuple[WrongRow, ...]


def plan_import(
    kind: Kind, settings: Settings, own: Own, uploaded: Sequence[TableRow], whole: bool
) -> ImportPlan:
    """Compare; `whole` says that rows which the uploaded table has not are to be taken out."""
    rows = rows_of(kind, settings, own)
    changes: dict[str, Change] = {}
    wrong: list[WrongRow] = []
    named: dict[str, int] = {}
    unchanged = 0
    good, unread = _read(kind, uploaded, named, wrong)
    others = {**in_force(rows), **good}
    for key, cells in good.items():
        try:
            kind.check(cells, others, settings)
        except VocabularyRefused as refusal:
            wrong.append(WrongRow(named[key], _name(kind, cells), str(refusal)))
            continue
        change = to_have(kind, rows.get(key), cells)
        if change is None:
            unchanged += 1
        else:
            changes[key] = change
    if whole:
        for row in rows.values():
            if row.key not in named and row.key not in unread and _may_go(kind, settings, row):
                changes[row.key] = Change(row.key, Act.REMOVE, row.cells, row.version)
    wrong.sort(key=lambda each: each.number)
    return ImportPlan(tuple(changes.values()), unchanged, tuple(wrong))


def _read(
    kind: Kind, uploaded: Sequence[TableRow], named: dict[str, int], wrong: list[WrongRow]
) -> tuple[dict[str, Cells], set[str]]:
    """The cleaned rows by key, with their numbers in `named`; the keys that wrong rows name."""
    good: dict[str, Cells] = {}
    unread: set[str] = set()
    for row in uploaded:
        typed = {column.name: row.cells[column.heading] for column in kind.columns}
        try:
            cells = kind.read(typed)
        except VocabularyRefused as refusal:
            unread.add(kind.key_of(typed))
            wrong.append(WrongRow(row.number, _name(kind, typed), str(refusal)))
            continue
        key = kind.key_of(cells)
        if key in good:
            why = f"和第 {named[key]} 行重复"
            wrong.append(WrongRow(row.number, _name(kind, cells), why))
            continue
        good[key], named[key] = cells, row.number
    return good, unread


def _may_go(kind: Kind, settings: Settings, row: Row) -> bool:
    if row.standing is Standing.REMOVED:
        return False
    return row.shipped is None or not kind.stays(row.key, settings)


def _name(kind: Kind, cells: Cells) -> str:
    return cells[kind.columns[0].name]

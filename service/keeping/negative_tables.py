"""The negative list as a table: what its rows would do, and doing it.

A row names a term and the reason; one that says 是 under 去掉 takes the term out. Terms that no row
names stay.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.negative_list import NegativeTerm
from service.keeping.documents import reason
from service.keeping.errors import KeepingRefused
from service.keeping.negative_terms import (
    add_one,
    change_reason,
    key_of,
    list_terms,
    remove_one,
)
from service.staff.actors import Actor
from service.uploaded_tables import TableRow, WrongRow

COLUMNS = ("词", "理由", "去掉")
_REMOVES = {"是": True, "否": False, "": False}


@dataclass(frozen=True)
class TermRow:
    """A row that would be brought in: the term, its key and reason, and the reason that it has."""

    number: int
    term: str
    key: str
    why: str
    before: str


@dataclass(frozen=True)
class TermPlan:
    """What becomes of each row; `unchanged` counts those that say what is there already."""

    new: tuple[TermRow, ...]
    changed: tuple[TermRow, ...]
    removed: tuple[TermRow, ...]
    unchanged: int
    wrong: tuple[WrongRow, ...]

    @property
    def does_something(self) -> bool:
        """Whether anything would be other than it is."""
        return bool(self.new or self.changed or self.removed)


def rows_of(session: Session) -> list[tuple[str, str, str]]:
    """The list by COLUMNS, as a table that would change nothing."""
    return [(each.term, each.why, "") for each in list_terms(session)]


def state_of(session: Session) -> str:
    """A mark of the list as it stands: another one where anything of it was changed."""
    return hashlib.sha256(repr(rows_of(session)).encode()).hexdigest()


def plan_terms(session: Session, table: Sequence[TableRow]) -> TermPlan:
    """What the rows of a table would do; one statement."""
    there = {each.key: each.why for each in list_terms(session)}
    kinds: dict[str, list[TermRow]] = {"new": [], "changed": [], "removed": [], "unchanged": []}
    numbers: dict[str, int] = {}
    wrong = []
    for line in table:
        try:
            row, kind = _read(line, there)
            if row.key in numbers:
                raise KeepingRefused(f"“{row.term}”在第 {numbers[row.key]} 行已经写了")
        except KeepingRefused as refusal:
            wrong.append(WrongRow(line.number, str(refusal)))
            continue
        numbers[row.key] = row.number
        kinds[kind].append(row)
    return TermPlan(
        tuple(kinds["new"]),
        tuple(kinds["changed"]),
        tuple(kinds["removed"]),
        len(kinds["unchanged"]),
        tuple(wrong),
    )


def carry_out(session: Session, actor: Actor, plan: TermPlan, now: datetime) -> None:
    """Do what the plan says, each row recorded for its own reason."""
    keys = [row.key for row in (*plan.changed, *plan.removed)]
    query = select(NegativeTerm).where(NegativeTerm.key.in_(keys))
    found = {each.key: each for each in session.scalars(query)}
    for row in plan.new:
        add_one(session, actor, row.term, row.key, row.why, now)
    for row in plan.changed:
        change_reason(session, actor, found[row.key], row.why, now)
    for row in plan.removed:
        remove_one(session, actor, found[row.key], row.why, now)


def _read(line: TableRow, there: dict[str, str]) -> tuple[TermRow, str]:
    """The row, and what would become of it; raises KeepingRefused."""
    term = " ".join(line.cells["词"].split())
    key = key_of(term)
    removes = _REMOVES.get(line.cells["去掉"])
    if removes is None:
        raise KeepingRefused("“去掉”写“是”，或者空着")
    if removes and key not in there:
        raise KeepingRefused(f"“{term}”不在清单里，不用去掉")
    before = there.get(key)
    why = before if before == line.cells["理由"] else reason(line.cells["理由"])
    row = TermRow(line.number, term, key, why or "", before or "")
    if removes:
        return row, "removed"
    if before is None:
        return row, "new"
    return row, "unchanged" if before == row.why else "changed"

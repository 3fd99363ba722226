"""What a table of organs would do: which it adds, which it changes, which of its rows are wrong.

Nothing is stored; the rows that are right can be brought in whatever the others are.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.staff.errors import OrganRefused
from service.staff.organ_tables import OrganRow, read_organ
from service.staff.organs import differences, known_organs
from service.staff.records import Organ
from service.uploaded_tables import TableRow, WrongRow


@dataclass(frozen=True)
class PlannedOrgan:
    """A row that would be brought in; `changes` tells by column what was and what will be.

    `organ_id` is that of the organ to be changed, None of a new one.
    """

    number: int
    row: OrganRow
    organ_id: int | None
    changes: Mapping[str, str]


@dataclass(frozen=True)
class OrganPlan:
    """What becomes of each row; `unchanged` counts those that say what is there already."""

    new: tuple[PlannedOrgan, ...]
    changed: tuple[PlannedOrgan, ...]
    unchanged: int
    wrong: tuple[WrongRow, ...]

    @property
    def rows(self) -> list[OrganRow]:
        """What would be brought in."""
        return [each.row for each in (*self.new, *self.changed)]


def plan_organs(session: Session, table: Sequence[TableRow]) -> OrganPlan:
    """What the rows of a table would do; one statement."""
    known = {organ.name: organ for organ in session.scalars(select(Organ))}
    planned: dict[str, PlannedOrgan] = {}
    wrong = []
    for line in table:
        try:
            row = read_organ(line.cells)
            if row.name in planned:
                raise OrganRefused(f"“{row.name}”在第 {planned[row.name].number} 行已经写了")
        except OrganRefused as refusal:
            wrong.append(WrongRow(line.number, str(refusal)))
            continue
        organ = known.get(row.name)
        changes = differences(organ, row) if organ else {}
        planned[row.name] = PlannedOrgan(line.number, row, organ.id if organ else None, changes)
    return OrganPlan(
        tuple(each for each in planned.values() if each.organ_id is None),
        tuple(each for each in planned.values() if each.changes),
        sum(each.organ_id is not None and not each.changes for each in planned.values()),
        tuple(wrong),
    )


def state_of(session: Session, only: int | None = None) -> str:
    """A mark of what is told of every organ, or `only` of one; another where that was changed."""
    known = known_organs(session)
    told = repr([(number, row.columns) for number, row in known if only in (None, number)])
    return hashlib.sha256(told.encode()).hexdigest()

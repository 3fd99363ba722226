"""Organs (承办单位): kept by name, brought in from a table, found by name or short name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from service.staff.actors import Actor
from service.staff.audit_log import record
from service.staff.errors import OrganRefused
from service.staff.organ_tables import COLUMNS, OrganRow, listed
from service.staff.records import Organ


@dataclass(frozen=True)
class OrgansImport:
    """How many organs were new and how many were changed."""

    added: int
    changed: int


def row_of(organ: Organ) -> OrganRow:
    """What the store tells of the organ, as a table's row."""
    return OrganRow(
        organ.name,
        organ.short_name,
        listed(organ.aliases),
        organ.phone,
        organ.is_coordinator,
        listed(organ.topics),
    )


def import_organs(
    session: Session, actor: Actor, rows: Sequence[OrganRow], now: datetime
) -> OrgansImport:
    """Add organs that are new by name and change those that are not; none is taken away."""
    known = {organ.name: organ for organ in session.scalars(select(Organ))}
    added = changed = 0
    for row in rows:
        organ = known.get(row.name)
        if organ is None:
            session.add(Organ(**row.columns))
            added += 1
        elif _changed(organ, _with_aliases_of(organ, row)):
            changed += 1
    if added or changed:
        details = {"新增": str(added), "修改": str(changed)}
        record(session, actor, "导入承办单位", "organs", details, now)
    return OrgansImport(added, changed)


def _with_aliases_of(organ: Organ, row: OrganRow) -> OrganRow:
    """The row with the other names that the organ has, where its table has no column of them."""
    if not row.adds_aliases:
        return row
    return replace(row, aliases=tuple(dict.fromkeys((*listed(organ.aliases), *row.aliases))))


def add_organ(session: Session, actor: Actor, row: OrganRow, now: datetime) -> Organ:
    """A new organ; raises OrganRefused where there is one of its name."""
    _unnamed(session, row.name)
    organ = Organ(**row.columns)
    session.add(organ)
    session.flush()
    record(session, actor, "新增承办单位", f"organ:{organ.id}", {"名称": row.name}, now)
    return organ


def change_organ(
    session: Session, actor: Actor, organ_id: int, row: OrganRow, now: datetime
) -> None:
    """Change the organ to what the row says, the name too; what was is recorded with what is.

    Raises OrganRefused where there is no such organ, or another one of that name.
    """
    organ = organ_of(session, organ_id)
    if row.name != organ.name:
        _unnamed(session, row.name)
    changes = _changed(organ, row)
    if changes:
        record(session, actor, "修改承办单位", f"organ:{organ.id}", changes, now)


def organ_of(session: Session, organ_id: int) -> Organ:
    """The organ of this id; raises OrganRefused."""
    organ = session.get(Organ, organ_id)
    if organ is None:
        raise OrganRefused("没有这个承办单位")
    return organ


def _unnamed(session: Session, name: str) -> None:
    if session.scalars(select(Organ.id).where(Organ.name == name)).first() is not None:
        raise OrganRefused(f"已经有叫“{name}”的承办单位")


def _changed(organ: Organ, row: OrganRow) -> Mapping[str, str]:
    """Make the organ what the row says; by column, what was and what is, of what was changed."""
    changes = {}
    for label, (column, value) in zip(COLUMNS, row.columns.items(), strict=True):
        before = getattr(organ, column)
        if before != value:
            changes[label] = f"{_told(before)} → {_told(value)}"
            setattr(organ, column, value)
    return changes


def _told(value: str | bool) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    return value or "（空）"


def list_organs(session: Session) -> Sequence[Organ]:
    """Every organ, those that coordinate first, then in the order in which they came."""
    return session.scalars(select(Organ).order_by(Organ.is_coordinator.desc(), Organ.id)).all()


def find_organ(session: Session, name: str) -> Organ:
    """The organ of this name or short name; raises OrganRefused where there is none, or several."""
    found = session.scalars(
        select(Organ).where(or_(Organ.name == name, Organ.short_name == name)).limit(2)
    ).all()
    if len(found) != 1:
        known = "、".join(organ.short_name for organ in list_organs(session)) or "（还没有）"
        raise OrganRefused(f"没有叫“{name}”的承办单位；现有：{known}")
    return found[0]

"""Organs (承办单位): kept by name, brought in from a table, found by name or short name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from service.personal_data import mask_personal
from service.staff.actors import Actor
from service.staff.audit_log import record
from service.staff.errors import OrganRefused
from service.staff.organ_tables import COLUMNS, OrganRow, listed
from service.staff.records import Organ

LONGEST_WHY = 500
#: How the audit log names all of them.
SUBJECT = "organs"
#: What it calls that which is done to them.
ADDED, CHANGED, IMPORTED = ACTIONS = ("新增承办单位", "修改承办单位", "导入承办单位")

#: An organ: its id, and what is told of it.
KnownOrgan = tuple[int, OrganRow]


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


def known_organs(session: Session) -> list[KnownOrgan]:
    """Every organ as a table's row with its id, in the order of `list_organs`."""
    return [(organ.id, row_of(organ)) for organ in list_organs(session)]


def lock_organs(session: Session) -> None:
    """Let nobody else change them until the transaction ends."""
    session.execute(select(Organ.id).with_for_update()).all()


def import_organs(
    session: Session, actor: Actor, rows: Sequence[OrganRow], now: datetime, why: str = ""
) -> OrgansImport:
    """Add organs that are new by name and change those that are not; none is taken away.

    Each of them is recorded, with the reason where one is given.
    """
    known = {organ.name: organ for organ in session.scalars(select(Organ))}
    added = changed = 0
    for row in rows:
        organ = known.get(row.name)
        if organ is None:
            _add(session, actor, row, why, now)
            added += 1
        else:
            changed += _change(session, actor, organ, merged(organ, row), why, now)
    if added or changed:
        details = {"新增": str(added), "修改": str(changed), **_because(why)}
        record(session, actor, IMPORTED, SUBJECT, details, now)
    return OrgansImport(added, changed)


def merged(organ: Organ, row: OrganRow) -> OrganRow:
    """The row with the other names that the organ has, where its table has no column of them."""
    if not row.adds_aliases:
        return row
    return replace(row, aliases=tuple(dict.fromkeys((*listed(organ.aliases), *row.aliases))))


def add_organ(session: Session, actor: Actor, row: OrganRow, why: str, now: datetime) -> Organ:
    """A new organ; raises OrganRefused where there is one of its name, or no reason is given."""
    _unnamed(session, row.name)
    return _add(session, actor, row, reason(why), now)


def change_organ(
    session: Session, actor: Actor, organ_id: int, row: OrganRow, why: str, now: datetime
) -> None:
    """Change the organ to what the row says, the name too; what was is recorded with what is.

    Raises OrganRefused where there is no such organ, or another one of that name, or no reason.
    """
    organ = organ_of(session, organ_id)
    if row.name != organ.name:
        _unnamed(session, row.name)
    _change(session, actor, organ, row, reason(why), now)


def reason(why: str) -> str:
    """The reason as it is recorded; raises OrganRefused where there is none or it is too long."""
    words = mask_personal(why.strip())
    if not words or len(words) > LONGEST_WHY:
        raise OrganRefused(f"请写明理由，最多 {LONGEST_WHY} 字")
    return words


def differences(organ: Organ, row: OrganRow) -> dict[str, str]:
    """By column, what is and what the row says, of what differs."""
    return {
        label: f"{_told(getattr(organ, column))} → {_told(value)}"
        for label, (column, value) in zip(COLUMNS, row.columns.items(), strict=True)
        if getattr(organ, column) != value
    }


def subject_of(organ_id: int) -> str:
    """How the audit log names the organ."""
    return f"organ:{organ_id}"


def organ_of(session: Session, organ_id: int) -> Organ:
    """The organ of this id; raises OrganRefused."""
    organ = session.get(Organ, organ_id)
    if organ is None:
        raise OrganRefused("没有这个承办单位")
    return organ


def _unnamed(session: Session, name: str) -> None:
    if session.scalars(select(Organ.id).where(Organ.name == name)).first() is not None:
        raise OrganRefused(f"已经有叫“{name}”的承办单位")


def _add(session: Session, actor: Actor, row: OrganRow, why: str, now: datetime) -> Organ:
    organ = Organ(**row.columns)
    session.add(organ)
    session.flush()
    details = {"名称": row.name, **_because(why)}
    record(session, actor, ADDED, subject_of(organ.id), details, now)
    return organ


def _change(
    session: Session, actor: Actor, organ: Organ, row: OrganRow, why: str, now: datetime
) -> bool:
    """Make the organ what the row says and record it; False where it is that already."""
    changes = differences(organ, row)
    if not changes:
        return False
    for column, value in row.columns.items():
        setattr(organ, column, value)
    details = {"单位": row.name, **changes, **_because(why)}
    record(session, actor, CHANGED, subject_of(organ.id), details, now)
    return True


def _because(why: str) -> dict[str, str]:
    return {"理由": why} if why else {}


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

"""Organs (承办单位): kept by name, brought in from a table, found by name or short name."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib.resources import files
from pathlib import Path

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from service.staff.actors import Actor
from service.staff.audit_log import record
from service.staff.errors import OrganRefused
from service.staff.records import Organ

#: The columns of a table of organs, as its first line names them.
COLUMNS = ("名称", "简称", "电话", "协调单位", "事项")
_YES = {"是": True, "否": False, "": False}
#: Characters that each column holds at most.
LONGEST: Mapping[str, int] = {"名称": 64, "简称": 32, "电话": 32, "事项": 2000}
#: Between the topics of an organ.
TOPIC_SEPARATOR = "、"


@dataclass(frozen=True)
class OrganRow:
    """One organ of a table; `topics` are words that citizens and documents use.

    Former names of the organ stand among them: older documents were issued by those.
    """

    name: str
    short_name: str
    phone: str
    is_coordinator: bool
    topics: tuple[str, ...]

    @property
    def columns(self) -> Mapping[str, str | bool]:
        """The values of the store's columns but for the name."""
        return {
            "short_name": self.short_name,
            "phone": self.phone,
            "is_coordinator": self.is_coordinator,
            "topics": TOPIC_SEPARATOR.join(self.topics),
        }


@dataclass(frozen=True)
class OrgansImport:
    """How many organs were new and how many were changed."""

    added: int
    changed: int


def starting_organs() -> tuple[OrganRow, ...]:
    """The departments that a county commonly has, with topics and without telephone numbers."""
    table = files("service.staff").joinpath("data/organs.tsv").read_text(encoding="utf-8")
    return read_organs(table, "organs.tsv")


def read_organs_file(path: Path) -> tuple[OrganRow, ...]:
    """The organs of a UTF-8 table; raises OrganRefused where it cannot be read."""
    try:
        return read_organs(path.read_text(encoding="utf-8-sig"), path.name)
    except (OSError, UnicodeDecodeError) as error:
        raise OrganRefused(f"{path}：读不出来；应是 UTF-8 编码的 CSV 或 TSV") from error


def read_organs(table: str, name: str) -> tuple[OrganRow, ...]:
    """The rows of a table with commas or tabs between; raises OrganRefused naming the line."""
    lines = [line for line in table.splitlines() if not line.startswith("#")]
    separator = "\t" if lines and "\t" in lines[0] else ","
    reader = csv.DictReader(io.StringIO("\n".join(lines)), delimiter=separator)
    if tuple(reader.fieldnames or ()) != COLUMNS:
        raise OrganRefused(f"{name}：第一行应是 {separator.join(COLUMNS)}")
    rows = tuple(_row(line, f"{name} 第 {number} 个单位") for number, line in enumerate(reader, 1))
    names = [row.name for row in rows]
    doubled = {each for each in names if names.count(each) > 1}
    if doubled:
        raise OrganRefused(f"{name}：同一单位写了两次：{'、'.join(sorted(doubled))}")
    return rows


def _row(line: Mapping[str, str | None], where: str) -> OrganRow:
    try:
        return read_organ(line)
    except OrganRefused as refusal:
        raise OrganRefused(f"{where}：{refusal}") from refusal


def read_organ(line: Mapping[str, str | None]) -> OrganRow:
    """The organ that a line, by COLUMNS, or a form tells; raises OrganRefused."""
    cells = {column: (line.get(column) or "").strip() for column in COLUMNS}
    if not cells["名称"] or cells["协调单位"] not in _YES:
        raise OrganRefused("要有名称；“协调单位”写“是”或“否”")
    for column, longest in LONGEST.items():
        if len(cells[column]) > longest or not cells[column].isprintable():
            raise OrganRefused(f"“{column}”最多 {longest} 字，不能有控制字符")
    return OrganRow(
        cells["名称"],
        cells["简称"] or cells["名称"][:32],
        cells["电话"],
        _YES[cells["协调单位"]],
        tuple(filter(None, (topic.strip() for topic in cells["事项"].split(TOPIC_SEPARATOR)))),
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
            session.add(Organ(name=row.name, **row.columns))
            added += 1
        elif _changed(organ, row):
            changed += 1
    if added or changed:
        details = {"新增": str(added), "修改": str(changed)}
        record(session, actor, "导入承办单位", "organs", details, now)
    return OrgansImport(added, changed)


def add_organ(session: Session, actor: Actor, row: OrganRow, now: datetime) -> Organ:
    """A new organ; raises OrganRefused where there is one of its name."""
    _unnamed(session, row.name)
    organ = Organ(name=row.name, **row.columns)
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
    values = {"name": row.name, **row.columns}
    changes = {}
    for label, (column, value) in zip(COLUMNS, values.items(), strict=True):
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

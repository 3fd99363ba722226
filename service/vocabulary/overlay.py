"""The office's rows over the shipped ones: what a table is when both are taken together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.database import table
from service.config import Settings
from service.vocabulary.kinds import Cells, Kind
from service.vocabulary.records import VocabularyEntry


class Standing(StrEnum):
    """Where a row comes from."""

    SHIPPED = "随系统"
    CHANGED = "本单位改过"
    ADDED = "本单位新增"
    REMOVED = "本单位去掉"


class Act(StrEnum):
    """What is done to a row."""

    SET = "保存"
    REMOVE = "去掉"
    RESTORE = "恢复原样"


@dataclass(frozen=True)
class OfficeRow:
    """A row of the office as stored."""

    cells: Cells
    removed: bool
    version: str
    changed_by: str = ""
    changed_at: datetime | None = None


#: The office's rows by kind and key.
Own = Mapping[str, Mapping[str, OfficeRow]]


@dataclass(frozen=True)
class Row:
    """A row as the table shows it; `version` is empty where the office has none of its key."""

    key: str
    cells: Cells
    standing: Standing
    version: str = ""
    shipped: Cells | None = None
    own: OfficeRow | None = None


@dataclass(frozen=True)
class Change:
    """What somebody wants of a row that was shown in a version; `cells` are those to SET."""

    key: str
    act: Act
    cells: Cells
    version: str


_ENTRIES = table(VocabularyEntry).c
_OWN = select(
    _ENTRIES.kind,
    _ENTRIES.key,
    _ENTRIES.cells,
    _ENTRIES.removed,
    _ENTRIES.version,
    _ENTRIES.changed_by,
    _ENTRIES.changed_at,
).order_by(_ENTRIES.changed_at.desc(), _ENTRIES.id.desc())


def own_rows(session: Session, kind: str | None = None) -> Own:
    """The office's rows, the newest first, of one kind or of all; one statement."""
    query = _OWN if kind is None else _OWN.where(_ENTRIES.kind == kind)
    found: defaultdict[str, dict[str, OfficeRow]] = defaultdict(dict)
    for row in session.execute(query):
        found[row.kind][row.key] = OfficeRow(*row[2:])
    return found


def rows_of(kind: Kind, settings: Settings, own: Own) -> dict[str, Row]:
    """The table by key: what the office added, then the shipped rows, changed where it did."""
    shipped = kind.shipped(settings)
    office = {key: _as_known(kind, row) for key, row in own.get(kind.slug, {}).items()}
    rows = {
        key: Row(key, row.cells, Standing.ADDED, row.version, None, row)
        for key, row in office.items()
        if key not in shipped and not row.removed
    }
    for key, cells in shipped.items():
        row = office.get(key)
        if row is None:
            rows[key] = Row(key, cells, Standing.SHIPPED, "", cells)
            continue
        standing = Standing.REMOVED if row.removed else Standing.CHANGED
        shown = cells if row.removed else row.cells
        rows[key] = Row(key, shown, standing, row.version, cells, row)
    return rows


def _as_known(kind: Kind, row: OfficeRow) -> OfficeRow:
    """The row with the columns that this program has, whichever wrote it."""
    cells = {column.name: row.cells.get(column.name, "") for column in kind.columns}
    return replace(row, cells=cells)


def in_force(rows: Mapping[str, Row]) -> dict[str, Cells]:
    """The cells of the rows that count."""
    return {key: row.cells for key, row in rows.items() if row.standing is not Standing.REMOVED}


def changed(own: Own, kind: str, changes: Iterable[Change]) -> Own:
    """The office's rows as they would be after the changes."""
    office = dict(own.get(kind, {}))
    for change in changes:
        if change.act is Act.RESTORE:
            office.pop(change.key, None)
        else:
            removed = change.act is Act.REMOVE
            office[change.key] = OfficeRow(change.cells, removed, change.version)
    return {**own, kind: office}

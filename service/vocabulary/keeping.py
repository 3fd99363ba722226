"""Changing a table of the vocabulary: what was shown, for a reason, recorded as was and as is."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.editions import hold_lists
from service.config import Settings
from service.personal_data import mask_personal
from service.staff.actors import Actor
from service.staff.audit_log import record
from service.vocabulary.errors import EntryChanged, VocabularyRefused
from service.vocabulary.kinds import Cells, Kind
from service.vocabulary.overlay import (
    Act,
    Change,
    Row,
    Standing,
    changed,
    in_force,
    own_rows,
    rows_of,
)
from service.vocabulary.records import VocabularyEntry

#: The longest reason, in characters, and the changes that are made at once.
LONGEST_WHY, MOST_CHANGES = 500, 2000


def action_of(kind: Kind) -> str:
    """What the audit log calls a change of the table."""
    return f"改{kind.title}"


def subject_of(kind: Kind, key: str) -> str:
    """How the audit log names a row."""
    return f"{kind.slug}:{key}"


def told(kind: Kind, cells: Cells | None) -> str:
    """A row in one line, for people."""
    if cells is None:
        return "（没有）"
    filled = ((column.heading, cells.get(column.name, "")) for column in kind.columns)
    return "；".join(f"{heading}“{cell}”" for heading, cell in filled if cell)


def to_have(kind: Kind, row: Row | None, cells: Cells) -> Change | None:
    """The change that makes the row hold these cells; None where it holds them already."""
    if row is None:
        return Change(kind.key_of(cells), Act.SET, cells, "")
    if row.standing is not Standing.REMOVED and row.cells == cells:
        return None
    act = Act.RESTORE if row.shipped == cells else Act.SET
    return Change(row.key, act, cells, row.version)


def act_of(row: Row | None, change: Change) -> str:
    """What the change does to the row, for people."""
    if change.act is not Act.SET:
        return change.act.value
    return "新增" if _counting(row) is None else "修改"


def make_changes(
    session: Session,
    actor: Actor,
    kind: Kind,
    settings: Settings,
    changes: Sequence[Change],
    why: str,
    now: datetime,
) -> None:
    """Make all changes, or none.

    Raises EntryChanged where a row is no longer as it was shown, VocabularyRefused where one
    cannot be kept like that, nothing is to be changed, or no reason is given.
    """
    because = why.strip()
    if not because or len(because) > LONGEST_WHY:
        raise VocabularyRefused(f"请写明理由，最多 {LONGEST_WHY} 字")
    hold_lists(session)
    own = own_rows(session, kind.slug)
    rows = rows_of(kind, settings, own)
    check_changes(kind, settings, rows, changes)
    after = rows_of(kind, settings, changed(own, kind.slug, changes))
    standing = {
        entry.key: entry
        for entry in session.scalars(
            select(VocabularyEntry).where(VocabularyEntry.kind == kind.slug)
        )
    }
    for change in changes:
        entry, row = standing.get(change.key), rows.get(change.key)
        goes = change.act is Act.RESTORE or (
            change.act is Act.REMOVE and row is not None and row.shipped is None
        )
        if entry is not None and goes:
            session.delete(entry)
        else:
            _write(session, actor, kind, entry, change, now)
    session.flush()
    for change in changes:
        details = {
            "做法": act_of(rows.get(change.key), change),
            "改前": told(kind, _counting(rows.get(change.key))),
            "改后": told(kind, _counting(after.get(change.key))),
            "理由": mask_personal(because),
        }
        record(session, actor, action_of(kind), subject_of(kind, change.key), details, now)


def check_changes(
    kind: Kind, settings: Settings, rows: Mapping[str, Row], changes: Sequence[Change]
) -> None:
    """Raises as `make_changes` does, of rows as they stand now."""
    if not changes:
        raise VocabularyRefused("没有要改的")
    if len(changes) > MOST_CHANGES:
        raise VocabularyRefused(f"一次最多改 {MOST_CHANGES} 行，请分几次")
    if len({each.key for each in changes}) < len(changes):
        raise VocabularyRefused("同一行改了两次，请重新打开再改")
    gone = {each.key for each in changes if each.act is Act.REMOVE}
    others = {key: cells for key, cells in in_force(rows).items() if key not in gone}
    others |= {each.key: each.cells for each in changes if each.act is not Act.REMOVE}
    for change in changes:
        row = rows.get(change.key)
        if (row.version if row else "") != change.version:
            raise EntryChanged(_since(kind, change.key, row))
        if change.act is Act.REMOVE:
            _check_removal(kind, settings, change.key, row)
        else:
            kind.check(change.cells, others, settings)
        if change.act is Act.RESTORE and (row is None or row.shipped is None or not row.version):
            raise VocabularyRefused("这一行没有可以恢复的原样")


def _check_removal(kind: Kind, settings: Settings, key: str, row: Row | None) -> None:
    if row is None or row.standing is Standing.REMOVED:
        raise VocabularyRefused("这一行已经不在了")
    stays = kind.stays(key, settings) if row.shipped is not None else ""
    if stays:
        raise VocabularyRefused(stays)


def _since(kind: Kind, key: str, row: Row | None) -> str:
    own = row.own if row else None
    if row is None or own is None:
        return f"您打开以后，“{key}”已经被别人恢复原样或者删去；请核对以后再保存"
    now = "已被去掉" if own.removed else f"现在是：{told(kind, own.cells)}"
    return f"您打开以后，{own.changed_by}改过“{key}”，{now}；请核对以后再保存"


def _counting(row: Row | None) -> Cells | None:
    return None if row is None or row.standing is Standing.REMOVED else row.cells


def _write(
    session: Session,
    actor: Actor,
    kind: Kind,
    entry: VocabularyEntry | None,
    change: Change,
    now: datetime,
) -> None:
    if entry is None:
        entry = VocabularyEntry(kind=kind.slug, key=change.key)
        session.add(entry)
    entry.cells = dict(change.cells)
    entry.removed = change.act is Act.REMOVE
    entry.version = secrets.token_hex(16)
    entry.changed_by = actor.name
    entry.changed_at = now

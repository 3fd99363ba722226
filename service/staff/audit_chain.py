"""Following the audit log's chain of signatures, piece by piece, and looking at where it ends."""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from pydantic import ConfigDict
from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from knowledge.database import table
from service.staff.anchors import Anchor, read_anchor
from service.staff.audit_log import signature
from service.staff.errors import AnchorUnreadable
from service.staff.records import AuditEntry, AuditHead

#: Faults that are told; a log with more of them is told to have more.
FAULTS_TOLD = 50
#: Entries read at a time.
PIECE = 1000

NO_ANCHOR = "没有锚点文件，末尾是否被截断只能按数据库自己的记录核对"
ANOTHER_KEY = "审计密钥不是写下这些记录的那一把，或者末尾标记被改动"
AND_MORE = "……还有更多"

_ENTRIES = table(AuditEntry)


@dataclass(frozen=True)
class Reached:
    """How far the chain was followed: the last entry's number and signature, and what is wrong."""

    __pydantic_config__: ClassVar = ConfigDict(ser_json_bytes="hex", val_json_bytes="hex")

    seq: int = 0
    mac: bytes = bytes(32)
    entries: int = 0
    faults: tuple[str, ...] = ()


@dataclass(frozen=True)
class Anchored:
    """The anchor as it was read, or why it was not."""

    anchor: Anchor | None
    fault: str = ""

    @property
    def faults(self) -> tuple[str, ...]:
        """What is wrong with the file itself."""
        return (self.fault,) if self.fault else ()

    @property
    def remarks(self) -> tuple[str, ...]:
        """What its absence leaves open."""
        return () if self.anchor or self.fault else (NO_ANCHOR,)


def look_at_anchor(path: Path | None) -> Anchored:
    """Read the anchor; to be done before the log is read, since entries are committed first."""
    try:
        return Anchored(read_anchor(path) if path else None)
    except AnchorUnreadable as error:
        return Anchored(None, str(error))


def hold_still(session: Session) -> None:
    """Let the session see the log as it is at one moment; to be called before it reads anything.

    On SQLite a transaction that reads does so by itself.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.connection(execution_options={"isolation_level": "REPEATABLE READ"})


def followed(
    session: Session, key: bytes, reached: Reached, piece: int = PIECE
) -> tuple[Reached, bool]:
    """Follow the chain over the next `piece` entries; tells whether there are more."""
    query = select(_ENTRIES).order_by(_ENTRIES.c.seq).limit(piece + 1)
    if reached.entries:
        query = query.where(_ENTRIES.c.seq > reached.seq)
    found = session.execute(query).all()
    rows = found[:piece]
    if not rows:
        return reached, False
    faults = _with(reached.faults, _faults(key, reached, rows))
    last = rows[-1]
    return Reached(last.seq, last.mac, reached.entries + len(rows), faults), len(found) > piece


def end_faults(session: Session, reached: Reached, anchor: Anchor | None) -> tuple[str, ...]:
    """What does not agree where the log ends, which was followed to its last entry."""
    return (*_head_faults(session, reached), *_anchor_faults(session, reached, anchor))


def is_other_key(session: Session, check: bytes) -> bool:
    """Whether the log says that it is written with another key than that of this `check`."""
    head = session.get(AuditHead, 1)
    return head is not None and head.key_check not in (None, check)


def _with(known: tuple[str, ...], found: Iterable[str]) -> tuple[str, ...]:
    """Those known and those found, as many as are told."""
    faults = list(known)
    for fault in found:
        if len(faults) > FAULTS_TOLD:
            break
        faults.append(fault if len(faults) < FAULTS_TOLD else AND_MORE)
    return tuple(faults)


def _faults(key: bytes, reached: Reached, rows: Iterable[Row[Any]]) -> Iterator[str]:
    last, before = reached.seq, reached.mac
    for row in rows:
        if row.seq != last + 1:
            yield _gap(last, row.seq)
        elif not hmac.compare_digest(signature(key, before, row), row.mac):
            yield f"第 {row.seq} 条与签名不符：被改动、插入或调换了顺序"
        last, before = row.seq, row.mac


def _gap(last: int, found: int) -> str:
    if found <= last:
        return f"有一条编号是 {found}，是插入的"
    missing = f"第 {last + 1} 条" if found == last + 2 else f"第 {last + 1} 至 {found - 1} 条"
    return f"{missing}不见了"


def _head_faults(session: Session, reached: Reached) -> Iterator[str]:
    head = session.get(AuditHead, 1)
    if head is None:
        yield "末尾标记不见了"
    elif head.seq > reached.seq:
        yield f"末尾标记在第 {head.seq} 条，记录只到第 {reached.seq} 条：末尾被截断"
    elif head.seq < reached.seq or not hmac.compare_digest(head.mac, reached.mac):
        yield "末尾标记和最后一条不符：末尾被改动，或者有插入的条目"
    if reached.entries and not _is_signed(session, reached.seq, reached.mac):
        yield f"核对过的第 {reached.seq} 条不见了，或者不是原来的：末尾被截断或重写"


def _anchor_faults(session: Session, reached: Reached, anchor: Anchor | None) -> Iterator[str]:
    if anchor is None:
        return
    if anchor.seq > reached.seq:
        yield (
            f"锚点在第 {anchor.seq} 条，记录只到第 {reached.seq} 条："
            "末尾被截断，或者数据库换成了旧的备份"
        )
    elif not _is_signed(session, anchor.seq, anchor.mac):
        yield f"第 {anchor.seq} 条和锚点记下的不同：记录被重写过"


def _is_signed(session: Session, seq: int, mac: bytes) -> bool:
    """Whether there is such an entry, with this signature."""
    found = session.scalar(select(AuditEntry.mac).where(AuditEntry.seq == seq))
    return found is not None and hmac.compare_digest(found, mac)

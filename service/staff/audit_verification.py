"""Verifying the audit log: every way of tampering with it is found, and told entry by entry."""

from __future__ import annotations

import hmac
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.database import Store
from service.staff.anchors import Anchor, read_anchor
from service.staff.audit_log import seal_of, signature
from service.staff.errors import AnchorUnreadable
from service.staff.records import AuditEntry, AuditHead

#: Faults that are told; a log with more of them is told to have more.
FAULTS_TOLD = 50
_PIECE = 1000

NO_ANCHOR = "没有锚点文件，末尾是否被截断只能按数据库自己的记录核对"


@dataclass(frozen=True)
class Verification:
    """How many entries there are, what is wrong, and what could not be looked at."""

    entries: int
    faults: tuple[str, ...]
    remarks: tuple[str, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether nothing was changed, taken away, put in, reordered or cut off."""
        return not self.faults


@dataclass
class _Chain:
    """The chain as far as it was followed."""

    last: int = 0
    mac: bytes = bytes(32)
    entries: int = 0
    #: What the entry with the anchor's number is signed with.
    anchored: bytes | None = None


def verify(store: Store) -> Verification:
    """Follow the whole log from its first entry to its last, the head and the anchor.

    Raises AuditKeyMissing where the store was opened without the key.
    """
    with store.reading() as session:
        seal = seal_of(session)
        # Read before the log: entries are committed first, so that it never runs ahead of them.
        anchor, faults, remarks = _anchor_of(session)
        if session.get_bind().dialect.name == "postgresql":
            session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
        head = session.get(AuditHead, 1)
        if head is not None and head.key_check not in (None, seal.check):
            return Verification(0, ("审计密钥不是写下这些记录的那一把，或者末尾标记被改动",))
        chain = _Chain()
        faults += list(_followed(session, seal.key, chain, anchor))[: FAULTS_TOLD + 1]
        faults += _ends(chain, head, anchor)
    if len(faults) > FAULTS_TOLD:
        faults = [*faults[:FAULTS_TOLD], "……还有更多"]
    return Verification(chain.entries, tuple(faults), tuple(remarks))


def _anchor_of(session: Session) -> tuple[Anchor | None, list[str], list[str]]:
    """The anchor; what is wrong with it; what its absence leaves open."""
    path = seal_of(session).anchor
    try:
        anchor = read_anchor(path) if path else None
    except AnchorUnreadable as error:
        return None, [str(error)], []
    return anchor, [], [] if anchor else [NO_ANCHOR]


def _followed(session: Session, key: bytes, chain: _Chain, anchor: Anchor | None) -> Iterator[str]:
    """The faults between the first entry and the last."""
    entries = session.scalars(
        select(AuditEntry).order_by(AuditEntry.seq).execution_options(yield_per=_PIECE)
    )
    for entry in entries:
        before = chain.mac
        follows = entry.seq == chain.last + 1
        if not follows:
            yield _gap(chain.last, entry.seq)
        elif not hmac.compare_digest(signature(key, before, entry), entry.mac):
            yield f"第 {entry.seq} 条与签名不符：被改动、插入或调换了顺序"
        if anchor is not None and entry.seq == anchor.seq:
            chain.anchored = entry.mac
        chain.last, chain.mac = entry.seq, entry.mac
        chain.entries += 1
        session.expunge(entry)


def _gap(last: int, found: int) -> str:
    if found <= last:
        return f"有一条编号是 {found}，是插入的"
    missing = f"第 {last + 1} 条" if found == last + 2 else f"第 {last + 1} 至 {found - 1} 条"
    return f"{missing}不见了"


def _ends(chain: _Chain, head: AuditHead | None, anchor: Anchor | None) -> list[str]:
    """What does not agree where the log ends."""
    faults = []
    if head is None:
        faults.append("末尾标记不见了")
    elif head.seq > chain.last:
        faults.append(f"末尾标记在第 {head.seq} 条，记录只到第 {chain.last} 条：末尾被截断")
    elif head.seq < chain.last or not hmac.compare_digest(head.mac, chain.mac):
        faults.append("末尾标记和最后一条不符：末尾被改动，或者有插入的条目")
    if anchor is None:
        return faults
    if anchor.seq > chain.last:
        faults.append(
            f"锚点在第 {anchor.seq} 条，记录只到第 {chain.last} 条："
            "末尾被截断，或者数据库换成了旧的备份"
        )
    elif chain.anchored is None or not hmac.compare_digest(chain.anchored, anchor.mac):
        faults.append(f"第 {anchor.seq} 条和锚点记下的不同：记录被重写过")
    return faults

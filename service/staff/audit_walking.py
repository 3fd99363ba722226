"""Verifying the audit log in the background: what is new soon after, the whole of it every day.

New entries are followed from where the last look ended. What was changed before that place is seen
by the next walk from the first entry, which an auditor can ask for at any time.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from threading import Event
from time import monotonic

from sqlalchemy.orm import Session

from knowledge.clock import Clock
from knowledge.database import Store
from service.staff.actors import SYSTEM
from service.staff.audit_chain import (
    ANOTHER_KEY,
    PIECE,
    Anchored,
    end_faults,
    followed,
    hold_still,
    is_other_key,
    look_at_anchor,
)
from service.staff.audit_finding import (
    SUBJECT,
    Finding,
    StoredFinding,
    Walk,
    keep_finding,
    new_walk,
    read_finding,
)
from service.staff.audit_log import record, seal_of
from service.staff.errors import AuditError

log = logging.getLogger("yihaoda.audit")

#: How long after one walk has ended the next one begins.
WALK_AGAIN = timedelta(days=1)
#: A look that found nothing new is told this often, to show that somebody looks.
TELL_EVERY = timedelta(minutes=5)
#: Seconds between two turns: when all is followed, and when more waits.
LOOK_EVERY, GO_ON_AFTER = 10.0, 0.5
#: Seconds of work in one turn.
TURN = 0.5


def verify_regularly(store: Store, clock: Clock, stop: Event) -> None:
    """Verify turn by turn until told to stop."""
    pause = GO_ON_AFTER
    while not stop.wait(pause):
        pause = GO_ON_AFTER if take_turn(store, clock()) else LOOK_EVERY


def take_turn(store: Store, now: datetime, seconds: float = TURN, piece: int = PIECE) -> bool:
    """Go on for so long, at least by a piece, and keep what was found; tells whether more waits."""
    deadline = monotonic() + seconds
    with store.reading() as session:
        looking = _Looking(session, look_at_anchor(seal_of(session).anchor), now, deadline, piece)
        hold_still(session)
        stored = read_finding(session)
        begun = _begun(stored, now)
        standing, running = looking.on(begun.standing), looking.on(begun.running)
    ended = running if running and running.finished_at else None
    after = Finding(ended) if ended else Finding(standing, running)
    if _is_news(stored, after):
        with store.writing() as session:
            if not keep_finding(session, after, stored.body):
                return True  # somebody asked for a walk meanwhile
        _tell(store, stored.finding, after, ended, now)
    return looking.more


@dataclass
class _Looking:
    """One look at the log as it is at one moment, for as long as a turn may take."""

    session: Session
    anchored: Anchored
    now: datetime
    deadline: float
    piece: int
    #: Whether a walk did not come to the log's end.
    more: bool = False

    def on(self, walk: Walk | None) -> Walk | None:
        """The walk gone on."""
        if walk is None:
            return None
        seal = seal_of(self.session)
        if is_other_key(self.session, seal.check):
            return self._at_end(walk, (ANOTHER_KEY,))
        reached, more = followed(self.session, seal.key, walk.reached, self.piece)
        while more and monotonic() < self.deadline:
            reached, more = followed(self.session, seal.key, reached, self.piece)
        walk = replace(walk, reached=reached)
        if more:
            self.more = True
            return walk
        faults = end_faults(self.session, reached, self.anchored.anchor)
        return self._at_end(walk, (*self.anchored.faults, *faults))

    def _at_end(self, walk: Walk, ends: tuple[str, ...]) -> Walk:
        finished = walk.finished_at or self.now
        remarks = self.anchored.remarks
        return replace(walk, finished_at=finished, looked_at=self.now, ends=ends, remarks=remarks)


def _begun(stored: StoredFinding, now: datetime) -> Finding:
    """The finding, with a walk on its way where it is time for one."""
    standing, running = stored.finding.standing, stored.finding.running
    last = standing.finished_at if standing else None
    if running is None and (last is None or now - last >= WALK_AGAIN):
        running = new_walk(stored, now)
    return Finding(standing, running)


def _is_news(stored: StoredFinding, after: Finding) -> bool:
    """Whether more is known than when the last look was."""
    before, now = stored.finding.standing, after.standing
    if before is None or now is None or stored.finding.running != after.running:
        return True
    if replace(now, looked_at=before.looked_at) != before:
        return True
    looked = before.looked_at, now.looked_at
    return looked[0] is None or looked[1] is None or looked[1] - looked[0] >= TELL_EVERY


def _tell(store: Store, before: Finding, after: Finding, ended: Walk | None, now: datetime) -> None:
    """Tell those who run the service of faults; tell the log itself of a walk that has ended."""
    known = before.standing.faults if before.standing else ()
    standing = after.standing
    if standing and standing.faults and not known:
        log.error("审计记录被动过，共 %d 处：%s", len(standing.faults), standing.faults[0])
    if ended is None:
        return
    result = f"发现 {len(ended.faults)} 处问题" if ended.faults else "完整"
    why = "审计员要求" if ended.asked_by else "定期"
    told = {"条数": str(ended.reached.entries), "结果": result, "起因": why}
    try:
        with store.writing() as session:
            record(session, SYSTEM, "核对审计记录", SUBJECT, told, now)
    except AuditError as error:
        log.error("核对的结果没能记进审计记录：%s", error)

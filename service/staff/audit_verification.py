"""Verifying the audit log at once: every way of tampering is found, and told entry by entry."""

from __future__ import annotations

from dataclasses import dataclass

from knowledge.database import Store
from service.staff.audit_chain import (
    ANOTHER_KEY,
    Reached,
    end_faults,
    followed,
    hold_still,
    is_other_key,
    look_at_anchor,
)
from service.staff.audit_log import seal_of


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


def verify(store: Store) -> Verification:
    """Follow the whole log from its first entry to its last, the head and the anchor.

    Raises AuditKeyMissing where the store was opened without the key.
    """
    with store.reading() as session:
        seal = seal_of(session)
        anchored = look_at_anchor(seal.anchor)
        hold_still(session)
        if is_other_key(session, seal.check):
            return Verification(0, (ANOTHER_KEY,))
        reached, more = Reached(), True
        while more:
            reached, more = followed(session, seal.key, reached)
        ends = end_faults(session, reached, anchored.anchor)
    faults = (*anchored.faults, *reached.faults, *ends)
    return Verification(reached.entries, faults, anchored.remarks)

"""How the levels of numbering stand to one another in one document."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.numbering import RANK, Level, Marker
from knowledge.structure.blocks import Block, BlockKind


def ranks_of_levels(blocks: Sequence[Block]) -> dict[Level, float]:
    """Ranks of the levels in this document.

    Where 1. stands above （一） (no 一、 at all, and 1. comes first), the two change places.
    """
    ranks = {level: float(rank) for level, rank in RANK.items()}
    seen = list(dict.fromkeys(block.marker.level for block in blocks if block.marker))
    if (
        Level.FIRST not in seen
        and Level.ARTICLE not in seen
        and Level.SECOND in seen
        and Level.THIRD in seen[: seen.index(Level.SECOND)]
    ):
        ranks[Level.THIRD], ranks[Level.SECOND] = ranks[Level.SECOND], ranks[Level.THIRD]
    return ranks


def following_markers(blocks: Sequence[Block]) -> list[Marker | None]:
    """For each block the marker of the next numbered one."""
    following: list[Marker | None] = [None] * len(blocks)
    latest: Marker | None = None
    for index in range(len(blocks) - 1, -1, -1):
        following[index] = latest
        if blocks[index].marker is not None:
            latest = blocks[index].marker
        elif blocks[index].kind in (BlockKind.ANNEX, BlockKind.CARRIED):
            latest = None
    return following

"""A reading made of plain text, without the store and its libraries."""

from __future__ import annotations

from knowledge.outline import Metadata, Outline, PassageOutline, Reading


def plain_reading(text: str) -> Reading:
    """The text as one passage under a fixed title."""
    passage = PassageOutline("p0", None, "全文", "", 0, len(text))
    return Reading(
        media_type="text/plain",
        charset="utf-8",
        raw_text=text,
        text=text,
        metadata=Metadata(title="青禾县便民服务办法"),
        title_key="青禾县便民服务办法",
        carried_title_key=None,
        number_key=None,
        outline=Outline((), (passage,)),
    )

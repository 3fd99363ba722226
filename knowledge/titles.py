"""Titles: the document that a notice carries (印发《X》的通知), and where it begins in a text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from knowledge.keys import title_key

#: A line of more characters is a sentence, not a title.
TITLE_LENGTH = 90

_CARRIER = re.compile(
    r"(?:印发|转发|批转|发布|公布|颁布|下发)(?P<carried>.{4,}?)(?:等[^的]{0,6})?的(?:通知|决定|公告|通告|函|令)$"
)
_ALIKE = 0.9
_FILLER = re.compile("的|关于")


def carried_by(title: str) -> str | None:
    """The title that a carrier names: X of 关于印发《X》的通知; None where it carries none."""
    match = _CARRIER.search(re.sub(r"\s+", "", title))
    if match is None:
        return None
    carried = match["carried"]
    if carried.startswith("《") and carried.endswith("》"):
        carried = carried[1:-1]
    return carried or None


def find_carried_title(title: str, lines: Sequence[str]) -> int | None:
    """Index of the line that is the title of the carried document, or None.

    The line may name the issuer before the title (某委员会实施细则) and differ in 的; it
    may also be the document's own title, repeated below the order that publishes it.
    """
    plain = [
        _plain(line)
        if 4 <= len(line) <= TITLE_LENGTH and not line.endswith(("。", "；", "：", "，", ":", ";"))
        else ""
        for line in lines
    ]
    for name in (carried_by(title), title):
        wanted = _plain(name or "")
        for index, line in enumerate(plain):
            if line and wanted and _same_title(line, wanted):
                return index
    return None


def _plain(title: str) -> str:
    return _FILLER.sub("", title_key(title))


def _same_title(line: str, wanted: str) -> bool:
    if line == wanted:
        return True
    if len(wanted) >= 6 and line.endswith(wanted) and len(line) - len(wanted) <= 20:
        return True
    if not 0.8 <= len(line) / max(len(wanted), 1) <= 1.25:
        return False
    return SequenceMatcher(None, line, wanted, autojunk=False).ratio() >= _ALIKE

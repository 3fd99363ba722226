"""Damage that can be seen but not mended: told as doubts, the text left as it is."""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge.cleaned import CleanLine, LineRole
from knowledge.repair.lines import Ledger

#: A document number that lost its year: 代字 ending as they do, then figures without brackets.
_YEARLESS = re.compile(r"[\u4e00-\u9fff]{1,5}?(?:发|函|字|规|办)\d{1,7}号")


def doubt_damage(lines: Sequence[CleanLine], ledger: Ledger) -> None:
    """Record document numbers of the main text that have no year."""
    for line in lines:
        if line.role is LineRole.BODY and "号" in line.text:
            for match in _YEARLESS.finditer(line.text):
                ledger.doubt(
                    "document_number", match.group(), "文号缺少年份（方括号内容丢失），无法可靠还原"
                )

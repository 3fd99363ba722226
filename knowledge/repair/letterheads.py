"""The letterhead (版头) of an original: what stands above its number, and is no text of it."""

from __future__ import annotations

import re
from collections.abc import Sequence

_NUMBER_LINE = re.compile(
    r"[\u4e00-\u9fff]{2,14}[〔\[［【﹝(（]\s*(?:19|20)\d{2}\s*[〕\]］】﹞)）]\s*(?:第\s*)?\d{1,5}\s*号"
    r"(?:\s*签发人\s*[：:].{0,30})?"
)
#: 发文机关标志 (GB/T 9704-2012, 7.2.4): the issuer's name and 文件, or 文件 on a line of its own.
_MARK = re.compile(
    r"[\u4e00-\u9fff、\s]{2,60}(?:政府|局|委员会|委|厅|办公室|办|院|会|部|公司|中心)\s*文\s*件|文\s*件"
)
#: A letterhead has at most so many lines: joint issuers one each, 份号, 密级, 紧急程度, 签发人.
_MOST_LINES = 16
_LONGEST = 60
_SPEAKS = re.compile("[。；，]|关于|印发|通知")


def letterhead(texts: Sequence[str]) -> int:
    """How many of the first lines are a letterhead; 0 where the text begins with none."""
    for at, text in enumerate(texts[: _MOST_LINES + 1]):
        if _NUMBER_LINE.fullmatch(text):
            return at if any(_MARK.fullmatch(above) for above in texts[:at]) else 0
        if len(text) > _LONGEST or _SPEAKS.search(text):
            break
    return 0

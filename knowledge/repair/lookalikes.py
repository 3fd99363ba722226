"""Characters that look like Chinese ones and are not: radicals, compatibility forms, ligatures.

Fonts of PDF files tell ⼀ (U+2F00, a radical of dictionaries) where 一 is meant, and nobody who
types 一 would find it. Unicode's own compatibility mappings fold most; the radicals of the
supplement block that have none and are characters of their own stand in a table.
"""

from __future__ import annotations

import re
import unicodedata

from knowledge.cleaned import CleanLine
from knowledge.repair.lines import Edit, Ledger, edited

#: CJK Radicals Supplement (U+2E80-U+2EFF) without a compatibility mapping.
_SUPPLEMENT = dict(
    zip(
        "⺁⺒⺝⺠⺩⻁⻄⻅⻆⻉⻋⻑⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻲",
        "厂巳月民王虎西见角贝车長长门青韦页风飞食马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙亀",
        strict=True,
    )
)
LOOKALIKE = re.compile("[\u2e80-\u2fdf\uf900-\ufaff\ufb00-\ufb06]")


def fold_lookalikes(line: CleanLine, ledger: Ledger) -> CleanLine:
    """`line` with such characters as the ones that are meant."""
    if not LOOKALIKE.search(line.text):
        return line
    edits = [
        Edit(match.start(), match.end(), meant)
        for match in LOOKALIKE.finditer(line.text)
        if (meant := meant_by(match.group())) != match.group()
    ]
    if not edits:
        return line
    folded = edited(line, edits)
    ledger.note("lookalike_characters", line.text, folded.text, len(edits))
    return folded


def meant_by(character: str) -> str:
    """What a character that looks like others stands for; ligatures stand for several."""
    return _SUPPLEMENT.get(character) or unicodedata.normalize("NFKC", character)

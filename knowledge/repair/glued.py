"""Lines of their own for the parts of a document that runs on in one paragraph.

Where a host dropped every line break, the numbering still shows the parts: 一、二、…, （一）（二）…
and 1.2.…, each rising, and so do the blanks that it put for the breaks. Only a line that holds
most of the document is cut; an ordinary paragraph that counts （一）（二） within a sentence stays
whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from knowledge.cleaned import CleanLine, LineKind, LineRole
from knowledge.numbering import chinese_number
from knowledge.repair.lines import Ledger, piece
from knowledge.repair.run_on import paragraph_blanks

_MIN_LENGTH = 200
_MIN_SHARE = 0.6
_MAX_TITLE = 120

_NUMERAL = "[一二三四五六七八九十]{1,3}"
_LEVEL_1 = re.compile(rf"(?<![第、一二三四五六七八九十])({_NUMERAL})、(?=[^一二三四五六七八九十])")
_LEVEL_2 = re.compile(rf"(?<![第按])[（(]({_NUMERAL})[)）](?![项款目条、，和至及或])")
_LEVEL_3 = re.compile(
    r"(?<![\d.第])(\d{1,2})(?:[.．]|(?<=[。；：）]\d)、|(?<=[。；：）]\d\d)、)(?=[\u4e00-\u9fff“《])"
)
_DUTY = re.compile(r"(?<=[。！？；])[（(〔\[【]?(?:牵头|责任|配合|协办|主责)(?:单位|部门)[：:]")
#: End of the line that names the addressees: the first colon, with organs before it.
_ADDRESSEES = re.compile(
    r"[^：:。；]{2,300}(?:政府|部门|单位|机构|局|委|办|处|院|校|企业)[^：:。；]{0,20}[：:]"
)

#: A number may be lost on the way (a host that drops characters), not several together.
_MAX_GAP = 2


def split_glued(lines: Sequence[CleanLine], ledger: Ledger) -> list[CleanLine]:
    """`lines` with a body that stands in one line cut into its parts."""
    body = [line for line in lines if line.role is LineRole.BODY]
    whole = sum(len(line.text) for line in body)
    result: list[CleanLine] = []
    for line in lines:
        cuts: list[int] = []
        if (
            line.role is LineRole.BODY
            and line.kind is LineKind.PARAGRAPH
            and len(line.text) >= max(_MIN_LENGTH, whole * _MIN_SHARE)
        ):
            others = [other.text for other in lines if other is not line]
            numbers = _number_cuts(line.text, others)
            blanks = paragraph_blanks(line.text) if numbers or len(body) == 1 else []
            cuts = sorted({*numbers, *blanks})
        if cuts:
            places = [0, *cuts, len(line.text)]
            pieces = [piece(line, start, end) for start, end in pairwise(places)]
            result += [part for part in pieces if part.text]
            seam = line.text[max(cuts[0] - 8, 0) : cuts[0] + 8]
            ledger.note("glued_paragraph", seam, f"{seam[:8]}⏎{seam[8:]}", len(cuts))
        else:
            result.append(line)
    return result


def _number_cuts(text: str, others: Sequence[str]) -> list[int]:
    """Where the numbering of `text` shows its parts; empty where it does not run on."""
    first = list(_rising(text, _LEVEL_1, restarts=()))
    if len(first) < 2 or first[-1] == first[0]:
        return []
    second = list(_rising(text, _LEVEL_2, restarts=first))
    third = list(_rising(text, _LEVEL_3, restarts=(*first, *second)))
    cuts = {*first, *second, *third}
    cuts.update(match.start() for match in _DUTY.finditer(text))
    cuts.update(_head_cuts(text[: first[0]], others))
    return [cut for cut in cuts if 0 < cut < len(text)]


def _head_cuts(head: str, others: Sequence[str]) -> Iterator[int]:
    """Ends of the title, where another line tells it, and of the addressees, before the text."""
    at = 0
    for other in others:
        title = other.strip("《》 ")
        if 6 <= len(title) <= _MAX_TITLE and head.startswith(title):
            at = len(title)
            yield at
            break
    addressees = _ADDRESSEES.match(head, at)
    if addressees is not None:
        yield addressees.end()


def _rising(text: str, pattern: re.Pattern[str], restarts: Sequence[int]) -> Iterator[int]:
    """Places of the numbers of one level that go on rising; after a place in `restarts` 1 may
    come again."""
    last, last_place = 0, -1
    upper = sorted(restarts)
    for match in pattern.finditer(text):
        number = chinese_number(match.group(1)) or 0
        restarted = any(last_place < place <= match.start() for place in upper)
        if (restarted and number == 1) or last < number <= last + _MAX_GAP:
            yield match.start()
            last, last_place = number, match.start()

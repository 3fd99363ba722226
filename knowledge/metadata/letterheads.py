"""The letterhead (版头) of an original: the organs that print their names above its number.

GB/T 9704-2012, 7.2.4: 发文机关标志 is the issuer's name followed by 文件, or the name alone; joint
issuers stand below one another, 文件 beside or behind them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge.cleaned import LineRole
from knowledge.metadata.organs import split_organs
from knowledge.metadata.segments import Segment, without_blanks
from knowledge.outline import FieldReading

#: The number stands in so many lines above the first one of the main text, or from there on.
_ABOVE, _WITHIN = 2, 10
#: A letterhead has at most so many lines.
_MOST = 12
_WORD = re.compile("[ \u3000]*文[ \u3000]*件$")
_SIGNER = re.compile("[ \u3000]*签发人[ \u3000]*[：:].{0,30}$")


def without_signer(text: str) -> str:
    """A line of the head without the 签发人 that documents sent upwards print beside the number."""
    return _SIGNER.sub("", text)


def is_number_line(segment: Segment) -> bool:
    """Whether a line is a document number alone, or with the signer beside it."""
    number = segment.numbers[0] if segment.numbers else None
    if number is None or not number.is_bracketed:
        return False
    return number.start == 0 and number.end == len(without_signer(segment.text))


def read_letterhead(segments: Sequence[Segment]) -> list[FieldReading]:
    """The organs of the letterhead, in the order in which they are printed.

    A line outside of the main text is one only where 文件 is printed: portals name offices too.
    """
    lines = [each for each in segments if each.role is not LineRole.META and not each.is_table]
    first = next((at for at, each in enumerate(lines) if each.role is LineRole.BODY), len(lines))
    places = range(max(0, first - _ABOVE), min(len(lines), first + _WITHIN))
    number = next((at for at in places if is_number_line(lines[at])), None)
    if number is None:
        return []
    above = _organs_above(lines, number)
    named = any(_WORD.search(each.text) for each in above)
    if not named and any(each.role is not LineRole.BODY for each in above):
        return []
    return [
        segment.reading("issuer", organ, start, end, "版头")
        for segment in above
        for organ, start, end in _organs(segment)
    ]


def _organs_above(lines: Sequence[Segment], number: int) -> Sequence[Segment]:
    """The lines right above the number that name organs and nothing else."""
    first = number
    if first and _SIGNER.fullmatch(lines[first - 1].text):
        number = first = first - 1
    while first and number - first < _MOST:
        above = lines[first - 1]
        if not _organs(above) and without_blanks(above.text) != "文件":
            break
        first -= 1
    return lines[first:number]


def _organs(segment: Segment) -> list[tuple[str, int, int]]:
    return split_organs(_WORD.sub("", segment.text))

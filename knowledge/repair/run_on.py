"""Blanks that stand for line breaks, in a document that a host put into one line.

Chinese sets no blanks within sentences. In a text of one line they are what is left of its
paragraphs, but for those between joint issuers, within brackets, within dates, and between the
characters of a spaced-out name or label.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_BLANK = re.compile(r"(?<=[^\x00-\x7f]) (?=[^\x00-\x7f]|[(\d])")
_KEPT_TOGETHER = re.compile(
    r"[（(《〈“][^（）()《》〈〉“”]{0,80}[)）》〉”]"
    r"|(?<![^ ])[\u4e00-\u9fff](?: [\u4e00-\u9fff]){1,3} ?[：:]"
)
_ORGAN = "(?:局|委员会|委|厅|办公室|办|院|部|处|政府|会|社)"
_ISSUER_BEFORE = re.compile(f"{_ORGAN}$")
_ISSUER_AFTER = re.compile(
    f"关于|印发|[\u4e00-\u9fff]{{2,24}}?{_ORGAN}(?:关于|印发|(?= [\u4e00-\u9fff]{{2,24}}{_ORGAN}))"
)
#: A figure after a blank begins a paragraph as a list number or a date, not as a mere figure.
_FIGURE_START = re.compile(r"\d{1,2}[.．、]|\d{4}年|\d{1,2}月|[（(]")
#: Words that a figure belongs to across a blank.
_LEADS_TO_FIGURE = tuple("于自从至到在截年月第共约达计为每近超")
_SENTENCE_ENDS = "。；：！？”"
_WITHIN_SENTENCE = re.compile("[，。；]")
_MIN_HEADING = 8
_MIN_PIECE = 4


def paragraph_blanks(text: str) -> list[int]:
    """Places after the blanks of `text` that stand for line breaks, in order.

    A text is taken to have such blanks when one of them follows a sentence, or a heading that
    begins it.
    """
    together = [match.span() for match in _KEPT_TOGETHER.finditer(text)]
    blanks = list(_outside([match.start() for match in _BLANK.finditer(text)], together))
    places = [-1, *blanks, len(text)]
    breaks = [
        at
        for before, at, after in zip(places[:-2], blanks, places[2:], strict=True)
        if min(at - before, after - at) > _MIN_PIECE and _is_break(text, at)
    ]
    heading = text[: breaks[0]] if breaks else ""
    headed = len(heading) >= _MIN_HEADING and not _WITHIN_SENTENCE.search(heading)
    if headed or any(text[at - 1] in _SENTENCE_ENDS for at in breaks):
        return [at + 1 for at in breaks]
    return []


def _outside(places: list[int], spans: list[tuple[int, int]]) -> Iterator[int]:
    """Those of the rising `places` that lie in none of the rising `spans`."""
    remaining = iter(spans)
    start, end = next(remaining, (0, 0))
    for place in places:
        while end and end <= place:
            start, end = next(remaining, (0, 0))
        if not start <= place < end:
            yield place


def _is_break(text: str, at: int) -> bool:
    """Whether the blank at `at` parts two paragraphs rather than two issuers or a figure."""
    before, after = text[max(at - 6, 0) : at], text[at + 1 : at + 60]
    if after[0] in "0123456789(":
        return not before.endswith(_LEADS_TO_FIGURE) and _FIGURE_START.match(after) is not None
    return not (_ISSUER_BEFORE.search(before) and _ISSUER_AFTER.match(after))

"""Joining a text that a document-sharing site cut into numbered pieces of equal length.

Such a preview cuts a document every few hundred characters, in the midst of words, and numbers
the pieces `1、2、3、…`. A real list of points is numbered alike, but its points end where their
sentences end; only pieces that end in mid-sentence all along are joined.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from knowledge.cleaned import CleanLine
from knowledge.repair.lines import Ledger, joined, piece

_MARKER = re.compile(r"(\d{1,3})、")
_MARKER_LENGTH = 4
_SENTENCE_END = tuple("。；：！？.;:!?”》）)】〕")
_OPEN_END = tuple("、，,（(“《〔—")
_BROKEN_START = tuple("、，。；：,;:）)”》〕")
_MIN_PIECES = 3
_MIN_LENGTH = 100
_MAX_SENTENCE_ENDS = 0.25


def join_splices(lines: Sequence[CleanLine], ledger: Ledger) -> list[CleanLine]:
    """`lines` with each run of spliced pieces joined into one line without separators."""
    result: list[CleanLine] = []
    at = 0
    while at < len(lines):
        if "、" not in lines[at].text[:_MARKER_LENGTH]:
            result.append(lines[at])
            at += 1
            continue
        run = _numbered_run(lines, at)
        if _is_spliced(run):
            pieces = [piece(line, _marker_length(line.text), len(line.text)) for line in run]
            seam = f"{run[0].text[-8:]}⏎{run[1].text[:12]}"
            ledger.note("splice_marker", seam, pieces[0].text[-8:] + pieces[1].text[:8], len(run))
            whole = joined(pieces)
            result.append(whole)
            if not whole.text.endswith(_SENTENCE_END):
                ledger.doubt(
                    "truncated", whole.text[-20:], "文档分享网站的预览在句中截断，后文缺失"
                )
            at += len(run)
        else:
            result.append(lines[at])
            at += 1
    return result


def _marker_length(text: str) -> int:
    match = _MARKER.match(text)
    return match.end() if match else 0


def _numbered_run(lines: Sequence[CleanLine], at: int) -> Sequence[CleanLine]:
    """The lines from `at` on that are numbered 1、2、3、… without another line between."""
    end = at
    while end < len(lines):
        match = _MARKER.match(lines[end].text)
        if (
            match is None
            or int(match.group(1)) != end - at + 1
            or lines[end].role is not lines[at].role
        ):
            break
        end += 1
    return lines[at:end]


def _is_spliced(run: Sequence[CleanLine]) -> bool:
    """Whether the numbers were put there by cutting: long pieces that end in mid-sentence."""
    if len(run) < _MIN_PIECES:
        return False
    texts = [line.text for line in run]
    if median(map(len, texts)) < _MIN_LENGTH:
        return False
    seams = [(before, after[_marker_length(after) :]) for before, after in pairwise(texts)]
    sentence_ends = sum(1 for before, _ in seams if before.endswith(_SENTENCE_END))
    certain_cuts = sum(
        1
        for before, after in seams
        if before.endswith(_OPEN_END) or after.startswith(_BROKEN_START) or _leaves_open(before)
    )
    return sentence_ends <= len(seams) * _MAX_SENTENCE_ENDS and certain_cuts >= 1


def _leaves_open(text: str) -> bool:
    """Whether the last parenthesis of `text` is still open."""
    return max(text.rfind("("), text.rfind("（")) > max(text.rfind(")"), text.rfind("）"))

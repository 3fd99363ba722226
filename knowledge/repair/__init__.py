"""Cleaning a parsed document: noise out, every repair recorded, nothing invented.

The order matters: lookalikes of Chinese characters and blanks first, then the breaks of
characters, which the pinyin beside them checks, then the pinyin, the traditional characters, the
punctuation; only then are lines joined, cut and sorted into text and what stands around it.
"""

from __future__ import annotations

from knowledge.cleaned import CleanDocument, LineRole, ParsedDocument
from knowledge.errors import NoTextInSource
from knowledge.repair.annotations import repair_annotations
from knowledge.repair.blanks import tidy_blanks
from knowledge.repair.body import choose_body
from knowledge.repair.boilerplate import BoilerplateFinder
from knowledge.repair.doubts import doubt_damage
from knowledge.repair.glued import split_glued
from knowledge.repair.lines import Ledger, raw_lines
from knowledge.repair.lookalikes import fold_lookalikes
from knowledge.repair.punctuation import restore_punctuation
from knowledge.repair.script import simplify
from knowledge.repair.splices import join_splices

_BOILERPLATE = BoilerplateFinder()


def clean(parsed: ParsedDocument) -> CleanDocument:
    """Repair the lines of `parsed` and choose those of its main text.

    Each character of a clean line knows its place in `parsed.raw_text`. Raises NoTextInSource
    when nothing but boilerplate is left.
    """
    ledger = Ledger()
    lines = [fold_lookalikes(line, ledger) for line in raw_lines(parsed)]
    lines = [tidy_blanks(line, ledger) for line in lines]
    lines = [line for line in lines if line.text]
    lines = repair_annotations(lines, ledger)
    lines = simplify(lines, ledger)
    lines = restore_punctuation(lines, ledger)
    lines = join_splices(lines, ledger)
    lines = split_glued(lines, ledger)
    lines = choose_body(lines, _BOILERPLATE, ledger)
    if not any(line.role is LineRole.BODY for line in lines):
        raise NoTextInSource("去掉页眉、导航和版权信息之后没有正文")
    doubt_damage(lines, ledger)
    for doubt in parsed.doubts:
        ledger.doubt(doubt.kind, doubt.raw, doubt.reason)
    return CleanDocument(parsed.raw_text, tuple(lines), ledger.repairs, ledger.doubts)

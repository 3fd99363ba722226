"""Cutting normalised text into terms: 文号, articles, numbers and Latin words whole, Han by jieba.

Only runs of Han characters reach the segmenter. rjieba gives jieba's output ten times faster on
these, but differs on Latin letters and digits with `-` or `.` (19001-2016), which are therefore
cut here, by one rule for both.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from enum import Enum, auto
from typing import Protocol

from indexer.normalisation import HAN


class TermKind(Enum):
    """What a piece of text is to the analysis."""

    EXACT = auto()  # a 文号, an article or a number: one term, never cut
    HAN = auto()  # a run of Han characters, to be segmented
    OTHER = auto()  # a letter of another script


#: 〔2021〕17号 in the bracket forms that people type, or 发2021年17号 without brackets.
_DOC_NUMBER = (
    r"[〔\[【(]\s*(?P<year>(?:19|20)\d\d)\s*[〕\]】)]\s*第?\s*0*(?P<serial>\d{1,5})\s*号"
    r"|(?<=[发函字规办令])\s*(?P<bare_year>(?:19|20)\d\d)(?:\s+|年\s*)第?\s*0*(?P<bare_serial>\d{1,5})\s*号"
)
_PIECE = re.compile(
    rf"{_DOC_NUMBER}"
    r"|(?P<article>第\d+[编章节条款项])"
    r"|(?P<latin>[a-z0-9]+(?:[-._:/@+&#]+[a-z0-9]+)*%?)"
    rf"|(?P<han>(?:(?!第\d+[编章节条款项])[{HAN}])+)"
    r"|(?P<other>[^\W_])"
)
_JOINTS = re.compile(r"[-_:/@+&#]+")


class Segmenter(Protocol):
    """Cuts a run of Han characters into words that, joined, give the run again."""

    def cut(self, run: str) -> list[str]:
        """The words of `run`, in order; what no dictionary knows is guessed from its characters."""
        ...

    def cut_known(self, run: str) -> list[str]:
        """The same without guessing: what no dictionary knows falls into single characters."""
        ...

    def parts_of_speech(self, word: str) -> tuple[str, ...]:
        """The tags of jieba's dictionary for the word's parts, `cut_known`."""
        ...


class FastSegmenter:
    """rjieba with the policy vocabulary: what indexing and answering use."""

    def __init__(self, words: Iterable[str]) -> None:
        import rjieba  # reads its dictionary at once, which whoever cuts no text need not wait for

        self._jieba = rjieba.Jieba()
        for word in words:
            self._jieba.add_word(word, None, None)

    def cut(self, run: str) -> list[str]:
        """The words of `run`, in order."""
        words: list[str] = self._jieba.cut(run)
        return words

    def cut_known(self, run: str) -> list[str]:
        """The same without guessing."""
        words: list[str] = self._jieba.cut(run, False)
        return words

    def parts_of_speech(self, word: str) -> tuple[str, ...]:
        """The tags of the word's parts; empty for a word of the policy vocabulary."""
        return tuple(tag for _, tag in self._jieba.tag(word, False))


def pieces(text: str) -> Iterator[tuple[TermKind, str, int]]:
    """The pieces of normalised text with their kind and start; punctuation is left out.

    A 文号 is given as 〔year〕serial号 whatever its brackets: these are one term, while the 代字
    before it stays words, because where it begins cannot be told for sure inside a sentence.
    """
    for match in _PIECE.finditer(text):
        kind = match.lastgroup
        if kind in ("serial", "bare_serial"):
            year = match["year"] or match["bare_year"]
            yield TermKind.EXACT, f"〔{year}〕{match[kind]}号", match.start()
        elif kind == "article" or kind == "latin":
            yield TermKind.EXACT, match[0], match.start()
        elif kind == "han":
            yield TermKind.HAN, match[0], match.start()
        else:
            yield TermKind.OTHER, match[0], match.start()


def parts_of_exact(term: str) -> list[str]:
    """The term itself and, where marks join it (0453-3522123), the pieces between them."""
    parts = [part for part in _JOINTS.split(term) if part]
    return [term, *parts] if len(parts) > 1 else [term]

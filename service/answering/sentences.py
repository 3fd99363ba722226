"""Cutting a passage into sentences, clauses and quotes, each as offsets into the passage."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

#: Longest quote, in characters.
LONGEST_QUOTE = 400

#: A sentence ends at a line break or at 。！？；. A semicolon ends one because it joins the items
#: of a list.
_SENTENCE = re.compile(r"[^\n。！？!?；;]+(?:[。！？!?；;]+[”’」』》）)】\]]*|\n|$)")
#: The marks of those that end nearly every one.
_ENDS = "。；！？\n"
#: What a heading that asks says (问答 are often written without question marks).
_ASKING = re.compile("是不是|能不能|要不要|有没有|会不会|可不可以|是否|为什么|怎么|多少|吗$")
#: What opens an article or a section of the highest level; items below it stay with it.
_PART = re.compile(
    r"[ \u3000]*(第[〇零一二三四五六七八九十百千\d]+[编章节条]|[一二三四五六七八九十]+、)"
)
_CLAUSE = re.compile(r"[^，,：:、。！？!?；;\n]+[，,：:。！？!?；;、\n”’」』》）)]*")
#: Page text without line breaks (a notice in one line) parts its paragraphs by blanks.
_PARAGRAPH_BLANK = re.compile(r"(?<=[\u4e00-\u9fff》”）])[ \u3000]+(?=[\u4e00-\u9fff《“（])")
_MARKER = re.compile(
    r"[\s\u3000]*(?:答[：:]|第[〇零一二三四五六七八九十百千\d]{1,8}[编章节条款][\s\u3000：:]*"
    r"|[〇一二三四五六七八九十]{1,4}[、.．]|[（(][〇一二三四五六七八九十\d]{1,3}[)）]"
    r"|\d{1,2}(?:[、．]|\.(?!\d))|[①-⑳⑴-⒇]|[-—•●■◆·]+)?[\s\u3000]*"
)


@dataclass(frozen=True)
class Span:
    """`text[start:end]` of whatever text it was cut from; never empty."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The words of the span."""
        return text[self.start : self.end]

    @property
    def length(self) -> int:
        """How many characters the span holds."""
        return self.end - self.start

    def moved(self, by: int) -> Span:
        """The same span counted in a text that has `by` characters more before it."""
        return Span(self.start + by, self.end + by)


def sentences(text: str) -> list[Span]:
    """The sentences of a passage, without outer blanks; a line (a table's row) is one at least."""
    found: list[Span] = []
    for match in _SENTENCE.finditer(text):
        start = match.start()
        for blank in _PARAGRAPH_BLANK.finditer(text, match.start(), match.end()):
            found.extend(_trimmed(text, start, blank.start()))
            start = blank.end()
        found.extend(_trimmed(text, start, match.end()))
    return found


def answering_sentences(text: str) -> list[Span]:
    """The sentences that can answer: of a question and its answer, the answer only."""
    return answering_and_asking(text)[0]


def answering_and_asking(text: str) -> tuple[list[Span], list[Span]]:
    """The sentences that can answer, and those that ask (问答)."""
    found = sentences(text)
    asks = [_asks(text, span) for span in found]
    answering = [span for span, asking in zip(found, asks, strict=True) if not asking]
    return answering or found, [span for span, asking in zip(found, asks, strict=True) if asking]


def questions_in(text: str, asking: Sequence[Span]) -> str:
    """The sentences that ask, a line each."""
    return "\n".join(span.of(text) for span in asking)


def _asks(text: str, span: Span) -> bool:
    """Whether a sentence is a question: by its mark, or a heading in the words of one."""
    heading = text[span.end : span.end + 1] == "\n" and text[span.end - 1] not in "。！!；;：:"
    return text[span.end - 1] in "？?" or (heading and _ASKING.search(span.of(text)) is not None)


def clauses(text: str, span: Span) -> list[Span]:
    """The clauses of a sentence, each with the mark that ends it."""
    return [
        clause
        for match in _CLAUSE.finditer(text, span.start, span.end)
        for clause in _trimmed(text, match.start(), match.end())
    ]


def without_marker(text: str, span: Span) -> Span:
    """The span without the numbering (第三条, （二）, 1.) at its start, if anything is left."""
    match = _MARKER.match(text, span.start, span.end)
    if match is None or match.end() >= span.end:
        return span
    return Span(match.end(), span.end)


def quote_around(text: str, cut: Sequence[Span], answer: Span) -> Span:
    """The clause around the answer: sentences before and after are added in turn.

    It holds at most LONGEST_QUOTE characters and begins no earlier than its article (第五条) or
    section (二、): what stands before that is another matter, or the head of the document.
    """
    first = max((i for i, span in enumerate(cut) if span.start <= answer.start), default=0)
    last = first
    while last + 1 < len(cut) and cut[last].end < answer.end:
        last += 1
    start, end = min(cut[first].start, answer.start), max(cut[last].end, answer.end)
    if end - start > LONGEST_QUOTE:
        start, end = answer.start, min(end, answer.start + LONGEST_QUOTE)
        return Span(start, end)
    while True:
        grown = False
        if last + 1 < len(cut) and _joins(text, cut[last], cut[last + 1], start):
            last, end, grown = last + 1, cut[last + 1].end, True
        if (
            first > 0
            and not _opens(text, cut[first])
            and _joins(text, cut[first - 1], cut[first], end)
        ):
            first, start, grown = first - 1, cut[first - 1].start, True
        if not grown:
            return Span(start, end)


def sentence_around(text: str, answer: Span) -> str:
    """The sentence of the text in which the answer begins, to the end of that where it ends."""
    start = max((text.rfind(mark, 0, answer.start) for mark in _ENDS), default=-1) + 1
    ends = [at for mark in _ENDS if (at := text.find(mark, answer.end - 1)) >= 0]
    return text[start : min(ends, default=len(text))]


def _opens(text: str, sentence: Span) -> bool:
    """Whether the sentence opens an article or a section: its own line begins with the mark."""
    line = text.rfind("\n", 0, sentence.start) + 1
    return not text[line : sentence.start].strip() and bool(_PART.match(text, sentence.start))


def _joins(text: str, before: Span, after: Span, far: int) -> bool:
    """Whether two sentences are neighbours that fit into one quote with the end or start `far`."""
    fits = max(after.end, far) - min(before.start, far) <= LONGEST_QUOTE
    return fits and not text[before.end : after.start].strip()


def _trimmed(text: str, start: int, end: int) -> Iterator[Span]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield Span(start, end)

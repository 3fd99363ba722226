"""Whether a short answer says all that its document has of what was asked."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set

from service.answering.expected import EXACT_KINDS, AnswerKind, shows
from service.answering.sentences import Span

#: Kinds whose answers are lists of things or of steps.
LISTED = frozenset({AnswerKind.LIST, AnswerKind.PAPERS, AnswerKind.MANNER})
#: What begins an item that goes on a list, the second or a later one.
ITEM = re.compile(
    r"\s*(?:[（(]?[二三四五六七八九十]{1,3}[）)、]|[二三四五六七八九十]是|[（(]?(?:[2-9]|1\d)[）)、.．](?!\d)"
    "|[②-⑳⑵-⒇]|第[二三四五六七八九十])"
)
#: A sentence that answers yes or no at once, after the mark that it answers.
_VERDICT = re.compile(
    r"(?:答\s*[：:]\s*)?((?:不可以|可以|不能|能|不行|不允许|允许|不需要|需要|不用|不是|是的?|不会|会|没有|有)[。，；！])"
)
_MARKS = "，,。！？!?；;：:、\n”’」』》）)】"


def is_complete(kinds: Set[AnswerKind], text: str, cut: Sequence[Span], answer: Span) -> bool:
    """Whether nothing that was asked is missing from the answer, as far as its form tells.

    A number, date or the like that was asked for must be shown; a list must not break off before
    its last item; any other answer must end where a clause does.
    """
    words = answer.of(text)
    exact = kinds & EXACT_KINDS
    if exact:
        return all(shows(kind, words) for kind in exact)
    if kinds & LISTED:
        return not _breaks_off(text, cut, answer)
    return answer.end == len(text) or text[answer.end] in _MARKS or words[-1] in _MARKS


def with_verdict(kinds: Set[AnswerKind], text: str, cut: Sequence[Span], answer: Span) -> Span:
    """The answer from the 可以 or 不可以 on that stands right before it, where that was asked.

    Without it the consequences are all that is told: 转租的，解除合同.
    """
    if AnswerKind.PERMISSION not in kinds:
        return answer
    at = max((i for i, each in enumerate(cut) if each.start <= answer.start), default=0)
    for sentence in reversed(cut[max(0, at - 1) : at + 1]):
        verdict = _VERDICT.match(text, sentence.start, sentence.end)
        if verdict and verdict.end(1) <= answer.start and not _parted(text, sentence, answer):
            return Span(verdict.start(1), answer.end)
    return answer


def _parted(text: str, sentence: Span, answer: Span) -> bool:
    """Whether a line ends between the sentence and the answer."""
    return "\n" in text[sentence.start : answer.start]


def _breaks_off(text: str, cut: Sequence[Span], answer: Span) -> bool:
    """Whether the answer is a list, or leads one in, and an item of it comes next."""
    if text[answer.end : answer.end + 1] in ("：", ":"):
        return True
    follows = next((each for each in cut if each.start >= answer.end), None)
    return follows is not None and ITEM.match(text, follows.start) is not None

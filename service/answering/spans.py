"""Candidate answers of a passage: every stretch of it that could be the short answer.

Runs of clauses, from the beginning of any clause of a chosen sentence to the end of a clause of it
or of a sentence behind it; runs that begin behind a word after which answers come (为, 包括,
不少于); and numbers, dates, telephones and the like alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain

from service.answering.runs import leads_in
from service.answering.sentences import Span, clauses, without_marker

#: Longest short answer, in characters.
LONGEST = 260
#: How many sentences a run may go over after its first, and items of a list that is led in.
FOLLOWING, LONGEST_LIST = 4, 12
#: How many clauses of one sentence a run may go over.
CLAUSES = 8
#: At how many numbers, names or closing words a run that begins inside a clause may end.
NEAR = 3

#: Words inside a clause after which answers come.
_CUE = re.compile(
    "分别为|统一为|确定为|调整为|提高到|提高至|降低至|降至|延长至|延长到|增加到|不少于|不低于|不超过|不得超过|不高于|最高"
    "|为期|达到|共有|共计|合计|包括|包含|主要是|就是|即|通过|采取|采用|登录|拨打|前往|要求|规定|明确|指出"
    r"|(?<![行因认作])为(?![了])|是(?!否)|达|至(?!少)|(?<![理自])由(?!于)|(?<!方)向|(?<![由对关属])于|从(?!事)"
    r"|(?<![现存所])在|按(?!照)|凭|(?<![支保维坚])持(?![续有证])|(?<![许认])可(?![能靠以])|(?<![相供反适])应(?![急对用当])"
    r"|必?须(?!知)|应当|可以|\| "
)
#: Words that close the subject of a clause without belonging to it: what stands before may answer.
_CLOSES = re.compile(
    "负责|牵头|组织|承担|受理|办理|实施|执行|以内|以上|以下|之前|之内|前|起|内| \\|"
)
_NUMBER = r"(?:\d[\d,，.．]*\d|\d|[〇零一二两三四五六七八九十百千万半]{1,6})"
_UNIT = (
    "个百分点|个工作日|个自然日|工作日|自然日|小时|分钟|周岁|公里|平方米|人民币|亿元|万元|元|个月|个小时|倍|折|成|岁"
    "|天|日|月|年|周|%|％|‰|条|项|家|名|个|种|次|件|只|套|吨|批|期|户|张|人|所|间|级|类|方面|台|辆|例|位|处|支|双|副"
    "|公斤|斤|亩|枚|瓶|片|盒|床|度|℃|米"
)
_PIECES = (
    # amounts and counts, with what limits them
    re.compile(
        rf"(?:约|近|超过|不超过|不低于|不少于|最高|至少|最多|每[\u4e00-\u9fff]{{1,3}})?{_NUMBER}"
        rf"(?:[万亿千百余多几]{{1,3}})?(?:{_UNIT})(?:[/／每][\u4e00-\u9fff]{{1,2}}|以上|以下|以内|左右)?"
    ),
    # dates and times, from and to
    re.compile(
        r"(?:自|从|截至|截止到?|力争)?(?:\d{4}年)?\d{1,2}月(?:\d{1,2}日|[上中下]旬|底|初)?(?:起|前|后|止|之前)?"
        r"(?:[上下]午)?(?:\d{1,2}[:：时点]\d{0,2}分?)?"
        r"(?:[-—－~～至到](?:\d{4}年)?(?:\d{1,2}月)?(?:\d{1,2}日)?(?:\d{1,2}[:：时点]\d{0,2}分?)?(?:止|期间)?)?"
    ),
    re.compile(r"\d{1,2}[:：]\d{2}\s*[-—－~～至到]\s*\d{1,2}[:：]\d{2}"),
    # telephones, several in a row too
    re.compile(
        r"\d{3,4}[-—－]?\d{3,8}(?:[-—－]\d{3,8})?(?:[、，,；;/ ]+\d{3,4}[-—－]?\d{3,8}){0,4}"
    ),
    # addresses of the net
    re.compile(r"(?:https?://|www\.)[\w./?=&%#:~-]+|[\w.-]+@[\w.-]+", re.ASCII),
    # names in marks
    re.compile("[“《][^”》]{2,40}[”》]"),
    # organs and places
    re.compile(
        "[\u4e00-\u9fff]{2,18}(?:委员会|办公室|部门|单位|厅|局(?!长)|委(?!托)|部(?![分队署长])|处(?![理置罚分])|中心|公司"
        "|医院|银行|政府|学校|大学|网站|平台|公众号|小程序|APP|窗口|大厅|医疗机构|路\\d+号[^，。；、\\s]{0,14})"
    ),
)  # fmt: skip
_JOINS = "|，,：:、；; \u3000"
_ENDS = "。！？!?"
#: What shows that a number or a date began before, or goes on; and marks that stand in pairs.
_NUMBER_GOES_BEFORE = re.compile(r"(?:\d[.．:：年月—－-]?|第|\d(?:周?岁|[年月日时])[至到—－~～-])$")
_NUMBER_GOES_ON = re.compile(r"[.．:：—－-]?\d|[年月日]")
_BRACKETS = ("（）", "()", "《》", "“”", "【】", "〔〕")


def spans_of(text: str, cut: Sequence[Span], chosen: Sequence[int]) -> list[tuple[int, Span]]:
    """Candidates that begin in the chosen sentences of `cut`, each with the sentence's index."""
    found: dict[tuple[int, int], int] = {}
    for order in chosen:
        for span in _from_sentence(text, cut, order):
            found.setdefault((span.start, span.end), order)
    marks = [pair for pair in _BRACKETS if pair[0] in text or pair[1] in text]
    return [
        (order, Span(start, end))
        for (start, end), order in found.items()
        if _reads_whole(text, start, end, marks)
    ]


def _reads_whole(text: str, start: int, end: int, marks: Sequence[str]) -> bool:
    """Whether no number is cut in two, and every mark of a pair has its other."""
    if text[start].isdigit() and _NUMBER_GOES_BEFORE.search(text, max(0, start - 5), start):
        return False
    if text[end - 1].isdigit() and _NUMBER_GOES_ON.match(text, end):
        return False
    return all(text.count(pair[0], start, end) == text.count(pair[1], start, end) for pair in marks)


def _from_sentence(text: str, cut: Sequence[Span], order: int) -> Iterator[Span]:
    sentence = cut[order]
    pieces = clauses(text, sentence)
    ends = [_without_joint(text, each.start, each.end) for each in pieces]
    further = [
        end
        for each in _following(text, cut, order)
        if (end := _without_joint(text, each.start, each.end)) - sentence.start <= LONGEST
    ]
    found = [match.span() for form in _PIECES for match in form.finditer(text, *_bounds(sentence))]
    stops = sorted({end for _, end in found})
    for first, clause in enumerate(pieces):
        reach = ends[first : first + CLAUSES]
        if ends[-1] not in reach:
            reach.append(ends[-1])
        start = without_marker(text, Span(clause.start, sentence.end)).start
        closes = [match.span() for match in _CLOSES.finditer(text, start, clause.end)]
        yield from _runs(start, [*reach, *further, *chain.from_iterable(closes)])
        inner = sorted({*stops, *(at for at, _ in closes)})
        for match in _CUE.finditer(text, start, clause.end):
            if match.end() < ends[first]:
                near = [end for end in inner if match.end() < end <= ends[first]][:NEAR]
                yield from _runs(match.end(), [*reach[:4], reach[-1], *near])
    for start, end in found:
        yield from _runs(start, [end, next((stop for stop in ends if stop > end), 0)])


def _bounds(span: Span) -> tuple[int, int]:
    return span.start, span.end


def _following(text: str, cut: Sequence[Span], order: int) -> Iterator[Span]:
    """The sentences behind one without anything between them: all items where it leads in."""
    reach = LONGEST_LIST if leads_in(cut[order].of(text)) else FOLLOWING
    before = cut[order]
    for each in cut[order + 1 : order + 1 + reach]:
        if text[before.end : each.start].strip():
            return
        yield each
        before = each


def _runs(start: int, ends: Sequence[int]) -> Iterator[Span]:
    for end in ends:
        if start < end <= start + LONGEST:
            yield Span(start, end)


def _without_joint(text: str, start: int, end: int) -> int:
    """The end without the marks that only join what stands before to the rest, or end it."""
    while end > start + 1 and text[end - 1] in _JOINS + _ENDS:
        end -= 1
    return end

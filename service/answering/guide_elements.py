"""Elements of a service guide (材料, 时限, 地点): where one is asked for, it answers directly.

国务院关于在线政务服务的若干规定 第六条 has every guide print them, each under a label of its own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge.structure.elements import CELL_SEPARATOR, canonical_element, element_label
from service.answering.sentences import Span, without_marker

#: Element → how people ask for it. One that another form asks for more exactly comes later.
_ASKED = {
    "投诉渠道": re.compile("投诉|举报|监督电话|告状"),
    "联系电话": re.compile("电话|热线|联系方式|怎么联系|如何联系"),
    "办公时间": re.compile(
        "上班时间|办公时间|几点(上班|下班|开门|关门)|(周末|周六|节假日).{0,4}(上班|能办|办理)"
    ),
    "办理地点": re.compile(
        "(在|去|到|上)(哪里|哪儿|哪|什么地方)(去)?(办|申请|申领|领|交|登记|报名)|办理地[点址]|哪里(能|可以)?办"
    ),
    "办理时限": re.compile(
        "(办|批|审核|受理)[^，。]{0,8}(多久|几天|多长时间|多少天)|(多久|几天|多长时间|多少个?工作日|几个工作日|多少天)"
        "[^，。]{0,4}(办|批|出结果|下来)|(过户|登记|补办|换证)[^，。]{0,4}(几天|多久|多长时间|多少天|多少个?工作日)|(办理|办结|承诺|法定)(时限|期限)"
    ),
    "收费": re.compile(
        "收费|收不收钱|要不要钱|要(花|交|付|收)[^，。]{0,4}(多少)?钱|手续费|工本费|免费"
    ),
    "申请材料": re.compile(
        "材料|要?带(什么|啥|哪些)|准备(什么|啥|哪些)|(哪些|什么)(证件|手续|资料)"
    ),
    "受理条件": re.compile("(什么|哪些|啥)?条件|资格"),
    "办理流程": re.compile("(怎么|如何|怎样|咋)(办|申请|申领|申报|办理|弄)|流程|步骤|程序"),
}
#: A time limit that the law sets, where the office promises a shorter one.
_STATUTORY = re.compile("法定")
_PROMISED = re.compile("承诺")
#: A longer line is no label alone.
_LABEL_LENGTH = 14


def asked_element(question: str) -> str | None:
    """The element that a question asks for, by its standard name; None where it asks for none."""
    return next((name for name, form in _ASKED.items() if form.search(question)), None)


def printed_labels(text: str, trail: str, cut: Sequence[Span]) -> list[str | None]:
    """The label under which each sentence stands: its line's own, or that of the heading above."""
    heading = _heading(trail)
    labels: list[str | None] = []
    for sentence in cut:
        start = text.rfind("\n", 0, sentence.start) + 1
        line = _without_marker(text[start:].partition("\n")[0])
        own = _label(line)
        alone = own is not None and line.strip("：: \u3000") == own
        heading = own if alone else heading
        # A label alone answers nothing; it heads the lines below.
        labels.append(None if alone else own or heading)
    return labels


def answering_labels(question: str, labels: Sequence[str | None]) -> frozenset[str]:
    """Those of the labels that print what the question asks for; none where it asks for none.

    What the office promises goes before what the law allows it at most.
    """
    asked = asked_element(question)
    if asked is None:
        return frozenset()
    found = frozenset(each for each in labels if each and canonical_element(each) == asked)
    if _STATUTORY.search(question) or not any(map(_PROMISED.search, found)):
        return found
    return frozenset(each for each in found if not _STATUTORY.search(each))


def _heading(trail: str) -> str | None:
    pieces = trail.split()
    return _label(_without_marker(pieces[-1])) if pieces else None


def _without_marker(line: str) -> str:
    return without_marker(line, Span(0, len(line))).of(line) if line else ""


def _label(line: str) -> str | None:
    """The element's label that a line prints: alone, before a colon, or in a row's first cell."""
    if CELL_SEPARATOR in line:
        line = f"{line.partition(CELL_SEPARATOR)[0]}："
    label = element_label(line) or (line.strip("：: ") if len(line) <= _LABEL_LENGTH else None)
    return label if label and canonical_element(label) else None

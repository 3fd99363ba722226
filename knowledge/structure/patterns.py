"""What single lines look like: annex heads, signatures, addressees, unnumbered headings."""

from __future__ import annotations

import re

ANNEX = re.compile(
    r"附[ \u3000]?(?:件|录|表)[ \u3000]?"
    r"(?:[0-9０-９]{1,2}(?:[-—~至][0-9]{1,2})?|[一二三四五六七八九十]{1,3})?"
    r"(?:[ \u3000]?[：:]|(?=[ \u3000]|$)|(?=[.．]doc))"
)
FILE_NAME = re.compile(r"\.(?:docx?|xlsx?|pdf|wps|ofd|zip|rar|jpe?g|png)\b", re.IGNORECASE)
ANNEX_ITEM = re.compile(r"(?:[0-9０-９]{1,2}[.．、]|[（(][0-9]{1,2}[）)])?[^。；：]{2,80}")
ORDER_LINE = re.compile(r"[\u4e00-\u9fff]{2,20}令|第[ \u3000]?[0-9０-９]{1,4}[ \u3000]?号")
ORGAN_LINE = re.compile(
    r"[\u4e00-\u9fff（）()、\s]{2,120}"
    r"(?:政府|办公厅|办公室|局|厅|委|部|中心|院|会|办|署|社|处|科|队|所|银行|公司|小组)"
    r"|[省市县区镇州]?[ \u3000]{0,3}长[：: \u3000].{2,8}"
)
#: 主送机关: whom a notice is sent to.
ADDRESSEE = re.compile(
    r"(?!.*(?:如下|以下|下列))(?:(?:各|有关|全[省市县区镇]|广大|本[省市县区])[^。；]{1,200}[：:]"
    r"|[^。；：:]{2,200}"
    r"(?:政府|局|厅|委|办|部门|单位|机构|中心|院|校|园|公司|企业|银行|同志|朋友们?|居民)[：:])"
)
#: What explains the text above it is no heading of what follows.
_NOTE = frozenset({"注", "备注", "附注"})
#: Notes on who does it belong to the paragraph above them.
DUTY = re.compile(
    r"[〔（(]?(?:责任单位|牵头单位|责任部门|牵头部门|完成时限|配合单位)[：:]|[（(][^（）()]{2,60}(?:牵头|负责|落实)"
)
_N = "0-9０-９〇○零一二三四五六七八九十"
_DATE = rf"[{_N}]{{2,4}} ?年 ?[{_N}]{{1,3}} ?月 ?[{_N}]{{1,3}} ?日"
DATE_LINE = re.compile(rf"[（(]?{_DATE}[）)]?")
#: An organ and the day on one line.
_SIGNED = re.compile(rf"[^。，；：]{{2,60}}(?:政府|局|厅|委|办|办公室|委员会)[ \u3000]+{_DATE}")
_CLOSING = re.compile(
    r"公开(?:方式|属性|类别)[：:].{0,12}|[（(]?(?:此件|本文|此文)[^。，]{0,8}公开[^。，]{0,8}[）)]?"
    r"|(?:主送|抄送|抄报|分送)(?:机关)?[：:].*|.{4,60}印发"
)
_SENTENCE = re.compile(r"[。；;！!，,]")
#: What introduces a list within a text is no heading.
_LEAD = re.compile("如下|以下|下列|分为|包括|分别|即[：:]|要求[：:]|通知[：:]|各")
#: An unnumbered heading has at most so many characters.
HEADING_LENGTH = 30


def is_closing(line: str) -> bool:
    """Whether a line is a date of its own, a note on publication, or the imprint (版记)."""
    return any(each.fullmatch(line) for each in (DATE_LINE, _SIGNED, _CLOSING))


def looks_like_heading(line: str, above: str, below: str) -> bool:
    """Whether an unnumbered line heads the text below it.

    `above` is the last character of the paragraph before. A heading is short, holds no sentence,
    stands after a complete one, and has a longer paragraph or a list below it.
    """
    if not 2 <= len(line) <= HEADING_LENGTH or DUTY.match(line):
        return False
    if line[-1] in "：:":
        plain = len(line) <= 13 and not _SENTENCE.search(line) and not _LEAD.search(line)
        return plain and line[:-1] not in _NOTE
    if _SENTENCE.search(line) or any(mark in line for mark in "：:|") or line[-1].isdigit():
        return False
    return above in "。！？!?：:；" and len(below) > len(line) and below[-1] in "。；：:"

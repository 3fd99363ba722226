"""What single lines look like: annex heads, signatures, questions, unnumbered headings."""

from __future__ import annotations

import re

from knowledge.numbering import read_marker

#: The elements of a service guide (办事指南), by which it is cited; 行政许可法 第三十条 and the
#: duties of government portals name them.
_ELEMENT = re.compile(
    "(?:事项|办理|办事|基本|申请|申领|申报|受理|服务|补贴|适用|资格|所需|提交|设定|政策|法律|实施|法定|承诺|办结"
    "|咨询|投诉|监督|收费|发放|审批|联系|办公|工作|主管){0,2}"
    "(?:名称|类型|对象|依据|条件|材料|材料清单|流程|程序|机关|单位|机构|部门|时限|期限|时间|标准|地点|地址"
    "|方式|渠道|窗口|电话|结果|费用|范围|指南|准备)"
    "|收费|是否收费|收费情况|备注|注意事项|温馨提示|常见问题|(?:线上|线下|网上|窗口)办理"
)

ANNEX = re.compile(
    r"附[ \u3000]?(?:件|录)[ \u3000]?"
    r"(?:[0-9０-９]{1,2}(?:[-—~至][0-9]{1,2})?|[一二三四五六七八九十]{1,3})?"
    r"(?:[ \u3000]?[：:]|(?=[ \u3000]|$)|(?=[.．]doc))"
)
FILE_NAME = re.compile(r"\.(?:docx?|xlsx?|pdf|wps|ofd|zip|rar|jpe?g|png)\b", re.IGNORECASE)
ANNEX_ITEM = re.compile(r"(?:[0-9０-９]{1,2}[.．、]|[（(][0-9]{1,2}[）)])?[^。；：]{2,80}")
QUESTION = re.compile(
    r"(?:[0-9０-９]{1,3}[、.．])?[ \u3000]?(?:问题?|[Qq])[ \u3000]?"
    r"[0-9０-９一二三四五六七八九十]{0,3}[ \u3000]?[：:、.．](?=.{4})"
)
ANSWER = re.compile(
    r"(?:解?答复?|[Aa])[ \u3000]?[0-9０-９一二三四五六七八九十]{0,3}[ \u3000]?[：:]"
)
ORDER_LINE = re.compile(r"[\u4e00-\u9fff]{2,20}令|第[ \u3000]?[0-9０-９]{1,4}[ \u3000]?号")
ORGAN_LINE = re.compile(
    r"[\u4e00-\u9fff（）()、\s]{2,120}"
    r"(?:政府|办公厅|办公室|局|厅|委|部|中心|院|会|办|署|社|处|科|队|所|银行|公司|小组)"
    r"|[省市县区镇州]?[ \u3000]{0,3}长[：: \u3000].{2,8}"
)
#: Notes on who does it belong to the paragraph above them.
DUTY = re.compile(
    r"[〔（(]?(?:责任单位|牵头单位|责任部门|牵头部门|完成时限|配合单位)[：:]|[（(][^（）()]{2,60}(?:牵头|负责|落实)"
)
_N = "0-9０-９〇○零一二三四五六七八九十"
DATE_LINE = re.compile(rf"[{_N}]{{2,4}} ?年 ?[{_N}]{{1,3}} ?月 ?[{_N}]{{1,3}} ?日")
_CLOSING = re.compile(
    r"公开(?:方式|属性|类别)[：:].{0,12}|[（(]?(?:此件|本文|此文)[^。，]{0,8}公开[^。，]{0,8}[）)]?"
    r"|抄送[：:].*|.{4,60}印发"
)
_LABEL = re.compile(r"[◆●■★▶•·]?[ \u3000]*([\u4e00-\u9fff][\u4e00-\u9fff \u3000]{1,11})[：:]")
_SENTENCE = re.compile(r"[。；;！!，,]")
#: What introduces a list within a text is no heading.
_LEAD = re.compile("如下|以下|下列|分为|包括|分别|即[：:]|要求[：:]|通知[：:]|各")
#: An unnumbered heading has at most so many characters.
HEADING_LENGTH = 30


def is_closing(line: str) -> bool:
    """Whether a line is a date of its own, a note on publication, or the imprint (版记)."""
    return bool(DATE_LINE.fullmatch(line) or _CLOSING.fullmatch(line))


def element_label(line: str) -> str | None:
    """The service guide element that a line begins with (办理时限：…), or None."""
    match = _LABEL.match(line)
    if match is None:
        return None
    label = re.sub(r"\s", "", match[1])
    return label if _ELEMENT.fullmatch(label) else None


def looks_like_heading(line: str, above: str, below: str) -> bool:
    """Whether an unnumbered line heads the text below it.

    `above` is the last character of the paragraph before. A heading is short, holds no sentence,
    stands after a complete one, and has a longer paragraph or a list below it.
    """
    if len(line) > HEADING_LENGTH or len(line) < 2:
        return False
    if line[-1] in "：:":
        return len(line) <= 13 and not _SENTENCE.search(line) and not _LEAD.search(line)
    if line[-1] in "？?":
        return above in "。！？!?：:；”）)" and (
            below[-1] in "。；;：:" or read_marker(below) is not None
        )
    if _SENTENCE.search(line) or any(mark in line for mark in "：:|") or line[-1].isdigit():
        return False
    return above in "。！？!?：:；" and len(below) > len(line) and below[-1] in "。；：:"

"""What kind of document this is: its 文种, or 解读, 问答, 办事指南."""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge.metadata.segments import Segment
from knowledge.structure.elements import element_label
from knowledge.structure.questions import question_mark_end

#: Words of a title that tell a kind which is no 文种, in order of trust.
_NAMED = (
    ("解读", re.compile("解读|图解|一图读懂|一图看懂|政策吹风")),
    ("问答", re.compile("问答|答记者问|常见问题|有问必答|百问")),
    (
        "办事指南",
        re.compile(
            "办事指南|服务指南|办理指南|申[请报领]指[南引]|办理流程|申请流程|攻略|业务.{0,8}指引"
        ),
    ),
)
_KIND = re.compile(
    "(?P<kind>决议|决定|命令|公报|公告|通告|意见|通知|通报|报告|请示|批复|议案|复函|函|纪要|条例|规定|办法|细则|规则"
    "|方案|规划|计划|要点|措施|标准|规范|制度|指引|指南|预案|目录|清单|规程|章程)(?:[（(][^（）()]{1,20}[）)])?$"
)
#: So many of them in a text make a list of questions, or a service guide.
_QUESTIONS, _ELEMENTS = 2, 4


def read_kind(title: str, segments: Sequence[Segment]) -> str | None:
    """The kind as the title names it, else as the text is built; None where neither tells."""
    for kind, pattern in _NAMED:
        if pattern.search(title):
            return kind
    match = _KIND.search(title)
    if match is not None:
        return match["kind"]
    if sum(1 for each in segments if question_mark_end(each.text) is not None) >= _QUESTIONS:
        return "问答"
    if len({element_label(each.text) for each in segments} - {None}) >= _ELEMENTS:
        return "办事指南"
    return None

"""Whether the words chosen look like what was asked for: its unit, its noun, whole clauses."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from service.answering.circumstances import Circumstances

#: 多少吨, 几个工作日, 多少名: the unit is what follows, without 个 that may stand for any.
_UNIT = re.compile(r"(?:多少|几)个?((?:工作日|平方米|百分点)|[\u4e00-\u9fff])")
#: Characters behind 多少 that are no units: 多少钱 asks for money, 多少可以 for nothing countable.
_NO_UNIT = frozenset("钱可是才能会要的了呢啊以有在为和")
#: 哪所医院, 哪3个居民区, 哪些企业: the noun is what follows.
_NOUN = re.compile(
    r"哪(?:些|[几\d两三四五六七八九十]*[个所家类种项条座间级位名])([\u4e00-\u9fff]{2})"
)
_FEW = "一二三四五六七八九十"
#: Details by the words that ask for them, and what alone tells one: a telephone by its digits.
_DETAILS: Final[Mapping[str, str]] = {
    "电话|热线|号码|传真": (
        r"(?<!\d)(?:\d{3,4}[-—－ ]?\d{7,8}|1\d{10}|1[12]\d{3}|9\d{4}|\d{7,8})(?!\d)"
    ),
    "网址|网站是": r"https?://|www\.|\.(?:gov|com|cn|net|org)",
    "邮箱|邮件地址": "@",
    "(?<!邮件)地址|门牌|哪条[路街]": (
        rf"[路街道巷村镇][^，。；]{{0,8}}?[\d{_FEW}]号|[\d{_FEW}]楼|大厦|广场"
    ),
    "多少钱|多少元|几块|几元|收费标准": rf"[\d{_FEW}百千万亿]元|免费|免收|不收",
    "百分之|百分比|比例": f"[%％‰]|百分之|[{_FEW}]成",
    "多少分(?!钟)|几分(?!钟)": rf"[\d{_FEW}]分(?!钟)",
    "(?:多少|几)个?(?:工作日|天)": rf"[\d{_FEW}]个?(?:工作日|自然日|日|天)",
}
_TOLD_BY: Final = tuple((re.compile(asked), re.compile(shown)) for asked, shown in _DETAILS.items())
_NUMBER = r"[\d〇零一二两三四五六七八九十百千万亿半]"
_BORDER = "，,。；;：:、！!？?\n（）()“”《》 \u3000"


def unit_in_answer(case: Circumstances) -> float:
    """1 where the answer counts in the unit asked for, -1 where not, 0 where none is asked for."""
    asked = _UNIT.search(case.inquiry.own.text)
    if asked is None or asked[1] in _NO_UNIT:
        return 0.0
    shown = re.search(f"{_NUMBER}[^，。；]{{0,3}}?{re.escape(asked[1])}", case.text)
    return 1.0 if shown else -1.0


def detail_shown(case: Circumstances, text: str) -> float:
    """1 where the text tells every detail asked for, -1 where it does not, 0 where none is."""
    asked = [shown for form, shown in _TOLD_BY if form.search(case.inquiry.own.text)]
    if not asked:
        return 0.0
    return 1.0 if all(shown.search(text) for shown in asked) else -1.0


def noun_in_answer(case: Circumstances) -> float:
    """1 where the answer holds the noun behind 哪, -1 where not, 0 where none is asked for."""
    asked = _NOUN.search(case.inquiry.own.text)
    if asked is None:
        return 0.0
    return 1.0 if asked[1] in case.text else -1.0


def begins_clause(case: Circumstances) -> float:
    """Whether the answer begins where a clause does."""
    before = case.chosen.passage.text[: case.excerpt.text.start][-1:]
    return float(not before or before in _BORDER)


def ends_clause(case: Circumstances) -> float:
    """Whether the answer ends where a clause does."""
    end = case.excerpt.text.end
    around = case.chosen.passage.text[end - 1 : end + 1]
    return float(len(around) < 2 or any(mark in _BORDER for mark in around))

"""What the form of a span tells: its length, its marks, and what stands at its borders."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from service.answering.span_table import Column, Ints, SpanTable, share_of, sums_of

#: Characters whose share in a span is a feature, and of some of which the number; none is in two.
_CLASSES: Mapping[str, str] = {
    "digit": "0123456789０１２３４５６７８９",
    "comma": "，,",
    "pause": "、",
    "stop": "。；;！!？?",
    "colon": "：:",
    "line": "\n",
    "quoted": "“”《》",
    "bracket": "（）()",
    "bar": "|",
}
_HAN = "".join(map(chr, range(0x4E00, 0xA000)))
_PARTING = ("comma", "stop", "line")
_COUNTED = ("digit", "comma", "pause", "stop", "line")


def _compiled(*forms: str) -> tuple[re.Pattern[str], ...]:
    return tuple(map(re.compile, forms))


#: Cues that end where a span begins, and those that begin there; a feature is the number of the
#: first that fits.
_BEFORE = _compiled(
    "为",
    "是",
    "达",
    "至|到",
    "由",
    "向",
    "于|从|在|自|按",
    "通过|登录|拨打|凭|持",
    "包括|包含|即|分别为|共|有",
    "可|应|须|将|得|要",
    "要求|规定|明确|指出|提出|强调|表示",
    "[：:]",
    "[，,]",
    "、",
    "[。；;！!\n]",
    "[“《（(]",
)
_AT = _compiled(
    "对|凡|在|为(?!期)|自|从|按照|根据|依据",
    "由|经|向",
    "可|应|须|要|不得|不|免|减|给予|予以|允许",
    "加强|强化|做好|严格|切实|积极|推进|鼓励|支持|建立|落实|开展|加大|优化|实施|组织",
    "通过|采取|登录|拨打|凭|持|利用",
    "各|全|该|其|本|此",
    r"\d",
    "一是|第一|首先|[（(]?[一1①][、.．)）]",
    "[二三四五六七八九十]是|[（(]?[二三四五六七八九十2-9②-⑨][、.．)）]",
    "近日|日前|目前|据|记者|截至",
    "通知|会议|意见|办法|公告|方案",
)
#: Characters that stand behind a span, by number as above.
_AFTER = ("。！？!?", "；;", "，,", "、", "：:", "\n", "”》）)", "的", "等", _HAN)

FORM_FEATURES: tuple[str, ...] = (
    "length",
    "log_length",
    "clauses",
    "sentences",
    "starts_at",
    "ends_sentence",
    "ends_passage",
    "before_cue",
    "at_cue",
    "after_mark",
    *(f"share_{name}" for name in _CLASSES),
    *(f"count_{name}" for name in _COUNTED),
)


def _numbers(classes: Sequence[str]) -> NDArray[np.int8]:
    """The number of the first class of each character of the basic plane, -1 for none."""
    numbers = np.full(0x10000, -1, dtype=np.int8)
    for number, characters in reversed(list(enumerate(classes))):
        numbers[[ord(each) for each in characters]] = number
    return numbers


_CLASS_NUMBERS, _AFTER_NUMBERS = _numbers(tuple(_CLASSES.values())), _numbers(_AFTER)


def form_columns(table: SpanTable) -> dict[str, Column]:
    """The columns of FORM_FEATURES."""
    start, end = table.start, table.end
    columns: dict[str, Column] = {}
    points = np.frombuffer(table.text.encode("utf-32-le"), dtype=np.uint32)
    points = np.minimum(points, len(_CLASS_NUMBERS) - 1)
    classes = _CLASS_NUMBERS[points]
    for number, name in enumerate(_CLASSES):
        sums = sums_of(classes == number)
        columns[f"share_{name}"] = share_of(sums, start, end)
        columns[f"count_{name}"] = sums[end] - sums[start]
    columns["length"] = end - start
    columns["log_length"] = np.log(end - start)
    columns["clauses"] = np.sum([columns[f"count_{name}"] for name in _PARTING], axis=0)
    columns["sentences"] = np.searchsorted(table.sentences[:, 0], end) - table.sentence
    columns["starts_at"] = start - table.sentences[table.sentence, 0]
    ends = np.zeros(len(table.text) + 2, dtype=bool)
    ends[table.sentences[:, 1]] = True
    columns["ends_sentence"] = ends[end] | ends[end + 1]
    columns["ends_passage"] = table.closing - end <= 1
    columns["before_cue"] = _cues(table.text, _BEFORE, ending=True)[start]
    columns["at_cue"] = _cues(table.text, _AT, ending=False)[start]
    columns["after_mark"] = _AFTER_NUMBERS[points[end]]
    return columns


def _cues(text: str, forms: Sequence[re.Pattern[str]], *, ending: bool) -> Ints:
    """The number of the form that ends (or begins) at each place of the text, -1 for none."""
    found = np.full(len(text) + 1, -1, dtype=np.int64)
    for number in range(len(forms) - 1, -1, -1):
        places = [match.span()[ending] for match in forms[number].finditer(text)]
        if places:
            found[places] = number
    return found

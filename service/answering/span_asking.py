"""What the form of a question tells of the span that answers it: the same in every row."""

from __future__ import annotations

import re
from typing import Final

import numpy as np

from service.answering.expected import AnswerKind, expected_kinds
from service.answering.span_table import Column

#: Forms of asking beside the expected kinds.
_ASKING = tuple(
    re.compile(form)
    for form in (
        "哪些|哪几",
        "什么",
        "如何|怎么|怎样|咋",
        "多少|几",
        "吗|能不能|可不可以|是否|能否",
        "谁|哪个|哪家|哪里|何地|哪",
        "要求|规定",
        "措施|政策|举措|支持|扶持|优惠|做法",
        "何时|什么时候|时间|日期|哪天",
        "条件|材料|对象|范围|内容",
        "电话|热线|邮箱|网址|地址|号码",
        "为什么|原因|目的|后果|怎么办",
    )
)
ASKING_FEATURES: Final = (
    "question_length",
    "question_words",
    *(f"asks_{number}" for number in range(len(_ASKING))),
    *(f"asks_{kind.value}" for kind in AnswerKind),
)


def asking_columns(question: str, words: int, count: int) -> dict[str, Column]:
    """The columns of ASKING_FEATURES for `count` rows; `words` is how many the question has."""
    kinds = expected_kinds(question)
    values: dict[str, float] = {
        "question_length": len(question),
        "question_words": words,
    }
    for number, form in enumerate(_ASKING):
        values[f"asks_{number}"] = form.search(question) is not None
    values |= {f"asks_{kind.value}": kind in kinds for kind in AnswerKind}
    return {name: np.full(count, value, dtype=np.float32) for name, value in values.items()}

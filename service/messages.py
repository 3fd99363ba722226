"""The catalogue of sentences that the system itself says to people, apart from page templates."""

from __future__ import annotations

from collections.abc import Iterable

OFFER_CONSULTATION = "现有文件里没有找到答案。您可以留下问题，由工作人员查清后在期限内答复。"
NOT_CHINESE = "这里用中文回答政策问题，请用中文写下想问的事。"
NOT_PUBLIC = (
    "这件事不在可以公开答复的范围里，这里不作答。"
    "您可以留下问题，由工作人员核对后答复，也可以依法申请公开。"
)
SUGGESTED = "没有找到可以直接回答的条款，下面几条内容比较接近，请您看看是否有用。"
CONFLICT = (
    "现行有效的文件对这件事的规定不一致，都列在这里。如何适用由制定机关解释，请以其答复为准。"
)
ASK_BACK = "这个说法可以指几件不同的事。请选一个，或者把问题说得具体些。"


def repaired(changes: Iterable[tuple[str, str]]) -> str:
    """What was read otherwise than it was typed: pairs of (as typed, as read)."""
    read = "，".join(f"“{typed}”按“{meant}”" for typed, meant in dict.fromkeys(changes))
    return f"没有查到原来的写法，已把{read}查找。"

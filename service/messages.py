"""The catalogue of sentences that the system itself says to people, apart from page templates."""

from __future__ import annotations

OFFER_CONSULTATION = "现有文件里没有找到答案。您可以留下问题，由工作人员查清后在期限内答复。"
SUGGESTED = "没有找到可以直接回答的条款，下面几条内容比较接近，请您看看是否有用。"
ASK_BACK = "这个说法可以指几件不同的事。请选一个，或者把问题说得具体些。"

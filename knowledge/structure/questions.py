"""Questions and answers: by what notations and words a page of them tells its pairs.

问：… 答：…, Q1：… A1：…, a heading that ends in ？, and a heading that asks without any mark
(已经在享受的家庭要不要重新申请).
"""

from __future__ import annotations

import re

_N = "0-9０-９一二三四五六七八九十"
_MARKED = re.compile(
    r"(?:[0-9０-９]{1,3}[、.．][ \u3000]?)?"
    rf"(?:[【\[](?:提问|问题?|咨询|[Qq])[ \u3000]?[{_N}]{{0,3}}[】\]][：:]?"
    r"|(?:(?:网友|网民|市民|群众|居民|企业)?(?:提?问题?|咨询)|[Qq])"
    rf"[ \u3000]?(?:[：:]|[{_N}]{{1,3}}[ \u3000]?[：:、.．]))"
    r"[ \u3000]*(?=.{4})"
)
_ANSWER = re.compile(
    r"[【\[](?:解?答复?|回答|回复|[Aa])[】\]][：:]?"
    rf"|(?:解?答复?|回答|回复|[Aa])[ \u3000]?[{_N}]{{0,3}}[ \u3000]?[：:]"
)
_ANSWER_INSIDE = re.compile(
    rf"(?<=[？?。！ \u3000])(?:解?答复?|回答|[Aa])[ \u3000]?[{_N}]{{0,3}}[：:](?=.)"
)
_ASKS = re.compile(
    "^(?:什么|哪些|谁(?:可以|能|来|有)|为什么|为何|怎么|怎样|如何|何时|(?:到|去|在)哪|是否|能否|可否)"
    "|(?:吗|呢|怎么办|怎么做|是什么|有哪些|哪几种|哪几类|是多少|有多少|多少钱|多久|多长时间|为什么)$"
    "|(?:怎么|怎样|如何|到哪里|去哪里?|在哪里?|什么时候|何时)[^，。；、]{1,8}$"
    "|要不要|能不能|可不可以|是不是|有没有|会不会|需不需要|算不算"
)
_SENTENCE = re.compile("[。；;！!]")
#: A question has at most so many characters; one without ？, which only its words tell, fewer.
QUESTION_LENGTH = 100
_UNMARKED_LENGTH = 40


def question_mark_end(line: str) -> int | None:
    """Where the words of the question begin behind 问：, Q1: and the like; None without these."""
    match = _MARKED.match(line)
    return match.end() if match else None


def begins_answer(line: str) -> bool:
    """Whether a line begins with 答：, A1: and the like."""
    return _ANSWER.match(line) is not None


def answer_inside(line: str) -> int | None:
    """Where in a line that begins with a question its answer begins (问：…？答：…), or None."""
    match = _ANSWER_INSIDE.search(line)
    return match.start() if match else None


def asks(line: str) -> bool:
    """Whether a line of its own is a question: one sentence that ends in ？."""
    words = line.rstrip(" \u3000”」")
    return 4 <= len(words) <= QUESTION_LENGTH and words[-1] in "？?" and not _SENTENCE.search(words)


def heading_asks(heading: str) -> bool:
    """Whether a heading is a question, with ？ or by its words alone (到哪里问, 如何申请)."""
    if asks(heading):
        return True
    plain = heading.rstrip("：: \u3000")
    return 4 <= len(plain) <= _UNMARKED_LENGTH and _ASKS.search(plain) is not None


def leading_question(body: str) -> str | None:
    """The question that a paragraph begins with, where its first sentence is one."""
    stop = re.search("[。；;！!？?]", body)
    if stop is None or stop.group() not in "？?" or stop.end() > QUESTION_LENGTH:
        return None
    return body[: stop.end()].strip()

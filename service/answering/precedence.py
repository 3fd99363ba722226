"""Which of two documents in force goes before the other where they disagree.

立法法 第九十九条 to 第一百零二条: the higher rank goes before the lower, and rules of organs
beside each other hold each in its own field. 第一百零三条: of one organ's documents the special
goes before the general, the new before the old. 第一百零六条: new and general against old and
special is for the organ that made them to decide, so both are shown.
"""

from __future__ import annotations

import re
from enum import Enum

from knowledge.queries.findings import DocumentFacts
from knowledge.rank import statute_rank


class Precedence(Enum):
    """What comes of comparing one document with another."""

    FIRST = "first"
    SECOND = "second"
    BOTH = "both"


#: Ranks of statutes, highest first; what is no statute stands below them all (规范性文件).
_RANKS = {"法律": 0, "行政法规": 1, "法规": 1, "规章": 2}
_NO_STATUTE = 3

#: What a title's matter is not: who made it, what form it has, that it carries another.
_FORM = re.compile(
    r"(关于|印发|做好|实施|进一步|开展|调整|加强|有关|工作|问题|事项|的|和|与|《|》|〈|〉"
    r"|通知|通告|公告|意见|办法|规定|细则|方案|条例|措施|规则|指南|标准|暂行|试行|[（(][^（）()]*[）)])"
)
_YEAR = re.compile(r"(?:19|20)\d{2}年?(?:度)?")


def precedence(first: DocumentFacts, second: DocumentFacts) -> Precedence:
    """Which document goes before the other; BOTH where nothing decides, or the law says so."""
    ranks = _rank(first), _rank(second)
    if ranks[0] != ranks[1]:
        return Precedence.FIRST if ranks[0] < ranks[1] else Precedence.SECOND
    if not first.issuers or set(first.issuers) != set(second.issuers):
        return Precedence.BOTH
    newer = _newer(first, second)
    special = _special(first, second)
    if special is Precedence.BOTH:
        return newer
    return special if newer in (special, Precedence.BOTH) else Precedence.BOTH


def matter(document: DocumentFacts) -> str:
    """What a document is about: its title without organs, years and forms."""
    title = document.carried_title or document.title
    for issuer in document.issuers:
        title = title.replace(issuer, "")
    if document.region:
        title = title.replace(document.region, "")
    return _FORM.sub("", _YEAR.sub("", "".join(title.split())))


def _rank(document: DocumentFacts) -> int:
    rank = statute_rank(document.title, document.carried_title, document.doc_number)
    return _NO_STATUTE if rank is None else _RANKS[rank]


def _newer(first: DocumentFacts, second: DocumentFacts) -> Precedence:
    dates = [each.written_on or each.published_on for each in (first, second)]
    if dates[0] is None or dates[1] is None or dates[0] == dates[1]:
        return Precedence.BOTH
    return Precedence.FIRST if dates[0] > dates[1] else Precedence.SECOND


def _special(first: DocumentFacts, second: DocumentFacts) -> Precedence:
    """The document whose matter is the other's and something narrower (困难残疾人护理补贴)."""
    matters = matter(first), matter(second)
    if matters[0] == matters[1]:
        return Precedence.BOTH
    if _within(matters[1], matters[0]):
        return Precedence.FIRST
    return Precedence.SECOND if _within(matters[0], matters[1]) else Precedence.BOTH


def _within(general: str, special: str) -> bool:
    """Whether the special matter names the general one, be it with words in its middle.

    创业场地租金补贴 is special to 创业补贴; both parts of what is split keep two characters.
    """
    if len(general) < 2:
        return False
    splits = [(general, ""), *((general[:at], general[at:]) for at in range(2, len(general) - 1))]
    return any(
        re.search(f"{re.escape(before)}.*{re.escape(after)}", special) for before, after in splits
    )

"""How like the title of an explanation is to that of a policy: by what both are about.

Compared are the pairs of neighbouring letters of what is left of the two keys without the names of
places and issuers and without the words that every such title has. Where all pairs of the shorter
one stand in the other, the likeness is 1.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher

from knowledge.keys import title_key

#: From this likeness on an explanation may be one of the policy.
LIKELY = 0.6
#: What is left of a title must have so many letters to tell anything.
_SHORTEST = 4
#: What titles of explanations are made of beside their matter, the longer words first.
_EXPLAINING = re.compile(
    "一图读懂|一图看懂|一图了解|你问我答|答记者问|新闻发布会|政策解读|专家解读|解读材料|起草说明|相关问题|"
    "有关问题|文字解读|图文解读|视频解读|图解|漫画|长图|海报|视频|动画|问与答|问答|访谈|专访|读懂|解读|说明|政策"
)
#: What titles of policies are made of beside theirs.
_RULING = re.compile(
    "关于|印发|转发|做好|进一步|加强|开展|调整|修订|有关|相关|工作|事项|的|"
    "实施细则|实施方案|实施意见|管理办法|暂行|试行|通知|通告|公告|意见|办法|规定|方案|决定"
)


@dataclass(frozen=True)
class Likeness:
    """How like two titles are, from 0 to 1, and the longest run of letters that both have."""

    score: float
    shared: str


def matter_of_title(title: str, names: Iterable[str]) -> str:
    """What a title is about: its key without the names and the words of every title."""
    key = title_key(title)
    for name in sorted((title_key(each) for each in names if each), key=len, reverse=True):
        key = key.replace(name, "")
    return _RULING.sub("", _EXPLAINING.sub("", key))


def pairs_of(matter: str) -> frozenset[str]:
    """The pairs of neighbouring letters; empty where the matter is too short to tell anything."""
    if len(matter) < _SHORTEST:
        return frozenset()
    return frozenset(matter[place : place + 2] for place in range(len(matter) - 1))


def score_of(one: frozenset[str], other: frozenset[str]) -> float:
    """The share of the fewer pairs that stand among the others too; 0 where there are none."""
    fewer = min(len(one), len(other))
    return len(one & other) / fewer if fewer else 0.0


def shared_run(one: str, other: str) -> str:
    """The longest run of letters of both."""
    found = SequenceMatcher(None, one, other, autojunk=False).find_longest_match()
    return one[found.a : found.a + found.size]

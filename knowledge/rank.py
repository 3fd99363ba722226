"""What a document's title and number tell of how long it holds: statutes and plans.

Statutes hold from the day they take effect until they are repealed, and print no term. Plans of a
year (方案, 要点, 计划) print none either: whether they still count, nothing tells.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from knowledge.document_numbers import read_number
from knowledge.validity import ValidityFacts

#: Titles whose rank is remembered: questions come back to the same documents.
REMEMBERED = 4096

_TAIL = "(?:[（(][^（）()]{1,30}[）)])?$"
_STATUTE_KIND = re.compile(f"(?:规定|办法|细则|规则|规程|决定){_TAIL}")
#: 条例 is the name of statutes alone: 规章 may not bear it (规章制定程序条例 第七条).
_REGULATION = re.compile(f"(?:.*[\u4e00-\u9fff])?条例{_TAIL}")
_LAW = re.compile(f"中华人民共和国[\u4e00-\u9fff]{{1,20}}法{_TAIL}")
_NO_STATUTE = re.compile("草案|征求意见|解读|解释|关于|《|送审|说明")
#: Below the city nobody may make 规章 (立法法 第九十三条).
_LOCAL = re.compile("[\u4e00-\u9fff]{2,}[县区镇乡旗](?:人民)?政府令")
_PLAN_KIND = re.compile(f"(?:方案|要点|计划|安排|分工|任务|清单|目标|部署|行动){_TAIL}")
_YEARS = re.compile("((?:19|20)[0-9]{2})(?:[—\\-–~～至到]{1,2}((?:19|20)[0-9]{2}))?年")


def ranked(
    facts: ValidityFacts, title: str, carried_title: str | None, doc_number: str | None
) -> ValidityFacts:
    """The facts with what the titles and the number tell of how long the document holds."""
    standing, plan = named_rank(title, carried_title, doc_number)
    return replace(facts, standing=standing, plan=plan)


@lru_cache(maxsize=REMEMBERED)
def named_rank(
    title: str, carried_title: str | None, doc_number: str | None
) -> tuple[str | None, str | None]:
    """The rank of a statute and the years of a plan, None each where it is none."""
    titles = _titles(title, carried_title)
    return _standing(titles, doc_number), _plan_years(titles)


def statute_rank(title: str, carried_title: str | None, doc_number: str | None) -> str | None:
    """法律, 行政法规, 法规 or 规章, where the document is one; None where it is no statute."""
    return _standing(_titles(title, carried_title), doc_number)


def _titles(title: str, carried_title: str | None) -> list[str]:
    return [each for each in (carried_title, title) if each]


def _standing(titles: Sequence[str], doc_number: str | None) -> str | None:
    """法律, 法规 or 规章, where the document is one: it holds until repealed; None otherwise."""
    named = [title for title in titles if not _NO_STATUTE.search(title)]
    if any(_LAW.fullmatch(title) for title in named):
        return "法律"
    if any(_REGULATION.fullmatch(title) for title in named):
        return "法规"
    number = read_number(doc_number) if doc_number else None
    if number is None or not number.is_order or _LOCAL.search(doc_number or ""):
        return None
    if not any(_STATUTE_KIND.search(title) for title in named):
        return None
    return "行政法规" if number.mark.startswith("国务院") else "规章"


def _plan_years(titles: Sequence[str]) -> str | None:
    """The year (2021) or years (2021—2025) that the title of a plan names; None for no plan."""
    for title in titles:
        found = _YEARS.findall(title) if _PLAN_KIND.search(title) else []
        if found:
            first, last = found[-1]
            return f"{first}—{last}" if last else str(first)
    return None

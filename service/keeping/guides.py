"""Service guides with the elements that they must tell, and those that are missing.

Required are the elements that 优化营商环境条例 第三十五条, 行政许可法 第三十条 and the checks of
government portals ask of every guide; the others help whoever comes, and are told apart.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.documents import Document, Part, Version, stands
from knowledge.queries.findings import DocumentFacts
from knowledge.queries.listings import Place, Wanted, list_documents
from knowledge.structure.elements import ELEMENTS
from knowledge.structure.nodes import ELEMENT

GUIDE = "办事指南"
#: The matter itself is named by the guide's title.
NAMED_BY_TITLE = "事项名称"
REQUIRED = (
    "设定依据",
    "受理条件",
    "申请材料",
    "办理流程",
    "受理单位",
    "办理时限",
    "联系电话",
    "投诉渠道",
)
WELCOME = tuple(name for name in ELEMENTS if name not in (*REQUIRED, NAMED_BY_TITLE))
#: Guides looked at for a page that shows only those that lack something.
EXAMINED = 150


@dataclass(frozen=True)
class Guide:
    """A service guide; `missing` are required elements, `absent` others that it does not tell."""

    facts: DocumentFacts
    missing: tuple[str, ...]
    absent: tuple[str, ...]


def list_guides(
    session: Session,
    wanted: Wanted,
    day: date,
    count: int,
    after: Place | None,
    *,
    lacking: bool,
) -> tuple[list[Guide], Place | None]:
    """Guides, the newest first, and where to go on from; `lacking` leaves out the whole ones.

    The elements are those that the structure of the newest version shows; four statements.
    """
    narrowed = replace(wanted, kind=GUIDE)
    page = list_documents(session, narrowed, day, EXAMINED if lacking else count, after)
    told = _elements(session, [facts.id for facts in page.documents])
    guides = [_guide(facts, told[facts.id]) for facts in page.documents]
    return [guide for guide in guides if guide.missing or not lacking], page.last


def missing_of(headings: Collection[str]) -> tuple[str, ...]:
    """The required elements that are not among the standard names."""
    return tuple(name for name in REQUIRED if name not in headings)


def _guide(facts: DocumentFacts, told: Collection[str]) -> Guide:
    title = () if facts.title else (NAMED_BY_TITLE,)
    absent = tuple(name for name in WELCOME if name not in told)
    return Guide(facts, (*title, *missing_of(told)), absent)


def _elements(session: Session, ids: Sequence[str]) -> defaultdict[str, set[str]]:
    rows = session.execute(
        select(Document.id, Part.heading)
        .join(Version, stands())
        .join(Part, Part.version_id == Version.id)
        .where(Document.id.in_(ids), Part.level == ELEMENT)
    )
    told: defaultdict[str, set[str]] = defaultdict(set)
    for row in rows:
        told[row.id].add(row.heading)
    return told

"""Where a question asks about one region: which documents may answer, failing closed."""

from __future__ import annotations

import re

from sqlalchemy.orm import Session

from knowledge.queries.narrowing import documents_where

#: Regions of documents that hold everywhere.
NATIONWIDE = frozenset({"全国", "国家", "中国", "中华人民共和国"})

_UNIT = re.compile(r".+?(?:自治区|特别行政区|自治州|自治县|地区|新区|[省市州盟县区旗镇乡])")


def admitted_documents(session: Session, region: str | None) -> frozenset[str] | None:
    """The documents that may answer a question about the region; None where it names none.

    A document whose region is not known is left out: a filter that lets the unknown pass would
    answer with another county's rules.
    """
    if region is None:
        return None
    return documents_where(session, lambda of_document: covers(of_document, region))


def covers(of_document: str, asked: str) -> bool:
    """Whether a document of the one region holds in the other: the same one, or one above it.

    牡丹江市 covers 牡丹江市林口县; 林口县 alone does not tell that it lies in 牡丹江市.
    """
    if of_document in NATIONWIDE:
        return True
    units = _units(of_document)
    return bool(units) and set(units) <= set(_units(asked))


def _units(region: str) -> list[str]:
    return _UNIT.findall(region) or [region]

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from knowledge.documents import DocumentId
from knowledge.queries.findings import DocumentFacts
from knowledge.validity import Validity, ValidityState
from service.answering.precedence import Precedence, matter, precedence

OFFICE = "青禾县民政局"


def document(title, *, number=None, issuers=(OFFICE,), written=date(2025, 3, 1)):
    return DocumentFacts(
        id=DocumentId(title),
        version=1,
        title=title,
        carried_title=None,
        doc_number=number,
        issuers=issuers,
        kind=None,
        region="青禾县",
        written_on=written,
        published_on=None,
        source_url=None,
        file_name="a.txt",
        validity=Validity(ValidityState.IN_FORCE, None, "", ""),
    )


GENERAL = document("青禾县民政局关于护理补贴发放标准的通知")
SPECIAL = document("青禾县民政局关于重度残疾人护理补贴发放标准的通知")


def test_the_higher_rank_goes_first_whatever_the_day():
    law = document(
        "中华人民共和国残疾人保障法", issuers=("全国人民代表大会",), written=date(2018, 1, 1)
    )
    rules = document("残疾人教育条例", issuers=("国务院",), written=date(2017, 1, 1))
    assert precedence(law, rules) is Precedence.FIRST
    assert precedence(GENERAL, rules) is Precedence.SECOND


def test_organs_beside_each_other_are_both_shown():
    other = replace(GENERAL, issuers=("青禾县残疾人联合会",), written_on=date(2026, 1, 1))
    assert precedence(GENERAL, other) is Precedence.BOTH


def test_of_one_organ_the_new_goes_before_the_old():
    older = replace(GENERAL, written_on=date(2020, 1, 1))
    assert precedence(GENERAL, older) is Precedence.FIRST
    assert precedence(older, GENERAL) is Precedence.SECOND


def test_of_one_organ_the_special_goes_before_the_general_unless_the_general_is_newer():
    assert precedence(GENERAL, SPECIAL) is Precedence.SECOND
    newer = replace(GENERAL, written_on=date(2026, 1, 1))
    assert precedence(newer, SPECIAL) is Precedence.BOTH
    assert precedence(SPECIAL, newer) is Precedence.BOTH


def test_without_days_nothing_is_newer():
    undated = replace(GENERAL, written_on=None)
    assert precedence(GENERAL, undated) is Precedence.BOTH


@pytest.mark.parametrize("issuers", [(), (OFFICE,)])
def test_unknown_issuers_are_never_one_organ(issuers):
    one, other = replace(GENERAL, issuers=issuers), replace(GENERAL, issuers=())
    assert precedence(one, other) is Precedence.BOTH


def test_the_matter_of_a_title_is_without_organ_year_and_form():
    assert matter(SPECIAL) == "重度残疾人护理补贴发放"
    carrying = replace(
        document("青禾县人民政府办公室关于印发青禾县高龄津贴发放办法的通知"),
        carried_title="青禾县高龄津贴发放办法（试行）",
    )
    assert matter(carrying) == "高龄津贴发放"

from __future__ import annotations

import pytest

from knowledge.queries.findings import FieldProof
from service.answering.fields import asked_field, prove, without_field


@pytest.mark.parametrize(
    ("question", "label"),
    [
        ("青禾县临时救助办法的文号", "文号"),
        ("那个细则的发文字号是什么", "文号"),
        ("临时救助办法是谁发的", "发文机关"),
        ("这个通知是哪个部门印发的", "发文机关"),
        ("实施方案什么时候发布的", "发布日期"),
        ("救助办法从什么时候开始施行", "施行日期"),
        ("救助办法的有效期到哪天", "有效期"),
        ("通知的成文日期", "成文日期"),
    ],
)
def test_questions_for_a_documents_own_data_are_recognised(question, label):
    field = asked_field(question)
    assert field is not None
    assert field.label == label


@pytest.mark.parametrize(
    "question",
    ["补贴什么时候发", "谁负责审核", "老年卡有效期几年", "材料发给谁", "低保金哪天发放"],
)
def test_questions_for_what_the_document_says_are_not(question):
    assert asked_field(question) is None


def test_what_names_the_document_is_left_when_the_field_is_taken_away():
    assert without_field("青禾县临时救助办法的文号") == "青禾县临时救助办法的"
    assert without_field("临时救助办法是谁发的") == "临时救助办法"


def proof(name, value, certain=True):
    return FieldProof(1, name, value, "页头", 0, 4, certain)


def test_certain_evidence_goes_before_doubtful_and_the_first_name_before_the_second():
    field = asked_field("实施方案什么时候发布的")
    written, doubtful = (
        proof("written_on", "2024-01-01"),
        proof("published_on", "2024-01-02", False),
    )
    certain = proof("published_on", "2024-01-03")
    assert prove(field, [written, doubtful, certain]) is certain
    assert prove(field, [written, doubtful]) is doubtful
    assert prove(field, [written]) is written
    assert prove(field, []) is None


def test_a_value_that_people_gave_is_not_quoted_since_it_is_printed_nowhere():
    field = asked_field("实施方案什么时候发布的")
    given = FieldProof(1, "published_on", "2024-01-02", "人工更正", 0, 0, True)
    assert prove(field, [proof("written_on", "2024-01-01"), given]) is None

"""Documents that disagree, and interpretations of policies, in small offices of real documents."""

from __future__ import annotations

import pytest

from indexer.build import build_index
from knowledge.ingesting.ingestion import ingest_paths
from service.answering.answer import AskRequest, BesideKind, Outcome
from service.config import Settings
from service.wiring import open_office
from tests.clocks import FrozenClock

NOTICE = """{issuer}关于{matter}的通知

{number}

各镇人民政府：
为做好{matter}工作，现就有关事项通知如下：
一、{subject}每人每月{amount}元，按月发放到本人账户。
二、申领人应当向户籍所在地镇人民政府提出申请。

{issuer}
{day}
"""


def notice(
    amount, *, issuer="青禾县民政局", number="青民发〔2025〕3号", day="2025年3月10日", **named
):
    named = {"matter": "发放重度残疾人护理补贴", "subject": "重度残疾人护理补贴", **named}
    return NOTICE.format(amount=amount, issuer=issuer, number=number, day=day, **named)


INTERPRETATION = """《青禾县民政局关于发放重度残疾人护理补贴的通知》解读

来源：青禾县民政局

重度残疾人护理补贴每人每月多少钱？重度残疾人护理补贴提高到每人每月120元，比原来多了20元。
"""


@pytest.fixture
def asked(tmp_path):
    """Asks a question of an office that holds these texts and nothing else."""
    offices = []

    def ask(question, *texts):
        folder = tmp_path / "documents"
        folder.mkdir()
        for number, text in enumerate(texts):
            (folder / f"{number}.txt").write_text(text, encoding="utf-8")
        office = open_office(Settings(home=tmp_path, answered_at=0.1), FrozenClock())
        offices.append(office)
        report = ingest_paths(office.store, [folder], FrozenClock())
        assert len(report.added) == len(texts)
        build_index(office.store, office.settings.index_folder)
        return office.answers.ask(AskRequest(question)).answer

    yield ask
    for office in offices:
        office.close()


QUESTION = "重度残疾人护理补贴每人每月多少钱"


def test_organs_that_disagree_are_both_shown(asked):
    other = notice(
        90, issuer="青禾县残疾人联合会", number="青残联发〔2025〕8号", day="2025年6月1日"
    )
    answer = asked(QUESTION, notice(120), other)
    assert answer.outcome is Outcome.ANSWERED
    [conflict] = answer.beside
    assert conflict.kind is BesideKind.CONFLICT
    told = {answer.citations[0].issuer, conflict.citation.issuer}
    assert told == {"青禾县民政局", "青禾县残疾人联合会"}
    assert ("120元" in answer.answer.text) != ("120元" in conflict.text)
    assert "不一致" in answer.message


def test_of_one_organ_the_newer_document_answers_alone(asked):
    newer = notice(150, number="青民发〔2026〕4号", day="2026年4月1日")
    answer = asked(QUESTION, notice(120), newer)
    assert "150元" in answer.answer.text
    assert answer.beside == ()
    assert answer.message is None


def test_documents_that_agree_are_no_conflict(asked):
    other = notice(
        120, issuer="青禾县残疾人联合会", number="青残联发〔2025〕8号", day="2025年6月1日"
    )
    assert asked(QUESTION, notice(120), other).beside == ()


def test_documents_on_other_matters_are_no_conflict(asked):
    named = {"matter": "发放高龄津贴", "subject": "高龄津贴"}
    other = notice(80, issuer="青禾县财政局", number="青财发〔2025〕2号", **named)
    assert asked(QUESTION, notice(120), other).beside == ()


def test_an_interpretation_leads_to_the_policys_clause_and_stands_beside_it(asked):
    answer = asked(QUESTION, notice(120), INTERPRETATION)
    assert answer.citations[0].doc_number == "青民发〔2025〕3号"
    [explained] = answer.beside
    assert explained.kind is BesideKind.INTERPRETATION
    assert "120元" in explained.text
    assert answer.message is None


def test_an_interpretation_that_says_otherwise_is_cited_as_what_it_is(asked):
    answer = asked(QUESTION, notice(100), INTERPRETATION)
    assert all(each.kind is not BesideKind.CONFLICT for each in answer.beside)

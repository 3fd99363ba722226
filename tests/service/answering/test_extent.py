"""A citation tells where the answer stands, and from where to where the quote goes on."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from knowledge.documents import Passage, Version
from knowledge.queries.corpus import stored_text
from service.answering.answer import Citation
from service.answering.seeking import Asked
from service.demo import demo_questions
from service.wiring import Office
from tests.offices import furnished_home, office

__all__ = ["furnished_home", "office"]  # fixtures of every test here

ANSWERED = [each.question for each in demo_questions() if each.expected == "answered"]


def passages_met(office: Office, cited: Citation) -> list[tuple[str, int, int]]:
    """(locator, start, end) of every passage that the quote meets, in reading order."""
    query = (
        select(Passage.locator, Passage.start, Passage.end)
        .join(Version, Passage.version_id == Version.id)
        .where(Version.document_id == cited.document_id, Version.number == cited.version)
        .where(Passage.start < cited.end, Passage.end > cited.start)
        .order_by(Passage.start, Passage.end.desc())
    )
    with office.store.reading() as session:
        return [tuple(row) for row in session.execute(query)]


@pytest.mark.parametrize("question", ANSWERED)
def test_the_place_and_the_extent_of_a_quote_are_true(office: Office, question: str) -> None:
    with office.store.reading() as session:
        answer = office.answers.reply(session, Asked(question, date(2026, 11, 22)))
        (cited,) = answer.citations
        stored = stored_text(session, cited.document_id, cited.version, "text")
    met = passages_met(office, cited)
    start = cited.start + answer.answer.start
    assert stored[start : start + len(answer.answer.text)] == answer.answer.text
    assert any(
        place == cited.locator and first <= start and start + len(answer.answer.text) <= last
        for place, first, last in met
    )
    if cited.extent is None:
        assert any(
            place == cited.locator and first <= cited.start and cited.end <= last
            for place, first, last in met
        )
    else:
        begins, ends = met[0][0], max(met, key=lambda each: each[2])[0]
        assert cited.extent.startswith(begins.rstrip("、"))
        last = ends.removeprefix(begins[: begins.find("》") + 1]).rstrip("、")
        assert cited.extent.removesuffix("止").endswith(last)


def test_some_quotes_go_on_beyond_the_clause_of_their_answer(office: Office) -> None:
    with office.store.reading() as session:
        asked = Asked("85岁老人每个月能领多少高龄津贴？", date(2026, 11, 22))
        (cited,) = office.answers.reply(session, asked).citations
    assert cited.locator == "《青禾县高龄津贴发放办法》第五条"
    assert cited.extent == "《青禾县高龄津贴发放办法》第五条至第十一条"

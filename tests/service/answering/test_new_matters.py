"""Conversations on the demonstration county: a new matter stands alone, a real follow-up does not.

`title` is of words in the title of the document that answers the second question; empty where no
document does.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from knowledge.clock import day_in_china
from service.answering.answer import Answer, Outcome
from service.answering.conversations import Turn
from service.answering.seeking import Asked
from service.wiring import Office
from tests.offices import furnished_home, office

__all__ = ["furnished_home", "office"]  # fixtures of every test here

FOLDER = Path(__file__).parents[1] / "followups"


def conversations(name: str) -> list[tuple[str, str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t")
        return [(row["first"], row["question"], row["title"]) for row in rows]


NEW, CONTINUED = conversations("new_matters.tsv"), conversations("continued.tsv")


def reply(office: Office, question: str, *turns: Turn) -> Answer:
    asked = Asked(question, day_in_china(office.clock()), turns)
    with office.store.reading() as session:
        return office.answers.reply(session, asked)


def turn(office: Office, question: str, *before: Turn) -> Turn:
    answer = reply(office, question, *before)
    quoted = tuple(citation.document_id for citation in answer.citations)
    return Turn(question, answer.answer.text if answer.answer else "", quoted)


def heard(office: Office, question: str, *turns: Turn) -> list[str]:
    """The earlier questions that were heard with this one."""
    asked = Asked(question, day_in_china(office.clock()), turns)
    with office.store.reading() as session:
        talk = office.answers.look_up(session, asked).talk
    return [each.question for each in talk.turns]


def test_there_are_enough_conversations_of_both_kinds() -> None:
    answerable = sum(bool(title) for _, _, title in NEW)
    assert len(NEW) >= 20
    assert min(answerable, len(NEW) - answerable) >= 10


@pytest.mark.parametrize(("first", "question", "title"), NEW)
def test_a_new_matter_is_answered_as_if_nothing_had_been_said(
    office: Office, first: str, question: str, title: str
) -> None:
    before = turn(office, first)
    assert before.document_ids
    alone, after = reply(office, question), reply(office, question, before)
    assert not heard(office, question, before)
    assert (after.outcome, after.citations) == (alone.outcome, alone.citations)
    assert title in (after.citations[0].title if after.citations else "")
    assert not set(before.document_ids).intersection(each.document_id for each in after.citations)


@pytest.mark.parametrize(("first", "question", "title"), CONTINUED)
def test_a_real_follow_up_is_answered_from_the_matter_of_the_talk(
    office: Office, first: str, question: str, title: str
) -> None:
    before = turn(office, first)
    after = reply(office, question, before)
    assert heard(office, question, before) == [first]
    assert after.outcome is Outcome.ANSWERED
    assert title in after.citations[0].title


def test_the_talk_reaches_back_to_where_its_matter_was_named(office: Office) -> None:
    medical = turn(office, "2027年居民医保个人要交多少钱？")
    flats = turn(office, "公租房怎么申请", medical)
    waiting = turn(office, "要等多久", flats, medical)
    station = turn(office, "高铁站什么时候建成通车", medical)
    assert heard(office, "能转租吗", waiting, flats, medical) == [waiting.question, flats.question]
    assert heard(office, "那要等多久呢", station, medical) == [station.question]


def test_an_age_in_words_finds_what_is_given_at_that_age_and_nothing_else_is_claimed(
    office: Office,
) -> None:
    medical = turn(office, "2027年居民医保个人要交多少钱？")
    after = reply(office, "我老伴八十二岁了能领多少钱", medical)
    pension = reply(office, "85岁老人每个月能领多少高龄津贴？")
    assert after.documents[0] == pension.citations[0].document_id
    assert {each.document_id for each in after.citations} <= {after.documents[0]}

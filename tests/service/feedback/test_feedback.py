"""What citizens say of answers: kept once, masked, listed for staff, deleted with the answer."""

from __future__ import annotations

from datetime import timedelta

import pytest

from knowledge.database import Store
from service.answering.answer import Answer, Outcome
from service.answering.errors import UnknownAnswer
from service.answering.records import purge, record_answer
from service.feedback.giving import MAX_WORDS, Feedback, FeedbackRefused, feedback_on, give
from service.feedback.listing import UNTOLD, tally, unhelpful_answers
from service.feedback.records import Shortcoming
from tests.clocks import START, FrozenClock

KEPT = timedelta(days=180)


def answered(store: Store, question: str = "高龄津贴怎么领？") -> str:
    with store.writing() as session:
        answer = Answer(Outcome.UNANSWERED, confidence=0.0)
        return record_answer(session, answer, question, None, START, KEPT)


def test_the_later_word_takes_the_place_of_the_earlier(store: Store, clock: FrozenClock) -> None:
    answer_id = answered(store)
    give(store, clock, Feedback(answer_id, helpful=False, reason=Shortcoming.OUTDATED))
    give(store, clock, Feedback(answer_id, helpful=True, reason=Shortcoming.OTHER, words="谢谢"))
    with store.reading() as session:
        kept = feedback_on(session, answer_id)
        assert kept is not None
        assert (kept.helpful, kept.reason, kept.words) == (True, None, None)
        assert unhelpful_answers(session, START) == []


def test_numbers_of_people_are_masked_in_the_words(store: Store, clock: FrozenClock) -> None:
    words = "打我电话13800001111"
    kept = give(store, clock, Feedback(answered(store), helpful=False, words=words))
    assert kept.words == "打我电话〔电话〕"


@pytest.mark.parametrize("words", ["长" * (MAX_WORDS + 1), "看不见\x07的"])
def test_words_that_cannot_be_kept_are_refused(
    store: Store, clock: FrozenClock, words: str
) -> None:
    answer_id = answered(store)
    with pytest.raises(FeedbackRefused):
        give(store, clock, Feedback(answer_id, helpful=False, words=words))
    with store.reading() as session:
        assert feedback_on(session, answer_id) is None


def test_no_word_is_taken_on_an_answer_that_nobody_gave(store: Store, clock: FrozenClock) -> None:
    with pytest.raises(UnknownAnswer):
        give(store, clock, Feedback("0" * 32, helpful=True))


def test_staff_read_how_many_helped_and_why_others_did_not(
    store: Store, clock: FrozenClock
) -> None:
    given = [
        Feedback(answered(store, "一"), helpful=True),
        Feedback(answered(store, "二"), helpful=False, reason=Shortcoming.INCOMPLETE),
        Feedback(answered(store, "三"), helpful=False, reason=Shortcoming.INCOMPLETE, words="材料"),
        Feedback(answered(store, "四"), helpful=False),
    ]
    for each in given:
        clock.advance(timedelta(minutes=1))
        give(store, clock, each)
    with store.reading() as session:
        counted = tally(session, START)
        rows = unhelpful_answers(session, START)
        assert tally(session, clock() + timedelta(seconds=1)).unhelpful == 0
    assert (counted.helpful, counted.unhelpful) == (1, 3)
    assert list(counted.reasons.items()) == [("没有说全", 2), (UNTOLD, 1)]
    assert [(row.question, row.reason, row.words) for row in rows] == [
        ("四", UNTOLD, None),
        ("三", "没有说全", "材料"),
        ("二", "没有说全", None),
    ]


def test_the_word_goes_with_the_answer(store: Store, clock: FrozenClock) -> None:
    answer_id = answered(store)
    give(store, clock, Feedback(answer_id, helpful=True))
    with store.writing() as session:
        assert purge(session, START + KEPT) == 1
        assert feedback_on(session, answer_id) is None

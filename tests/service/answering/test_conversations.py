from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from knowledge.database import Store
from service.answering.answer import Outcome
from service.answering.conversations import (
    Turn,
    known_conversation,
    new_conversation,
    recent_turns,
    remember,
)
from service.answering.records import ConversationTurn

NOW = datetime(2026, 11, 22, 2, tzinfo=UTC)


def say(store: Store, conversation: str, *questions: str, outcome=Outcome.ANSWERED) -> None:
    with store.writing() as session:
        for question in questions:
            remember(session, conversation, Turn(question, "", ("d1",)), outcome, NOW)


def remembered(store: Store, conversation: str | None, now: datetime = NOW) -> list[str]:
    with store.reading() as session:
        return [turn.question for turn in recent_turns(session, conversation, now)]


def test_the_last_three_turns_are_used_newest_first(store: Store) -> None:
    say(store, "c", "一", "二", "三", "四")
    assert remembered(store, "c") == ["四", "三", "二"]


def test_greetings_between_take_no_place(store: Store) -> None:
    say(store, "c", "一", "二", "三")
    say(store, "c", "谢谢", outcome=Outcome.REDIRECTED)
    assert remembered(store, "c") == ["三", "二", "一"]


@pytest.mark.parametrize(("minutes", "questions"), [(29, ["一"]), (30, [])])
def test_a_turn_is_used_for_half_an_hour(store: Store, minutes: int, questions: list[str]) -> None:
    say(store, "c", "一")
    later = NOW + timedelta(minutes=minutes)
    assert remembered(store, "c", later) == questions
    with store.reading() as session:
        assert known_conversation(session, "c", later) == ("c" if questions else None)


def test_conversations_know_nothing_of_one_another(store: Store) -> None:
    say(store, "c", "一")
    assert remembered(store, "d") == []
    assert remembered(store, None) == []


def test_the_id_is_opaque_and_never_stored(store: Store) -> None:
    conversation = new_conversation()
    assert len(conversation) >= 22
    assert conversation != new_conversation()
    say(store, conversation, "一")
    with store.reading() as session:
        assert conversation not in session.scalars(select(ConversationTurn.conversation_hash)).all()

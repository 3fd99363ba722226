"""What a change would change: the questions of late that it touches, before and after."""

from __future__ import annotations

from datetime import timedelta

import pytest

from service.answering.answer import AskRequest
from service.answering.records import AnswerRecord
from service.questions.topics import shipped_topics
from service.vocabulary.lexicon import LEXICON
from service.vocabulary.overlay import Act, Change, changed, own_rows
from service.vocabulary.previewing import (
    DAYS_BACK,
    Effects,
    effects,
    holding,
    sent_elsewhere,
    topic_moves,
)
from service.vocabulary.redirects import REDIRECTS
from service.vocabulary.topics import TOPICS, topics
from service.wiring import Office

WORD = {
    "lay": "孤老钱",
    "official": "高龄津贴",
    "relation": "同一事物",
    "domain": "民政",
    "source": "",
}


def change(kind, cells: dict[str, str]) -> Change:
    return Change(kind.key_of(cells), Act.SET, cells, "")


def effects_of_word(office: Office, *changes: Change) -> Effects:
    with office.store.reading() as session:
        after = office.understanding.of(changed(own_rows(session), LEXICON.slug, changes))
        return effects(session, office.answers, after, holding(changes), office.clock())


def kept_answers(office: Office) -> int:
    with office.store.reading() as session:
        return session.query(AnswerRecord).count()


def test_questions_that_hold_the_word_are_answered_before_and_after(kept: Office) -> None:
    for _ in range(2):
        kept.answers.ask(AskRequest("孤老钱一个月发多少"))
    kept.answers.ask(AskRequest("公租房怎么申请"))
    before = kept_answers(kept)

    found = effects_of_word(kept, change(LEXICON, WORD))

    assert (found.touched, found.looked_through >= 2) == (1, True)
    (effect,) = found.shown
    assert (effect.question, effect.times) == ("孤老钱一个月发多少", 2)
    assert effect.changes
    assert effect.before.outcome != "answered"
    assert "高龄津贴" in effect.after.title
    assert kept_answers(kept) == before


def test_what_was_asked_too_long_ago_is_left_out(kept: Office) -> None:
    kept.answers.ask(AskRequest("孤老钱怎么领"))
    late = kept.clock() + timedelta(days=DAYS_BACK + 1)
    with kept.store.reading() as session:
        after = kept.understanding.shipped
        assert effects(session, kept.answers, after, lambda _: True, late).looked_through == 0


def test_only_so_many_are_asked_and_it_is_told_how_many_there_are(
    kept: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.vocabulary.previewing.ASKED", 2)
    for number in "一二三四":
        kept.answers.ask(AskRequest(f"第{number}位老人的孤老钱"))
    shipped, now = kept.understanding.shipped, kept.clock()
    with kept.store.reading() as session:
        found = effects(session, kept.answers, shipped, lambda text: "位老人的" in text, now)
    assert (len(found.shown), found.touched, found.changing) == (2, 4, 0)


def test_a_reply_touches_the_questions_that_get_another_one(kept: Office) -> None:
    cells = {
        "name": "供水报修",
        "sort": "转办",
        "reply": "请打供水热线。",
        "whole": "",
        "within": "没有自来水",
        "asking": "照常检索",
    }
    with kept.store.reading() as session:
        after = kept.understanding.of(
            changed(own_rows(session), REDIRECTS.slug, [change(REDIRECTS, cells)])
        )
    touches = sent_elsewhere(kept.understanding.shipped, after)
    assert touches("我们小区没有自来水了")
    assert not touches("没有自来水是什么原因")
    assert not touches("着火了")


def test_known_questions_tell_which_topic_they_change(kept: Office) -> None:
    bank = kept.questions.bank()
    shipped = shipped_topics()
    name = shipped.topic_of([bank.questions[0].question, bank.questions[0].title])
    hidden = Change(name, Act.REMOVE, {}, "")
    after = topics(kept.settings, changed({}, TOPICS.slug, [hidden]))
    moves = topic_moves(bank, shipped, after)
    assert moves
    assert {move.before for move in moves} == {name}
    assert topic_moves(bank, shipped, shipped) == []

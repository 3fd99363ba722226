"""Editions of the office's words: what is made of them is never older than they are."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy.orm import Session

from knowledge.database import Store
from knowledge.editions import PerEdition, edition
from knowledge.negative_list import NegativeTerm, negative_list
from tests.counting import counted

AT = datetime(2026, 11, 23, tzinfo=UTC)


def term(word: str) -> NegativeTerm:
    return NegativeTerm(term=word, key=word, why="理由", added_by="甲", added_at=AT)


def barred(store: Store, text: str) -> bool:
    with store.reading() as session:
        return negative_list(session).bars(text)


def test_a_term_counts_with_the_next_use_case_and_so_does_its_going(store: Store) -> None:
    assert not barred(store, "拆迁方案")
    with store.writing() as session:
        session.add(term("拆迁"))
    assert barred(store, "拆迁方案")
    with store.writing() as session:
        session.delete(session.query(NegativeTerm).one())
        session.flush()
        session.add(term("征收"))
    assert not barred(store, "拆迁方案")
    assert barred(store, "征收方案")


def test_the_list_costs_one_statement_while_it_stays_as_it_is(store: Store) -> None:
    with store.writing() as session:
        session.add(term("拆迁"))
    barred(store, "")
    with store.reading() as session, counted(session) as statements:
        assert negative_list(session).bars("拆迁")
        assert negative_list(session).bars("拆迁的")
    assert len([each for each in statements if "words_edition" in each]) == 1
    assert not any("negative_term" in each for each in statements)


def test_what_was_made_of_a_change_that_was_rolled_back_never_counts(store: Store) -> None:
    with pytest.raises(RuntimeError), store.writing() as session:  # noqa: PT012
        before = edition(session)
        session.add(term("拆迁"))
        session.flush()
        assert edition(session) != before
        assert negative_list(session).bars("拆迁")
        raise RuntimeError
    assert not barred(store, "拆迁")
    with store.writing() as session:
        session.add(term("征收"))
    assert not barred(store, "拆迁")


def test_each_edition_is_made_once_and_a_few_are_kept(store: Store) -> None:
    made: list[str] = []

    def make(session: Session) -> str:
        made.append(edition(session))
        return made[-1]

    kept = PerEdition(make)
    seen = []
    for word in ("甲乙", "丙丁", "戊己", "庚辛", "壬癸"):
        with store.writing() as session:
            session.add(term(word))
        with store.reading() as session:
            seen.append(kept.at(session))
            assert kept.at(session) == edition(session) == seen[-1]
    assert made == seen
    assert len(set(made)) == 5

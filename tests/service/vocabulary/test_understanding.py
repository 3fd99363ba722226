"""The office's words over the shipped ones: what questions are understood by, at once."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from indexer.vocabulary import Relation, load_vocabulary
from service.answering.answer import AskRequest
from service.answering.understanding import Understanding
from service.config import Settings
from service.vocabulary.lexicon import DOMAINS, LEXICON, RELATIONS, lexicon
from service.vocabulary.overlay import OfficeRow, Own, Standing, in_force, rows_of
from service.vocabulary.records import VocabularyEntry
from service.wiring import Office, open_office
from tests.counting import counted

SETTINGS = Settings(home=Path("/nowhere"))
AT = datetime(2026, 11, 23, tzinfo=UTC)


def row(removed: bool = False, **cells: str) -> OfficeRow:
    filled = {"relation": "同一事物", "domain": "医保", "source": "", **cells}
    return OfficeRow(filled, removed, "v")


def own(**rows: OfficeRow) -> Own:
    return {LEXICON.slug: rows}


def add(office: Office, key: str, **cells: str) -> None:
    filled = dict(row(**cells).cells)
    with office.store.writing() as session:
        session.add(
            VocabularyEntry(
                kind=LEXICON.slug,
                key=key,
                cells=filled,
                removed=False,
                version="v",
                changed_by="发布人",
                changed_at=AT,
            )
        )


def understood(office: Office) -> Understanding:
    with office.store.reading() as session:
        return office.answers.understanding.at(session)


def expansions(understanding: Understanding, question: str) -> dict[str, tuple[str, ...]]:
    terms = understanding.seeker.analyzer.analyse_question(question)
    return {each.lay: each.official for each in terms.expansions}


def test_without_own_words_the_shipped_understanding_itself_counts(office: Office) -> None:
    assert understood(office) is office.answers.understanding.shipped


def test_shipped_rows_make_the_shipped_words_again() -> None:
    shipped = load_vocabulary().lexicon
    assert lexicon(SETTINGS, {}) == shipped
    assert set(RELATIONS.values()) == set(Relation)
    assert {each.domain for each in shipped} == set(DOMAINS)
    rows = LEXICON.shipped(SETTINGS)
    assert len(rows) == len(shipped)
    for cells in rows.values():
        assert LEXICON.read(cells) == cells
        LEXICON.check(cells, rows, SETTINGS)


def test_a_word_counts_with_the_next_question_wherever_it_stands(kept: Office) -> None:
    question = "惠民卡卡多少钱"
    before = understood(kept)
    assert "惠民卡卡" not in expansions(before, question)
    add(kept, "惠民卡卡", lay="惠民卡卡", official="社会保障卡")
    after = understood(kept)
    assert after is not before
    assert expansions(after, question)["惠民卡卡"] == ("社会保障卡",)
    assert understood(kept) is after
    assert after.judge.bearings.analyzer is after.seeker.analyzer
    assert after.seeker.own_matter.analyzer is after.seeker.analyzer


def test_a_row_changes_or_hides_the_shipped_one_and_taking_it_back_restores_it() -> None:
    shipped = LEXICON.shipped(SETTINGS)["老公"]
    changed = own(老公=row(lay="老公", official="配偶"))
    hidden = own(老公=row(removed=True, **shipped))

    def told(own: Own) -> tuple[Standing, tuple[str, ...] | None]:
        words = {each.lay: each.official for each in lexicon(SETTINGS, own)}
        return rows_of(LEXICON, SETTINGS, own)["老公"].standing, words.get("老公")

    assert told(changed) == (Standing.CHANGED, ("配偶",))
    assert told(hidden) == (Standing.REMOVED, None)
    assert told({}) == (Standing.SHIPPED, ("丈夫", "配偶", "夫妻"))
    assert "老公" not in in_force(rows_of(LEXICON, SETTINGS, hidden))


def test_what_an_older_program_kept_and_this_one_does_not_know_is_left_out() -> None:
    rows = own(
        某词=row(lay="某词", official="甲", relation="别的关系"),
        多义=row(lay="多义", official="甲", relation="多义"),
        少列=OfficeRow({"lay": "少列"}, False, "v"),
    )
    assert lexicon(SETTINGS, rows) == load_vocabulary().lexicon


def test_a_word_added_by_one_process_counts_in_the_others(kept: Office) -> None:
    question = "惠民卡卡多少钱"
    other = open_office(kept.settings, kept.clock)
    try:
        assert "惠民卡卡" not in expansions(understood(other), question)
        add(kept, "惠民卡卡", lay="惠民卡卡", official="社会保障卡")
        assert "惠民卡卡" in expansions(understood(other), question)
    finally:
        other.close()


def test_own_words_cost_a_question_no_statement(kept: Office) -> None:
    def statements() -> list[str]:
        request = AskRequest("公租房怎么申请")
        with kept.store.reading() as session:
            kept.answers.preview(session, request)
        with kept.store.reading() as session, counted(session) as seen:
            kept.answers.preview(session, request)
        return seen

    before = statements()
    add(kept, "惠民卡卡", lay="惠民卡卡", official="社会保障卡")
    assert statements() == before
    assert not any("vocabulary_entry" in each for each in before)

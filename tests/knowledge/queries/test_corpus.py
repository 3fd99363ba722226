"""The corpus answers with current versions, judged on the day asked, in few statements."""

from __future__ import annotations

from datetime import date

import pytest

from knowledge.database import Store
from knowledge.documents import DocumentId, PassageId
from knowledge.errors import UnknownDocument
from knowledge.negative_list import negative_list
from knowledge.outline import (
    FieldReading,
    Outline,
    PartOutline,
    PassageOutline,
    ReferenceKind,
    ReferenceReading,
)
from knowledge.queries import corpus
from knowledge.queries.indexable import passages_for_index
from knowledge.validity import ValidityFacts, ValidityState
from tests.counting import counted
from tests.factories import make_document, passage_ids

TODAY = date(2026, 11, 22)


def repeal(number: str | None = None, title: str | None = None, on: date | None = None):
    return ReferenceReading(
        ReferenceKind.REPEALS,
        "《…》",
        target_title_key=title,
        target_number_key=number,
        on=on,
        start=0,
        end=3,
    )


def test_fifty_passages_with_documents_and_repeals_cost_four_statements(store: Store) -> None:
    for number in range(50):
        make_document(store, doc_number=f"青政发〔2026〕{number}号", references=(repeal("旧文号"),))
    ids = passage_ids(store)
    with store.reading() as session:
        negative_list(session)  # read once an edition, whichever question comes first
    with store.reading() as session, counted(session) as statements:
        found = corpus.load_passages(session, ids, TODAY)
        assert len(found) == 50
        assert len({passage.document.id for passage in found}) == 50
        selects = [statement for statement in statements if statement.startswith("SELECT")]
        assert len(selects) == 4
        assert not any("version.raw_text" in statement for statement in selects)


def test_passages_come_in_the_order_asked_and_unknown_ids_are_left_out(store: Store) -> None:
    make_document(store, ["第一条　甲。", "第二条　乙。"])
    first, second = passage_ids(store)
    with store.reading() as session:
        found = corpus.load_passages(session, [second, PassageId(999_999), first], TODAY)
    assert [passage.text for passage in found] == ["第二条　乙。", "第一条　甲。"]


def test_no_passages_asked_is_none_found(store: Store) -> None:
    with store.reading() as session:
        assert corpus.load_passages(session, [], TODAY) == []


def test_only_passages_of_the_current_version_are_found(store: Store) -> None:
    document = make_document(store, ["旧条款。"])
    old = passage_ids(store)
    make_document(store, ["新条款。"], document_id=document)
    new = passage_ids(store)
    with store.reading() as session:
        found = corpus.load_passages(session, [*old, *new], TODAY)
        indexed = list(passages_for_index(session))
    assert [(passage.text, passage.document.version) for passage in found] == [("新条款。", 2)]
    assert [passage.text for passage in indexed] == ["新条款。"]


def test_the_text_of_a_passage_stands_at_its_offsets(store: Store) -> None:
    document = make_document(store, ["第一条　甲。", "第二条　乙𠮷丙。", "第三条　丁。"])
    with store.reading() as session:
        text = corpus.stored_text(session, document, None, "text")
        passages = corpus.load_passages(session, passage_ids(store), TODAY)
        assert len(passages) == 3
        for passage in passages:
            assert text[passage.start : passage.end] == passage.text


def test_every_change_raises_the_revision(store: Store) -> None:
    with store.reading() as session:
        assert corpus.revision(session) == 0
    document = make_document(store)
    make_document(store, document_id=document)
    with store.reading() as session:
        assert corpus.revision(session) == 2


def test_a_repeal_by_number_ends_the_document_from_its_day(store: Store) -> None:
    old = make_document(store, title="旧办法", doc_number="青政发〔2020〕1号")
    new = make_document(
        store,
        ["《旧办法》同时废止。"],
        title="新办法",
        doc_number="青政发〔2026〕2号",
        references=(repeal("青政发〔2020〕1号", on=date(2026, 7, 1)),),
    )
    with store.reading() as session:
        before = corpus.document_facts(session, [old], date(2026, 6, 30))[old].validity
        after = corpus.document_facts(session, [old], date(2026, 7, 1))[old].validity
    assert before.state is ValidityState.UNVERIFIED
    assert after.state is ValidityState.REPEALED
    assert after.until == date(2026, 6, 30)
    assert after.successor is not None
    assert (after.successor.document_id, after.successor.title) == (new, "新办法")


def test_a_repeal_counts_whichever_document_came_first(store: Store) -> None:
    make_document(store, title="新办法", references=(repeal(title="旧办法"),))
    old = make_document(store, title="旧办法")
    with store.reading() as session:
        assert corpus.document_facts(session, [old], TODAY)[old].validity.ended


def test_a_document_does_not_repeal_itself(store: Store) -> None:
    own = make_document(
        store,
        title="便民办法",
        doc_number="青政发〔2026〕2号",
        references=(repeal("青政发〔2026〕2号"), repeal(title="便民办法")),
    )
    with store.reading() as session:
        assert not corpus.document_facts(session, [own], TODAY)[own].validity.ended


def test_a_copy_of_the_repealing_document_is_not_repealed_by_it(store: Store) -> None:
    clause = (repeal(title="便民办法"),)
    make_document(store, title="便民办法", references=clause)
    copy = make_document(store, title="便民办法", references=clause)
    with store.reading() as session:
        assert not corpus.document_facts(session, [copy], TODAY)[copy].validity.ended


def test_the_older_document_of_the_same_title_is_repealed_by_the_newer(store: Store) -> None:
    old = make_document(store, title="便民办法", written_on=date(2020, 1, 1))
    newer = make_document(
        store, title="便民办法", written_on=date(2026, 1, 1), references=(repeal(title="便民办法"),)
    )
    newest = make_document(store, title="便民办法", written_on=date(2026, 8, 1))
    with store.reading() as session:
        facts = corpus.document_facts(session, [old, newer, newest], TODAY)
    assert [facts[one].validity.ended for one in (old, newer, newest)] == [True, False, False]


def test_a_number_in_the_clause_spares_a_document_of_that_title_but_another_number(
    store: Store,
) -> None:
    other = make_document(store, title="便民办法", doc_number="青政发〔2024〕9号")
    make_document(store, title="通知", references=(repeal("青政发〔2020〕1号", "便民办法"),))
    with store.reading() as session:
        assert not corpus.document_facts(session, [other], TODAY)[other].validity.ended


def test_a_repeal_of_the_carried_document_ends_its_carrier(store: Store) -> None:
    carrier = make_document(store, title="关于印发《便民细则》的通知", carried_title="便民细则")
    make_document(store, title="新细则", references=(repeal(title="便民细则"),))
    with store.reading() as session:
        assert corpus.document_facts(session, [carrier], TODAY)[carrier].validity.ended


@pytest.mark.parametrize(
    ("kind", "printed", "on", "state", "until"),
    [
        (ReferenceKind.ENDS_PART, "《旧办法》第五条", None, ValidityState.PARTLY_LAPSED, None),
        (ReferenceKind.AMENDS, "《旧办法》", date(2026, 1, 1), ValidityState.AMENDED, None),
        (ReferenceKind.AMENDS, "《旧办法》", date(2027, 1, 1), ValidityState.LAPSED, None),
        (
            ReferenceKind.EXTENDS,
            "《旧办法》继续执行至2027年6月30日",
            date(2027, 6, 30),
            ValidityState.EXTENDED,
            date(2027, 6, 30),
        ),
        (
            ReferenceKind.EXTENDS,
            "《旧办法》有效期延长两年",
            None,
            ValidityState.EXTENDED,
            date(2027, 12, 31),
        ),
    ],
)
def test_other_documents_end_parts_amend_and_extend(
    store: Store,
    kind: ReferenceKind,
    printed: str,
    on: date | None,
    state: ValidityState,
    until: date | None,
) -> None:
    ends = state in (ValidityState.EXTENDED, ValidityState.LAPSED)
    facts = ValidityFacts(expires_on=date(2025, 12, 31) if ends else None, expires_from="正文")
    old = make_document(store, title="旧办法", validity=facts, written_on=date(2020, 1, 1))
    clause = ReferenceReading(kind, printed, "旧办法", None, on, 0, 4)
    make_document(store, title="新通知", written_on=date(2025, 12, 1), references=(clause,))
    with store.reading() as session:
        validity = corpus.document_facts(session, [old], TODAY)[old].validity
    assert validity.state is state
    assert validity.until == (date(2025, 12, 31) if state is ValidityState.LAPSED else until)
    if state is ValidityState.PARTLY_LAPSED:
        assert validity.reason.startswith("第五条已被《新通知》")


def test_a_repeal_that_a_new_version_dropped_counts_no_longer(store: Store) -> None:
    old = make_document(store, title="旧办法")
    new = make_document(store, title="新办法", references=(repeal(title="旧办法"),))
    make_document(store, title="新办法", document_id=new)
    with store.reading() as session:
        assert not corpus.document_facts(session, [old], TODAY)[old].validity.ended


def test_a_stated_term_is_judged_on_the_day(store: Store) -> None:
    document = make_document(
        store, validity=ValidityFacts(expires_on=date(2026, 11, 22), expires_from="正文")
    )
    with store.reading() as session:
        last = corpus.document_facts(session, [document], TODAY)[document].validity
        after = corpus.document_facts(session, [document], date(2026, 11, 23))[document].validity
    assert (last.state, after.state) == (ValidityState.IN_FORCE, ValidityState.LAPSED)


def test_documents_are_found_by_number_and_by_own_or_carried_title(store: Store) -> None:
    one = make_document(store, title="通知", carried_title="细则", doc_number="青政发〔2026〕1号")
    make_document(store, title="别的通知", doc_number="青政发〔2026〕2号")
    with store.reading() as session:
        for wanted in ({"number_key": "青政发〔2026〕1号"}, {"title_key": "细则"}):
            assert [found.id for found in corpus.find_documents(session, TODAY, **wanted)] == [one]
        assert corpus.find_documents(session, TODAY) == []


def test_of_documents_of_one_title_the_newest_comes_first(store: Store) -> None:
    dates = (date(2024, 1, 1), date(2026, 1, 1), date(2025, 1, 1))
    for published in dates:
        make_document(store, title="通知", published_on=published)
    with store.reading() as session:
        found = corpus.find_documents(session, TODAY, title_key="通知")
    assert [facts.published_on for facts in found] == sorted(dates, reverse=True)


def test_a_document_is_viewed_in_any_of_its_versions(store: Store) -> None:
    outline = Outline(
        (PartOutline(None, "一", "一、", "总则", "一", 0, 4),),
        (PassageOutline("k", 0, "一", "总则", 0, 4),),
    )
    document = make_document(store, ["一、旧。"], outline=outline, title="旧题")
    make_document(store, ["一、新。"], document_id=document, title="新题")
    with store.reading() as session:
        old = corpus.document_view(session, document, 1, TODAY)
        new = corpus.document_view(session, document, None, TODAY)
        assert corpus.stored_text(session, document, 1, "raw") == "一、旧。"
    assert (old.facts.title, old.facts.version, old.current_version) == ("旧题", 1, 2)
    assert [part.heading for part in old.parts] == ["总则"]
    assert (new.facts.title, new.parts) == ("新题", ())
    assert [entry.number for entry in new.versions] == [2, 1]


def test_an_unknown_document_or_version_is_refused(store: Store) -> None:
    document = make_document(store)
    with store.reading() as session:
        for unknown, version in ((DocumentId("dnone"), None), (document, 2)):
            with pytest.raises(UnknownDocument, match="没有这个文件"):
                corpus.document_view(session, unknown, version, TODAY)
            with pytest.raises(UnknownDocument, match="没有这个文件"):
                corpus.stored_text(session, unknown, version, "text")


def test_evidence_of_fields_is_what_counts_of_the_current_version(store: Store) -> None:
    evidence = (
        FieldReading("title", "便民办法", "正文", 0, 3),
        FieldReading("title", "青禾网", "页面标签", 0, 3, chosen=False),
    )
    document = make_document(store, ["旧。"], evidence=evidence)
    make_document(store, ["便民办法。"], document_id=document, evidence=evidence)
    with store.reading() as session:
        (proof,) = corpus.field_evidence(session, document)
    assert (proof.version, proof.name, proof.value, proof.certain) == (2, "title", "便民办法", True)

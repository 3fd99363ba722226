from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.comparing.alignment import align, in_order
from knowledge.comparing.differences import (
    ChangeKind,
    ClauseChange,
    FieldChange,
    Words,
    WordsKind,
    clause_changes,
    compare_words,
    version_differences,
)
from knowledge.comparing.provisions import Provision, provisions_of
from knowledge.database import Store
from knowledge.documents import DocumentId
from knowledge.errors import UnknownDocument
from knowledge.structure import read_structure
from tests.factories import make_document
from tests.knowledge.clean_documents import clean_document

RULES = """第一章 总则
第一条 为了规范养犬行为，保障公民健康和人身安全，制定本办法。
第二条 县民政局负责养犬登记，登记不收费，登记证有效期为三年。
第三条 养犬人应当自取得犬只之日起30日内办理登记。
第四条 每户限养一只犬，禁止在办公楼内养犬。
第五条 本办法自2026年5月1日起施行。"""


def clauses(body: str) -> list[Provision]:
    document = clean_document(body)
    return provisions_of(read_structure(document, ""), document.text)


def changes(old: str, new: str) -> tuple[ClauseChange, ...]:
    return clause_changes(clauses(old), clauses(new))


def test_a_text_that_differs_only_in_blanks_and_width_is_the_same() -> None:
    assert changes(RULES, RULES.replace("，", ",").replace("第二条 ", "第二条\u3000")) == ()


def test_the_words_that_changed_are_told_apart() -> None:
    (change,) = changes(RULES, RULES.replace("30日内", "15日内"))
    assert change.kind is ChangeKind.CHANGED
    assert (change.old_locator, change.new_locator) == ("第三条", "第三条")
    assert change.words == (
        Words(WordsKind.SAME, "第三条 养犬人应当自取得犬只之日起"),
        Words(WordsKind.REMOVED, "30"),
        Words(WordsKind.ADDED, "15"),
        Words(WordsKind.SAME, "日内办理登记。"),
    )


def test_an_article_put_in_between_is_the_only_one_added() -> None:
    new = RULES.replace("第五条", "第六条").replace("第四条", "第五条")
    new = new.replace("第五条 每户", "第四条 犬只应当每年接种狂犬病疫苗。\n第五条 每户")
    found = changes(RULES, new)
    assert [(each.kind, each.old_locator, each.new_locator) for each in found] == [
        (ChangeKind.ADDED, None, "第四条"),
        (ChangeKind.MOVED, "第四条", "第五条"),
        (ChangeKind.MOVED, "第五条", "第六条"),
    ]
    assert found[0].new_text == "第四条 犬只应当每年接种狂犬病疫苗。"
    assert found[0].old_text == ""


def test_a_clause_that_is_gone_stands_where_it_was() -> None:
    found = changes(RULES, RULES.replace("第四条 每户限养一只犬，禁止在办公楼内养犬。\n", ""))
    assert [(each.kind, each.old_locator) for each in found] == [(ChangeKind.REMOVED, "第四条")]
    assert found[0].old_text == "第四条 每户限养一只犬，禁止在办公楼内养犬。"


def test_a_clause_rewritten_from_scratch_is_removed_and_added() -> None:
    new = RULES.replace("每户限养一只犬，禁止在办公楼内养犬", "犬只死亡后由指定场所统一处理")
    assert {each.kind for each in changes(RULES, new)} == {ChangeKind.REMOVED, ChangeKind.ADDED}


def test_a_heading_that_changed_is_told_once() -> None:
    sentence = "各部门要按照职责分工，密切配合，加强信息共享，做好养犬登记、年检和服务工作。" * 6
    old = f"一、登记\n（一）程序。{sentence}\n（二）费用。不收费，{sentence}"
    (change,) = changes(old, old.replace("一、登记", "一、登记和年检"))
    assert (change.kind, change.new_locator) == (ChangeKind.CHANGED, "一、")
    assert change.new_text == "一、登记和年检"


def test_an_item_of_a_long_list_is_told_once() -> None:
    items = "\n".join(
        f"（{numeral}）{name}的证明材料，{'应当提交原件和复印件，' * 6}由登记机关核对。"
        for numeral, name in zip("一二三四五六", "甲乙丙丁戊己", strict=True)
    )
    old = f"第一条 养犬人应当提交下列材料：\n{items}"
    (change,) = changes(old, old.replace("丙的证明材料", "丙的登记材料"))
    assert (change.kind, change.new_locator) == (ChangeKind.CHANGED, "第一条第（三）项")


def test_two_sections_in_another_order_have_moved() -> None:
    one = "养犬登记由镇政府受理，" + "审核材料，" * 12 + "发给登记证。"
    other = "犬只收容由公安机关负责，" + "建立台账，" * 12 + "费用由财政保障。"
    found = changes(f"一、{one}\n二、{other}", f"一、{other}\n二、{one}")
    assert {each.kind for each in found} == {ChangeKind.MOVED}


def test_a_paragraph_put_before_others_does_not_move_them() -> None:
    text = (
        "各部门要按照职责分工，密切配合，加强信息共享，共同做好养犬登记、年检和服务工作，解决问题。"
    )
    old = "\n".join(f"{name}{text * 2}" for name in ("甲。", "乙。", "丙。"))
    found = changes(
        old, f"丁。犬只收容由公安机关负责，所需费用由县财政保障，{'按年拨付，' * 12}\n{old}"
    )
    assert [each.kind for each in found] == [ChangeKind.ADDED]


def test_a_single_character_between_changes_is_read_with_them() -> None:
    words = compare_words("每人每月补助标准", "每户每年补助标准")
    assert words == (
        Words(WordsKind.SAME, "每"),
        Words(WordsKind.REMOVED, "人每月"),
        Words(WordsKind.ADDED, "户每年"),
        Words(WordsKind.SAME, "补助标准"),
    )


TEXTS = st.text(alphabet="甲乙丙丁12.a\n，。", max_size=40)


@settings(max_examples=200, deadline=None)
@given(TEXTS, TEXTS)
def test_the_words_make_up_both_texts(old: str, new: str) -> None:
    words = compare_words(old, new)
    assert "".join(each.text for each in words if each.kind is not WordsKind.ADDED) == old
    assert "".join(each.text for each in words if each.kind is not WordsKind.REMOVED) == new
    assert all(each.text for each in words)


BODIES = st.lists(
    st.sampled_from(["甲事。", "乙事。", "丙事由县里办。", "丙事由镇里办。"]), max_size=6
)


@settings(max_examples=200, deadline=None)
@given(BODIES, BODIES)
def test_every_clause_is_continued_once_or_told_as_gone_or_new(
    old: list[str], new: list[str]
) -> None:
    before = [Provision(f"k{index}", f"第{index}段", text) for index, text in enumerate(old)]
    after = [Provision(f"k{index}", f"第{index}段", text) for index, text in enumerate(new)]
    pairs = align(before, after)
    assert len(set(pairs.values())) == len(pairs)
    steady = sorted(in_order(pairs))
    assert [pairs[index] for index in steady] == sorted(pairs[index] for index in steady)
    found = clause_changes(before, after)
    kinds = [each.kind for each in found]
    assert kinds.count(ChangeKind.REMOVED) == len(old) - len(pairs)
    assert kinds.count(ChangeKind.ADDED) == len(new) - len(pairs)
    assert clause_changes(before, before) == ()


def test_no_character_belongs_to_two_clauses() -> None:
    document = clean_document(RULES)
    found = provisions_of(read_structure(document, ""), document.text)
    assert "\n".join(each.text for each in found) == RULES


def test_versions_of_a_stored_document_are_compared(store: Store) -> None:
    first = ("第一条 为了方便群众，制定本办法。", "第二条 登记费每只200元。")
    document_id = make_document(
        store, first, title="青禾县养犬办法", doc_number="青政发〔2025〕1号"
    )
    make_document(
        store,
        (first[0], "第二条 登记费每只100元。"),
        document_id=document_id,
        title="青禾县养犬办法",
        doc_number="青政发〔2026〕3号",
        issuers=("青禾县人民政府", "青禾县公安局"),
        written_on=date(2026, 3, 1),
    )
    with store.reading() as session:
        found = version_differences(session, document_id, 1, 2)
    assert found.fields == (
        FieldChange("doc_number", "发文字号", "青政发〔2025〕1号", "青政发〔2026〕3号"),
        FieldChange("issuers", "发文机关", None, "青禾县人民政府、青禾县公安局"),
        FieldChange("written_on", "成文日期", None, "2026-03-01"),
    )
    (change,) = found.clauses
    assert change.kind is ChangeKind.CHANGED
    assert [each.text for each in change.words if each.kind is not WordsKind.SAME] == ["200", "100"]


def test_a_version_that_does_not_exist_is_told(store: Store) -> None:
    document_id = make_document(store)
    with store.reading() as session:
        with pytest.raises(UnknownDocument, match="第 7 版"):
            version_differences(session, document_id, 1, 7)
        with pytest.raises(UnknownDocument, match="没有这个文件"):
            version_differences(session, DocumentId("d0"), 1, 1)

"""Two texts side by side: every clause of both, once, with what changed told apart."""

from __future__ import annotations

from knowledge.comparing.differences import ChangeKind, WordsKind, clause_changes
from knowledge.comparing.provisions import Provision, provisions_of
from knowledge.comparing.side_by_side import ClauseRow, side_by_side
from knowledge.structure import read_structure
from tests.knowledge.clean_documents import clean_document

OLD = """第一条 为了规范养犬行为，制定本办法。
第二条 县民政局负责养犬登记，登记证有效期为三年。
第三条 每户限养一只犬。
第四条 本办法自2026年5月1日起施行。"""
NEW = """第一条 为了规范养犬行为，制定本办法。
第二条 县公安局负责养犬登记，登记证有效期为五年。
第三条 犬只伤人的，由养犬人依法承担责任。
第四条 本办法自2026年5月1日起施行。"""


def clauses(body: str) -> list[Provision]:
    document = clean_document(body)
    return provisions_of(read_structure(document, ""), document.text)


def said(rows: tuple[ClauseRow, ...], side: str) -> list[str]:
    return ["".join(words.text for words in getattr(row, side)) for row in rows]


def test_each_side_holds_all_its_clauses_word_for_word() -> None:
    old, new = clauses(OLD), clauses(NEW)
    rows = side_by_side(old, new)
    assert [text for text in said(rows, "old") if text] == [each.text for each in old]
    assert [text for text in said(rows, "new") if text] == [each.text for each in new]


def test_the_rows_that_changed_are_the_changes() -> None:
    old, new = clauses(OLD), clauses(NEW)
    rows = side_by_side(old, new)
    changes = clause_changes(old, new)
    assert [row.kind for row in rows if row.kind] == [change.kind for change in changes]
    assert {row.kind for row in rows} >= {None, ChangeKind.CHANGED}
    changed = next(row for row in rows if row.kind is ChangeKind.CHANGED)
    assert {words.kind for words in changed.old} == {WordsKind.SAME, WordsKind.REMOVED}
    assert {words.kind for words in changed.new} == {WordsKind.SAME, WordsKind.ADDED}
    assert (changed.old_locator, changed.new_locator) == ("第二条", "第二条")


def test_what_has_no_counterpart_stands_alone() -> None:
    (gone,) = side_by_side(clauses(OLD)[:1], [])
    assert (gone.kind, gone.new, gone.new_locator) == (ChangeKind.REMOVED, (), None)
    (come,) = side_by_side([], clauses(NEW)[:1])
    assert (come.kind, come.old, come.old_locator) == (ChangeKind.ADDED, (), None)
    assert side_by_side([], []) == ()

"""What a document relies on: judged when asked, told in words, untouched while it holds."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from knowledge.comparing.differences import WordsKind
from knowledge.database import Store
from knowledge.documents import DocumentId
from knowledge.publication import restore, withdraw
from knowledge.queries.corpus import stored_text
from knowledge.relations.decisions import RelationKind, Tie, add
from knowledge.relying.changes import Clause
from knowledge.relying.faults import FaultKind
from knowledge.relying.standing import Support, accept, doubtful, held_back, relied_on, rely
from knowledge.validity import BODY, ValidityFacts
from tests.counting import counted
from tests.factories import make_document

DAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 2, tzinfo=UTC)
CLAUSES = (
    "第一条　为了规范低保证的管理，制定本办法。",
    "第二条　低保证遗失的，凭身份证到镇人民政府补办，当场办结。",
    "第三条　低保证每三年换发一次。",
)
CITED = "凭身份证到镇人民政府补办，当场办结。"
TITLE = "青禾县低保证管理办法"


def policy(store: Store, clauses=CLAUSES, **reading) -> DocumentId:
    return make_document(store, clauses, **{"title": TITLE, **reading})


@pytest.fixture
def cited(store: Store) -> DocumentId:
    return policy(store)


@pytest.fixture
def answer(store: Store, cited: DocumentId) -> DocumentId:
    """A document that relies on the second article of the policy."""
    document_id = make_document(store, ("可以补办，当场办结。",), title="关于补办低保证的答复")
    lean(store, document_id, cited)
    return document_id


def lean(store: Store, document_id: DocumentId, cited: DocumentId, day: date = DAY) -> None:
    with store.writing() as session:
        start = stored_text(session, cited, 1, "text").index(CITED)
        clause = Clause(cited, 1, start, start + len(CITED))
        rely(session, document_id, [Support(clause, "第二条", CITED)], day)


def fault(store: Store, document_id: DocumentId, day: date = DAY):
    with store.reading() as session:
        [relied] = relied_on(session, [document_id], day)[document_id]
        held = held_back(session, [document_id], day)
        assert relied.fault is None or document_id in doubtful(session, day)
    assert (document_id in held) == (not relied.holds)
    return relied.fault


def test_what_holds_is_untouched(store: Store, answer: DocumentId, cited: DocumentId) -> None:
    assert fault(store, answer) is None
    # Another clause, a number in between, blanks, width, and a corrected title change nothing.
    other = (
        CLAUSES[0],
        "第二条　低保证由县民政局统一印制。",
        CLAUSES[1].replace("第二条　", "第三条 ").replace("，", ","),
        "第四条　低保证每五年换发一次。",
    )
    policy(store, other, document_id=cited, doc_number="青民发〔2026〕9号")
    assert fault(store, answer) is None
    with store.reading() as session:
        assert doubtful(session, DAY) == [answer]  # cited is a version that is not the newest


def test_what_nothing_befell_is_not_doubted(store: Store, answer: DocumentId) -> None:
    with store.reading() as session:
        assert doubtful(session, DAY) == []


def test_what_is_withdrawn_itself_is_not_doubted(store: Store, answer, cited) -> None:
    with store.writing() as session:
        withdraw(session, cited, "内容有误", NOW)
        withdraw(session, answer, "内容有误", NOW)
    with store.reading() as session:
        assert doubtful(session, DAY) == []


def test_a_changed_clause_is_told_word_for_word(store, answer, cited) -> None:
    changed = (CLAUSES[0], CLAUSES[1].replace("当场", "三日内"), CLAUSES[2])
    policy(store, changed, document_id=cited)
    found = fault(store, answer)
    assert found.kind is FaultKind.CLAUSE_CHANGED
    assert found.told == f"《{TITLE}》第二条有改动（第 1 版引用，现为第 2 版）"
    went = [each.text for each in found.words if each.kind is WordsKind.REMOVED]
    came = [each.text for each in found.words if each.kind is WordsKind.ADDED]
    assert (went, came) == (["当场"], ["三日内"])


def test_an_exception_added_to_the_clause_is_a_change_though_the_quote_stands(
    store, answer, cited
) -> None:
    policy(store, (CLAUSES[0], CLAUSES[1] + "逾期一年的除外。", CLAUSES[2]), document_id=cited)
    assert fault(store, answer).kind is FaultKind.CLAUSE_CHANGED


def test_a_clause_that_is_gone_is_told(store, answer, cited) -> None:
    policy(store, (CLAUSES[0], "第二条　本办法由县民政局解释。"), document_id=cited)
    assert fault(store, answer).kind in {FaultKind.CLAUSE_GONE, FaultKind.CLAUSE_CHANGED}
    assert "".join(each.text for each in fault(store, answer).words).count("补办") == 1


def test_a_document_that_is_withdrawn_or_restored(store, answer, cited) -> None:
    with store.writing() as session:
        withdraw(session, cited, "内容有误", NOW)
    assert fault(store, answer).kind is FaultKind.WITHDRAWN
    with store.writing() as session:
        restore(session, cited, "已核实", NOW)
    assert fault(store, answer) is None


def test_a_term_ends_by_itself_on_its_day(store) -> None:
    cited = policy(store, validity=ValidityFacts(expires_on=DAY, expires_from=BODY))
    answer = make_document(store, ("可以补办。",), title="答复")
    lean(store, answer, cited)
    assert fault(store, answer, DAY) is None
    found = fault(store, answer, date(2026, 11, 23))
    assert found.kind is FaultKind.ENDED
    assert found.told == f"《{TITLE}》失效：有效期已届满"


def test_a_repeal_by_another_document_counts_at_once(store, answer, cited) -> None:
    newer = make_document(store, ("第一条　新办法。",), title="青禾县低保办法", doc_number="新")
    with store.writing() as session:
        add(session, Tie(newer, RelationKind.SUPERSEDES, cited), "公告", NOW)
    found = fault(store, answer)
    assert found.kind is FaultKind.ENDED
    assert "青禾县低保办法" in found.told


def test_a_change_of_the_document_by_another_counts_unless_known_when_cited(
    store, answer, cited
) -> None:
    newer = make_document(store, ("第一条　修改。",), title="关于修改低保证办法的决定")
    with store.writing() as session:
        add(session, Tie(newer, RelationKind.AMENDS, cited), "决定", NOW)
    assert fault(store, answer).kind is FaultKind.PARTLY_CHANGED
    lean(store, answer, cited)  # cited anew, knowing of the change
    assert fault(store, answer) is None


def test_what_a_person_accepts_answers_again_until_something_else_befalls_it(
    store, answer, cited
) -> None:
    changed = (CLAUSES[0], CLAUSES[1].replace("当场", "三日内"), CLAUSES[2])
    policy(store, changed, document_id=cited)
    seen = fault(store, answer).key
    with store.writing() as session:
        assert not accept(session, answer, ["something else"], DAY, NOW)
        assert accept(session, answer, [seen], DAY, NOW)
        assert not accept(session, answer, [seen], DAY, NOW)
    with store.reading() as session:
        assert held_back(session, [answer], DAY) == frozenset()
    policy(store, changed, document_id=cited, doc_number="又")  # the clause is the same
    with store.reading() as session:
        assert held_back(session, [answer], DAY) == frozenset()
    again = (CLAUSES[0], CLAUSES[1].replace("当场", "七日内"), CLAUSES[2])
    policy(store, again, document_id=cited)
    with store.reading() as session:
        assert held_back(session, [answer], DAY) == {answer}


def test_documents_that_rely_on_nothing_cost_one_statement(sqlite_store: Store) -> None:
    plain = policy(sqlite_store)
    with sqlite_store.reading() as session, counted(session) as statements:
        assert held_back(session, [plain], DAY) == frozenset()
    assert len([each for each in statements if each.startswith("SELECT")]) == 1

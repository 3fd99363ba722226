"""The known questions are those of documents that may answer today."""

from __future__ import annotations

from pathlib import Path

from knowledge import publication
from knowledge.database import Store
from knowledge.documents import DocumentId
from knowledge.ingesting.ingestion import ingest_paths
from service.questions.known import KnownQuestions
from tests.clocks import START, FrozenClock

PAGE = """农村危房改造问答

发布日期：2026-05-01　来源：青禾县住房和城乡建设局

问：危房改造补助多少钱？
答：拆除重建的每户4万元。

问：危房改造找谁申请？
答：向村民委员会提出。
"""


def test_pairs_are_known_as_soon_as_they_are_stored_and_no_longer_than_they_stand(
    store: Store, clock: FrozenClock, tmp_path: Path
) -> None:
    known = KnownQuestions(store, clock)
    assert len(known.bank()) == 0
    (tmp_path / "qa.txt").write_text(PAGE, encoding="utf-8")
    [added] = ingest_paths(store, [tmp_path], clock).added
    assert added.document_id is not None
    bank = known.bank()
    assert known.bank() is bank, "read once for a state of the store"
    assert bank.near("危房改造补助")[0].question == "危房改造补助多少钱？"
    with store.writing() as session:
        publication.withdraw(session, DocumentId(added.document_id), "核对内容", START)
    assert known.bank().near("危房改造补助") == []

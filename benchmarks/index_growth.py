"""How soon changed documents are searchable in a large store, beside a whole build of it.

    python benchmarks/index_growth.py [--documents 100000] [--changed 100]

The documents are made up, of a few hundred characters each. After a whole build the service's
follower runs; then documents are changed, withdrawn and added in one transaction, and the time is
taken from its commit until a question finds them. What travels from machine to machine is the
ratio; the seconds do not.
"""

from __future__ import annotations

import argparse
import random
import re
import tempfile
import threading
import time
from pathlib import Path

from sqlalchemy import update

from indexer.analysis import build_analyzer
from indexer.build import build_index
from indexer.engine import Query
from indexer.refresh import IndexReader, follow
from knowledge.clock import system_clock
from knowledge.database import Store, open_store
from knowledge.documents import Document, DocumentId
from knowledge.ingesting.bulk import GivenText, ingest_texts
from knowledge.recording import lock_for_writing
from service.schema import upgrade
from service.writer import FOLLOW_EVERY

SEED = 20261122
ROUNDS = 5
VOCABULARY = (
    "申请 补贴 材料 标准 窗口 办理 低保 住房 公租房 社保 医保 养老 残疾人 教育 招生 就业 创业 企业 "
    "农村 土地 危房 改造 户籍 登记 证明 期限 金额 审核 公示 发放 对象 条件 程序 监督 责任"
)
WORDS = re.findall(r"\w+", VOCABULARY)


def main() -> None:
    """Read the arguments, measure, print one line a figure."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument("--changed", type=int, default=100)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        store = open_store(f"sqlite:///{name}/store.db")
        upgrade(store)
        chance = random.Random(SEED)  # noqa: S311  # meant to repeat
        texts = (made_up(number, chance) for number in range(arguments.documents))
        ingest_texts(store, texts, system_clock())
        measure(store, Path(name) / "index", arguments.documents, arguments.changed, chance)
        store.dispose()


def made_up(number: int, chance: random.Random, mark: str = "") -> GivenText:
    """A document of random words; `mark` is a word by which it is found."""
    text = "，".join("".join(chance.choices(WORDS, k=4)) for _ in range(30))
    return GivenText(
        DocumentId(f"doc{number:08}"), f"第{number}号办法", f"{mark}{text}。", "第一条"
    )


def measure(store: Store, folder: Path, count: int, changed: int, chance: random.Random) -> None:
    """Build whole, then let the follower catch up with changes; print how long each took."""
    begun = time.perf_counter()
    report = build_index(store, folder, analyzer=build_analyzer())
    whole = time.perf_counter() - begun
    print(f"whole build of {report.passages} passages: {whole:.1f} s")
    stop = threading.Event()
    follower = threading.Thread(target=follow, args=(store, folder, stop, FOLLOW_EVERY))
    follower.start()
    try:
        took = [one_round(store, folder, count, changed, n, chance) for n in range(ROUNDS)]
    finally:
        stop.set()
        follower.join()
    print(f"from commit to searchable, s: {' '.join(f'{each:.2f}' for each in took)}")
    print(f"the slowest is a {whole / max(took):.0f}th of the whole build")


def one_round(
    store: Store, folder: Path, count: int, changed: int, number: int, chance: random.Random
) -> float:
    """Withdraw half as many documents as are added, and wait until the last one is found."""
    reader = IndexReader(folder)
    mark = f"zq{number}"
    first = count + number * changed
    withdrawn = [f"doc{each:08}" for each in chance.sample(range(count), changed // 2)]
    texts = [made_up(first + each, chance, mark) for each in range(changed)]
    ingest_texts(store, texts, system_clock())
    with store.writing() as session:
        counter = lock_for_writing(session)
        counter.value += 1
        session.execute(
            update(Document)
            .where(Document.id.in_(withdrawn))
            .values(withdrawn_at=system_clock(), revision=counter.value)
        )
        revision = counter.value
    committed = time.perf_counter()
    while reader.index().passages.revision < revision:
        time.sleep(0.01)
    found = reader.index().passages.search(Query({"body_words": {mark: 1.0}}, changed + 1))
    took = time.perf_counter() - committed
    if len(found) != changed:
        raise SystemExit(f"{len(found)} of {changed} new documents were found")
    return took


if __name__ == "__main__":
    main()

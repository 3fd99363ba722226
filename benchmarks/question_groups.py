"""How long it takes to group questions without an answer, and to count a month's groups.

    python -m benchmarks.question_groups [questions] [database address]

Made-up questions (who, matter, doing, asking), of which each matter comes in many wordings, over
sixty days; a new SQLite file where no address is given. Times are of the processor.
"""

from __future__ import annotations

import random
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import process_time

from sqlalchemy import func, insert, select

from knowledge.database import Store, open_store
from service.answering.records import AnswerRecord
from service.replies.grouping import UNANSWERED, group_some
from service.replies.question_groups import unanswered_groups
from service.replies.records import QuestionGroup
from service.schema import upgrade

OPENINGS = ("请问", "", "你好，", "想问一下")
PEOPLE = "我家 我爸 我妈 我们村 外地人 退休工人 学生 残疾人 农民 个体户 孩子"
MATTERS = (
    "低保证 公租房 医保卡 残疾人证 老年卡 不动产证 营业执照 社保 公积金 户口 身份证 宅基地"
    " 危房改造 取暖费 高龄津贴 临时救助 护理补贴 创业补贴 失业金 养老金 学籍 转学 幼儿园"
)
DOINGS = (
    "丢了 补办 申请 到期 换证 转移 停发 标准 条件 材料 地址变更 网上办理 查询进度"
    " 提前领取 异地办理 代办 注销 年审"
)
ASKING = "怎么办 多少钱 要什么材料 去哪里办 要多久 可以吗 有没有规定 找谁 什么时候开始 还能办吗"
NOW = datetime(2026, 11, 22, 2, tzinfo=UTC)
SPAN = timedelta(days=60)
REPEATS = 20


def main(count: int, url: str) -> None:
    """Fill the store, group, count, and print the figures."""
    store = open_store(url)
    upgrade(store)
    with store.writing() as session:
        session.execute(insert(AnswerRecord), list(_records(count)))
    began = process_time()
    grouped = 0
    while some := group_some(store):
        grouped += some
    spent = process_time() - began
    with store.reading() as session:
        groups = session.scalar(select(func.count()).select_from(QuestionGroup))
    print(f"{grouped} questions in {groups} groups: {1000 * spent / grouped:.2f} ms each")
    times = sorted(_counting(store) for _ in range(REPEATS))
    p95 = times[int(0.95 * REPEATS) - 1]
    print(f"counting a month: median {1000 * times[REPEATS // 2]:.0f} ms, p95 {1000 * p95:.0f} ms")
    store.dispose()


def _counting(store: Store) -> float:
    began = process_time()
    with store.reading() as session:
        unanswered_groups(session, NOW - SPAN / 2)
    return process_time() - began


def _records(count: int) -> Iterator[dict[str, object]]:
    chance = random.Random(20_261_122)  # noqa: S311 - made-up questions are meant to repeat
    people, matters, doings, asking = (each.split() for each in (PEOPLE, MATTERS, DOINGS, ASKING))
    for number in range(count):
        doing = "".join(chance.sample(doings, chance.randint(1, 2)))
        who = chance.choice(people) if chance.random() < 0.5 else ""
        words = (chance.choice(OPENINGS), who, chance.choice(matters), doing, chance.choice(asking))
        yield {
            "id": f"{number:032x}",
            "asked_at": NOW - chance.random() * SPAN,
            "expires_at": NOW + SPAN,
            "question": f"{''.join(words)}？",
            "region": None,
            "outcome": chance.choice(UNANSWERED),
            "confidence": 0.0,
            "answer": None,
            "citations": [],
            "explanation": None,
        }


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        address = f"sqlite:///{Path(folder) / 'store.db'}"
        main(int((sys.argv[1:] or ["100000"])[0]), (sys.argv[2:] or [address])[0])

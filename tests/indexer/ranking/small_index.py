"""A few documents indexed in memory, analysed as the real index is."""

from __future__ import annotations

from functools import cache

from indexer.analysis import Analyzer, QuestionTerms, build_analyzer
from indexer.engine import Aside, IndexedPassage, SearchIndex, whole_document
from indexer.memory import InMemoryEngine
from indexer.ranking.authority import authority
from indexer.ranking.packing import key, pack
from indexer.ranking.vectors import word_vectors
from knowledge.documents import PassageId

WAGES = "中华人民共和国劳动合同法"
MARRIAGE = "中华人民共和国婚姻法"
RULES = "青禾县公租房管理办法"

#: Document, title and text of each passage, whose ids count from 1.
TEXTS = (
    ("wages", WAGES, "用人单位应当按照国家规定，向劳动者及时足额支付劳动报酬。"),
    ("wages", WAGES, "用人单位拖欠劳动报酬的，劳动者可以向人民法院申请支付令。"),
    ("marriage", MARRIAGE, "夫妻双方自愿离婚的，应当签订书面离婚协议，亲自申请离婚登记。"),
    ("marriage", MARRIAGE, "离婚后，父母对于子女仍有抚养、教育、保护的权利和义务。"),
    ("rules", RULES, "公租房租金标准为每平方米3元，按月缴纳，拖欠租金的应当腾退。"),
    ("rules", RULES, "申请公租房应当提交身份证、收入证明等材料，受理期限为20个工作日。"),
)


@cache
def analyzer() -> Analyzer:
    return build_analyzer()


def small_index() -> SearchIndex:
    documents: dict[str, list[IndexedPassage]] = {}
    for number, (document, title, text) in enumerate(TEXTS, start=1):
        terms = analyzer().analyse_passage(title, None, "", text)
        (vector,) = word_vectors().passages([terms])
        aside = Aside(key(title), authority(title), vector, pack(terms))
        passage = IndexedPassage(PassageId(number), document, terms, aside)
        documents.setdefault(document, []).append(passage)
    passages = [passage for each in documents.values() for passage in each]
    wholes = [whole_document(each) for each in documents.values()]
    return SearchIndex(InMemoryEngine(passages, 1), InMemoryEngine(wholes, 1))


def asked(question: str) -> QuestionTerms:
    return analyzer().analyse_question(question)

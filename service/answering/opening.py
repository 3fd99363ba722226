"""Documents that a question names outright: by number, or by title.

A question that asks for a field alone (什么时候生效) is one of the document that the talk named.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy.orm import Session

from indexer.normalisation import normalise
from knowledge.document_numbers import read_number
from knowledge.keys import number_key, title_key
from knowledge.queries.corpus import field_evidence, find_documents, stored_text
from knowledge.queries.findings import DocumentFacts
from knowledge.relying.standing import held_back
from knowledge.titles import carried_by
from service.answering.answer import Answer, AnswerText, Outcome
from service.answering.conversations import Turn
from service.answering.fields import AskedField, asked_field, prove, without_field
from service.answering.notices import validity_notice
from service.answering.quoting import cite_field
from service.answering.regions import admitted_documents

#: What being named outright adds to the score of a document's passages.
NAMED = 2.0

_TITLE = AskedField(("title",), "标题")
#: Stands for the name that was taken out of a question: 这份文件什么时候发布的.
_NAMED_DOCUMENT = "文件"
#: A title in 《》, which may have another in it: 《关于印发《…办法》的通知》.
_QUOTED_TITLE = re.compile(r"《((?:[^《》]|《[^《》]*》){4,120})》")
#: What people say before they name a document: 我想看林政办发〔2021〕17号.
_WISH = r"请问|请|帮我|我想?要?|想|查一?下?|查询|查找|找一?下?|看一?下?|看看|打开|搜索?"
_WISHED = re.compile(rf"(?:{_WISH}|\s)+")
#: What may stand beside a name without asking anything of the document.
_ONLY_OPENS = re.compile(rf"({_WISH}|文件|文号|全文|原文|内容|是什么|的|这个|那个|号|第|\W|_)*")
#: What is left where a number stood behind a title.
_EMPTY_BRACKETS = re.compile(r"[(（]\s*[)）]")
#: By what a question points at the document of the talk: 那它的, 这个办法.
_POINTING = re.compile(
    r"(请问|那么?|它|其|[这那该此](一?[个份])?(文件|通知|意见|方案|细则|办法|规定|条例|公告|通告|政策)?|的|呢|\W)*"
)
_ASKED_OF_IT = re.compile(
    rf"{_NAMED_DOCUMENT}(的|呢|是|有|到|至|多少|多久|多长|什么|时候|时间|何时|哪[天年]|谁|哪个|单位|部门|\W)*"
)


def named_documents(
    session: Session, question: str, day: date, region: str | None = None
) -> list[DocumentFacts]:
    """The documents whose number or title the question gives exactly, newest first.

    Traditional characters count as the simplified ones. Where a region is asked about, only the
    documents that hold there.
    """
    said = dict.fromkeys((question, normalise(question)))
    readings = dict.fromkeys((*said, *map(_unwished, said)))
    titles = (title for each in readings for title in (*_QUOTED_TITLE.findall(each), each))
    found: list[DocumentFacts] = []
    for key in dict.fromkeys(map(number_key, readings)):
        found += find_documents(session, day, number_key=key)
    for key in dict.fromkeys(key for title in titles for key in _title_keys(title)):
        found += find_documents(session, day, title_key=key)
    held = held_back(session, {document.id for document in found if document.relies}, day)
    within = admitted_documents(session, region) if found else None
    return list(
        {
            each.id: each
            for each in found
            if each.id not in held and (within is None or each.id in within)
        }.values()
    )


def open_document(
    session: Session, question: str, documents: Sequence[DocumentFacts]
) -> Answer | None:
    """The document itself, or the field of it that is asked for, where the question names it.

    None where the question names none, or asks for more than a field.
    """
    if not documents:
        return None
    rest = _without_names(question, documents)
    field = _TITLE if _ONLY_OPENS.fullmatch(rest) else asked_field(_of_it(rest))
    document = documents[0]
    proof = prove(field, field_evidence(session, document.id)) if field else None
    if field is None or proof is None:
        return None
    raw = stored_text(session, document.id, proof.version, "raw")
    citation = cite_field(document, proof, field.label, raw)
    notice = validity_notice(document.validity)
    return Answer(
        Outcome.ANSWERED,
        confidence=1.0,
        answer=AnswerText(citation.quote, citation.quote, notice, "complete"),
        citations=(citation,),
        documents=tuple(str(each.id) for each in documents),
    )


def open_of_talk(
    session: Session, question: str, turns: Sequence[Turn], day: date, region: str | None
) -> Answer | None:
    """The field of the document that the talk named, where the question asks for that alone.

    `turns` are newest first; those that only asked for a field in turn are passed over.
    """
    if not _asks_of_it(question):
        return None
    turn = next((each for each in turns if not _asks_of_it(each.question)), None)
    if turn is None:
        return None
    named = named_documents(session, turn.question, day, region)
    answer = open_document(session, question, named)
    return replace(answer, follows=turn.question) if answer else None


def _without_names(question: str, documents: Sequence[DocumentFacts]) -> str:
    """What the question says beside the number and the titles that name the documents."""
    rest = _unwished(normalise(question))
    number = read_number(rest)
    if number is not None:
        rest = rest[: number.start] + rest[number.end :]
    titles = (title for each in documents for title in (each.title, each.carried_title) if title)
    known = {key for title in titles for key in _title_keys(normalise(title))}
    if not known.isdisjoint(_title_keys(rest)):
        return ""
    return _EMPTY_BRACKETS.sub("", _QUOTED_TITLE.sub("", rest))


def _title_keys(title: str) -> Iterator[str]:
    """The keys by which a title is looked up: its own, and that of the title which it carries."""
    carried = carried_by(title)
    return map(title_key, (title, carried) if carried else (title,))


def _unwished(question: str) -> str:
    wish = _WISHED.match(question)
    return question[wish.end() :] if wish else question


def _of_it(question: str) -> str:
    """The question as one of the document: 什么时候生效 becomes 文件什么时候生效."""
    pointing = _POINTING.match(question)
    return f"{_NAMED_DOCUMENT}{question[pointing.end() :] if pointing else question}"


def _asks_of_it(question: str) -> bool:
    """Whether a question asks for a field, and of no document but the one talked of."""
    asked = _of_it(question)
    return asked_field(asked) is not None and bool(_ASKED_OF_IT.fullmatch(without_field(asked)))

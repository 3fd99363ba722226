"""Looking up while a caller waits: passages by words, exact number, exact phrase, narrowed.

The answer is asked as citizens ask it; what is looked up here stands beside it and narrows by more.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from indexer.engine import Query
from indexer.normalisation import normalise
from knowledge.documents import PassageId
from knowledge.queries.corpus import load_passages
from knowledge.queries.findings import DocumentFacts, FoundPassage
from knowledge.queries.listings import Standing, Wanted, stands_as
from knowledge.queries.narrowing import narrowed_documents
from knowledge.relying.standing import held_back
from service.answering.opening import named_documents
from service.answering.pipeline import Answers
from service.answering.question import read_question
from service.answering.seeking import Asked
from service.hotline.guides import Element, elements_of

#: Documents shown at most, and passages of each.
MOST_DOCUMENTS, MOST_PASSAGES = 8, 3
#: Passages in which an exact phrase is looked for: those that hold most of its pairs of characters.
PHRASE_DEPTH = 100

#: Words in quotation marks must stand in a passage as they are typed.
_PHRASE = re.compile(r"“([^“”]{2,60})”|\"([^\"]{2,60})\"|「([^「」]{2,60})」|＂([^＂]{2,60})＂")


@dataclass(frozen=True)
class Piece:
    """Consecutive characters of a passage, marked where they are what was looked for."""

    text: str
    marked: bool


@dataclass(frozen=True)
class PassageFound:
    """A passage with its words cut where marks begin and end."""

    passage: FoundPassage
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class DocumentFound:
    """A document with its passages, best first, and how one goes about it, as it prints it.

    `named` tells that its number or title is what was typed.
    """

    document: DocumentFacts
    passages: tuple[PassageFound, ...]
    elements: tuple[Element, ...]
    named: bool


@dataclass(frozen=True)
class _Near:
    """Passages, best first, the documents that could be found (None: all), and what is marked."""

    passages: Sequence[FoundPassage]
    within: frozenset[str] | None
    marks: Sequence[str]


def phrases_in(words: str) -> tuple[str, ...]:
    """What is typed in quotation marks."""
    return tuple(next(filter(None, found)) for found in _PHRASE.findall(words))


def look_up(
    session: Session, answers: Answers, words: str, wanted: Wanted, day: date
) -> tuple[DocumentFound, ...]:
    """The documents found for what is typed, best first, those that it names before all others.

    A fixed number of statements. Raises QuestionRefused for words that cannot be looked up,
    SearchUnavailable without an index.
    """
    question = answers.mask(read_question(words))
    among = narrowed_documents(
        session, Wanted(issuer=wanted.issuer, kind=wanted.kind, year=wanted.year)
    )
    phrases = phrases_in(question)
    if phrases:
        near = _holding(session, answers, phrases, wanted, among, day)
    else:
        near = _answering(
            session, answers, Asked(question, day, region=wanted.region), among, wanted
        )
    named = [
        each
        for each in named_documents(session, question, day)
        if near.within is None or each.id in near.within
    ]
    return _by_document(session, named[:MOST_DOCUMENTS], near, wanted.standing)


def _answering(
    session: Session, answers: Answers, asked: Asked, among: frozenset[str] | None, wanted: Wanted
) -> _Near:
    """The passages nearest to a question; narrowed by validity, deeper than what is shown."""
    sought = answers.look_up(session, asked, among)
    marks = sought.terms.own_words
    if wanted.standing is None:
        return _Near([each.passage for each in sought.found.candidates], sought.within, marks)
    found = _standing(session, sought.found.passages, asked.day, wanted.standing)
    return _Near(found, sought.within, marks)


def _holding(
    session: Session,
    answers: Answers,
    phrases: Sequence[str],
    wanted: Wanted,
    among: frozenset[str] | None,
    day: date,
) -> _Near:
    """The passages that hold the phrases, of those that share most of their pairs of characters."""
    scope = answers.scope(session, wanted.region, among)
    pairs = answers.analyzer.bigrams("\n".join(phrases))
    terms = {"body_bigrams": dict.fromkeys(pairs, 1.0)}
    query = Query(terms, PHRASE_DEPTH, document_ids=scope.within)
    ids = [hit.passage_id for hit in scope.index.passages.search(query)]
    plain = [normalise(phrase) for phrase in phrases]
    found = _standing(session, ids, day, wanted.standing)
    return _Near([each for each in found if _holds(each.text, plain)], scope.within, phrases)


def _standing(
    session: Session, ids: Sequence[PassageId], day: date, standing: Standing | None
) -> list[FoundPassage]:
    """The passages of documents that hold, and stand as is wanted."""
    found = load_passages(session, ids, day)
    held = held_back(session, {each.document.id for each in found if each.document.relies}, day)
    return [
        each
        for each in found
        if each.document.id not in held and stands_as(each.document, standing)
    ]


def _holds(text: str, phrases: Iterable[str]) -> bool:
    plain = normalise(text)
    return all(phrase in plain for phrase in phrases)


def _by_document(
    session: Session,
    named: Sequence[DocumentFacts],
    near: _Near,
    standing: Standing | None,
) -> tuple[DocumentFound, ...]:
    facts = {each.id: each for each in named if stands_as(each, standing)}
    names = frozenset(facts)
    held: dict[str, list[FoundPassage]] = {each: [] for each in facts}
    for passage in near.passages:
        if passage.document.id not in facts and len(facts) == MOST_DOCUMENTS:
            continue
        facts.setdefault(passage.document.id, passage.document)
        of_document = held.setdefault(passage.document.id, [])
        if len(of_document) < MOST_PASSAGES and not any(
            _overlap(passage, each) for each in of_document
        ):
            of_document.append(passage)
    elements = elements_of(session, list(facts))
    return tuple(
        DocumentFound(
            document,
            tuple(PassageFound(each, marked(each.text, near.marks)) for each in held[document_id]),
            elements.get(document_id, ()),
            document_id in names,
        )
        for document_id, document in facts.items()
    )


def _overlap(one: FoundPassage, other: FoundPassage) -> bool:
    """A list answers as a whole and each of its items too: one of them is shown."""
    return one.start < other.end and other.start < one.end


def marked(text: str, words: Sequence[str]) -> tuple[Piece, ...]:
    """The text in pieces, the words marked wherever they stand; single characters are not."""
    longest_first = sorted({word for word in words if len(word) > 1}, key=len, reverse=True)
    if not longest_first:
        return (Piece(text, marked=False),)
    pattern = re.compile("(" + "|".join(map(re.escape, longest_first)) + ")", re.IGNORECASE)
    # Between two separators, which are marked, stands what is not.
    pieces = (Piece(piece, bool(place % 2)) for place, piece in enumerate(pattern.split(text)))
    return tuple(piece for piece in pieces if piece.text)

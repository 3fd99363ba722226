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
from service.answering.seeking import Asked, Sought
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
    asked = Asked(question, day, region=wanted.region)
    sought = answers.look_up(session, asked, among)
    named = [
        each
        for each in named_documents(session, question, day)
        if sought.within is None or each.id in sought.within
    ]
    phrases = phrases_in(question)
    passages = _passages(session, answers, sought, phrases, wanted.standing)
    marks = phrases or sought.terms.own_words
    return _by_document(session, [*named][:MOST_DOCUMENTS], passages, marks, wanted.standing)


def _passages(
    session: Session,
    answers: Answers,
    sought: Sought,
    phrases: Sequence[str],
    standing: Standing | None,
) -> list[FoundPassage]:
    if not phrases and standing is None:
        return [each.passage for each in sought.found.candidates]
    # What narrows after the ranking is looked for deeper than what is shown.
    ids = _holding(answers, sought, phrases) if phrases else sought.found.passages
    found = load_passages(session, ids, sought.asked.day)
    relying = {each.document.id for each in found if each.document.relies}
    held = held_back(session, relying, sought.asked.day)
    wanted = [normalise(phrase) for phrase in phrases]
    return [
        each
        for each in found
        if each.document.id not in held
        and stands_as(each.document, standing)
        and (not wanted or _holds(each.text, wanted))
    ]


def _holding(answers: Answers, sought: Sought, phrases: Sequence[str]) -> list[PassageId]:
    """The passages that may hold the phrases, by the pairs of characters that they share."""
    pairs = answers.analyzer.bigrams("\n".join(phrases))
    terms = {"body_bigrams": dict.fromkeys(pairs, 1.0)}
    query = Query(terms, PHRASE_DEPTH, document_ids=sought.within)
    return [hit.passage_id for hit in sought.index.passages.search(query)]


def _holds(text: str, phrases: Iterable[str]) -> bool:
    plain = normalise(text)
    return all(phrase in plain for phrase in phrases)


def _by_document(
    session: Session,
    named: Sequence[DocumentFacts],
    passages: Sequence[FoundPassage],
    marks: Sequence[str],
    standing: Standing | None,
) -> tuple[DocumentFound, ...]:
    facts = {each.id: each for each in named if stands_as(each, standing)}
    names = frozenset(facts)
    held: dict[str, list[FoundPassage]] = {each: [] for each in facts}
    for passage in passages:
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
            tuple(PassageFound(each, marked(each.text, marks)) for each in held[document_id]),
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

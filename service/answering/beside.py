"""What belongs beside an answer: documents that disagree with it, and what explains it.

Citizens are told where documents in force disagree; which of the two counts is decided only where
the law decides it (`precedence`). An interpretation (解读) has no force: it helps to find the
policy's clause, which is cited, and stands beside it. A published answer of the office has none
either: beside it stand the clauses that it relies on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from knowledge.documents import DocumentId
from knowledge.queries.findings import DocumentFacts
from knowledge.relations.related import interpreted_by
from knowledge.relations.settled import RelationState
from knowledge.relying.standing import relied_on
from service.answering.answer import Beside, BesideKind
from service.answering.expected import EXACT_KINDS, AnswerKind, expected_kinds, matches
from service.answering.inquiry import Inquiry
from service.answering.judging import Judge, Judged
from service.answering.precedence import Precedence, matter, precedence
from service.answering.quoting import cite_clause
from service.answering.retrieval import Candidate, Retrieved

INTERPRETATION = "解读"
#: Kinds of documents without force of their own: they explain or guide, they never disagree.
WITHOUT_FORCE = frozenset({INTERPRETATION, "问答", "办事指南"})

#: Clauses that are shown beside a published answer.
BASES = 3
#: Other documents that are looked at for each answer, nearest first.
LOOKED_AT = 3
#: The part of an answer's confidence that a document must reach to be heard against it.
HEARD = 0.8
#: Share of two matters' pairs of characters from which they are one matter.
ONE_MATTER = 0.6


@dataclass(frozen=True)
class Weighed:
    """The answer that goes first, and what is shown beside it."""

    judged: Judged
    beside: tuple[Beside, ...] = ()

    @property
    def in_conflict(self) -> bool:
        """Whether another document in force says otherwise."""
        return any(each.kind is BesideKind.CONFLICT for each in self.beside)


@dataclass(frozen=True)
class Company:
    """One question's look for what belongs beside its answer.

    `find_in` finds passages of one document only.
    """

    session: Session
    judge: Judge
    inquiry: Inquiry
    found: Retrieved
    find_in: Callable[[DocumentId], Retrieved]

    def weigh(self, judged: Judged) -> Weighed:
        """The answer with its company; a policy's clause goes before its interpretation."""
        documents = {str(each.document.id): each.document for each in self.found.candidates}
        chosen = documents.pop(judged.citation.document_id, None)
        if chosen is None:
            return Weighed(judged)
        bases = self._bases(chosen)
        if bases:
            return Weighed(judged, bases)
        others = list(documents.values())
        if chosen.kind == INTERPRETATION:
            return self._policy_first(judged, chosen)
        explained = next(self._interpretations(judged, chosen, others), None)
        weighed = Weighed(judged, (explained,) if explained else ())
        return self._heard(weighed, chosen, others)

    def _bases(self, chosen: DocumentFacts) -> tuple[Beside, ...]:
        """The clauses that the document relies on; none where it is no published answer."""
        asked = [chosen.id] if chosen.relies else []
        relied = relied_on(self.session, asked, self.inquiry.day).get(chosen.id, [])
        return tuple(
            Beside(
                BesideKind.BASIS,
                each.quote,
                cite_clause(each.cited, each.clause, each.locator, each.quote),
            )
            for each in relied[:BASES]
            if each.cited is not None
        )

    def _policy_first(self, judged: Judged, interpretation: DocumentFacts) -> Weighed:
        """The clause of the policy that is explained, where it says the same."""
        for policy in self._interpreted(interpretation.id):
            clause = self._said_by(policy)
            if clause is not None and self._agree(clause, judged):
                sure = replace(clause, confidence=max(clause.confidence, judged.confidence))
                return Weighed(sure, (_beside(BesideKind.INTERPRETATION, judged),))
        return Weighed(judged)

    def _interpretations(
        self, judged: Judged, chosen: DocumentFacts, others: list[DocumentFacts]
    ) -> Iterator[Beside]:
        """What interpretations of the document cited say, the nearest first."""
        about = matter(chosen)
        for document in others:
            if document.kind != INTERPRETATION or _alike(about, document.title) < ONE_MATTER:
                continue
            if chosen.id in self._interpreted(document.id):
                explained = self._said_by(document.id)
                if explained is not None and self._agree(judged, explained):
                    yield _beside(BesideKind.INTERPRETATION, explained)

    def _heard(
        self, weighed: Weighed, chosen: DocumentFacts, others: list[DocumentFacts]
    ) -> Weighed:
        """The answer after the documents on the same matter were heard."""
        if not self._kinds() or chosen.kind in WITHOUT_FORCE:
            return weighed
        rivals = [each for each in others if _rivals(chosen, each)]
        for rival in rivals[:LOOKED_AT]:
            against = self._said_by(rival.id)
            if against is None or against.confidence < HEARD * weighed.judged.confidence:
                continue
            if self._agree(against, weighed.judged):
                continue
            goes_first = precedence(chosen, rival)
            if goes_first is Precedence.SECOND:
                return Weighed(against)
            if goes_first is Precedence.BOTH:
                conflict = _beside(BesideKind.CONFLICT, against)
                return replace(weighed, beside=(*weighed.beside, conflict))
        return weighed

    def _interpreted(self, document_id: DocumentId) -> list[DocumentId]:
        """The documents that an interpretation explains, the certain ones first.

        One that is only proposed by an alike title counts, since it must say the same besides;
        one that staff rejected does not.
        """
        relations = [
            relation
            for relation in interpreted_by(self.session, document_id)
            if relation.state is not RelationState.REJECTED
        ]
        relations.sort(key=lambda relation: not relation.certain)
        return [relation.other.id for relation in relations]

    def _said_by(self, document_id: DocumentId) -> Judged | None:
        """What a document in force says to the question; None where it says nothing."""
        found = self.found
        own = _in_force(document_id, found)
        if not own:
            found = self.find_in(document_id)
            own = _in_force(document_id, found)
        return self.judge.of_passages(self.session, self.inquiry, own, found)

    def _kinds(self) -> frozenset[AnswerKind]:
        return expected_kinds(self.inquiry.own.text) & EXACT_KINDS

    def _agree(self, one: Judged, other: Judged) -> bool:
        """Whether two answers give one figure, or, where none is asked for, share their words."""
        kinds = self._kinds()
        if not kinds:
            return _alike(one.text.text, other.text.quote) >= ONE_MATTER
        return any(
            _shown(kind, one.text.text) & _shown(kind, other.text.quote)
            or _shown(kind, other.text.text) & _shown(kind, one.text.quote)
            for kind in kinds
        )


def _in_force(document_id: DocumentId, found: Retrieved) -> list[Candidate]:
    """What of the document was found, where it is in force."""
    return [
        each
        for each in found.candidates
        if each.document.id == document_id and each.document.validity.answerable
    ]


def _beside(kind: BesideKind, judged: Judged) -> Beside:
    return Beside(kind, judged.text.text, judged.citation)


def _rivals(chosen: DocumentFacts, other: DocumentFacts) -> bool:
    """Whether two documents in force rule one matter in one place."""
    if not other.validity.answerable or other.kind in WITHOUT_FORCE:
        return False
    if chosen.region != other.region:
        return False
    matters = matter(chosen), matter(other)
    return min(_alike(*matters), _alike(*reversed(matters))) >= ONE_MATTER


def _alike(one: str, other: str) -> float:
    """The share of the first text's pairs of characters that the other has, 0..1."""
    pairs = {one[at : at + 2] for at in range(len(one) - 1)}
    return sum(pair in other for pair in pairs) / len(pairs) if pairs else 0.0


def _shown(kind: AnswerKind, text: str) -> frozenset[str]:
    """What of that kind the text shows, without blanks and commas."""
    shown = (text[start:end] for start, end in matches(kind, text))
    return frozenset("".join(each.replace(",", "").split()) for each in shown)

"""From a masked question to what was found for it: analyse, hear the talk before, retrieve."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from sqlalchemy.orm import Session

from indexer.analysis import Analyzer, QuestionTerms
from indexer.engine import KEPT_ADMITTED, SearchIndex
from indexer.errors import SearchIndexError
from indexer.general_language import GeneralLanguage
from indexer.ranking.ranker import HandSetRanker
from knowledge.documents import DocumentId
from knowledge.queries.findings import DocumentFacts
from service.answering.conversations import Turn
from service.answering.errors import SearchUnavailable
from service.answering.explanation import Admitted
from service.answering.followups import Talk, listen
from service.answering.hearing import heard, titles_found
from service.answering.inquiry import Inquiry
from service.answering.models import Models
from service.answering.opening import NAMED
from service.answering.own_matter import OwnMatter
from service.answering.regions import admitted_documents
from service.answering.retrieval import (
    SAME_DOCUMENT,
    IndexSource,
    Rarity,
    Retrieved,
    ranker_of,
    retrieve,
)

#: What masking leaves in place of a number: no word that could be searched.
_UNSEARCHED = re.compile(r"〔(身份证号|电话|银行卡号)〕")


@dataclass(frozen=True)
class Asked:
    """A masked question, the day on which it counts, the turns before it (newest first), where."""

    question: str
    day: date
    turns: Sequence[Turn] = ()
    region: str | None = None


@dataclass(frozen=True)
class Sought:
    """A question understood, and the passages found for it; `terms` are its own words alone.

    `within` are the documents that could be found, None where all could; `talk` is what was heard
    of the turns before.
    """

    asked: Asked
    terms: QuestionTerms
    inquiry: Inquiry
    found: Retrieved
    index: SearchIndex
    within: frozenset[str] | None
    talk: Talk

    @property
    def admitted(self) -> Admitted:
        """What could be found, as it is told."""
        within = None if self.within is None else len(self.within)
        revision = self.index.passages.revision
        return Admitted(self.asked.day, self.asked.region, within, revision)


@dataclass(frozen=True)
class Scope:
    """Where is looked: the index, and the documents that may be found, None where all may."""

    index: SearchIndex
    within: frozenset[str] | None


@dataclass(frozen=True)
class Seeker:
    """Looks questions up; safe to share between threads."""

    indexes: IndexSource
    analyzer: Analyzer
    language: GeneralLanguage
    own_matter: OwnMatter

    def seek(
        self,
        session: Session,
        asked: Asked,
        named: Sequence[DocumentFacts],
        models: Models,
        among: frozenset[str] | None = None,
    ) -> Sought:
        """What the question asks, and what was found; `named` are the documents that it names.

        `among` are the only documents that may be found, None where the region alone decides. A
        question with a matter of its own is looked up without the talk before it. Raises
        SearchUnavailable without an index.
        """
        scope = self.scope(session, asked.region, among)
        index, within = scope.index, scope.within
        rarity = Rarity(index.passages, self.language)
        terms = self._terms(asked, rarity)

        def find(talk: Talk) -> Retrieved:
            searched, preferred = talk.searched(terms), _preferred(named, talk.turns)
            ranker = ranker_of(models)
            return retrieve(session, index, searched, asked.day, within, preferred, ranker)

        talk, found = heard(session, terms, asked.day, self._talk(asked), find, self.own_matter)
        searched = talk.searched(terms)
        understood = talk.judged(terms, titles_found(found))
        inquiry = Inquiry(asked.question, understood, searched, rarity, asked.day, models)
        return Sought(asked, terms, inquiry, found, index, within, talk)

    def scope(self, session: Session, region: str | None, among: frozenset[str] | None) -> Scope:
        """Where a question of the region, among these documents, is looked up; raises as `seek`."""
        return Scope(self._index(), _both(admitted_documents(session, region), among))

    def seek_in(self, session: Session, sought: Sought, document_id: DocumentId) -> Retrieved:
        """What one document has for the question; nothing where it could not be found at all."""
        within = frozenset({str(document_id)})
        if sought.within is not None:
            within &= sought.within
        searched, day = sought.inquiry.enriched, sought.asked.day
        # Within one document the words are enough; who looks there has the ranking already.
        return retrieve(session, sought.index, searched, day, within, {}, HandSetRanker())

    def searched(self, asked: Asked) -> QuestionTerms:
        """What the question is searched by, the talk before it heard; raises SearchUnavailable."""
        terms = self._terms(asked, Rarity(self._index().passages, self.language))
        return self._talk(asked).searched(terms)

    def _terms(self, asked: Asked, rarity: Rarity) -> QuestionTerms:
        searchable = _UNSEARCHED.sub(" ", asked.question)
        return self.analyzer.analyse_question(searchable, rarity.share)

    def _talk(self, asked: Asked) -> Talk:
        return listen(asked.turns, asked.question, self.analyzer, self.own_matter)

    def _index(self) -> SearchIndex:
        try:
            return self.indexes.index()
        except SearchIndexError as error:
            raise SearchUnavailable(
                "检索索引还没有建好，请稍后再试；管理员请运行 yihaoda index"
            ) from error


@lru_cache(maxsize=KEPT_ADMITTED)
def _both(one: frozenset[str] | None, other: frozenset[str] | None) -> frozenset[str] | None:
    """The documents that both admit; None admits all."""
    if one is None or other is None:
        return one if other is None else other
    return one & other


def _preferred(named: Sequence[DocumentFacts], turns: Sequence[Turn]) -> dict[str, float]:
    """What the documents that the question names, or that earlier turns quoted, gain in score."""
    gains = {document: SAME_DOCUMENT for turn in turns for document in turn.document_ids}
    return gains | {str(document.id): NAMED for document in named}

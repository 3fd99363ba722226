"""What questions are understood by: the shipped vocabulary with the office's own words over it."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy.orm import Session

from indexer.analysis import Analyzer
from indexer.spelling import build_speller
from indexer.vocabulary import Vocabulary
from knowledge.editions import PerEdition
from service.answering.understanding import Understanding
from service.config import Settings
from service.vocabulary.lexicon import LEXICON, lexicon
from service.vocabulary.overlay import Own, own_rows
from service.vocabulary.redirects import REDIRECTS, screen


class OfficeUnderstanding:
    """Hands out the understanding in force, made anew when a word was changed.

    Without rows of the office it is the shipped one itself. Safe to share between threads.
    """

    def __init__(self, shipped: Understanding, vocabulary: Vocabulary, settings: Settings) -> None:
        self._shipped = shipped
        self._vocabulary = vocabulary
        self._settings = settings
        self._made = PerEdition(lambda session: self.of(own_rows(session)))

    @property
    def shipped(self) -> Understanding:
        """The one of the program's own vocabulary."""
        return self._shipped

    def at(self, session: Session) -> Understanding:
        """The one that counts for the session."""
        return self._made.at(session)

    def of(self, own: Own) -> Understanding:
        """The one with these rows of the office."""
        made = self._shipped
        if own.get(LEXICON.slug):
            made = self._with_lexicon(made, own)
        if own.get(REDIRECTS.slug):
            made = replace(made, screen=screen(self._settings, own, made.screen))
        return made

    def _with_lexicon(self, made: Understanding, own: Own) -> Understanding:
        vocabulary = replace(self._vocabulary, lexicon=lexicon(self._settings, own))
        seeker, bearings = made.seeker, made.judge.bearings
        analyzer: Analyzer = seeker.analyzer.with_lexicon(vocabulary.lexicon)
        own_matter = replace(seeker.own_matter, analyzer=analyzer)
        return replace(
            made,
            seeker=replace(seeker, analyzer=analyzer, own_matter=own_matter),
            judge=replace(made.judge, bearings=replace(bearings, analyzer=analyzer)),
            speller=build_speller(analyzer.cut_known, vocabulary),
        )

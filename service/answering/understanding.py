"""What a question is understood by: the parts that hold words, in the edition that counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from sqlalchemy.orm import Session

from indexer.spelling import Speller
from service.answering.judging import Judge
from service.answering.screening import Screen
from service.answering.seeking import Seeker


@dataclass(frozen=True)
class Understanding:
    """The parts made of one vocabulary; safe to share between threads."""

    seeker: Seeker
    judge: Judge
    speller: Speller
    screen: Screen


class Understandings(Protocol):
    """Hands out the understanding that counts; safe to share between threads."""

    @property
    def shipped(self) -> Understanding:
        """The one of the program's own vocabulary, without any office's words."""

    def at(self, session: Session) -> Understanding:
        """The one of the vocabulary as it stands for the session."""


@dataclass(frozen=True)
class Fixed:
    """Always the same understanding: to see what another vocabulary would change."""

    shipped: Understanding

    def at(self, session: Session) -> Understanding:  # noqa: ARG002
        """The same at all times."""
        return self.shipped

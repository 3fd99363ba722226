"""The negative list (负面清单): words of matters that are not public and never answered from.

The terms are data that the office keeps; they count from the moment they are written, whatever the
index holds. A document that holds one can still be read as it was published.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import String, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from knowledge.database import Base, UtcDateTime
from knowledge.editions import OfWords, PerEdition
from knowledge.folding import nfkc

SHORTEST, LONGEST = 2, 40


class NegativeTerm(OfWords, Base):
    """A term of the list, and why it stands there."""

    __tablename__ = "negative_term"

    id: Mapped[int] = mapped_column(primary_key=True)
    term: Mapped[str] = mapped_column(Text)
    #: The term as texts are searched for it: folded, without blanks.
    key: Mapped[str] = mapped_column(String(LONGEST), unique=True)
    why: Mapped[str] = mapped_column(Text)
    added_by: Mapped[str] = mapped_column(String(64))
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)


@dataclass(frozen=True)
class NegativeList:
    """The terms in force, by the key that texts are searched for."""

    terms: dict[str, str]

    def found_in(self, text: str) -> tuple[str, ...]:
        """The terms that the text holds, however it is written; in the order of the list."""
        if not self.terms:
            return ()
        folded = folded_key(text)
        return tuple(term for key, term in self.terms.items() if key in folded)

    def bars(self, text: str) -> bool:
        """Whether the text holds a term."""
        return bool(self.found_in(text))


def negative_list(session: Session) -> NegativeList:
    """The list as it stands; one statement for each session, another where it was changed."""
    return _LISTS.at(session)


def _read(session: Session) -> NegativeList:
    query = select(NegativeTerm.key, NegativeTerm.term).order_by(NegativeTerm.id)
    return NegativeList({row.key: row.term for row in session.execute(query)})


_LISTS = PerEdition(_read)


def folded_key(text: str) -> str:
    """The text as terms are looked for in it: width and case folded, without white space."""
    return "".join(nfkc(text).lower().split())

"""The editor's form: what it sends, kept whole from press to press, and what it becomes.

Looking up, citing and dropping are presses of the same form, so that nothing typed is ever lost
and no script is needed. A citation travels as a token of its place; its words come from the store.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Self

from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from knowledge.documents import DocumentId
from knowledge.errors import UnknownDocument
from knowledge.queries.corpus import stored_text
from service.replies.citations import Cited
from service.replies.drafting import Wording
from service.replies.errors import CitationRefused, TextRefused
from service.replies.outcomes import TEMPLATES, ReplyOutcome
from service.replies.pairs import Proposal
from service.replies.texts import SavedText

_TOKEN = re.compile(r"([dq][0-9a-f]{1,31})\.(\d{1,5})\.(\d{1,9})\.(\d{1,9})")
_FIELDS = ("outcome", "conclusion", "way", "organ", "phone")
_PAIR_FIELDS = ("question", "expires_on", "public_words")
#: Between words that may stay though they look like personal data.
_SEPARATOR = "、"


@dataclass(frozen=True)
class EditorForm:
    """Everything that the editor's form holds, as typed.

    `saved` is the number of the text that it follows, 0 for none; `citations` are tokens.
    """

    saved: int
    outcome: str
    conclusion: str
    way: str
    organ: str
    phone: str
    citations: tuple[str, ...] = ()
    question: str = ""
    expires_on: str = ""
    public_words: str = ""

    @classmethod
    def read(cls, form: MultiDict[str, str]) -> Self:
        """The form as it was sent, with the line breaks that are counted."""
        typed = {
            name: form.get(name, "").replace("\r\n", "\n") for name in (*_FIELDS, *_PAIR_FIELDS)
        }
        citations = tuple(form.getlist("citation"))
        return cls(form.get("saved", 0, int), citations=citations, **typed)

    @classmethod
    def of(cls, text: SavedText) -> Self:
        """The form that shows a saved reply."""
        return cls(
            saved=text.number,
            outcome=text.outcome.value,
            conclusion=text.conclusion,
            way=text.way,
            organ=text.organ,
            phone=text.phone,
            citations=tuple(token(each.cited) for each in text.citations),
        )

    @classmethod
    def proposed(cls, proposal: Proposal) -> Self:
        """The form that shows a proposed pair, personal data masked."""
        form, wording = proposal.form, proposal.form.wording
        return cls(
            saved=proposal.number,
            outcome=wording.outcome.value,
            conclusion=wording.conclusion,
            way=wording.way,
            organ=wording.organ,
            phone=wording.phone,
            citations=tuple(token(each) for each in wording.citations),
            question=form.question,
            expires_on=form.expires_on.isoformat(),
            public_words=_SEPARATOR.join(form.public_words),
        )

    @classmethod
    def blank(cls, outcome: ReplyOutcome, organ: str, phone: str) -> Self:
        """The form before the first text: the words that the outcome begins with."""
        template = TEMPLATES[outcome]
        return cls(0, outcome.value, template.conclusion, template.way, organ, phone)

    def citing(self, added: str) -> Self:
        """The form with one more citation; one that is there already is not doubled."""
        return replace(self, citations=tuple(dict.fromkeys((*self.citations, added))))

    def dropping(self, place: int) -> Self:
        """The form without the citation at `place` (from 0)."""
        left = tuple(each for index, each in enumerate(self.citations) if index != place)
        return replace(self, citations=left)

    def begun_anew(self, outcome: ReplyOutcome) -> Self:
        """The form with the words that another outcome begins with."""
        template = TEMPLATES[outcome]
        return replace(
            self, outcome=outcome.value, conclusion=template.conclusion, way=template.way
        )

    def wording(self, session: Session, day: date) -> Wording:
        """What the form says; raises TextRefused where a choice or a citation is none."""
        if self.outcome not in set(ReplyOutcome):
            raise TextRefused("outcome", "请选择答复的类型")
        return Wording(
            outcome=ReplyOutcome(self.outcome),
            conclusion=self.conclusion,
            way=self.way,
            organ=self.organ,
            phone=self.phone,
            day=day,
            citations=cited(session, self.citations),
        )

    @property
    def words_that_may_stay(self) -> tuple[str, ...]:
        """The words that look like personal data and may stay."""
        words = (each.strip() for each in self.public_words.split(_SEPARATOR))
        return tuple(filter(None, words))


def token(citation: Cited) -> str:
    """A citation's place, as a form carries it."""
    return f"{citation.document_id}.{citation.version}.{citation.start}.{citation.end}"


def cited(session: Session, tokens: Sequence[str]) -> tuple[Cited, ...]:
    """The citations of the tokens, with their words from the store; raises CitationRefused."""
    return tuple(_cited(session, ordinal, each) for ordinal, each in enumerate(tokens, start=1))


def _cited(session: Session, ordinal: int, typed: str) -> Cited:
    found = _TOKEN.fullmatch(typed)
    if found is None:
        raise CitationRefused(ordinal, "认不出所引的位置，请从检索结果重新插入")
    document_id, version = DocumentId(found[1]), int(found[2])
    start, end = int(found[3]), int(found[4])
    try:
        text = stored_text(session, document_id, version, "text")
    except UnknownDocument as error:
        raise CitationRefused(ordinal, "没有所引的文件或版本，请重新插入") from error
    return Cited(document_id, version, start, end, text[start:end])

"""What changed between two versions of a document, clause by clause and readable.

A clause is added, removed, changed or moved; of a changed one the words are told apart. What
differs only in blanks or the width of punctuation is the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from knowledge.comparing.alignment import in_reading_order
from knowledge.comparing.provisions import Provision, provisions_of
from knowledge.documents import DocumentId, Part, Passage, Version
from knowledge.errors import UnknownDocument
from knowledge.field_names import FIELD_NAMES
from knowledge.outline import Outline, PartOutline, PassageOutline

#: A number with its decimals, or a word of letters, changes as a whole; else each character.
_WORD = re.compile(r"[0-9０-９]+(?:[.,．][0-9]+)*|[A-Za-z]+|.", re.DOTALL)
#: Fewer characters that stayed between two changes are read with them.
_ISLAND = 2

#: Columns of a version that people read, with what they call them.
FIELDS = {
    ("issuers" if name == "issuer" else name): label
    for name, label in FIELD_NAMES.items()
    if name not in ("source_url", "printed_on")
}


class WordsKind(StrEnum):
    """What became of words from the old version to the new one."""

    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True)
class Words:
    """Consecutive characters that stayed, went or came."""

    kind: WordsKind
    text: str


class ChangeKind(StrEnum):
    """What became of a clause."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"  # says the same under another number or in another place


@dataclass(frozen=True)
class ClauseChange:
    """A clause that differs: where it stands in either version, and its words.

    A clause without a counterpart has no locator there. `words` of the kinds SAME and REMOVED
    make up the old text, SAME and ADDED the new one.
    """

    kind: ChangeKind
    key: str
    old_locator: str | None
    new_locator: str | None
    words: tuple[Words, ...]

    @property
    def old_text(self) -> str:
        """The clause as it was; empty where it was not."""
        return "".join(each.text for each in self.words if each.kind is not WordsKind.ADDED)

    @property
    def new_text(self) -> str:
        """The clause as it is; empty where it is gone."""
        return "".join(each.text for each in self.words if each.kind is not WordsKind.REMOVED)


@dataclass(frozen=True)
class FieldChange:
    """A field whose value differs: its name, what people call it, and both values as text."""

    name: str
    label: str
    old: str | None
    new: str | None


@dataclass(frozen=True)
class Differences:
    """All that differs between the versions `old` and `new` of a document."""

    document_id: DocumentId
    old: int
    new: int
    fields: tuple[FieldChange, ...]
    clauses: tuple[ClauseChange, ...]


def version_differences(
    session: Session, document_id: DocumentId, old: int, new: int
) -> Differences:
    """What changed from one version of the document to another; six statements.

    Raises UnknownDocument when there is no such document or version.
    """
    before, after = (stored_version(session, document_id, number) for number in (old, new))
    return Differences(
        document_id,
        old,
        new,
        tuple(_field_changes(before, after)),
        clause_changes(clauses_of(session, before), clauses_of(session, after)),
    )


def clause_changes(old: Sequence[Provision], new: Sequence[Provision]) -> tuple[ClauseChange, ...]:
    """The clauses that differ, in the order of the new version, what is gone where it was.

    A clause that says the same under the same printed number is the same, though clauses before it
    came or went; out of order, or under another number, it has moved.
    """
    changes = (change_of(*pair) for pair in in_reading_order(old, new))
    return tuple(change for change in changes if change is not None)


def compare_words(old: str, new: str) -> tuple[Words, ...]:
    """The words of two texts told apart, as few and as whole as reads well."""
    before, after = _WORD.findall(old), _WORD.findall(new)
    told: list[tuple[str, str, str]] = []
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for tag, first, last, start, end in matcher.get_opcodes():
        was, now = "".join(before[first:last]), "".join(after[start:end])
        told.append((was, "", "") if tag == "equal" else ("", was, now))
    return tuple(_words(_without_islands(told)))


def _without_islands(told: Sequence[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """(same, removed, added) runs, a single character that stayed between changes among them."""
    joined: list[tuple[str, str, str]] = []
    for place, (same, removed, added) in enumerate(told):
        inside = 0 < place < len(told) - 1
        if same and (len(same) >= _ISLAND or not inside or "\n" in same):
            joined.append((same, "", ""))
        elif joined and not joined[-1][0]:
            _, was, now = joined[-1]
            joined[-1] = ("", was + same + removed, now + same + added)
        else:
            joined.append(("", same + removed, same + added))
    return joined


def _words(told: Sequence[tuple[str, str, str]]) -> Iterator[Words]:
    for same, removed, added in told:
        for kind, text in (
            (WordsKind.SAME, same),
            (WordsKind.REMOVED, removed),
            (WordsKind.ADDED, added),
        ):
            if text:
                yield Words(kind, text)


def change_of(old: Provision | None, new: Provision | None, steady: bool) -> ClauseChange | None:
    """What became of a clause; None where it is the same in the same place, or nothing at all."""
    if old is None or new is None:
        return _gone_or_come(old, new)
    same = old.body == new.body
    if same and steady and old.number == new.number:
        return None
    kind = ChangeKind.MOVED if same else ChangeKind.CHANGED
    words = compare_words(old.text, new.text)
    return ClauseChange(kind, new.key, old.locator, new.locator, words)


def _gone_or_come(old: Provision | None, new: Provision | None) -> ClauseChange | None:
    if new is not None:
        words: tuple[Words, ...] = (Words(WordsKind.ADDED, new.text),)
        return ClauseChange(ChangeKind.ADDED, new.key, None, new.locator, words)
    if old is not None:
        words = (Words(WordsKind.REMOVED, old.text),)
        return ClauseChange(ChangeKind.REMOVED, old.key, old.locator, None, words)
    return None


def stored_version(session: Session, document_id: DocumentId, number: int) -> Version:
    """The version with its text; raises UnknownDocument where there is none."""
    query = (
        select(Version)
        .where(Version.document_id == document_id, Version.number == number)
        .options(undefer(Version.text))
    )
    version = session.scalars(query).one_or_none()
    if version is None:
        raise UnknownDocument(f"没有这个文件或版本：{document_id} 第 {number} 版")
    return version


def clauses_of(session: Session, version: Version) -> list[Provision]:
    """The clauses of a version in reading order; two statements."""
    parts = session.execute(
        select(
            Part.parent, Part.level, Part.label, Part.heading, Part.locator, Part.start, Part.end
        )
        .where(Part.version_id == version.id)
        .order_by(Part.ordinal)
    )  # fmt: skip
    passages = session.execute(
        select(
            Passage.key, Passage.part, Passage.locator, Passage.trail, Passage.start, Passage.end
        )
        .where(Passage.version_id == version.id)
        .order_by(Passage.ordinal)
    )  # fmt: skip
    outline = Outline(
        tuple(PartOutline(*row) for row in parts), tuple(PassageOutline(*row) for row in passages)
    )
    return provisions_of(outline, version.text)


def _field_changes(old: Version, new: Version) -> Iterator[FieldChange]:
    for name, label in FIELDS.items():
        before, after = _shown(getattr(old, name)), _shown(getattr(new, name))
        if before != after:
            yield FieldChange(name, label, before, after)


def _shown(value: str | date | list[str] | None) -> str | None:
    if isinstance(value, list):
        return "、".join(value) or None
    return value.isoformat() if isinstance(value, date) else value

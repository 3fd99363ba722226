"""Whether a cited clause says in the newest version of its document what it said when cited."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.comparing.alignment import align
from knowledge.comparing.differences import Words, WordsKind, clauses_of, compare_words
from knowledge.comparing.differences import stored_version as version_of
from knowledge.comparing.provisions import Provision
from knowledge.documents import DocumentId, Version


@dataclass(frozen=True)
class Clause:
    """A stretch of a version's main text that is relied on."""

    document_id: DocumentId
    version: int
    start: int
    end: int


@dataclass(frozen=True)
class ClauseChanged:
    """What became of the clause: its words then and now; `locator` is None where it is gone."""

    locator: str | None
    words: tuple[Words, ...]


#: What was found of clauses, by the texts compared and the place: stored versions never change.
_Known = dict[tuple[str, str, int, int], ClauseChanged | None]
_KNOWN: _Known = {}
#: Comparisons kept at a time; then all are forgotten.
_MOST_KNOWN = 4096


def clause_change(session: Session, clause: Clause, newest: int) -> ClauseChanged | None:
    """How the version `newest` differs in the clause, None where it says the same.

    A clause that only has another number or place says the same, and so does one that differs in
    blanks or the width of punctuation. Where several clauses are quoted the first change is told.
    Raises UnknownDocument where a version is missing.
    """
    if clause.version == newest:
        return None
    texts = _texts(session, clause, newest)
    if len(set(texts)) == 1:
        return None
    key = (*texts, clause.start, clause.end)
    if key not in _KNOWN:
        if len(_KNOWN) >= _MOST_KNOWN:
            _KNOWN.clear()
        _KNOWN[key] = _compared(session, clause, newest)
    return _KNOWN[key]


def _texts(session: Session, clause: Clause, newest: int) -> tuple[str, str]:
    query = select(Version.number, Version.text_sha256).where(
        Version.document_id == clause.document_id,
        Version.number.in_((clause.version, newest)),
    )
    found = {row.number: row.text_sha256 for row in session.execute(query)}
    return found.get(clause.version, ""), found.get(newest, "")


def _compared(session: Session, clause: Clause, newest: int) -> ClauseChanged | None:
    old, new = (
        clauses_of(session, version_of(session, clause.document_id, number))
        for number in (clause.version, newest)
    )
    became = {before: after for after, before in align(old, new).items()}
    cited = [index for index, each in enumerate(old) if _overlaps(each, clause)]
    if not cited:
        return ClauseChanged(None, ())
    for index in cited:
        after = became.get(index)
        if after is None:
            return ClauseChanged(None, (Words(WordsKind.REMOVED, old[index].text),))
        if old[index].body != new[after].body:
            words = compare_words(old[index].text, new[after].text)
            return ClauseChanged(new[after].locator, words)
    return None


def _overlaps(provision: Provision, clause: Clause) -> bool:
    end = provision.start + len(provision.text)
    return provision.start < clause.end and clause.start < end

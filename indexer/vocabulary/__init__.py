"""The vocabulary: policy words for the segmenter, a lexicon of everyday words, departments.

Data files with a header line, read once by `load_vocabulary` and checked line by line.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from indexer.errors import VocabularyError

#: Longer dropped words (能不能, 什么时候) are phrases that the segmenter would cut up.
PLAIN_WORD = 2

#: In an everyday phrase: here other words may stand between its parts (押金…不退).
GAP = "…"

#: What a source column says of terms that no named document has: they occur in judged material.
HIT = "hit"

_SOURCE = re.compile(rf"(?<=《)[^《》]+(?=》)|{HIT}$")
_SOURCES = re.compile(rf"(?=.)(?:《[^《》]+》)*(?:{HIT})?")

FOLDER = Path(__file__).parent
LEXICON = "lexicon.tsv"
DEPARTMENTS = "departments.tsv"
POLICY_TERMS = "policy_terms.txt"
QUESTION_WORDS = "question_words.tsv"


class Relation(StrEnum):
    """What an official term is to the everyday word."""

    EQUIVALENT = "equivalent"  # the same thing
    OBSOLETE = "obsolete"  # the everyday word is a former official name
    BROADER = "broader"  # the everyday word covers several official terms
    NARROWER = "narrower"  # the official terms are special cases
    RELATED = "related"  # what the person is after, by another road
    AMBIGUOUS = "ambiguous"  # several things; whoever answers should ask back


class DroppedKind(StrEnum):
    """Why a word of a question is not searched for."""

    STOP = "stop"
    QUESTION = "question"


@dataclass(frozen=True)
class LexiconEntry:
    """An everyday word or phrase and the official terms it leads to.

    `sources` are the documents that use the terms, by their full titles; HIT among them says that
    terms occur in judged material instead. A word found `anywhere` counts also where the segmenter,
    which does not know it, sees no border.
    """

    lay: str
    official: tuple[str, ...]
    relation: Relation
    domain: str
    sources: tuple[str, ...]
    anywhere: bool = False


@dataclass(frozen=True)
class Department:
    """An organ of a county: what people call it and what it looks after."""

    name: str
    aliases: tuple[str, ...]
    topics: tuple[str, ...]
    keywords: tuple[str, ...]
    hotline: str


@dataclass(frozen=True)
class Vocabulary:
    """Everything that the data files say."""

    lexicon: tuple[LexiconEntry, ...]
    departments: tuple[Department, ...]
    policy_terms: tuple[str, ...]
    dropped_words: dict[str, DroppedKind]

    @property
    def segmenter_words(self) -> tuple[str, ...]:
        """Words that the segmenter keeps whole, without repeats, in the order of the files."""
        names = (
            word
            for department in self.departments
            for word in (department.name, *department.aliases)
        )
        phrases = (word for word in self.dropped_words if len(word) > PLAIN_WORD)
        return tuple(dict.fromkeys((*self.policy_terms, *names, *phrases)))


def load_vocabulary(folder: Path = FOLDER) -> Vocabulary:
    """Read and check the data files.

    Raises VocabularyError naming file and line where a row is not what its header says.
    """
    return Vocabulary(
        lexicon=tuple(_lexicon(folder / LEXICON)),
        departments=tuple(_departments(folder / DEPARTMENTS)),
        policy_terms=tuple(_policy_terms(folder / POLICY_TERMS)),
        dropped_words=dict(_dropped_words(folder / QUESTION_WORDS)),
    )


def digest(folder: Path = FOLDER) -> str:
    """Hexadecimal SHA-256 of the data files that shape the index."""
    digest = hashlib.sha256()
    for name in (DEPARTMENTS, POLICY_TERMS, QUESTION_WORDS):
        digest.update((folder / name).read_bytes())
    return digest.hexdigest()


def _lexicon(path: Path) -> Iterator[LexiconEntry]:
    """One entry for each everyday word; a row holds all that lead to the same terms."""
    seen: dict[str, int] = {}
    for line, row in read_rows(path, ("lay", "official", "relation", "domain", "source")):
        words, terms, relation, domain, source = row
        if relation not in set(Relation):
            raise VocabularyError(path, line, f"没有“{relation}”这种关系")
        if not words or not terms or not domain:
            raise VocabularyError(path, line, "俗称、规范用语和领域都不能为空")
        if not _SOURCES.fullmatch(source):
            raise VocabularyError(path, line, f"出处应为《全名》或 {HIT}，不能是“{source}”")
        for lay in _split(words):
            if lay in seen:
                raise VocabularyError(path, line, f"“{lay}”已见于第 {seen[lay]} 行")
            seen[lay] = line
            try:
                official = official_terms(lay, _split(terms), Relation(relation))
            except ValueError as error:
                raise VocabularyError(path, line, str(error)) from error
            sources = tuple(_SOURCE.findall(source))
            yield LexiconEntry(lay, official, Relation(relation), domain, sources)


def official_terms(lay: str, terms: tuple[str, ...], relation: Relation) -> tuple[str, ...]:
    """What the everyday word leads to; raises ValueError, in words, where that is no entry.

    A word that is official too (遗产) leads to the other terms of its row.
    """
    if not all(lay.split(GAP)):
        raise ValueError(f"“{lay}”的“{GAP}”两边都要有字")
    official = tuple(term for term in terms if term != lay)
    if not official:
        raise ValueError(f"“{lay}”与自身对应，没有意义")
    if relation == Relation.AMBIGUOUS and len(official) < 2:
        raise ValueError(f"“{lay}”只有一种含义，不是 {relation.value}")
    return official


def _departments(path: Path) -> Iterator[Department]:
    owners: dict[str, str] = {}
    for line, row in read_rows(path, ("name", "aliases", "topics", "keywords", "hotline")):
        name, aliases, topics, keywords, hotline = row
        department = Department(name, _split(aliases), _split(topics), _split(keywords), hotline)
        if not name or not department.topics:
            raise VocabularyError(path, line, "名称和职责不能为空")
        for word in (name, *department.aliases):
            if word in owners:
                raise VocabularyError(path, line, f"“{word}”已属于{owners[word]}")
            owners[word] = name
        yield department


def _policy_terms(path: Path) -> Iterator[str]:
    seen: dict[str, int] = {}
    for line, text in read_lines(path):
        for word in text.split():
            if word in seen:
                raise VocabularyError(path, line, f"“{word}”已见于第 {seen[word]} 行")
            if len(word) < 2:
                raise VocabularyError(path, line, f"“{word}”只有一个字，不能作为词")
            seen[word] = line
            yield word


def _dropped_words(path: Path) -> Iterator[tuple[str, DroppedKind]]:
    for line, (word, kind) in read_rows(path, ("word", "kind")):
        if kind not in set(DroppedKind):
            raise VocabularyError(path, line, f"没有“{kind}”这一类")
        yield word, DroppedKind(kind)


def read_rows(path: Path, header: tuple[str, ...]) -> Iterator[tuple[int, list[str]]]:
    """The rows after the header, with their line numbers; every row has as many cells."""
    lines = read_lines(path)
    line, text = next(lines, (1, ""))
    if tuple(text.split("\t")) != header:
        raise VocabularyError(path, line, f"表头应为：{'、'.join(header)}")
    for line, text in lines:
        cells = [cell.strip() for cell in text.split("\t")]
        if len(cells) != len(header):
            raise VocabularyError(path, line, f"应有 {len(header)} 列，实有 {len(cells)} 列")
        yield line, cells


def read_lines(path: Path) -> Iterator[tuple[int, str]]:
    """Lines that are neither empty nor a comment (#), numbered from 1."""
    try:
        content = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise VocabularyError(path, 0, f"读不出来：{error}") from error
    for number, text in enumerate(content.splitlines(), start=1):
        if text.strip() and not text.startswith("#"):
            yield number, text


def _split(cell: str) -> tuple[str, ...]:
    return tuple(word for word in cell.split("、") if word)

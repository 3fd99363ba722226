"""Evaluation sets: a corpus, questions with what answers them, and questions without an answer.

A set is a folder that holds a corpus as any of `passages.jsonl` (each row its own document),
`documents.jsonl` or a folder of files (`html/`, `files/`), with `questions.jsonl` and optionally
`unanswerable.jsonl`.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from indexer.metrics import content_characters
from knowledge.documents import DocumentId
from knowledge.ingesting.bulk import GivenText
from knowledge.sources import SourceFile
from service.answering.conversations import Turn
from service.judged_rows import (
    AnswerableRow,
    AskedRow,
    DocumentRow,
    PassageRow,
    SetError,
    UnanswerableRow,
    read_rows,
)

FILE_FOLDERS = ("html", "files")

_SPEAKER = re.compile(r"(用户|助手)[：:]")


#: Kinds of right answers that are a number, as sets name them; and how short the words of an
#: answer with digits are for them to be one, where a set names no kinds.
_NUMBERS = frozenset({"number", "date"})
_SHORT = 30


class Slice(StrEnum):
    """A kind of answerable question whose figures are shown apart."""

    LAY_WORDS = "lay_words"  # the lexicon expands a word of it
    FOLLOW_UP = "follow_up"  # it has talk before it
    TABLE = "table"  # what answers stands in a table
    LAPSED = "lapsed"  # only documents that are no longer in force answer
    NUMBER = "number"  # a number, a date or an amount answers
    NEW_PASSAGES = "new_passages"  # no training question has the same relevant passage


@dataclass(frozen=True)
class JudgedQuestion:
    """A question with what is right for it; which figures it counts for depends on what is given.

    `passages` are relevant passage ids; `documents` the right documents' ids; `answer` the words
    of a right answer; `evidence` the verbatim evidence of each document that has some. `turns`
    are the talk before the question, oldest first. `set_name` is that of the set. `slices` are
    those that the set tells; `kinds` of an unanswerable question what the set says it is, from
    the broadest on.
    """

    id: str
    question: str
    answerable: bool
    set_name: str = ""
    turns: tuple[Turn, ...] = ()
    passages: frozenset[str] = frozenset()
    documents: frozenset[str] = frozenset()
    answer: str | None = None
    evidence: Mapping[str, str] = field(default_factory=dict)
    slices: frozenset[Slice] = frozenset()
    kinds: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The question among those of several sets."""
        return f"{self.set_name}/{self.id}"

    @property
    def digest(self) -> str:
        """Eight hexadecimal digits by which a model knows that it has seen the question."""
        return hashlib.sha256(f"{self.id}\n{self.question}".encode()).hexdigest()[:8]


@dataclass(frozen=True)
class JudgedSet:
    """A set on disk: its questions read, its corpus read where asked for."""

    folder: Path
    questions: tuple[JudgedQuestion, ...]

    @property
    def name(self) -> str:
        """The folder's name."""
        return self.folder.resolve().name

    @property
    def gives_passages(self) -> bool:
        """Whether the corpus comes as passages with ids of their own."""
        return (self.folder / "passages.jsonl").is_file()

    def given_texts(self) -> Iterator[GivenText]:
        """The rows of `passages.jsonl`, each its own document; none where there is no such file."""
        for row in read_rows(self.folder / "passages.jsonl", PassageRow):
            article = row.article or ""
            yield GivenText(
                id=DocumentId(row.id),
                title=row.title,
                text=row.text,
                locator=f"《{row.title}》{article}",
                trail=" ".join((*(row.trail or ()), article)).strip(),
                written_on=row.written_on,
            )

    def sources(self) -> Iterator[tuple[str, SourceFile]]:
        """The rows of `documents.jsonl` as text files, each with its id."""
        for row in read_rows(self.folder / "documents.jsonl", DocumentRow):
            name = f"{row.id}.txt"
            origin = str(self.folder.resolve() / "documents.jsonl" / name)
            yield row.id, SourceFile(origin, name, row.text.encode())

    def files(self) -> list[Path]:
        """The files of the corpus; each one's id is its name."""
        return [
            path
            for folder in FILE_FOLDERS
            if (self.folder / folder).is_dir()
            for path in sorted((self.folder / folder).iterdir())
            if path.is_file()
        ]


def read_set(folder: Path) -> JudgedSet:
    """Read the questions of the set; raises SetError where the folder holds no set."""
    if not (folder / "questions.jsonl").is_file():
        raise SetError(f"{folder} 里没有 questions.jsonl，不是评测集")
    name = folder.resolve().name
    questions = [
        _answerable(row, name) for row in read_rows(folder / "questions.jsonl", AnswerableRow)
    ]
    known = {each.id for each in questions}
    for row in read_rows(folder / "unanswerable.jsonl", UnanswerableRow):
        if row.id in known:
            raise SetError(f"unanswerable.jsonl 的编号在 questions.jsonl 里已经有了：{row.id}")
        questions.append(
            JudgedQuestion(row.id, row.question, False, name, turns=_turns(row), kinds=_kinds(row))
        )
    corpus = ("passages.jsonl", "documents.jsonl", *FILE_FOLDERS)
    if not any((folder / name).exists() for name in corpus):
        raise SetError(f"{folder} 里没有语料：需要 {'、'.join(corpus)} 之一")
    return JudgedSet(folder, tuple(questions))


def read_sets(folders: Sequence[Path]) -> list[JudgedSet]:
    """Several sets; raises SetError where two have one name, by which they are told apart."""
    sets = [read_set(folder) for folder in folders]
    names = [each.name for each in sets]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise SetError(f"几个评测集的文件夹同名：{'、'.join(twice)}")
    return sets


def _answerable(row: AnswerableRow, set_name: str) -> JudgedQuestion:
    files = row.files or ([row.document] if row.document else [])
    evidence = {}
    if row.evidence:
        evidence = dict.fromkeys(files, row.evidence) | (row.evidence_alt or {})
    return JudgedQuestion(
        id=row.id,
        question=row.question,
        answerable=True,
        set_name=set_name,
        turns=_turns(row),
        passages=frozenset(row.relevant or ()),
        documents=frozenset(files),
        answer=row.answer if row.document else None,
        evidence=evidence,
        slices=frozenset(name for name, holds in _SLICES.items() if holds(row)),
    )


def _is_number(row: AnswerableRow) -> bool:
    if row.answer_type:
        return row.answer_type in _NUMBERS
    answer = content_characters(row.answer or "")
    return len(answer) <= _SHORT and any(character.isdigit() for character in answer)


def _is_lapsed(row: AnswerableRow) -> bool:
    stated = (row.source_status or {}).values()
    return bool(stated) and all(status.startswith("失效") for status in stated)


_SLICES: Mapping[Slice, Callable[[AnswerableRow], bool]] = {
    Slice.FOLLOW_UP: lambda row: bool(row.context),
    Slice.TABLE: lambda row: bool(row.evidence_in_table),
    Slice.LAPSED: _is_lapsed,
    Slice.NUMBER: _is_number,
}


def _kinds(row: UnanswerableRow) -> tuple[str, ...]:
    return tuple(dict.fromkeys(kind for kind in (row.category, row.subtype) if kind))


def _turns(row: AskedRow) -> tuple[Turn, ...]:
    """The talk before the question: 用户：… and 助手：… by turns, in one line or several."""
    pieces = _SPEAKER.split(row.context or "")[1:]
    turns: list[Turn] = []
    for speaker, words in zip(pieces[::2], pieces[1::2], strict=True):
        if speaker == "用户" or not turns:
            turns.append(Turn(words.strip(), ""))
        else:
            turns[-1] = Turn(turns[-1].question, words.strip())
    return tuple(turns)

"""Whom a policy is for and what it is about: populations and matters under their usual names.

A question on another population or another matter shares all its other words with a document that
does not answer it; the names tell the two apart, where one of them stands for the whole class.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources

POPULATION, MATTER = "人群", "事项"


@dataclass(frozen=True)
class Subject:
    """One population or matter: its kind, its names, and the pattern that finds any of them."""

    kind: str
    names: tuple[str, ...]
    pattern: re.Pattern[str]


@dataclass(frozen=True)
class Subjects:
    """All populations and matters of the table."""

    known: tuple[Subject, ...]

    def named(self, kind: str, text: str) -> list[Subject]:
        """The subjects of the kind that the text names."""
        return [each for each in self.known if each.kind == kind and each.pattern.search(text)]


def absent(named: Sequence[Subject], text: str) -> int:
    """How many of the subjects the text does not name."""
    return sum(each.pattern.search(text) is None for each in named)


def load_subjects() -> Subjects:
    """Read `subjects.tsv`: kind, a tab, the names of one subject parted by blanks."""
    table = resources.files("service.answering").joinpath("subjects.tsv")
    lines = table.read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return Subjects(tuple(_subject(kind, tuple(names.split())) for kind, names in rows))


def _subject(kind: str, names: tuple[str, ...]) -> Subject:
    return Subject(kind, names, re.compile("|".join(map(re.escape, names))))

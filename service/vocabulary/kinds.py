"""What a table of the vocabulary is: its columns, the rows that the program ships, its checks."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from service.config import Settings
from service.vocabulary.errors import VocabularyRefused
from service.vocabulary.records import LONGEST_KEY

#: The cells of a row by the names of the columns; empty where there is nothing.
Cells = Mapping[str, str]

#: How the words of a cell that lists some are parted, as shown and as typed.
LISTED = "、"
_PARTING = re.compile(r"[、,，;；\n]")


@dataclass(frozen=True)
class Column:
    """A column: what it is called, and what its cells may hold.

    `longest` counts characters; of `choices` one must be taken; a cell that `lists` holds words
    parted by “、”. `width` and `hint` are for the table and the form.
    """

    name: str
    heading: str
    longest: int
    width: int = 20
    required: bool = True
    choices: tuple[str, ...] = ()
    lists: bool = False
    hint: str = ""

    def cleaned(self, text: str) -> str:
        """The cell as it is kept; raises VocabularyRefused for one that cannot be."""
        words = " ".join(text.split()) if not self.lists else LISTED.join(listed(text))
        if self.required and not words:
            raise VocabularyRefused(f"“{self.heading}”没有填")
        if len(words) > self.longest:
            raise VocabularyRefused(f"“{self.heading}”最多 {self.longest} 个字")
        if not words.isprintable() or words.startswith("#"):
            raise VocabularyRefused(f"“{self.heading}”里有不能用的符号")
        if words and self.choices and words not in self.choices:
            raise VocabularyRefused(f"“{self.heading}”只能是：{'、'.join(self.choices)}")
        return words


@dataclass(frozen=True)
class Kind:
    """A table; the first column names the row.

    `facet` is the column by which the list is narrowed, `settled` are those that shipped rows
    keep. `key_of` gives what tells rows apart. `check` raises VocabularyRefused for cleaned cells
    that make no row beside the rows in force (by key, itself perhaps among them); `stays` says why
    a shipped row cannot be taken out, empty where it can. `examples` are shown with a shipped row:
    what it catches, where its cells do not tell.
    """

    slug: str
    title: str
    lead: str
    columns: tuple[Column, ...]
    shipped: Callable[[Settings], Mapping[str, Cells]]
    key_of: Callable[[Cells], str]
    check: Callable[[Cells, Mapping[str, Cells], Settings], None]
    stays: Callable[[str, Settings], str]
    facet: str | None = None
    settled: tuple[str, ...] = ()
    examples: Callable[[str], tuple[str, ...]] = lambda _key: ()

    def read(self, typed: Mapping[str, str]) -> Cells:
        """The cleaned cells of what was typed by the columns' names; raises VocabularyRefused."""
        cells = {column.name: column.cleaned(typed.get(column.name, "")) for column in self.columns}
        if len(self.key_of(cells)) > LONGEST_KEY:
            raise VocabularyRefused(f"“{self.columns[0].heading}”太长")
        return cells


def listed(cell: str) -> list[str]:
    """The words that a cell lists, each once."""
    words = (" ".join(word.split()) for word in _PARTING.split(cell))
    return list(dict.fromkeys(word for word in words if word))


def first_cell(name: str) -> Callable[[Cells], str]:
    """A `key_of` for tables whose rows are told apart by one cell as it stands."""
    return lambda cells: cells[name]


def never_stays(_key: str, _settings: Settings) -> str:
    """A `stays` for tables whose every row can be taken out."""
    return ""

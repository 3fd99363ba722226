"""What was read for each field, as a keeper looks at it: the value that counts, and its evidence.

The same of a stored document and of a draft: both have values, readings with places in the raw
text, and what people gave. Fields that need a look come first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from knowledge.given import FIELDS, STAFF, GivenValue

#: Characters of the raw text that are shown beside the fields, and of a quote's surroundings.
LONGEST_SOURCE = 20_000
#: Fields of which sources rightly give several values.
_MANY_VALUED = frozenset({"issuer", "region", "level", "topic"})


class ValueRead(Protocol):
    """A value that was read for a field: `raw[start:end]` shows it as printed."""

    @property
    def name(self) -> str: ...
    @property
    def value(self) -> str: ...
    @property
    def read_from(self) -> str: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def certain(self) -> bool: ...
    @property
    def chosen(self) -> bool: ...


@dataclass(frozen=True)
class Proof:
    """Where a value was read, in words; `place` is the number of its mark, None for no place."""

    value: str
    read_from: str
    quote: str
    certain: bool
    chosen: bool
    place: int | None


@dataclass(frozen=True)
class FieldView:
    """A field: the value that counts, the readings, and whether staff gave the value.

    `doubt` says in a few words why a person should look at it; empty where nothing speaks for it.
    """

    name: str
    label: str
    value: str
    proofs: tuple[Proof, ...]
    given_by: str
    doubt: str

    @property
    def corrected(self) -> bool:
        """Whether staff gave the value: they may take it back."""
        return self.given_by == STAFF


@dataclass(frozen=True)
class SourcePiece:
    """Consecutive characters of the raw text; `place` is the number of the mark, None for none."""

    text: str
    place: int | None


@dataclass(frozen=True)
class FieldsRead:
    """The fields, those in doubt first, and the raw text in which their evidence is marked.

    `cut` tells that the raw text goes on behind what is shown.
    """

    fields: tuple[FieldView, ...]
    source: tuple[SourcePiece, ...]
    cut: bool

    @property
    def doubtful_places(self) -> frozenset[int]:
        """The numbers of the marks from which something in doubt was read."""
        proofs = (proof for field in self.fields if field.doubt for proof in field.proofs)
        return frozenset(proof.place for proof in proofs if proof.place is not None)

    @property
    def doubtful(self) -> int:
        """How many fields a person should look at."""
        return sum(bool(field.doubt) for field in self.fields)


def fields_read(
    values: Mapping[str, str],
    readings: Sequence[ValueRead],
    given: Mapping[str, GivenValue],
    raw: str,
) -> FieldsRead:
    """The fields of a reading; `values` are those that count, by name."""
    shown = raw[:LONGEST_SOURCE]
    marks = marks_of(readings, len(shown))
    by_name: dict[str, list[Proof]] = defaultdict(list)
    for each in readings:
        by_name[each.name].append(_proof(each, raw, marks))
    fields = [
        FieldView(
            name,
            FIELDS[name].label,
            value,
            tuple(sorted(by_name[name], key=lambda proof: not proof.chosen)),
            given[name].read_from if name in given else "",
            _doubt(name, value, by_name[name]),
        )
        for name, value in values.items()
    ]
    ordered = sorted(fields, key=lambda field: not field.doubt)
    return FieldsRead(tuple(ordered), tuple(_pieces(shown, marks)), len(raw) > len(shown))


def _proof(read: ValueRead, raw: str, marks: Sequence[tuple[int, int]]) -> Proof:
    return Proof(
        read.value,
        read.read_from,
        " ".join(raw[read.start : read.end].split()),
        read.certain,
        read.chosen,
        _place(read, marks),
    )


def _place(read: ValueRead, marks: Sequence[tuple[int, int]]) -> int | None:
    """The number of the mark that the reading is in, or that holds the beginning of it."""
    for number, (start, end) in enumerate(marks, 1):
        if start < read.end and read.start < end:
            return number
    return None


def _doubt(name: str, value: str, proofs: Sequence[Proof]) -> str:
    chosen = [proof for proof in proofs if proof.chosen]
    if name == "title" and not value:
        return "没有读到标题"
    if any(proof.read_from == STAFF for proof in chosen):
        return ""
    if any(not proof.certain for proof in chosen):
        return "读得没有把握"
    told = {proof.value for proof in chosen}
    if name not in _MANY_VALUED and chosen and any(proof.value not in told for proof in proofs):
        return "几处说法不一致"
    return ""


def marks_of(readings: Sequence[ValueRead], length: int) -> list[tuple[int, int]]:
    """The places of the readings that are shown, in order, none within another."""
    found = {(each.start, each.end) for each in readings if each.start < each.end <= length}
    spans = sorted(found, key=lambda span: (span[0], -span[1]))
    marks: list[tuple[int, int]] = []
    for start, end in spans:
        if not marks or start >= marks[-1][1]:
            marks.append((start, end))
    return marks


def _pieces(text: str, marks: Sequence[tuple[int, int]]) -> Iterator[SourcePiece]:
    at = 0
    for number, (start, end) in enumerate(marks, 1):
        yield SourcePiece(text[at:start], None)
        yield SourcePiece(text[start:end], number)
        at = end
    yield SourcePiece(text[at:], None)

"""One document told by several sources: what is kept of each.

The same text at two sites is one document, but each page tells its own of it: one shows that the
document has lapsed, the other its number. What only one tells is kept; where they differ about
validity the stricter word counts, so that no source can bring back what another says has ended.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from knowledge.cleaned import Doubt
from knowledge.dates import chinese_date
from knowledge.documents import Version
from knowledge.outline import FieldReading, Reading
from knowledge.validity import BODY, ENDED, ValidityFacts, ValidityState

#: Doubts of this kind tell where the sources of one document differ.
SOURCES_DIFFER = "sources_differ"

#: Columns of a version whose value is the first source's where it tells one.
_FILLED = (
    "title",
    "carried_title",
    "doc_number",
    "issuers",
    "kind",
    "level",
    "region",
    "index_number",
    "unified_number",
    "topic",
    "written_on",
    "published_on",
    "source_url",
)
#: Evidence is kept under the name of the field; issuers have a row each.
_EVIDENCE_NAMES = {"issuers": "issuer"}
_KEYS = ("title_key", "carried_title_key", "number_key")

#: From the most lenient word of a publisher to the strictest.
_STRICTNESS = (
    None,
    ValidityState.UNVERIFIED,
    ValidityState.IN_FORCE,
    ValidityState.EXTENDED,
    ValidityState.AMENDED,
    ValidityState.PARTLY_LAPSED,
    ValidityState.NOT_YET,
    ValidityState.LAPSED,
    ValidityState.LAPSED_EARLY,
    ValidityState.REPEALED,
)


@dataclass(frozen=True)
class Joined:
    """A reading with what other sources told before; `adds` tells whether it says anything new."""

    reading: Reading
    adds: bool
    doubts: tuple[Doubt, ...] = ()


def join(stored: Version, reading: Reading) -> Joined:
    """Join what the stored version and another source's reading of the same text tell."""
    before = stated_facts(stored)
    told = reading.metadata.validity
    validity = _stricter(before, told, f"（见{stored.file_name}）")
    doubts = tuple(_differences(before, told))
    kept = {name: getattr(stored, name) for name in _FILLED if getattr(stored, name)}
    values = {name: _as_read(value) for name, value in kept.items()}
    metadata = replace(
        reading.metadata,
        **values,
        validity=validity,
        evidence=tuple(_evidence(reading, values)),
    )
    keys = {name: getattr(stored, name) for name in _KEYS if getattr(stored, name)}
    joined = replace(reading, metadata=metadata, doubts=(*reading.doubts, *doubts), **keys)
    filled = any(getattr(reading.metadata, name) for name in _FILLED if not getattr(stored, name))
    return Joined(joined, filled or _values(validity) != _values(before), doubts)


def stated_facts(row: Any) -> ValidityFacts:
    """The validity facts in the columns of a version."""
    return ValidityFacts(
        stated=ValidityState(row.stated_validity) if row.stated_validity else None,
        stated_from=row.stated_from,
        effective_on=row.effective_on,
        effective_from=row.effective_from,
        expires_on=row.expires_on,
        expires_from=row.expires_from,
    )


def _stricter(before: ValidityFacts, told: ValidityFacts, whence: str) -> ValidityFacts:
    """The stricter of two sources' facts, `told` where they are equal; `whence` marks `before`."""
    first = _marked(before, whence)
    ranked = sorted((told, first), key=lambda facts: _STRICTNESS.index(facts.stated))
    stated = told if told.stated == first.stated else ranked[-1]
    starts = max((told, first), key=lambda facts: facts.effective_on or date.min)
    ends = min((told, first), key=lambda facts: facts.expires_on or date.max)
    if any(facts.stated in ENDED and facts.expires_on is None for facts in (told, first)):
        # An end without a day has come; the other source's later day must not put it off.
        ends = ValidityFacts()
    return replace(
        told,
        stated=stated.stated,
        stated_from=stated.stated_from,
        effective_on=starts.effective_on,
        effective_from=starts.effective_from,
        expires_on=ends.expires_on,
        expires_from=ends.expires_from,
    )


def _marked(facts: ValidityFacts, whence: str) -> ValidityFacts:
    """The facts of the older source: where each stands in that source, told once."""
    return replace(
        facts,
        stated_from=_from(facts.stated_from, whence),
        effective_from=_from(facts.effective_from, whence),
        expires_from=_from(facts.expires_from, whence),
    )


def _from(place: str, whence: str) -> str:
    """The place and the file; the text is the same in both, so its place needs no file."""
    return place if place in ("", BODY) or "（见" in place else place + whence


def _values(facts: ValidityFacts) -> tuple[object, ...]:
    return facts.stated, facts.effective_on, facts.expires_on


def _differences(before: ValidityFacts, told: ValidityFacts) -> Iterator[Doubt]:
    compared = (
        ("文件状态", before.stated, told.stated),
        ("施行日期", before.effective_on, told.effective_on),
        ("失效日期", before.expires_on, told.expires_on),
    )
    for name, one, other in compared:
        if one and other and one != other:
            yield Doubt(
                SOURCES_DIFFER,
                f"{name}：{_shown(one)}、{_shown(other)}",
                "同一文件的两个来源写得不同，按较严的一个判断，请核实",
            )


def _shown(value: ValidityState | date) -> str:
    return value.value if isinstance(value, ValidityState) else chinese_date(value)


def _as_read(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _evidence(reading: Reading, kept: dict[str, Any]) -> Iterator[FieldReading]:
    """The reading's evidence; a value that gave way to the first source's is not the chosen one."""
    yielding = {
        _EVIDENCE_NAMES.get(name, name)
        for name, value in kept.items()
        if getattr(reading.metadata, name) != value
    }
    for field in reading.metadata.evidence:
        yield replace(field, chosen=False) if field.name in yielding else field

"""What of a reading a person should look at: failed repairs, values that clash or are unsure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from knowledge.cleaned import PageType
from knowledge.field_names import FIELD_NAMES
from knowledge.outline import FieldReading, Reading

#: Fields of which sources rightly give several values; that they differ says nothing.
_MANY_VALUED = frozenset({"issuer", "region", "level", "topic"})


def to_review(reading: Reading) -> tuple[str, ...]:
    """A sentence for each thing that a person should look at (存疑), in the order of weight."""
    return (*_sentences(reading),)


def _sentences(reading: Reading) -> Iterator[str]:
    for doubt in reading.doubts:
        yield f"“{doubt.raw}”：{doubt.reason}"
    if not reading.metadata.title:
        yield "没有读到标题"
    if reading.page_type is PageType.INDEX:
        return
    yield from _unsure(reading.metadata.evidence)
    yield from _clashes(reading.metadata.evidence)


def _unsure(evidence: Sequence[FieldReading]) -> Iterator[str]:
    for found in evidence:
        if found.chosen and not found.certain:
            name = FIELD_NAMES.get(found.name, found.name)
            yield f"{name}“{found.value}”读自{found.read_from}，没有把握"


def _clashes(evidence: Sequence[FieldReading]) -> Iterator[str]:
    """Where a value that did not count says other than the one that does."""
    readings: defaultdict[str, list[FieldReading]] = defaultdict(list)
    for found in evidence:
        readings[found.name].append(found)
    for name, found_of_it in readings.items():
        chosen = [found for found in found_of_it if found.chosen]
        if name in _MANY_VALUED or not chosen:
            continue
        told: set[str] = {found.value for found in chosen}
        for other in found_of_it:
            if other.value not in told:
                told.add(other.value)
                yield (
                    f"{FIELD_NAMES.get(name, name)}不一致：{chosen[0].read_from}为"
                    f"“{chosen[0].value}”（已采用），{other.read_from}为“{other.value}”"
                )

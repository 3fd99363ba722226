"""What a change of organs would do, as the pages show it before it is done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from knowledge.metadata.organs import region_of
from service.console.access import current_actor
from service.consultations.permitting import sees_all
from service.consultations.rerouting import Kind, Rerouted, rerouting
from service.keeping.organ_effects import Keeping, changed_keeping
from service.public.context import office
from service.staff.organ_tables import OrganRow
from service.staff.organs import KnownOrgan, known_organs

#: Questions shown of those that would go elsewhere.
SHOWN_QUESTIONS = 30


@dataclass(frozen=True)
class Way:
    """From which organ to which questions would go, None to none; how many of each kind."""

    before: str | None
    after: str | None
    consultations: int
    unanswered: int


@dataclass(frozen=True)
class OrganEffects:
    """Where questions would go, of so many looked at, of so many; whose documents would be whose.

    `questions` are empty for who may not see every consultation.
    """

    ways: tuple[Way, ...]
    questions: tuple[Rerouted, ...]
    looked_at: int
    of: int
    keeping: Sequence[Keeping]


def effects_of(session: Session, changed: Sequence[tuple[int | None, OrganRow]]) -> OrganEffects:
    """What these rows would do: of the organs with these ids, None for a new one."""
    before = known_organs(session)
    rows = {organ_id: row for organ_id, row in changed if organ_id is not None}
    new = [row for organ_id, row in changed if organ_id is None]
    after: list[KnownOrgan] = [
        *((organ_id, rows.get(organ_id, row)) for organ_id, row in before),
        *((-number, row) for number, row in enumerate(new, start=1)),
    ]
    found = rerouting(session, before, after, office().clock())
    return OrganEffects(
        _ways(found.rerouted),
        found.rerouted[:SHOWN_QUESTIONS] if sees_all(current_actor()) else (),
        found.looked_at,
        found.of,
        changed_keeping(session, before, after, region_of(office().settings.organ)),
    )


def _ways(rerouted: Sequence[Rerouted]) -> tuple[Way, ...]:
    counted = Counter((each.before, each.after, each.kind) for each in rerouted)
    ways = dict.fromkeys((before, after) for before, after, _ in counted)
    return tuple(
        Way(*way, counted[(*way, Kind.CONSULTATION)], counted[(*way, Kind.UNANSWERED)])
        for way in ways
    )

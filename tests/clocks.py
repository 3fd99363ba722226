"""A clock that stands still until a test moves it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from knowledge.clock import CHINA

START = datetime(2026, 11, 22, 10, 0, tzinfo=CHINA).astimezone(UTC)


@dataclass
class FrozenClock:
    """Gives `now` (in UTC) until told otherwise; starts on 2026-11-22 at ten in Asia/Shanghai."""

    now: datetime = START

    def __call__(self) -> datetime:
        return self.now

    def advance(self, by: timedelta) -> None:
        """Let time pass."""
        self.now += by

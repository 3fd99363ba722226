"""Time as the office counts it: an injectable clock and the day in Asia/Shanghai."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

CHINA = ZoneInfo("Asia/Shanghai")

#: Gives the present moment, aware and in UTC. Collaborators take a Clock; none asks the system.
Clock = Callable[[], datetime]


def system_clock() -> datetime:
    """The machine's present moment in UTC."""
    return datetime.now(UTC)


def standing_clock(day: date) -> Clock:
    """A clock that stands at noon of the day in China."""
    moment = datetime.combine(day, time(12), CHINA).astimezone(UTC)
    return lambda: moment


def day_in_china(moment: datetime) -> date:
    """The calendar day of an aware moment in Asia/Shanghai, whatever the hour.

    Raises ValueError for a naive moment.
    """
    if moment.tzinfo is None:
        raise ValueError("a naive datetime has no day: give an aware one")
    return moment.astimezone(CHINA).date()

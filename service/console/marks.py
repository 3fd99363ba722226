"""How near a term is, as the queue marks it: a sign and words, the colour only beside them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from service.consultations.calendar import WorkingCalendar


@dataclass(frozen=True)
class DueMark:
    """`name` is what the styles know; `sign` and `words` are what people read."""

    name: str
    sign: str
    words: str


@dataclass(frozen=True)
class Today:
    """The day on which terms are judged, and the last day that counts as near."""

    day: date
    soon_until: date

    def mark(self, due_on: date | None, running: bool, ended: bool) -> DueMark:
        """The mark of a consultation that is due on `due_on`.

        `ended` is one that is answered or closed, whose term no longer runs; `running` is false
        where the clock stands still until the citizen supplements.
        """
        if ended:
            return DueMark("ended", "✓", "已办结")
        if not running:
            return DueMark("stopped", "⏸", "期限中止")
        if due_on is None:
            return DueMark("unknown", "？", "期限待定")
        left = (due_on - self.day).days
        if left < 0:
            return DueMark("overdue", "▲", f"超期 {-left} 天")
        if left == 0:
            return DueMark("soon", "●", "今天到期")
        if due_on <= self.soon_until:
            return DueMark("soon", "●", f"还有 {left} 天")
        return DueMark("running", "", f"还有 {left} 天")


def judged_on(day: date, calendar: WorkingCalendar) -> Today:
    """Today, with the next working day as the last that is near.

    Yellow one working day before the term ends; where the calendar of that day's year is not
    there, the next day stands in.
    """
    near = day + timedelta(days=1)
    while calendar.knows(near.year) and not calendar.is_working(near):
        near += timedelta(days=1)
    return Today(day, near)

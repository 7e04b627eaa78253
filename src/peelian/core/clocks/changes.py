"""What a new version of the calendar does to deadlines that are running, before it is taken up and after."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from peelian.core.clocks.calendars import Calendar
from peelian.core.clocks.dates import in_full
from peelian.core.clocks.deadlines import Deadline


@dataclass(frozen=True)
class Change:
    """A deadline by the old calendar and by the new one."""

    before: Deadline
    after: Deadline

    @property
    def sentence(self) -> str:
        """What its owner is told."""
        version = self.after.calendar.version
        old, new = (in_full(found.due) if found.due else "no date" for found in (self.before, self.after))
        return (f"{self.before.rule.title}: due {new} instead of {old}, because the calendar changed ({version.why}; "
                f"known from {in_full(version.known)}, by {version.by}).")  # fmt: skip


def recompute(deadlines: Iterable[Deadline], old: Calendar, new: Calendar) -> tuple[Change, ...]:
    """Which of the running deadlines fall on another day by the new calendar. Raises PeelianError as ``deadline`` does."""
    both = (Change(found.by(old), found.by(new)) for found in deadlines)
    return tuple(change for change in both if change.before.due != change.after.due)


def uses(holiday: date, deadlines: Iterable[Deadline]) -> Iterator[Deadline]:
    """Those that set a day aside, or move off it, because it is a bank holiday: what to explain before it is removed."""
    for found in deadlines:
        moved = found.last == holiday and found.due != holiday and holiday.weekday() < 5
        if moved or any(day.date == holiday and day.kind == "holiday" for day in found.days):
            yield found

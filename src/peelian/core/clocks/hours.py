"""Deadlines of hours, in London, as time passes: the night the clocks change is an hour shorter or longer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


def back(moment: datetime, hours: int) -> datetime:
    """So many hours before a moment, as London's clocks show it."""
    return (moment.astimezone(UTC) - timedelta(hours=hours)).astimezone(LONDON)


def per_day(first: datetime, last: datetime) -> Iterator[tuple[date, timedelta]]:
    """The days between two moments, latest first, and how much of each lies between them."""
    day = last.date()
    while day >= first.date():
        midnight = datetime.combine(day, time(0), LONDON)
        following = datetime.combine(day + timedelta(1), time(0), LONDON)
        begins = max(midnight.astimezone(UTC), first.astimezone(UTC))
        yield day, min(following.astimezone(UTC), last.astimezone(UTC)) - begins
        day -= timedelta(1)

"""Dates as people say them."""

from __future__ import annotations

from datetime import date, datetime

from peelian.figures.periods import MONTH_NAMES

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def in_full(day: date) -> str:
    """``Thursday 21 January 2027``."""
    return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTH_NAMES[day.month - 1]} {day.year}"


def moment(at: datetime) -> str:
    """``09:30 on Thursday 21 January 2027``."""
    return f"{at:%H:%M} on {in_full(at.date())}"

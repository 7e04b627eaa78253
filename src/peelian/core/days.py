"""Which days can be meant: a year that slipped in typing must not become a record, a link and a page."""

from __future__ import annotations

import datetime as dt
from typing import Any

from peelian.figures.errors import PeelianError

FIRST, LAST = dt.date(1900, 1, 1), dt.date(2199, 12, 31)
"""The first and the last day that a record can be of."""


def strange(day: dt.date) -> str:
    """Why a day cannot be meant; empty where it can."""
    if day < FIRST:
        return f"The year {day.year} is before {FIRST.year}. Look at the year again."
    if day > LAST:
        return f"The year {day.year} is after {LAST.year}. Look at the year again."
    return ""


def must_be_meant(name: str, value: Any) -> None:
    """Raises PeelianError where the value of a field is a day that cannot be meant."""
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime) and (why := strange(value)):
        message, _, remedy = why.partition(". ")
        raise PeelianError("strange-day", f"{message}.", remedy, {"at": [name], "day": value.isoformat()})

"""Days as papers print them, with or without a year: of a meeting, of an activity, by when something is to be done."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Literal

_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_SPELT = (
    r"Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?"
    r"|Dec(?:ember)?"
)
# in capitals as well, but not in small letters: item 9 may be taken first
_MONTH = rf"(?P<month>{_SPELT}|{_SPELT.upper()})\b"
_DAY = re.compile(rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}(?:,?\s+(?P<year>(?:19|20)\d\d)\b)?")
_TIME = re.compile(r"\b(?P<hour>\d{1,2})(?:[.:](?P<minute>\d\d))?\s*(?P<half>am|pm)?\b", re.IGNORECASE)
_CLOCK = re.compile(r"\b\d{1,2}(?:[.:]\d\d)?\s*(?:am|pm)\b|\b\d{1,2}[.:]\d\d\b", re.IGNORECASE)
_SPAN = re.compile(r"\b(\d{1,2}[.:]\d\d)\s*(am|pm)?\s*(?:-|–|to|until)\s*(\d{1,2}[.:]\d\d)\s*(am|pm)?", re.IGNORECASE)
_BY_MONTH = re.compile(
    rf"\b(?:by|before|in|during)\s+(?:the\s+)?(?:(?:end|middle|beginning|start)\s+of\s+)?"
    rf"(?:late |early |mid-?)?{_MONTH}(?!\s+\d{{4}})"
)
_WEEK = re.compile(r"\bnext week\b|\bfollowing week\b", re.IGNORECASE)
_MEETING = re.compile(
    r"\b(?:the |a |its |their |next week.s )?(?:next|following|forthcoming|future|(?:\w+ )?\d{4}) (?:\w+ ){0,3}meeting\b"
    r"|\bnext week.s (?:\w+ ){0,3}meeting\b|\b(?:the )?(?:January|February|March|April|May|June|July|August|September|October"
    r"|November|December) meeting\b",
    re.IGNORECASE,
)
_SOME_TIME = re.compile(
    r"\bnext (?:year|month)\b|\bshortly\b|\bsoon\b|\bin due course\b|\bin the (?:near )?future\b", re.IGNORECASE
)


@dataclass(frozen=True)
class Day:
    """A day as printed, and where in the text it stands; ``on`` is None where no calendar has it."""

    words: str
    on: date | None
    at: int


def days_in(text: str, near: date | None) -> Iterator[Day]:
    """Every day of a text; one without a year is in that of ``near``, or the year beside it where that is nearer."""
    for match in _DAY.finditer(text):
        month = _NAMES.index(match["month"][:3].lower()) + 1
        years = [int(match["year"])] if match["year"] else [near.year - 1, near.year, near.year + 1] if near else []
        found = [day for year in years if (day := _day(year, month, int(match["day"])))]
        on = min(found, key=lambda day: abs((day - near).days) if near else 0, default=None)
        yield Day(match[0], on, match.start())


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def times_in(text: str) -> tuple[time | None, time | None]:
    """When something begins and ends; None where the text does not say."""
    span = _SPAN.search(text)
    if span:
        ends = _clock(span[3], span[4] or span[2])
        begins = _clock(span[1], span[2] or span[4])
        if not span[2] and begins and ends and begins > ends:  # 10.00 - 12.30 pm begins in the morning
            begins = _clock(span[1], None)
        return begins, ends
    first = _CLOCK.search(text)
    return (_clock(first[0], None), None) if first else (None, None)


def _clock(words: str, half: str | None) -> time | None:
    match = _TIME.search(words)
    if not match:
        return None
    half = (half or match["half"] or "").lower()
    hour = int(match["hour"])
    if half == "pm":
        hour = hour % 12 + 12
    elif half == "am" and hour == 12:
        hour = 0  # half past midnight, not past noon
    minute = int(match["minute"] or 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


@dataclass(frozen=True)
class When:
    """By when something is to be done: ``kind`` says whether words name a day, week or month, a meeting, or neither."""

    kind: Literal["date", "meeting", "none"]
    words: str
    due: str | None = None


def when_in(text: str, said_on: date | None) -> When:
    """By when a statement of a meeting says that something is to be done; what is vaguer than a month only keeps its words."""
    meeting = _MEETING.search(text)
    week = _WEEK.search(text)
    if meeting:
        return When("meeting", meeting[0], _end_of_next_week(said_on) if week else None)
    day = next((one for one in days_in(text, said_on) if one.on and (said_on is None or one.on >= said_on)), None)
    if day and day.on:
        return When("date", day.words, day.on.isoformat())
    month = _BY_MONTH.search(text)
    if month:
        return When("date", month[0], _month_after(month["month"], said_on))
    if week:
        return When("date", week[0], _end_of_next_week(said_on))
    vague = _SOME_TIME.search(text)
    return When("none", vague[0] if vague else "")


def _end_of_next_week(said_on: date | None) -> str | None:
    return (said_on + timedelta(days=13 - said_on.weekday())).isoformat() if said_on else None


def _month_after(name: str, said_on: date | None) -> str | None:
    """The month of this name that is this month or the first after it."""
    if said_on is None:
        return None
    month = _NAMES.index(name[:3].lower()) + 1
    return f"{said_on.year + (month < said_on.month)}-{month:02}"

"""What a recommendation's words hold: whether it asks, whom, and by when."""

from __future__ import annotations

import calendar
import re
from datetime import date
from typing import Any

from peelian.reading.dates import Date, dates_in
from peelian.scrutiny.importing.entries import Entry
from peelian.scrutiny.importing.wording import (
    ADDRESSED,
    ASKS,
    FOR_WHOM,
    FORMULA,
    MUST,
    NO_BODY,
    OF_WHOM,
    PRINCIPLE,
)

SAID, ASKED, DEMANDED, JUDGED, UNSURE = 0.98, 0.93, 0.75, 0.9, 0.6
"""How sure it is what an entry is: the document says so; its words ask; they demand of somebody; they only judge; they might demand."""
_DAY = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th)?\s+(?:of\s+)?[A-Z][a-z]+\.?,?\s+(?:19|20)\d\d\b")
_RANGE = re.compile(r"\bwithin (?:the next )?(?:\w+|\d+) (?:working days|days|weeks|months|years)\b", re.IGNORECASE)


def asks(entry: Entry) -> tuple[bool, float]:
    """Whether an entry is a recommendation, and how sure that is."""
    if entry.what in ("recommendation", "proposal"):
        return True, SAID
    if entry.what in ("conclusion", "finding"):
        return False, SAID
    return asked_by(entry.whole)


def asked_by(text: str) -> tuple[bool, float]:
    """Whether words ask somebody for something, and how sure that is."""
    text = text.replace("’", "'")
    if ASKS.search(text):
        return True, ASKED
    if not MUST.search(text):
        return False, JUDGED
    if OF_WHOM.search(text) and not PRINCIPLE.search(text):
        return True, DEMANDED
    return False, UNSURE


def addressees_in(text: str) -> list[str]:
    """Whom a recommendation names at its beginning, as printed; empty where it names nobody there."""
    text = text.replace("’", "'")
    found: list[str] = []
    for sentence in re.split(r"(?<=[.;])\s+", text):
        formula = FORMULA.search(sentence)
        rest = sentence[formula.end() :] if formula else sentence
        who = ADDRESSED.match(rest)
        if who and (formula or MUST.match(rest[who.end() :].lstrip(" ,"))) and not NO_BODY.match(who["who"]):
            found.append(who["who"])
        found += [match["who"] for match in FOR_WHOM.finditer(sentence)]
    return list(dict.fromkeys(_without_article(name) for name in found))


def _without_article(name: str) -> str:
    return re.sub(r"^(?:the|all|both|each)\s+", "", name, flags=re.IGNORECASE)


def due_in(text: str) -> dict[str, Any]:
    """``due`` (a day, else a month) and ``due_words`` of the first date by which something is asked; nothing where none is."""
    dated = [one for one in dates_in(text) if one.role == "due" and one.period]
    if dated:
        return {"due": _day_of(dated[0]) or dated[0].month, "due_words": dated[0].words}
    within = _RANGE.search(text)
    return {"due_words": within[0]} if within else {}


def _day_of(found: Date) -> str | None:
    """The day of a date that names one, as 2022-09-30; None where it names a month only, or a day that no month has."""
    day = _DAY.search(found.words)
    if not day or not found.period or len(found.period) != len("2022-09"):
        return None
    year, month = (int(part) for part in found.period.split("-"))
    return date(year, month, int(day[1])).isoformat() if int(day[1]) <= calendar.monthrange(year, month)[1] else None


def last_day(due: str) -> date | None:
    """The day by which a ``due`` of a proposal is: of a month its last; None for what is neither."""
    if re.fullmatch(r"\d{4}-\d\d-\d\d", due):
        return date.fromisoformat(due)
    if re.fullmatch(r"\d{4}-(?:0[1-9]|1[0-2])", due):
        year, month = int(due[:4]), int(due[5:])
        return date(year, month, calendar.monthrange(year, month)[1])
    return None

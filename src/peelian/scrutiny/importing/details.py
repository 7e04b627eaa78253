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
    CONDITION,
    FOR_WHOM,
    FORMULA,
    MUST,
    NO_BODY,
    NO_BODY_ENDS,
    OF_WHOM,
    PRINCIPLE,
    THINKS,
)

SAID, ASKED, DEMANDED, JUDGED, UNSURE = 0.98, 0.93, 0.75, 0.9, 0.6
"""How sure it is: the document says so; its words ask; they demand of somebody; they only judge; they might demand."""
PRINTED, PRINTED_ONLY = 0.97, 0.8
"""By how the list prints it: with its words, and against them."""
LISTED = 0.7
"""It stands in a list that is headed as one of recommendations, and its words do not say whom it asks."""
_SENTENCE = re.compile(r"(?<=[.?!])[\"'”)]*\s+(?=[\"'“(]?[A-Z0-9£])")
_THAT = re.compile(r"^That\s+(?=(?:the |all |both |each )?[A-Z])")
"""How one begins in a list whose heading already says that it recommends."""
_IS_DONE_TO = re.compile(r"(?:\([^)]*\)\s*|No\.?\s*\d+\s*)*be\s+\w+(?:ed|en|ade)\b")
"""A thing of which something is recommended: that Standing Orders be amended."""
_DAY = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th)?\s+(?:of\s+)?[A-Z][a-z]+\.?,?\s+(?:19|20)\d\d\b")
_RANGE = re.compile(r"\bwithin (?:the next )?(?:\w+|\d+) (?:working days|days|weeks|months|years)\b", re.IGNORECASE)


def asks(entry: Entry) -> tuple[bool, float]:
    """Whether an entry is a recommendation, and how sure that is."""
    if entry.what in ("recommendation", "proposal"):
        return True, SAID
    if entry.what in ("conclusion", "finding"):
        return False, SAID
    by_words = asked_by(entry.whole)
    if entry.asked and not by_words[0] and not _judges(entry.whole):
        return True, LISTED
    return (False, UNSURE) if entry.text.endswith(":") and not asked_by(entry.text)[0] else by_words


def _judges(text: str) -> bool:
    text = text.replace("’", "'")
    return bool(PRINCIPLE.search(text) or THINKS.search(text))


def asked_by(text: str) -> tuple[bool, float]:
    """Whether words ask somebody for something, and how sure that is."""
    text = text.replace("’", "'")
    if ASKS.search(text):
        return True, ASKED
    demands = [
        one
        for one in _SENTENCE.split(text)
        if MUST.search(one) and not PRINCIPLE.search(one) and not CONDITION.search(one)
    ]
    if any(OF_WHOM.search(one) for one in demands):
        return True, DEMANDED
    return (True, UNSURE) if demands else (False, JUDGED if not MUST.search(text) else UNSURE)


def addressees_in(text: str) -> list[str]:
    """Whom a recommendation names at its beginning, as printed; empty where it names nobody there."""
    text = text.replace("’", "'")
    found: list[str] = []
    for sentence in re.split(r"(?<=[.;])\s+", text):
        formula = FORMULA.search(sentence) or _THAT.match(sentence)
        rest = sentence[formula.end() :] if formula else sentence
        who = ADDRESSED.match(rest)
        after = re.sub(r"^\s*\([^)]*\)", "", rest[who.end() :]).lstrip(" ,") if who else ""
        if who and (formula or MUST.match(after)) and _is_body(who["who"]) and not _IS_DONE_TO.match(after):
            found.append(who["who"])
        found += [match["who"] for match in FOR_WHOM.finditer(sentence)]
        if not formula and not who:
            found += [match["who"] for match in OF_WHOM.finditer(sentence) if _is_body(match["who"])]
    return list(dict.fromkeys(_bare(name) for name in found))


def _is_body(name: str) -> bool:
    return not NO_BODY.match(name) and not NO_BODY_ENDS.search(name)


def _bare(name: str) -> str:
    """A name without its article, and not in the genitive."""
    name = re.sub(r"^(?:the|all|both|each)\s+", "", name, flags=re.IGNORECASE)
    return re.sub(r"(?:'s|s')$", lambda match: match[0].replace("'", "").removesuffix("s"), name)


def due_in(text: str) -> dict[str, Any]:
    """``due`` (a day, else a month) and ``due_words`` of the first date by which something is asked; nothing where none is."""
    sentences = _SENTENCE.split(text)
    asking = " ".join(one for one in sentences if asked_by(one)[0]) if len(sentences) > 1 else text
    dated = [one for one in dates_in(asking) if one.role == "due" and one.period]
    if dated:
        return {"due": _day_of(dated[0]) or dated[0].month, "due_words": dated[0].words}
    within = _RANGE.search(asking)
    return {"due_words": within[0]} if within else {}


def names_a_day(words: str) -> bool:
    """Whether words name a day of a month of a year, be it one that the calendar has or not."""
    return bool(_DAY.search(words))


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

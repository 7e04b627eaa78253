"""Dates as documents print them: by when something is due, from when it runs; a month as the house writes it, and the words.

What is vaguer than a year keeps its words and gets no month: nothing is made up. A year alone is read as its last month, where
it is a date by which something is done.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_SHORT = {name[:3]: number for number, name in enumerate(_MONTHS, start=1)}
_SEASONS = {"spring": 5, "summer": 8, "autumn": 11}
"""The last month of a season; a winter lies in two years, so it names no month."""
_QUARTER_END = {1: 6, 2: 9, 3: 12, 4: 3}
_MONTH = r"(?P<month>Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)"  # noqa: E501
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_BY = r"(?P<how>by|before|until|no later than|not later than|in|during|from|since|starting in|on|at|to be published in)"
_DATE = re.compile(
    rf"(?:\b{_BY}\s+)?(?P<when>"
    rf"(?:the\s+)?(?P<edge>end|beginning|start|middle)\s+of\s+(?:the\s+)?(?:{_MONTH}\s+)?{_YEAR}(?P<fy>\s*[/-]\s*\d{{2,4}})?"
    rf"|(?:the\s+)?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH.replace('month', 'month2')},?\s+{_YEAR.replace('year', 'year2')}"
    rf"|{_MONTH.replace('month', 'month3')}\.?,?\s+{_YEAR.replace('year', 'year3')}"
    rf"|(?:the\s+)?(?P<season>spring|summer|autumn|winter)(?:\s+of)?\s+{_YEAR.replace('year', 'year4')}"
    rf"|(?:the\s+)?(?:early|late|mid-?)\s*{_YEAR.replace('year', 'year5')}"
    rf"|Q(?P<quarter>[1-4])\s+(?:of\s+)?(?P<qyear>(?:19|20)\d\d)\s*[/-]\s*\d{{2,4}}"
    rf"|(?:financial year\s+)?(?P<fyear>(?:19|20)\d\d)\s*/\s*(?P<fend>\d{{2,4}})(?!\d)"
    rf"|{_YEAR.replace('year', 'year6')}(?![\d/]|\s*[–-]\s*\d)"
    r")",
    re.IGNORECASE,
)
_VAGUE = re.compile(
    r"\b(?:in|by|over|during|within|from)\s+(?:the\s+)?(?:new year|coming (?:year|months)|next (?:\w+\s+)?(?:year|years|months)|near future"
    r"|spring|summer|autumn|winter|first (?:year|six months|hundred days)|end of the (?:year|financial year|mayoralty|plan))\b"
    r"|\bin due course\b|\bwithin\s+(?:\d+|\w+)\s+(?:days|weeks|months|years)\b"
    r"|\bthroughout (?:the term of )?this (?:Mayoralty|Police and Crime Plan period|plan period)\b",
    re.IGNORECASE,
)
_DUE = {"by", "before", "until", "no later than", "not later than"}
_START = {"from", "since", "starting in"}


@dataclass(frozen=True)
class Date:
    """``role``: due (by then), start (from then), at (in or on it), vague (words only). ``period`` is a month or a financial year.

    ``words`` is what is printed, ``at`` where in the text it stands.
    """

    role: Literal["due", "start", "at", "vague"]
    words: str
    period: str | None
    at: int
    prepositioned: bool = True
    """Whether a word such as in or by stands before it: a bare date may be part of a name."""

    @property
    def month(self) -> str | None:
        """The month by which it is: of a financial year its last."""
        if self.period and self.period.startswith("FY"):
            return f"{int(self.period[2:6]) + 1}-03"
        return self.period


def dates_in(text: str) -> list[Date]:
    """Every date of a text, in its order."""
    found = [*_exact(text), *_vague(text)]
    return sorted(found, key=lambda date: date.at)


def _exact(text: str) -> Iterator[Date]:
    for match in _DATE.finditer(text):
        how = (match["how"] or "").lower()
        if match["year6"] and not how:
            continue  # a number that looks like a year
        role: Literal["due", "start", "at"] = "due" if how in _DUE else "start" if how in _START else "at"
        yield Date(role, match[0], _period(match, role), match.start(), bool(how))


def _vague(text: str) -> Iterator[Date]:
    taken = [(match.start(), match.end()) for match in _DATE.finditer(text) if match["how"] or not match["year6"]]
    for match in _VAGUE.finditer(text):
        if not any(start < match.end() and match.start() < end for start, end in taken):
            yield Date("vague", match[0], None, match.start())


def _period(match: re.Match[str], role: str) -> str | None:
    if match["fyear"] or (match["fy"] and "/" in match["fy"]):
        year = match["fyear"] or match["year"]
        return f"FY{year}-{(int(year) + 1) % 100:02}" if _follows(year, match["fend"] or match["fy"]) else None
    if match["quarter"]:
        month = _QUARTER_END[int(match["quarter"])]
        return f"{int(match['qyear']) + (month == 3)}-{month:02}"
    if match["season"]:
        month = _SEASONS.get(match["season"].lower(), 0)
        return f"{match['year4']}-{month:02}" if month else None
    year = match["year"] or match["year2"] or match["year3"] or match["year5"] or match["year6"]
    name = match["month"] or match["month2"] or match["month3"]
    if name:
        return f"{year}-{_SHORT[name[:3].lower()]:02}"
    if match["year5"]:
        return None  # early or late in a year names no month
    if match["edge"]:
        return {"end": f"{year}-12"}.get(match["edge"].lower(), f"{year}-01" if role == "start" else None)
    return f"{year}-01" if role == "start" else f"{year}-12"


def _follows(year: str, end: str) -> bool:
    digits = re.sub(r"\D", "", end)
    return int(digits) % 100 == (int(year) + 1) % 100

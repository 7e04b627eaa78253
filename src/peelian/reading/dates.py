"""Dates as documents print them: by when something is due, from when it runs; a month as the house writes it, and the words.

What is vaguer than a year keeps its words and gets no month: nothing is made up. A year alone is read as its last month where
something is due in it, and as its first where something runs from it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

Role = Literal["due", "start", "at", "vague"]

_MONTHS = """
Jan(?:uary)? Feb(?:ruary)? Mar(?:ch)? Apr(?:il)? May June? July?
Aug(?:ust)? Sept?(?:ember)? Oct(?:ober)? Nov(?:ember)? Dec(?:ember)?
"""
_MONTH = rf"(?P<month>{'|'.join(_MONTHS.split())})\.?"
_NUMBERS = {name[:3].lower(): number for number, name in enumerate(_MONTHS.split(), start=1)}
_SEASONS = {"spring": 5, "summer": 8, "autumn": 11}
"""The last month of a season; a winter lies in two years, so it names no month."""
_QUARTERS = {1: (0, 6), 2: (0, 9), 3: (0, 12), 4: (1, 3)}
"""Of a financial year's quarter: the year after its first, and its last month."""
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_FINANCIAL = rf"{_YEAR}\s*/\s*(?P<end>\d{{4}}|\d\d)(?!\d)"
_HOW = (
    r"(?:\b(?P<how>by|before|until|no later than|not later than|in|during|from|since|starting in|on|at)\s+)?(?:the\s+)?"
)
_DUE, _START = {"by", "before", "until", "no later than", "not later than"}, {"from", "since", "starting in"}


def _month(match: re.Match[str], role: Role) -> str | None:
    return f"{match['year']}-{_NUMBERS[match['month'][:3].lower()]:02}"


def _season(match: re.Match[str], role: Role) -> str | None:
    month = _SEASONS.get(match["season"].lower())
    return f"{match['year']}-{month:02}" if month else None


def _financial(match: re.Match[str], role: Role) -> str | None:
    year = int(match["year"])
    return f"FY{year}-{(year + 1) % 100:02}" if int(match["end"]) % 100 == (year + 1) % 100 else None


def _quarter(match: re.Match[str], role: Role) -> str | None:
    later, month = _QUARTERS[int(match["quarter"])]
    return f"{int(match['year']) + later}-{month:02}"


def _edge(match: re.Match[str], role: Role) -> str | None:
    if match["edge"].lower() == "end":
        return f"{match['year']}-12"
    return f"{match['year']}-01" if role == "start" else None


def _year(match: re.Match[str], role: Role) -> str | None:
    return f"{match['year']}-01" if role == "start" else f"{match['year']}-12"


def _none(match: re.Match[str], role: Role) -> str | None:
    return None


FORMS: tuple[tuple[str, Callable[[re.Match[str], Role], str | None]], ...] = (
    (rf"(?:end|beginning|start|middle)\s+of\s+{_FINANCIAL}", _financial),
    (rf"(?:(?:end|beginning|start|middle)\s+of\s+)?{_MONTH},?\s+{_YEAR}", _month),
    (rf"\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH},?\s+{_YEAR}", _month),
    (rf"(?P<edge>end|beginning|start|middle)\s+of\s+{_YEAR}", _edge),
    (rf"(?P<season>spring|summer|autumn|winter)(?:\s+of)?\s+{_YEAR}", _season),
    (rf"Q(?P<quarter>[1-4])\s+(?:of\s+)?{_FINANCIAL}", _quarter),
    (rf"(?:financial year\s+)?{_FINANCIAL}", _financial),
    (rf"(?:early|late|mid-?)\s*{_YEAR}", _none),
    (rf"{_YEAR}(?![\d/]|\s*[–-]\s*\d)", _year),
)
"""How a date is printed, and the period that it means; of two that begin in one place the first is taken."""
_FORMS = [(re.compile(_HOW + rf"(?<![\w/–-]){form}(?!\w)", re.IGNORECASE), read) for form, read in FORMS]

_VAGUE = re.compile(
    r"\b(?:in|by|over|during|within|from)\s+(?:the\s+)?(?:new year|near future"
    r"|coming (?:year|months)|next (?:\w+\s+)?(?:year|years|months)"
    r"|spring|summer|autumn|winter|first (?:year|six months|hundred days)|end of the (?:year|financial year|mayoralty|plan))\b"
    r"|\bin due course\b|\bwithin\s+\w+\s+(?:days|weeks|months|years)\b"
    r"|\bthroughout (?:the term of )?this (?:Mayoralty|(?:police and crime )?plan period)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Date:
    """``role``: due (by then), start (from then), at (in or on it), vague (words only). ``period`` is a month or a financial year.

    ``words`` is what is printed, ``at`` where in the text it stands. ``said``: a word such as in or by stands before it; a bare
    date may be part of a name.
    """

    role: Role
    words: str
    period: str | None
    at: int
    said: bool = True

    @property
    def month(self) -> str | None:
        """The month by which it is: of a financial year its last."""
        if self.period and self.period.startswith("FY"):
            return f"{int(self.period[2:6]) + 1}-03"
        return self.period


def dates_in(text: str) -> list[Date]:
    """Every date of a text, in its order."""
    taken: list[tuple[int, int]] = []
    found = []
    for start, end, date in sorted((*_exact(text), *_vague(text)), key=lambda one: (one[0], -one[1])):
        if not any(first < end and start < last for first, last in taken):
            taken.append((start, end))
            found.append(date)
    return found


def _exact(text: str) -> Iterator[tuple[int, int, Date]]:
    for pattern, read in _FORMS:
        for match in pattern.finditer(text):
            how = (match["how"] or "").lower()
            if read is _year and not how:
                continue  # a number that looks like a year
            role: Role = "due" if how in _DUE else "start" if how in _START else "at"
            yield match.start(), match.end(), Date(role, match[0], read(match, role), match.start(), bool(how))


def _vague(text: str) -> Iterator[tuple[int, int, Date]]:
    for match in _VAGUE.finditer(text):
        yield match.start(), match.end(), Date("vague", match[0], None, match.start())

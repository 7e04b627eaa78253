"""Periods of time in the notation of the house, and which months each of them holds.

========================  =====================  ====================================
``2017-06``               month                  June 2017
``2016``                  calendar year          2016
``FY2016-17``             financial year         April 2016 to March 2017
``FY2016-17-Q3``          its quarter            October to December 2016
``FYTD-2016-12``          financial year to date April to December 2016
``R12-2017-06``           rolling twelve months  July 2016 to June 2017
========================  =====================  ====================================

A month is an integer ordinal, ``year * 12 + month - 1``, wherever figures are computed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal

from peelian.figures.errors import PeelianError

Kind = Literal["month", "year", "fy", "quarter", "fytd", "r12"]
KINDS: tuple[Kind, ...] = ("month", "quarter", "fytd", "r12", "fy", "year")

MONTH_NAMES = ("January", "February", "March", "April", "May", "June", "July",
               "August", "September", "October", "November", "December")  # fmt: skip

_YEAR = r"((?:19|20|21)\d{2})"
_MONTH = rf"{_YEAR}-(0[1-9]|1[0-2])"
_PATTERNS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("month", re.compile(_MONTH)),
    ("year", re.compile(_YEAR)),
    ("quarter", re.compile(rf"FY{_YEAR}-(\d{{2}})-Q([1-4])")),
    ("fy", re.compile(rf"FY{_YEAR}-(\d{{2}})")),
    ("fytd", re.compile(rf"FYTD-{_MONTH}")),
    ("r12", re.compile(rf"R12-{_MONTH}")),
)


def month_ordinal(year: int, month: int) -> int:
    """The ordinal of a month (January is 1)."""
    return year * 12 + month - 1


def month_text(ordinal: int) -> str:
    """``2017-06`` for an ordinal."""
    return f"{ordinal // 12:04d}-{ordinal % 12 + 1:02d}"


def day_name(day: date) -> str:
    """``15 January 2020``."""
    return f"{day.day} {MONTH_NAMES[day.month - 1]} {day.year}"


def month_name(ordinal: int) -> str:
    """``June 2017`` for an ordinal."""
    return f"{MONTH_NAMES[ordinal % 12]} {ordinal // 12}"


def parse_month(text: str) -> int:
    """The ordinal of ``2017-06``. Raises PeelianError for anything else."""
    found = re.fullmatch(_MONTH, text)
    if not found:
        raise _unknown(text)
    return month_ordinal(int(found[1]), int(found[2]))


def ends_period(month: int, step: int) -> bool:
    """Whether a month ends one of a publisher's periods of so many months.

    Quarters end in March, June, September and December, half years of the financial year in March and September, years in
    December.
    """
    return month % step == (2 if step == 6 else step - 1)


@dataclass(frozen=True, order=True)
class Period:
    """A run of whole months, from ``first`` to ``last`` (ordinals, both included), of one kind."""

    last: int
    first: int
    kind: Kind

    @classmethod
    def parse(cls, text: str) -> Period:
        """Read the house notation. Raises PeelianError, which names the six forms, for anything else."""
        for kind, pattern in _PATTERNS:
            found = pattern.fullmatch(text)
            if found:
                return _build(kind, found, text)
        raise _unknown(text)

    @classmethod
    def of(cls, kind: Kind, last: int) -> Period:
        """The period of ``kind`` that ends with month ``last``, or that contains it for years and quarters."""
        year, month = divmod(last, 12)
        financial = year if month >= 3 else year - 1
        april = month_ordinal(financial, 4)
        if kind == "month":
            return cls(last, last, kind)
        if kind == "r12":
            return cls(last, last - 11, kind)
        if kind == "fytd":
            return cls(last, april, kind)
        if kind == "fy":
            return cls(april + 11, april, kind)
        if kind == "quarter":
            start = april + (last - april) // 3 * 3
            return cls(start + 2, start, kind)
        return cls(year * 12 + 11, year * 12, kind)

    @property
    def months(self) -> int:
        """How many months it holds."""
        return self.last - self.first + 1

    @lru_cache(maxsize=1024)  # noqa: B019 a page asks the same few for every place; a period is a small value
    def year_before(self) -> Period:
        """The same months of the year before: what a period is compared with."""
        return Period(self.last - 12, self.first - 12, self.kind)

    @lru_cache(maxsize=1024)  # noqa: B019
    def __str__(self) -> str:
        year = self.first // 12
        financial = f"FY{year}-{(year + 1) % 100:02d}"
        if self.kind == "month":
            return month_text(self.last)
        if self.kind == "year":
            return f"{year:04d}"
        if self.kind == "fy":
            return financial
        if self.kind == "quarter":
            start = self.first // 12 if self.first % 12 >= 3 else self.first // 12 - 1
            return f"FY{start}-{(start + 1) % 100:02d}-Q{(self.first % 12 - 3) % 12 // 3 + 1}"
        return f"{self.kind.upper()}-{month_text(self.last)}"

    @lru_cache(maxsize=1024)  # noqa: B019
    def label(self) -> str:
        """The period in words, as a page says it."""
        year = self.first // 12
        if self.kind == "month":
            return month_name(self.last)
        if self.kind == "year":
            return str(year)
        if self.kind == "fy":
            return f"financial year {year}/{(year + 1) % 100:02d}"
        if self.kind == "r12":
            return f"12 months to {month_name(self.last)}"
        first = MONTH_NAMES[self.first % 12]
        if self.first == self.last:
            return month_name(self.last)
        same_year = self.first // 12 == self.last // 12
        return (
            f"{first} to {month_name(self.last)}"
            if same_year
            else f"{month_name(self.first)} to {month_name(self.last)}"
        )


def _build(kind: Kind, found: re.Match[str], text: str) -> Period:
    year = int(found[1])
    if kind in ("fy", "quarter"):
        if int(found[2]) != (year + 1) % 100:
            raise _unknown(text)
        quarter = int(found[3]) if kind == "quarter" else 1
        return Period.of(kind, month_ordinal(year, 4) + 3 * (quarter - 1))
    if kind == "year":
        return Period.of(kind, month_ordinal(year, 1))
    return Period.of(kind, month_ordinal(year, int(found[2])))


def _unknown(text: str) -> PeelianError:
    return PeelianError(
        "unknown-period",
        f"{text!r} is no period.",
        "Write 2017-06, 2016, FY2016-17, FY2016-17-Q3, FYTD-2016-12 or R12-2017-06.",
        {"period": text},
    )

"""Printed numbers, the range of true values each may stand for, and what a check says of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Any, Literal

from peelian.figures.catalogue import Measure
from peelian.figures.periods import Period, month_text

Certainty = Literal["certain", "likely", "ask"]
Check = Literal["change", "total", "share", "twice", "magnitude", "status", "period", "ours"]
CHECKS: tuple[Check, ...] = ("change", "total", "share", "twice", "magnitude", "status", "period", "ours")
Span = tuple[int, int]
"""First and last month of a period: ``FYTD-2016-06`` and ``FY2016-17-Q1`` are the same months."""


@dataclass(frozen=True)
class Amount:
    """A number with the lowest and highest true value behind it, and how it came about.

    ``made_up`` says that it is not printed itself but a sum or difference of printed numbers.
    """

    value: Fraction
    low: Fraction
    high: Fraction
    places: int
    how: str
    made_up: bool = False

    def __add__(self, other: Amount) -> Amount:
        return Amount(
            self.value + other.value,
            self.low + other.low,
            self.high + other.high,
            max(self.places, other.places),
            f"{self.how} + {other.how}",
            made_up=True,
        )

    def __sub__(self, other: Amount) -> Amount:
        return Amount(
            self.value - other.value,
            self.low - other.high,
            self.high - other.low,
            max(self.places, other.places),
            f"{self.how} - {other.how}",
            made_up=True,
        )

    def shown(self, places: int | None = None) -> str:
        """The value in digits, rounded half up."""
        return shown(self.value, self.places if places is None else places)


def rounded(value: Fraction, places: int) -> Fraction:
    """The value at ``places`` decimals, half up: a half goes away from zero, as Decimal's ROUND_HALF_UP has it."""
    scale = 10**places
    whole = (abs(value) * scale * 2 + 1) // 2
    return Fraction(int(whole) if value >= 0 else -int(whole), scale)


def shown(value: Fraction, places: int) -> str:
    """The value in digits with exactly ``places`` decimals, rounded half up."""
    digits = int(abs(rounded(value, places)) * 10**places)
    sign = "-" if digits and value < 0 else ""
    whole, rest = divmod(digits, 10**places)
    return f"{sign}{whole}.{rest:0{places}d}" if places else f"{sign}{whole}"


def amount(text: str, *, exact: bool) -> Amount:
    """A printed number. Unless exact, it may stand for anything within half a unit of its last decimal."""
    value = Fraction(text)
    places = len(text.partition(".")[2])
    half = Fraction(0) if exact else Fraction(1, 2 * 10**places)
    return Amount(value, value - half, value + half, places, text.lstrip("+"))


def judge(result: Amount, printed: str) -> Certainty | None:
    """Whether ``printed`` is ``result`` at its own number of decimals: None if it is.

    ``ask`` where some true values behind rounded inputs (or another rule for halves) give what is printed, ``certain``
    where none do.
    """
    print_ = amount(printed, exact=False)
    if rounded(result.value, print_.places) == print_.value:
        return None
    return "ask" if result.low <= print_.high and result.high >= print_.low else "certain"


@dataclass(frozen=True)
class Row:
    """A row of an officers' table. ``measure`` is None where the catalogue knows none of that id."""

    file: str
    number: int
    area: str
    period: Period
    compared: Period | None
    cells: Mapping[str, str] = field(compare=False)
    measure: Measure | None = field(compare=False)

    @property
    def document(self) -> str:
        """Which printed document the row is from."""
        return self.cells["document"]

    @property
    def measure_id(self) -> str:
        """The id as entered."""
        return self.cells["measure"]

    @property
    def adds_up(self) -> bool:
        """Whether shorter periods sum to longer ones: they do for any count, whatever periods its source has."""
        return self.measure is not None and self.measure.kind == "count"

    @property
    def per_cent(self) -> bool:
        """Whether its values are per cents, whose changes are points."""
        return self.measure.per_cent if self.measure else is_per_cent(self.cells["unit"])

    @cached_property
    def value(self) -> Printed | None:
        """The printed value, if there is one."""
        return self._figure("value", self.period)

    @cached_property
    def compared_value(self) -> Printed | None:
        """The printed value of the period compared with, if there is one and its period is named."""
        return self._figure("compared_value", self.compared) if self.compared else None

    def _figure(self, column: str, period: Period) -> Printed | None:
        text = self.cells[column]
        return Printed(self, text, period, self.read(text), column) if text else None

    def read(self, text: str) -> Amount:
        """Whole counts are exact. Headcounts, per cents and whatever has decimals are taken as rounded."""
        counted = self.measure.kind == "count" if self.measure else not self.per_cent
        return amount(text, exact=counted and "." not in text)


@dataclass(frozen=True)
class Printed:
    """One printed value of a measure, area and period."""

    row: Row
    text: str
    period: Period
    amount: Amount
    column: str = "value"

    @property
    def span(self) -> Span:
        """Its months."""
        return (self.period.first, self.period.last)

    @property
    def identity(self) -> tuple[str, ...]:
        """Equal for two entries of one print, as where a line gives a change twice and so takes two rows."""
        row = self.row
        return (row.document, row.cells["page_or_line"], row.measure_id, row.area, str(self.period), self.text)


def is_per_cent(unit: str) -> bool:
    """Whether a unit's words mean per cent."""
    return unit.replace(" ", "").casefold() in ("percent", "%")


@dataclass(frozen=True)
class Finding:
    """Something printed that does not follow, or cannot be.

    ``covers``: the months that it seems to cover instead of its period. ``figures``: how many printed figures it is about,
    more than one where a whole column is judged.
    """

    check: Check
    what: str
    row: Row
    period: Period
    printed: str
    recomputed: str
    certainty: Certainty
    because: str
    covers: Span | None = None
    figures: int = 1

    @property
    def line(self) -> int | None:
        """The first number of ``page_or_line``: 227 for ``227-229``."""
        found = re.search(r"\d+", self.row.cells["page_or_line"])
        return int(found[0]) if found else None

    @property
    def identity(self) -> tuple[str, ...]:
        """Equal for the same finding about two entries of one print."""
        row = self.row
        return (
            self.what,
            row.document,
            row.cells["page_or_line"],
            row.measure_id,
            row.area,
            str(self.period),
            self.printed,
            self.recomputed,
        )

    def to_json(self) -> dict[str, Any]:
        """The finding as EXAMPLES promises it, with where it was entered and the working."""
        row = self.row
        where = {
            "document": row.document,
            "line": self.line,
            "measure": row.measure_id,
            "area": row.area,
            "period": str(self.period),
            "page_or_line": row.cells["page_or_line"],
            "file": row.file,
            "row": row.number,
        }
        return {
            "what": self.what,
            "where": where,
            "printed": self.printed,
            "recomputed": self.recomputed,
            "certainty": self.certainty,
            "check": self.check,
            "because": self.because,
            "covers": [month_text(month) for month in self.covers] if self.covers else None,
            "figures": self.figures,
        }

    def sentence(self) -> str:
        """The finding as the command prints it."""
        row = self.row
        return (
            f"{row.document}, line {row.cells['page_or_line']}, {row.measure_id} {row.area} {self.period}: "
            f"{self.what}: printed {self.printed}, recomputed {self.recomputed} ({self.certainty}; {self.because})"
        )


Outcomes = Iterator[Finding | None]
"""One item a recomputation: None where what is printed follows."""


class Ledger:
    """All printed figures, found by series (document, measure, area) and months."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self.rows = list(rows)
        figures = [figure for row in self.rows for figure in (row.value, row.compared_value) if figure]
        self.figures = list({figure.identity: figure for figure in reversed(figures)}.values())[::-1]
        self.series: dict[tuple[str, str, str], dict[Span, Printed]] = {}
        for figure in self.figures:
            key = (figure.row.document, figure.row.measure_id, figure.row.area)
            self.series.setdefault(key, {}).setdefault(figure.span, figure)

    def of(self, row: Row, measure_id: str | None = None) -> dict[Span, Printed]:
        """What the row's document prints of its area and measure (or another measure), by months."""
        return self.series.get((row.document, measure_id or row.measure_id, row.area), {})

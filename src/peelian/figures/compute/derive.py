"""Longer periods from months: one pure function each, read straight off the cube. No second truth is stored."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

import numpy as np

from peelian.figures.compute.series import MISSING, PRESENT, PROJECTION, PROVISIONAL, Ints, Series, States
from peelian.figures.periods import Kind, Period

METHODS = {
    "sum-of-months": 1, "as-published": 1, "as-printed": 1, "rate-per-1000": 1, "newest-vintage": 1,
    "share-of-counts": 1, "direction-of-six-months": 1, "direction-against-the-quarter-before": 1,
    "direction-against-the-year-before": 1, "xmr-screened": 1, "p-prime-screened": 1, "counts-differ-mid-p": 1,
    "funnel-overdispersed": 1, "usual-movement": 1, "forecast-level-and-season": 1, "forecast-seasonal-naive": 1,
    "difference-of-shares-newcombe": 1, "shares-differ-pooled": 1, "share-without-campaigns": 1,
}  # fmt: skip
"""Every method and its version; a release records them, and a figure names the one it was made by."""


@dataclass(frozen=True)
class Window:
    """Sums over every run of ``months`` months: value, state and flags for each area and each last month."""

    values: Ints
    states: States
    flags: States


def sums(series: Series, months: int) -> Window:
    """Sums over ``months`` consecutive months, for every area and every last month of a monthly series.

    A sum is present only where all of its months are; its flags are those of any of its months. Raises ValueError for
    a series that is not monthly.
    """
    if series.step != 1:
        raise ValueError(f"{series.measure} has no months to add up")
    values = _run(np.where(series.states == PRESENT, series.values, 0), months)
    present = _run((series.states == PRESENT).astype(np.int64), months) == months
    flags = np.zeros_like(series.flags)
    for flag in (PROVISIONAL, PROJECTION):
        flags |= np.where(_run(((series.flags & flag) > 0).astype(np.int64), months) > 0, flag, 0).astype(np.uint8)
    return Window(np.where(present, values, 0), np.where(present, PRESENT, MISSING).astype(np.uint8), flags)


def _run(values: Ints, months: int) -> Ints:
    """Sum of the last ``months`` columns at each column; columns before the first count as zero."""
    total = np.cumsum(values, axis=1, dtype=np.int64)
    shifted = np.zeros_like(total)
    if months < total.shape[1]:
        shifted[:, months:] = total[:, :-months]
    return total - shifted


@dataclass(frozen=True)
class Cell:
    """One figure read off a series: None where it is missing; which periods of the series it is made of."""

    value: Decimal | None
    flags: int
    places: tuple[int, ...]


@dataclass(frozen=True)
class Sheet:
    """A period of a series for all of its areas at once, in the order of its areas. ``places`` are its own periods.

    ``inputs`` gives for each scope the snapshots that the period is from.
    """

    places: tuple[int, ...]
    values: list[int]
    present: list[bool]
    flags: list[int]
    inputs: list[tuple[str, ...]]


def sheet(series: Series, period: Period) -> Sheet | None:
    """A period read off the cube for all areas; None where the series does not reach it. Kept with the series."""
    key = (period.first, period.last, period.kind)
    if key not in series.sheets:
        if len(series.sheets) >= SHEETS:
            series.sheets.clear()
        places = _places(series, period)
        series.sheets[key] = None if places is None else _read_off(series, places)
    found: Sheet | None = series.sheets[key]
    return found


def _read_off(series: Series, places: tuple[int, ...]) -> Sheet:
    picked = slice(places[0], places[-1] + 1)
    states, origin = series.states[:, picked], series.origin[:, picked]
    inputs = [tuple(dict.fromkeys(series.inputs[place] for place in row if place >= 0)) for row in origin.tolist()]
    flags = np.bitwise_or.reduce(series.flags[:, picked], axis=1)
    present = (states == PRESENT).all(axis=1)
    return Sheet(places, series.values[:, picked].sum(axis=1).tolist(), present.tolist(), flags.tolist(), inputs)


SHEETS = 64
"""Periods of a series that are kept read: a page asks one period for many areas, never so many periods."""


def cell(series: Series, area: str, period: Period) -> Cell:
    """The figure of an area and period. A count's longer periods are sums of months; other kinds only have their own.

    A survey's rolling year is found under R12 of its last month, a population under its calendar year, a headcount
    under its month.
    """
    row = series.row_of.get(area)
    found = sheet(series, period)
    if row is None or found is None:
        return Cell(None, 0, ())
    if not found.present[row]:
        return Cell(None, 0, found.places)
    return Cell(series.value(found.values[row]), found.flags[row], found.places)


def _places(series: Series, period: Period) -> tuple[int, ...] | None:
    if series.step == 1:
        first, last = series.place(period.first), series.place(period.last)
        return None if first is None or last is None else tuple(range(first, last + 1))
    own: dict[int, Kind] = {3: "r12", 6: "month", 12: "year"}
    place = series.place(period.last)
    return (place,) if place is not None and own.get(series.step) == period.kind else None


@dataclass(frozen=True)
class Share:
    """One count as a share of another, per cent: None where either is missing or there is nothing to be a share of."""

    value: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    flags: int = 0


@dataclass(frozen=True)
class Shares:
    """A count and the count that it is a share of. Both are added up over a period before one is divided by the other."""

    part: Series | None
    whole: Series | None

    def cell(self, area: str, period: Period) -> Share:
        """The share of an area and period."""
        if self.part is None or self.whole is None:
            return Share(None, None, None)
        part, whole = cell(self.part, area, period), cell(self.whole, area, period)
        value = per_cent(part.value, whole.value)
        return Share(value, part.value, whole.value, part.flags | whole.flags)

    def inputs(self, area: str, period: Period) -> list[str]:
        """The snapshots that the whole of a period is from."""
        if self.whole is None or area not in self.whole.row_of:
            return []
        found = sheet(self.whole, period)
        return [] if found is None else list(found.inputs[self.whole.scope_of[self.whole.row_of[area]]])


def per_cent(part: Decimal | None, whole: Decimal | None) -> Decimal | None:
    """100 × part / whole, unrounded; None where either is missing or the whole is nothing."""
    return None if part is None or not whole else part * 100 / whole


def change_per_cent(now: Decimal, before: Decimal, places: int = 1) -> Decimal | None:
    """(now - before) / before in per cent, half up; None where ``before`` is zero (DOMAIN 3.1)."""
    if before == 0:
        return None
    return ((now - before) / abs(before) * 100).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def rate_per_1000(count: Decimal, people: Decimal, months: int, places: int = 1) -> Decimal | None:
    """Counts of twelve months per 1,000 residents, half up; None for other lengths or without residents.

    A quarter's rate is not made up to a year (DOMAIN 3.1).
    """
    if months != 12 or people <= 0:
        return None
    return (count / people * 1000).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def population_year(period: Period) -> int:
    """The year whose mid-year population fits a period: that of the month after its middle."""
    return (period.first + period.months // 2) // 12

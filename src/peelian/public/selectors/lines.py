"""An area's line: a measure's values by its source's own period. A share is worked out from its two counts at each point."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

import numpy as np
import numpy.typing as npt

from peelian.figures.areas import Area
from peelian.figures.catalogue import Measure
from peelian.figures.compute import derive
from peelian.figures.compute.series import MISSING, PRESENT, PROVISIONAL, Series
from peelian.figures.disclosure import PROTECTED
from peelian.figures.periods import Kind, Period, month_name
from peelian.figures.releases.release import Release
from peelian.ui import charts


@dataclass(frozen=True)
class Rhythm:
    """What one period of a series is, and how a page says so: in a title, in a heading, in the line beneath a title."""

    own: Kind
    title: str
    heading: str
    where: str
    first_month: int


RHYTHMS = {
    1: Rhythm("month", "by month", "Month by month", "By month", 0),
    3: Rhythm("r12", "twelve months to each quarter", "The survey’s rolling year, quarter by quarter",
              "By quarter, twelve months each", 2),
    6: Rhythm("month", "at the end of each half-year", "Half-year by half-year", "At the end of March and of September", 2),
    12: Rhythm("year", "by year", "Year by year", "By year", 11),
}  # fmt: skip
"""By the months from one period of a series to the next; ``first_month`` is the first of a calendar year that ends one."""
SPARK_MONTHS, SPARK_MOST, SPARK_STEP = (
    60,
    30,
    3,
)  # five years, by quarter: as much as a line the size of a word can show


@dataclass(frozen=True)
class Line:
    """A measure at an area; ``whole`` is what a share is a share of."""

    measure: Measure
    area: Area
    series: Series
    whole: Series | None = None

    @property
    def places(self) -> range:
        """From the first to the last period that a file holds."""
        held = self.series.supplied
        return range(held[0], held[-1] + 1) if held else range(0)

    def period(self, place: int) -> Period:
        """The period at a place."""
        return Period.of(RHYTHMS[self.series.step].own, self.month(place))

    def month(self, place: int) -> int:
        """The month in which the period at a place ends."""
        return self.series.first + self.series.step * place

    def parts(self, place: int) -> derive.Share:
        """A share with the two counts that it is made of."""
        return derive.Shares(self.series, self.whole).cell(self.area.id, self.period(place))

    def count(self, place: int) -> Decimal | None:
        """What the series itself holds: of a share, the count above the line."""
        row = self.series.row_of[self.area.id]
        if self.series.states[row, place] != PRESENT:
            return None
        return self.series.value(int(self.series.values[row, place]))

    def value(self, place: int) -> Decimal | None:
        """The figure at a place."""
        return self.parts(place).value if self.measure.ratio else self.count(place)

    def symbol(self, place: int) -> str | None:
        """Why there is no figure: not available, protected, or a share of nothing."""
        state = int(self.series.states[self.series.row_of[self.area.id], place])
        if state != PRESENT:
            return "[x]" if state == MISSING else "[c]"
        if not self.measure.ratio or self.value(place) is not None:
            return None
        return "[x]" if self.parts(place).denominator is None else "[z]"

    def provisional(self, place: int) -> bool:
        """Whether later files may still change it."""
        return bool(self.series.flags[self.series.row_of[self.area.id], place] & PROVISIONAL)

    def points(self, upto: int | None = None) -> tuple[charts.Point, ...]:
        """The whole history, gaps included; projections beyond ``upto`` stay out."""
        return tuple(
            charts.Point.of(self.period(place), self.value(place), self.symbol(place))
            for place in self.places
            if upto is None or self.month(place) <= upto
        )

    def rolling(self) -> tuple[charts.Point, ...]:
        """Twelve months to each month, as far as a file holds them."""
        found = []
        for place in (place for place in self.places if place >= 11):
            period = Period.of("r12", self.month(place))
            value = self._at(period)
            found.append(charts.Point(period.last, value, None if value is not None else self._why(place)))
        return tuple(found)

    def _why(self, last: int) -> str:
        """Why there are no twelve months to a place: one of them is withheld, or is not there."""
        states = self.series.states[self.series.row_of[self.area.id], last - 11 : last + 1]
        return "[c]" if PROTECTED in states else "[x]"

    def _at(self, period: Period) -> Decimal | None:
        if self.measure.ratio:
            return derive.Shares(self.series, self.whole).cell(self.area.id, period).value
        return derive.cell(self.series, self.area.id, period).value


def line(release: Release, measure: Measure, area: Area) -> Line | None:
    """The line of an area; None where no source carries it there."""
    series = release.series(measure.id, area.kind)
    if series is None or area.id not in series.row_of:
        return None
    return Line(measure, area, series, whole_of(release, measure, area.kind))


def whole_of(release: Release, measure: Measure, kind: str) -> Series | None:
    """The series that a share is a share of; None for all other measures."""
    return release.series(str(measure.denominator), kind) if measure.ratio else None


def spark_span(series: Series) -> str:
    """What a small line of a series covers: ``2021 to 2025``."""
    shown = _spark_places(series)
    if not shown:
        return ""
    first, last = (month_name(series.first + series.step * place) for place in (shown[0], shown[-1]))
    return f"{first} to {last}" if series.step < 12 else f"{first[-4:]} to {last[-4:]}"


def _spark_places(series: Series) -> list[int]:
    """The places of a series that a small line draws: those of five years, thinned."""
    held = series.supplied
    places = (
        [place for place in range(held[0], held[-1] + 1) if place >= (11 if series.step == 1 else 0)] if held else []
    )
    recent = places[-(SPARK_MONTHS // series.step) :]
    return recent[::-1][:: SPARK_STEP if len(recent) > SPARK_MOST else 1][::-1]


def sparks(release: Release, measure: Measure, areas: Sequence[Area]) -> dict[str, charts.Spark]:
    """Up to five years of rolling twelve months (or of a survey's own figures) for some areas of one kind."""
    series = release.series(measure.id, areas[0].kind) if areas else None
    if series is None:
        return {}
    held = [area.id for area in areas if area.id in series.row_of]
    shown, named = _spark_places(series), f"{measure.title}, {spark_span(series)}"
    if len(shown) < 2:
        return {}  # a line of one point says nothing
    whole = whole_of(release, measure, areas[0].kind)
    values = _windows(_part(series, held)) / 10**series.scale
    if measure.ratio:
        values = _shares(values, series, held, whole)
    return {name: charts.Spark(named, tuple(None if np.isnan(row[at]) else float(row[at]) for at in shown))
            for name, row in zip(held, values, strict=True)}  # fmt: skip


def _part(series: Series, names: Sequence[str]) -> Series:
    """Only some areas of a series, in the order asked for."""
    rows = [series.row_of[name] for name in names]
    return replace(
        series, areas=tuple(names), scope_of=series.scope_of[rows],
        values=series.values[rows], states=series.states[rows], flags=series.flags[rows],
    )  # fmt: skip


def _windows(series: Series) -> npt.NDArray[np.float64]:
    """Rolling twelve months of months, other periods as they are: areas × periods, NaN where one is missing."""
    found = derive.sums(series, 12) if series.step == 1 else series
    return np.where(found.states == PRESENT, found.values, np.nan).astype(np.float64)


def _shares(
    parts: npt.NDArray[np.float64], series: Series, names: Sequence[str], whole: Series | None
) -> npt.NDArray[np.float64]:
    """Per cent of the whole's rolling twelve months, month by month; NaN where there is no whole, or none at all."""
    divided = np.full(parts.shape, np.nan)
    if whole is None:
        return divided
    there = [row for row, name in enumerate(names) if name in whole.row_of]
    totals = _windows(_part(whole, [names[row] for row in there])) / 10**whole.scale
    at = np.arange(parts.shape[1]) + series.first - whole.first
    inside = (at >= 0) & (at < totals.shape[1])
    wholes = np.full((len(there), parts.shape[1]), np.nan)
    wholes[:, inside] = totals[:, at[inside]]
    divided[there] = 100 * parts[there] / np.where(wholes > 0, wholes, np.nan)
    return divided

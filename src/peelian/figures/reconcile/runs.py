"""What a release has for any run of months: many areas and runs at once, read off running totals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np
import numpy.typing as npt

from peelian.figures.compute.series import PRESENT, Series
from peelian.figures.releases.release import Release

Floats = npt.NDArray[np.float64]
Months = npt.NDArray[np.int64]
OWN_LENGTH = {1: 1, 3: 12, 6: 1, 12: 12}
"""Months that a figure of a publisher's own period covers, by the step of its series (compute.derive has the kinds)."""


class Held(Protocol):
    """Figures of one measure and area kind."""

    def at(self, areas: Sequence[str], first: Months, last: Months) -> Floats:
        """The figure of each area from its first to its last month; not-a-number where any month is not held.

        ``first`` and ``last`` are month ordinals of shape (areas,) or (areas, runs).
        """

    def range_of(self, areas: Sequence[str], months: Months) -> tuple[Floats, Floats]:
        """The lowest and highest figure that each area ever had for so many months; not-a-number where it has none."""


@dataclass(frozen=True)
class Runs:
    """A series, with running totals. ``adds_up``: longer runs are sums of months; else only the publisher's own periods."""

    series: Series
    adds_up: bool

    @cached_property
    def _totals(self) -> tuple[Floats, Months]:
        """Running totals of figures and of months held, with a column of zeros in front."""
        held = self.series.states == PRESENT
        values = np.where(held, self.series.values, 0) / 10.0**self.series.scale
        zeros = ((0, 0), (1, 0))
        return np.pad(values.cumsum(axis=1), zeros), np.pad(held.cumsum(axis=1), zeros)

    @cached_property
    def _values(self) -> Floats:
        held = self.series.states == PRESENT
        return np.where(held, self.series.values / 10.0**self.series.scale, np.nan)

    def _rows(self, areas: Sequence[str], like: Months) -> Months:
        rows = np.array([self.series.row_of.get(area, -1) for area in areas], np.int64)
        return rows.reshape(-1, *[1] * (like.ndim - 1))

    def at(self, areas: Sequence[str], first: Months, last: Months) -> Floats:
        """See Held."""
        rows, periods = self._rows(areas, first), self.series.values.shape[1]
        if not self.adds_up:
            place, rest = np.divmod(last - self.series.first, self.series.step)
            fits = (rest == 0) & (place >= 0) & (place < periods) & (rows >= 0)
            fits &= last - first + 1 == OWN_LENGTH[self.series.step]
            return np.where(fits, self._values[rows, np.where(fits, place, 0)], np.nan)
        start, stop = first - self.series.first, last - self.series.first + 1
        fits = (start >= 0) & (stop <= periods) & (start < stop) & (rows >= 0)
        start, stop = np.where(fits, start, 0), np.where(fits, stop, 0)
        totals, held = self._totals
        fits &= held[rows, stop] - held[rows, start] == stop - start
        return np.where(fits, totals[rows, stop] - totals[rows, start], np.nan)

    def range_of(self, areas: Sequence[str], months: Months) -> tuple[Floats, Floats]:
        """See Held."""
        low, high = np.full(len(areas), np.nan), np.full(len(areas), np.nan)
        for length in np.unique(months):
            mine = np.flatnonzero(months == length)
            every = np.arange(self.series.first, self.series.last + 1)
            last = np.broadcast_to(every, (len(mine), len(every)))
            found = self.at([areas[int(place)] for place in mine], last - length + 1, last)
            some = np.isfinite(found).any(axis=1)
            low[mine[some]], high[mine[some]] = np.nanmin(found[some], axis=1), np.nanmax(found[some], axis=1)
        return low, high


@dataclass(frozen=True)
class Ratio:
    """One count as per cent of another, each added up first."""

    part: Runs
    whole: Runs

    def at(self, areas: Sequence[str], first: Months, last: Months) -> Floats:
        """See Held; not-a-number too where there is nothing to be a share of."""
        whole = self.whole.at(areas, first, last)
        return self.part.at(areas, first, last) * 100 / np.where(whole > 0, whole, np.nan)

    def range_of(self, areas: Sequence[str], months: Months) -> tuple[Floats, Floats]:
        """A share has its limits by definition."""
        return np.zeros(len(areas)), np.full(len(areas), 100.0)


class Record:
    """The figures of one release, to compare printed ones with."""

    def __init__(self, release: Release) -> None:
        self.release = release
        self._held: dict[tuple[str, str], Held | None] = {}

    def held(self, measure_id: str, kind: str) -> Held | None:
        """The figures of a measure and area kind; None where no loaded source carries them."""
        key = (measure_id, kind)
        if key not in self._held:
            self._held[key] = self._read(measure_id, kind)
        return self._held[key]

    def _read(self, measure_id: str, kind: str) -> Held | None:
        measure = self.release.catalogue.measures.get(measure_id)
        series = self.release.series(measure_id, kind) if measure else None
        if measure is None or series is None:
            return None
        runs = Runs(series, measure.derives and series.step == 1)
        if not measure.ratio:
            return runs
        whole = self.release.series(str(measure.denominator), kind)
        return Ratio(runs, Runs(whole, whole.step == 1)) if whole else None

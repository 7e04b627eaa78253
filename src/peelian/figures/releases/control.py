"""A measure's control chart at a place, from its sealed figures: which months are within what the series does anyway."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from peelian.figures.areas import Area
from peelian.figures.catalogue import Measure
from peelian.figures.compute.series import PRESENT, PROJECTION, PROVISIONAL, Series
from peelian.figures.decided import Baseline
from peelian.figures.judge.charts import RULE_NAMES, Chart, assurance, chosen, p_prime, proposed_rebase, variation, xmr
from peelian.figures.releases.release import Release

WINDOW = 36
"""Months of a chart: three years, so that every season stands in it as often as any other."""
FEWEST = 8
"""With fewer months since a break no limits are drawn; with fewer than thirteen they are on trial."""

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Control:
    """Values by month with their chart; no chart where ``why`` says that none suits.

    ``base`` is what a share is a share of. ``baselines`` are those confirmed by named persons that limits are made anew from.
    """

    measure: Measure
    area: Area
    first: int
    values: Floats
    base: Floats | None
    chart: Chart | None
    why: str
    baselines: tuple[Baseline, ...] = ()

    @property
    def last(self) -> int:
        """The last month, none of the provisional ones."""
        return self.first + len(self.values) - 1

    def result(self, better: int) -> str:
        """What the last month says. ``better``: 1 where more is, -1 where less is, 0 where neither."""
        return variation(self.chart, better)[0] if self.chart else ""

    def assured(self, target: float, better: int) -> str:
        """Whether by the latest limits a target is passed, failed, or hit and missed; empty where none can be said."""
        return assurance(self.chart, target, better)[0] if self.chart else ""

    @cached_property
    def proposed(self) -> int | None:
        """The month from which all points lie on one side of the centre, if these are twelve or more: a proposal, no more."""
        place = proposed_rebase(self.chart)[0] if self.chart else None
        return None if place is None else self.first + place

    def rows(self) -> list[dict[str, Any]]:
        """Month by month: value, centre, limits, and the rule that it breaks."""
        if self.chart is None:
            return []
        lines = (
            self.chart.centre[0],
            self.chart.lower[0],
            self.chart.upper[0],
            self.chart.rules[0],
            self.chart.going[0],
        )
        return [
            {"month": self.first + place, "value": value, "centre": centre, "lower": lower, "upper": upper,
             "rule": RULE_NAMES[int(rule)], "going": int(going) if rule else 0}
            for place, (value, centre, lower, upper, rule, going) in enumerate(
                zip(self.values.tolist(), *(line.tolist() for line in lines), strict=True)
            )
        ]  # fmt: skip


def control(release: Release, measure: Measure, area: Area) -> Control | None:
    """The chart of the last three years, or of the months since a break that no comparison may cross.

    None where no series carries the measure there, or it has no settled month.
    """
    series = release.series(measure.id, area.kind)
    if series is None or area.id not in series.row_of:
        return None
    if series.step != 1 or not measure.derives:
        why = chosen(mean=0, overlapping=True, share=False, base=None)[1] if series.step == 3 else _NOT_MONTHLY
        return Control(measure, area, series.first, np.array([]), None, None, why)
    end = settled(series, area)
    if end is None:
        return None
    start = max(0, end - WINDOW, after_break(release, measure, series, end))
    count = numbers(series, area, start, end)
    base = _base(release, measure, area, series.first + start, len(count)) if measure.ratio else None
    made, why, rebases = _chart(release, measure, area, series.first + start, count, base)
    values = count if base is None else _share(count, base)
    return Control(measure, area, series.first + start, values, base, made, why, rebases)


_NOT_MONTHLY = "It is not counted by month."


def _chart(
    release: Release, measure: Measure, area: Area, first: int, count: Floats, base: Floats | None
) -> tuple[Chart | None, str, tuple[Baseline, ...]]:
    there = count[np.isfinite(count)]
    kind, why = chosen(
        mean=float(there.mean()) if len(there) else 0.0, overlapping=False, share=base is not None, base=None
    )
    if kind == "t":
        return None, why, ()
    if len(there) < FEWEST:
        return None, f"Only {len(there)} settled months are counted alike: limits need {FEWEST}.", ()
    rebases = tuple(
        item for item in release.catalogue.baselines
        if (item.measure, item.area) == (measure.id, area.id) and first < item.month < first + len(count)
    )  # fmt: skip
    if base is not None:
        return p_prime(count, base), why, ()
    return xmr(count, rebase=[item.month - first for item in rebases]), why, rebases


def settled(series: Series, area: Area) -> int | None:
    """One past the last month that has a figure and will not be revised as a matter of course."""
    row = series.row_of[area.id]
    settled = (series.states[row] == PRESENT) & (series.flags[row] & (PROVISIONAL | PROJECTION) == 0)
    found = np.flatnonzero(settled)
    return int(found[-1]) + 1 if len(found) else None


def after_break(release: Release, measure: Measure, series: Series, end: int) -> int:
    """Where the months begin that may be compared with those before ``end``."""
    places = [item.month - series.first for item in release.catalogue.breaks_within(measure) if item.blocks]
    return max((place for place in places if 0 < place < end), default=0)


def numbers(series: Series, area: Area, start: int, end: int) -> Floats:
    """An area's figures; not a number where there is none."""
    row = series.row_of[area.id]
    return np.where(series.states[row, start:end] == PRESENT, series.values[row, start:end] / 10**series.scale, np.nan)


def _base(release: Release, measure: Measure, area: Area, first: int, months: int) -> Floats:
    """What a share is a share of in the same months; not a number where it is not held."""
    whole, found = release.series(str(measure.denominator), area.kind), np.full(months, np.nan)
    if whole is None or area.id not in whole.row_of:
        return found
    start, end = max(first, whole.first), min(first + months, whole.last + 1)
    if start < end:
        found[start - first : end - first] = numbers(whole, area, start - whole.first, end - whole.first)
    return found


def _share(count: Floats, base: Floats) -> Floats:
    return np.divide(count, base, out=np.full(len(count), np.nan), where=base > 0)

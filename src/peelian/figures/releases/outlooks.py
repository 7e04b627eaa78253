"""How a target of a monthly count stands before its date, from the sealed figures: how likely it is met, and what it needs."""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np

from peelian.figures.areas import Area
from peelian.figures.catalogue import Measure
from peelian.figures.errors import PeelianError
from peelian.figures.judge.forecast import METHOD_NAMES, WORDS, Why
from peelian.figures.judge.target import Outlook, Standing, outlook
from peelian.figures.periods import Period, month_name, month_text
from peelian.figures.releases.control import after_break, numbers, settled
from peelian.figures.releases.release import Release

_RARE = 0.05


@dataclass(frozen=True)
class TargetOutlook:
    """A target of a period with how it stands after the last settled month; numbers that cannot be told are None."""

    measure: Measure
    area: Area
    period: Period
    target: Decimal
    at_most: bool
    last: int
    found: Outlook

    @property
    def standing(self) -> Standing:
        """Met, missed, open, or nobody knows."""
        return Standing(int(self.found.standing[0]))

    @property
    def why(self) -> str:
        """Why no more is told; empty where there is."""
        return WORDS[int(self.found.why[0])]

    @property
    def method(self) -> str:
        """What the months to come are forecast by; empty where they are not."""
        told = self.found.ahead is not None and self.found.ahead.why[0] == Why.TOLD
        return METHOD_NAMES[int(self.found.ahead.method[0])] if told and self.found.ahead is not None else ""

    @property
    def probability(self) -> float | None:
        """Of meeting it."""
        return _known(self.found.probability[0])

    def sentence(self) -> str:
        """How it stands, in a sentence or two."""
        found, last = self.found, month_name(self.last)
        aim = f"{'At most' if self.at_most else 'At least'} {self.target:,} in {self.period.label()}"
        known = (
            f"to {last} there were {found.to_date[0]:,.0f}"
            if np.isfinite(found.to_date[0]) and self.last >= self.period.first
            else ""
        )
        if self.standing == Standing.CANNOT_TELL:
            return f"{aim}: we cannot tell ({self.why}){f'; {known}' if known else ''}."
        if self.standing != Standing.OPEN:
            return (
                f"{aim}: {self.standing.name.lower()} ({found.to_date[0]:,.0f}{', ' + self.why if found.left else ''})."
            )
        spread = f"{max(found.outer.low[0], 0):,.0f} and {found.outer.high[0]:,.0f}"
        needs = "may have" if self.at_most else "need"
        start = f"{known[:1].upper()}{known[1:]}, and " if known else ""
        return (
            f"{aim}: {_odds(found.probability[0])}. {start}{found.expected[0]:,.0f} are expected in all (19 times in 20 between "
            f"{spread}). The {found.left} months to come {needs} {found.run_rate[0]:,.0f} each on average."
        )

    def to_json(self) -> dict[str, Any]:
        """As the command and a download give it."""
        found, ahead = self.found, self.found.ahead
        tested = ahead.tested if ahead is not None else None
        return {
            "measure": self.measure.id, "area": {"id": self.area.id, "name": self.area.name, "kind": self.area.kind},
            "period": str(self.period), "target": float(self.target), "wanted": "at most" if self.at_most else "at least",
            "settled_to": month_text(self.last), "standing": self.standing.name.lower().replace("_", " "), "why": self.why or None,
            "probability": self.probability, "to_date": _known(found.to_date[0]), "months_left": found.left,
            "run_rate": _known(found.run_rate[0]), "expected": _known(found.expected[0]),
            "limits_80": [_known(found.inner.low[0]), _known(found.inner.high[0])],
            "limits_95": [_known(found.outer.low[0]), _known(found.outer.high[0])], "method": self.method or None,
            "back_test": None if tested is None else {
                "origins": int(tested.origins[0]), "scaled_error": _known(tested.error[0]),
                "scaled_error_of_seasonal_naive": _known(tested.naive_error[0]), "mape": _known(tested.mape[0]),
                "mape_of_seasonal_naive": _known(tested.naive_mape[0]),
            },
            "straight": [_known(value) for value in found.straight[0]], "seasonal": [_known(value) for value in found.seasonal[0]],
        }  # fmt: skip


def target_outlook(
    release: Release, measure: Measure, area: Area, period: Period, target: Decimal, *, at_most: bool
) -> TargetOutlook:
    """Set a measure's total over a period against a target. Provisional months are taken as still to come.

    Raises PeelianError for what is no monthly count, and where nothing is counted there.
    """
    series = release.series(measure.id, area.kind)
    if measure.kind != "count" or measure.periods != "month":
        raise PeelianError("no-outlook", f"{measure.title} is no monthly count.", "Ask for a measure that is counted by month.",
                           {"measure": measure.id})  # fmt: skip
    end = settled(series, area) if series is not None and area.id in series.row_of else None
    if series is None or end is None:
        raise PeelianError(
            "no-figure", f"No settled month of {measure.title} is held for {area.name}.",
            "peelian areas --measure lists the areas that have it.", {"measure": measure.id, "area": area.id},
        )  # fmt: skip
    breaks = [item.month - series.first for item in release.catalogue.breaks_within(measure) if item.blocks]
    found = outlook(
        np.atleast_2d(numbers(series, area, 0, end)), float(target), start=period.first - series.first,
        end=period.last + 1 - series.first, at_most=at_most, since=after_break(release, measure, series, end),
        breaks_ahead=[place for place in breaks if place >= end],
    )  # fmt: skip
    return TargetOutlook(measure, area, period, target, at_most, series.first + end - 1, found)


def _odds(probability: float) -> str:
    """``met in about 7 of 10 cases``: forecasts are no surer than that."""
    if probability < _RARE:
        return "hardly likely to be met (fewer than 1 case in 20)"
    if probability > 1 - _RARE:
        return "very likely to be met (more than 19 cases in 20)"
    return f"likely to be met in about {max(1, min(9, round(10 * probability)))} of 10 cases"


def _known(number: Any) -> float | None:
    return None if math.isnan(float(number)) else round(float(number), 4)

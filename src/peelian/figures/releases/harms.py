"""Harm at an area over a period by a body's weights, from the sealed figures: beside the count, never in its place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from peelian.figures.areas import Area
from peelian.figures.errors import PeelianError
from peelian.figures.judge.harm import Harm, Weights, compared, harm
from peelian.figures.periods import Period
from peelian.figures.releases.figure import Figure, figure
from peelian.figures.releases.release import Release


@dataclass(frozen=True)
class HarmAt:
    """Counts and harm of a period and of the year before, by the same weights. ``before`` is None where that is not held."""

    area: Area
    period: Period
    weights: Weights
    figures: list[Figure]
    now: Harm
    before: Harm | None

    @property
    def change(self) -> float | None:
        """Harm as a multiple of that of the year before."""
        return compared(self.now, self.before) if self.before and self.before.harm else None

    @property
    def sentence(self) -> str:
        """Both numbers, with the weights named."""
        counted = f"{self.now.count:,} offences in {self.period.label()} weigh {self.now.harm:,.0f} {self.weights.unit}"
        limits = (
            f"(between {self.now.low:,.0f} and {self.now.high:,.0f}, if offences were independent; {self.now.weights})"
        )
        if self.before is None or not self.before.count or self.change is None:
            return f"{counted} {limits}. The year before cannot be set beside it."
        more = self.now.count / self.before.count
        return f"{counted} {limits}. Against the year before: {more - 1:+.1%} in offences, {self.change - 1:+.1%} in weight."

    def to_json(self) -> dict[str, Any]:
        """As the command gives it."""
        return {
            "area": {"id": self.area.id, "name": self.area.name, "kind": self.area.kind}, "period": str(self.period),
            "weights": {"name": self.weights.name, "version": self.weights.version, "unit": self.weights.unit},
            "harm": self.now.harm, "low": self.now.low, "high": self.now.high, "count": self.now.count,
            "before": None if self.before is None else {"harm": self.before.harm, "count": self.before.count}, "ratio": self.change,
            "measures": [{"measure": item.measure.id, "count": int(item.value or 0), "weight": self.weights.of[item.measure.id],
                          "harm": float(item.value or 0) * self.weights.of[item.measure.id]} for item in self.figures],
        }  # fmt: skip


def harm_at(release: Release, area: Area, period: Period, weights: Weights) -> HarmAt:
    """Weigh the counts of a period. Raises PeelianError where any that has a weight has no figure there: none is left out."""
    found = {measure: figure(release, measure, area.id, period) for measure in weights.of}
    missing = sorted(name for name, item in found.items() if item.value is None)
    if missing:
        raise PeelianError(
            "no-figure", f"{', '.join(missing)}: no figure for {area.name} in {period.label()}.",
            "Take them out of the weights, or ask for a period that is held.", {"area": area.id, "period": str(period)},
        )  # fmt: skip
    now = harm({name: int(item.value or 0) for name, item in found.items()}, weights)
    earlier = {name: item.comparison for name, item in found.items()}
    whole = all(item is not None and not item.blocked for item in earlier.values())
    before = harm({name: int(item.value) for name, item in earlier.items() if item}, weights) if whole else None
    return HarmAt(area, period, weights, list(found.values()), now, before)

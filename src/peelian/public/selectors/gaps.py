"""Gaps between places in points: with limits and a test for shares of counts, without for a survey whose bases nobody publishes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from peelian.figures.areas import Area
from peelian.figures.catalogue import Measure
from peelian.figures.judge.direction import CHANCE
from peelian.figures.releases.figure import Figure, figure
from peelian.public import wording
from peelian.public.site import Site
from peelian.ui import format as words


@dataclass(frozen=True)
class Gap:
    """How far the higher of two places lies above the lower; ``low`` and ``high`` are its limits where both bases are known."""

    higher: Figure
    lower: Figure
    points: float
    low: float | None
    high: float | None
    chance: float | None

    @property
    def sentence(self) -> str:
        """``Hillingdon lies 3.2 points above Havering (between 1.1 and 5.3, if …): more than chance alone produces.``"""
        places = 1 if self.low is not None else 0
        names = [wording.place(side.area) for side in (self.higher, self.lower)]
        head = f"{words.capital(names[0])} lies {words.number(self.points, places)} points above {names[1]}"
        if self.low is None or self.high is None or self.chance is None:
            return f"{head}. How many people were asked in each is not published: we cannot tell whether that is more than chance."
        limits = f"between {words.number(self.low, 1)} and {words.number(self.high, 1)}, if each were independent of the others"
        more = "more than" if self.chance < CHANCE else "within what"
        return f"{head} ({limits}): {more} chance alone produces."

    def to_json(self) -> dict[str, Any]:
        """For a download."""
        return {
            "higher": self.higher.area.id, "lower": self.lower.area.id, "period": str(self.higher.period), "points": self.points,
            "low": self.low, "high": self.high, "chance": self.chance, "sentence": self.sentence,
        }  # fmt: skip


def gaps(site: Site, measure: Measure, areas: Sequence[Area]) -> list[Gap]:
    """The first place beside each of the others, in the latest period of places of its kind; none for what is no per cent."""
    if not measure.per_cent or len(areas) < 2:
        return []
    found = list(_figures(site, measure, [area for area in areas if area.kind == areas[0].kind]))
    return [_gap(found[0], other) for other in found[1:]] if found and found[0].area == areas[0] else []


def _figures(site: Site, measure: Measure, areas: Sequence[Area]) -> Iterator[Figure]:
    period = site.release.latest(measure.id, areas[0].kind)
    series = site.release.series(measure.id, areas[0].kind)
    for area in areas if period and series else ():
        if series and period and area.id in series.row_of:
            item = figure(site.release, measure.id, area.id, period)
            if item.value is not None:
                yield item


def _gap(one: Figure, other: Figure) -> Gap:
    higher, lower = (one, other) if (one.value or 0) >= (other.value or 0) else (other, one)
    points = float((higher.value or Decimal(0)) - (lower.value or Decimal(0)))
    if not (higher.measure.ratio and higher.denominator and lower.denominator):
        return Gap(higher, lower, points, None, None, None)
    from peelian.figures.judge.intervals import difference_of_shares, shares_differ  # with SciPy, which few pages need

    sides = [number for item in (higher, lower) for number in (_share(item), float(item.denominator or 0))]
    gap, limits = difference_of_shares(*sides)
    return Gap(
        higher, lower, float(gap) * 100, float(limits.low) * 100, float(limits.high) * 100, float(shares_differ(*sides))
    )


def _share(item: Figure) -> float:
    return float(item.numerator or 0) / float(item.denominator or 1)

"""Boroughs side by side on a measure's page: a funnel, and for each whether it differs by more than places do anyway."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from peelian.figures.areas import Area
from peelian.figures.catalogue import Measure
from peelian.figures.judge.funnels import limits
from peelian.figures.releases.beside import Beside, beside
from peelian.public.selectors.tables import AreaFigures
from peelian.public.site import Site
from peelian.ui import charts
from peelian.ui import format as words
from peelian.ui.components import ChartBlock, Link

BEYOND = {0: "as places differ", 1: "higher", 2: "much higher", -1: "lower", -2: "much lower"}
_CURVE = 40


@dataclass(frozen=True)
class SideBySide:
    """The boroughs of a measure in its latest period."""

    site: Site
    measure: Measure
    area: Area
    shown: AreaFigures
    found: Beside

    def said(self, area: Area) -> tuple[str, int | None]:
        """What a table says of a place, and how far beyond the limits it is."""
        beyond = self.found.beyond(area)
        if beyond is not None:
            return BEYOND[beyond], beyond
        return next((why for other, why in self.found.left_out if other == area), ""), None

    @cached_property
    def outside(self) -> list[Area]:
        """Places beyond the inner limits."""
        return [area for area, beyond in zip(self.found.areas, self.found.funnel.beyond, strict=True) if beyond]

    @property
    def block(self) -> ChartBlock:
        """The funnel."""
        name = self.site.words.kind("borough")
        links = (Link(f"Table of {name.many}", "#boroughs"), Link("How to read a funnel", "/about#funnel"))
        return ChartBlock("funnel", f"{words.capital(name.many)} side by side", self._chart(), self._how(), links=links)

    def _chart(self) -> charts.FunnelChart:
        found = self.found
        rates = bool(self.shown.rates)
        unit = f"% of what {'residents' if rates else self.shown.whole} would have at the rate of all"
        return charts.FunnelChart(
            title=f"{self.measure.title}, {self.shown.period.label()}: places beside one another",
            description=self._outside_words(), points=tuple(self._point(place) for place in range(len(found.areas))),
            curves=_curves(found), unit=unit, along=f"{self._counted()} expected",
        )  # fmt: skip

    def _counted(self) -> str:
        return self.measure.counts if self.measure.kind == "count" else "number"

    def _point(self, place: int) -> charts.FunnelPoint:
        found, area = self.found, self.found.areas[place]
        ratio = float(found.funnel.ratio[place])
        detail = (
            f"{area.name}: {words.number(found.observed[place])}, {words.number(round(found.expected[place]))} expected"
        )
        return charts.FunnelPoint(area.abbr or area.name[:3].upper(), detail, found.expected[place], ratio,
                                  int(found.funnel.beyond[place]), area == self.area)  # fmt: skip

    def _outside_words(self) -> str:
        count, every = len(self.outside), len(self.found.areas)
        return f"{count if count else 'None'} of {every} lie{'s' if count == 1 else ''} outside the limits."

    def _how(self) -> str:
        found = self.found.funnel
        spread = words.number(found.spread, 1)
        named = f"φ {spread}, τ² {found.between:.3f}"
        room = f"they vary {spread} times as much as chance alone, and the limits leave room for that ({named})"
        left = "; ".join(f"{area.name} ({why})" for area, why in self.found.left_out)
        return (
            "Each mark is a place, further right the more is expected of it; 100% is the rate of all together. Of places that "
            "differ as these do, 95 in 100 lie within the solid lines and 998 in 1,000 within the dashed ones: "
            f"{room if found.between else 'chance alone explains how they vary'}. {self._outside_words()} It is a screening of "
            f"{len(self.found.areas)} places and no ranking: the reasons why one is high lie in who is there by day and night, not "
            f"only in what is done.{f' Left out: {left}.' if left else ''}"
        )

    def to_json(self) -> dict[str, Any]:
        """For a download."""
        found = self.found.funnel
        return {
            "method": "funnel-overdispersed", "spread": found.spread, "between": found.between,
            "left_out": [{"area": area.id, "why": why} for area, why in self.found.left_out],
            "places": [
                {"area": area.id, "observed": observed, "expected": wanted, "ratio": float(found.ratio[place]),
                 "inner": [float(found.inner.low[place]), float(found.inner.high[place])],
                 "outer": [float(found.outer.low[place]), float(found.outer.high[place])], "beyond": int(found.beyond[place])}
                for place, (area, observed, wanted) in enumerate(
                    zip(self.found.areas, self.found.observed, self.found.expected, strict=True)
                )
            ],
        }  # fmt: skip


def _curves(found: Beside) -> tuple[tuple[tuple[float, float, float], ...], ...]:
    """The limits as curves from a little left of the smallest place to a little right of the largest."""
    places = np.geomspace(min(found.expected) * 0.9, max(found.expected) * 1.08, _CURVE)
    return tuple(
        tuple(zip(places.tolist(), edge.low.tolist(), edge.high.tolist(), strict=True))
        for edge in limits(places, found.funnel.between)
    )


def side_by_side(site: Site, measure: Measure, area: Area, shown: AreaFigures | None) -> SideBySide | None:
    """The boroughs side by side; None for what has no base, and where there are too few."""
    if shown is None or (measure.kind != "count" and not measure.ratio):
        return None
    found = beside((shown.rates or {}).values() if measure.kind == "count" else shown.found.values())
    return SideBySide(site, measure, area, shown, found) if found else None

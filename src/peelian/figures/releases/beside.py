"""Places side by side: which differ from all together by more than places do anyway, and which are left out of that, by rule."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from peelian.figures.areas import Area
from peelian.figures.judge.funnels import Funnel, expected, funnel
from peelian.figures.releases.figure import Figure

FEWEST_RESIDENTS = 20_000
"""A place with fewer is not set beside the others: most of what happens there happens to people who live elsewhere."""
FEWEST_PLACES = 8
"""Of fewer places nothing is said: how places differ anyway could not be told."""
LEAST_EXPECTED = 5.0
"""A place where fewer are expected is left out: one more or less would carry it over a limit."""


@dataclass(frozen=True)
class Beside:
    """Places with what was counted, what is expected of each at the rate of all together, and the funnel's answer."""

    areas: list[Area]
    observed: list[float]
    expected: list[float]
    funnel: Funnel
    left_out: list[tuple[Area, str]]

    def beyond(self, area: Area) -> int | None:
        """0 within both limits, 1 or -1 beyond the inner, 2 or -2 beyond the outer; None where the place is left out."""
        return int(self.funnel.beyond[self.areas.index(area)]) if area in self.areas else None


def beside(found: Iterable[Figure]) -> Beside | None:
    """Figures of one measure and period that have both counts: shares, or counts per 1,000 residents.

    None where there are too few places to tell.
    """
    kept: list[tuple[Area, float, float]] = []
    left_out: list[tuple[Area, str]] = []
    for item in found:
        if item.numerator is None or not item.denominator:
            left_out.append((item.area, "no figure"))
        elif item.kind == "rate" and item.denominator < FEWEST_RESIDENTS:
            left_out.append((item.area, f"fewer than {FEWEST_RESIDENTS:,} residents"))
        else:
            kept.append((item.area, float(item.numerator), float(item.denominator)))
    if not kept:
        return None
    wanted = expected([count for _, count, _ in kept], [base for _, _, base in kept])
    few = wanted < LEAST_EXPECTED
    left_out += [
        (area, f"fewer than {LEAST_EXPECTED:g} expected") for (area, _, _), out in zip(kept, few, strict=True) if out
    ]
    kept = [entry for entry, out in zip(kept, few, strict=True) if not out]
    if len(kept) < FEWEST_PLACES:
        return None
    areas, observed, bases = (list(column) for column in zip(*kept, strict=True))
    wanted = expected(observed, bases)
    return Beside(areas, observed, wanted.tolist(), funnel(np.array(observed), wanted), left_out)

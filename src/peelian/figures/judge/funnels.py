"""Places side by side: which differ from the whole by more than places do anyway.

Funnel limits for counts against what is expected, with the room between places that Spiegelhalter's random effects leave
(Statistics in Medicine 2005, as FunnelPlotR computes them). Screening, never a league table: thirty-two points are few.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import special

from peelian.figures.judge.intervals import Interval, normal

Floats = npt.NDArray[np.float64]

LEVELS = (0.95, 0.998)
"""The two pairs of limits: 2.5 in a hundred and one in a thousand on either side."""
_TRIMMED = (10, 90)


@dataclass(frozen=True)
class Funnel:
    """For each place its ratio to what is expected, and two pairs of limits; ``spread`` and ``between`` name the adjustment.

    ``spread`` is phi, how many times as much as chance alone the places vary; ``between`` is tau squared, on the logarithm, 0 where
    chance is enough. ``beyond``: 0 within both pairs of limits, 1 or -1 beyond the inner, 2 or -2 beyond the outer.
    """

    ratio: Floats
    inner: Interval
    outer: Interval
    beyond: npt.NDArray[np.int8]
    spread: float
    between: float


def expected(observed: npt.ArrayLike, base: npt.ArrayLike) -> Floats:
    """What each place would have at the rate of all together (the sum by the sum, never the mean of rates)."""
    x, n = np.asarray(observed, np.float64), np.asarray(base, np.float64)
    return np.asarray(n * x.sum() / n.sum())


def unadjusted(wanted: npt.ArrayLike, confidence: float = 0.95) -> Interval:
    """Poisson limits of the ratio of observed to expected, for places that differ by chance alone."""
    e = np.asarray(wanted, np.float64)
    tail = (1 - confidence) / 2
    return Interval(special.gammaincinv(e, tail) / e, special.gammaincinv(e + 1, 1 - tail) / e)


def funnel(observed: npt.ArrayLike, wanted: npt.ArrayLike) -> Funnel:
    """Limits with room for what differs between places. None observed counts as a half, which its own ratio keeps at 0.

    Raises ValueError where nothing is expected of a place, or there are fewer than three.
    """
    o, e = np.asarray(observed, np.float64), np.asarray(wanted, np.float64)
    if len(o) < 3 or (e <= 0).any():
        raise ValueError("a funnel needs three places or more, and something expected of each")
    log = np.log(np.where(o > 0, o / e, (o + 0.5) / (e + 0.5)))
    z = np.sqrt(e) * log
    trimmed = np.clip(z, *np.percentile(z, _TRIMMED))
    spread, places = float((trimmed**2).mean()), len(o)
    room = e.sum() - (e**2).sum() / e.sum()  # weights are 1 / s² = e
    between = max(0.0, (places * spread - (places - 1)) / room)
    inner, outer = limits(e, between)
    ratio = o / e
    beyond = sum(((ratio > edge.high).astype(np.int8) - (ratio < edge.low).astype(np.int8)) for edge in (inner, outer))
    return Funnel(ratio, inner, outer, np.asarray(beyond, np.int8), spread, between)


def limits(wanted: npt.ArrayLike, between: float) -> tuple[Interval, Interval]:
    """Inner and outer limits of the ratio for any expected numbers, with some room between places."""
    inner, outer = (_limits(np.asarray(wanted, np.float64), between, level) for level in LEVELS)
    return inner, outer


def _limits(wanted: Floats, between: float, confidence: float) -> Interval:
    reach = np.exp(normal(confidence) * np.sqrt(1 / wanted + between))
    return Interval(1 / reach, reach)

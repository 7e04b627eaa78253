"""How long it takes until something happens: the Kaplan-Meier curve with Greenwood's variance and log-log limits. Pure functions.

Sources: Kaplan and Meier, "Nonparametric estimation from incomplete observations", Journal of the American Statistical Association
53 (1958) 457-481; Greenwood (1926) for the variance; Kalbfleisch and Prentice, The Statistical Analysis of Failure Time Data, on
limits of log(-log S), which stay between 0 and 1; Brookmeyer and Crowley, Biometrics 38 (1982) 29-41, for those of a quantile.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from scipy.special import ndtri

FEWEST = 5
"""Events below which a curve says nothing: a house rule, shown with every curve."""
LEVEL = 0.95


@dataclass(frozen=True)
class Wait:
    """How many days one wait has lasted (0 or more), and whether it is over: else it was still open when last seen.

    ``entered`` is the day from which it was watched, where that is after its first: it was at risk from then on only.
    """

    days: int
    over: bool
    entered: int = 0


@dataclass(frozen=True)
class Point:
    """The curve from a day on: the share that still waits, with its limits, and how many were at risk and ended on that day."""

    days: int
    waiting: float
    low: float
    high: float
    at_risk: int
    ended: int


@dataclass(frozen=True)
class Curve:
    """A whole curve. ``points`` begin on day 0, where everybody waits, and have one entry for each day on which a wait ended."""

    points: tuple[Point, ...]
    waits: int
    ended: int
    longest: int
    """The longest time that anything was watched: the curve ends there."""
    held: tuple[Wait, ...] = ()
    """The waits that it was made of."""

    def at_risk(self, days: int) -> int:
        """How many were still watched when a day began."""
        return sum(one.entered <= days <= one.days for one in self.held)

    @property
    def enough(self) -> bool:
        """Whether enough waits are over to say anything by it."""
        return self.ended >= FEWEST

    def at(self, days: int) -> Point:
        """The curve on a day: its last point up to there."""
        return [one for one in self.points if one.days <= days][-1]

    def quantile(self, share: float) -> int | None:
        """The first day by which at least this share of the waits is over; None where the curve does not come down so far."""
        return next((one.days for one in self.points if one.waiting <= 1 - share + _TINY), None)

    def quantile_limits(self, share: float) -> tuple[int | None, int | None]:
        """Between which days that lies: the days that the limits of the curve do not exclude. None: not to be told from this."""
        left = 1 - share + _TINY
        return (
            next((one.days for one in self.points if one.low <= left), None),
            next((one.days for one in self.points if one.high <= left), None),
        )


_TINY = 1e-12


def curve(waits: Iterable[Wait], level: float = LEVEL) -> Curve:
    """The curve of the share that still waits after each number of days.

    Who is still waiting when last seen counts as waiting up to that day, that day included: an end on the same day comes first.
    What is watched only from a later day is at risk from that day on.
    Where the last wait of all ends there is no variance any more: the upper limit stays, which holds because the curve only falls.
    Raises ValueError for a wait of fewer than 0 days.
    """
    held = list(waits)
    if any(not 0 <= one.entered <= one.days for one in held):
        raise ValueError("a wait cannot be shorter than 0 days, nor end before it was watched")
    entered = Counter(one.entered for one in held)
    ended, left = Counter(one.days for one in held if one.over), Counter(one.days for one in held if not one.over)
    points = [Point(0, 1.0, 1.0, 1.0, entered[0], 0)]
    waiting, variance, at_risk = 1.0, 0.0, 0
    for day in sorted(ended.keys() | left.keys() | entered.keys()):
        at_risk += entered[day]
        if number := ended[day]:
            waiting *= 1 - number / at_risk
            variance += number / (at_risk * (at_risk - number)) if at_risk > number else math.inf
            low, high = limits(waiting, variance, level) if at_risk > number and waiting else (0.0, points[-1].high)
            point = Point(day, waiting, low, high, at_risk, number)
            points = [*points[:-1], point] if points[-1].days == day else [*points, point]
        at_risk -= ended[day] + left[day]
    return Curve(tuple(points), len(held), sum(ended.values()), max((one.days for one in held), default=0), tuple(held))


def limits(waiting: float, variance: float, level: float = LEVEL) -> tuple[float, float]:
    """The limits of a share between 0 and 1 that still waits: ``variance`` is Greenwood's sum, of d / (n (n - d))."""
    width = float(ndtri((1 + level) / 2)) * math.sqrt(variance) / abs(math.log(waiting))
    return waiting ** math.exp(width), waiting ** math.exp(-width)

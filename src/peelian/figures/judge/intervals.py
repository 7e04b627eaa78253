"""How sure a figure is: limits of counts, proportions and survey answers, of ratios and differences, and tests of them.

Everything takes numbers or columns of them. ``confidence`` is two-sided, 0.95 unless said. Whether two things differ is always
asked of their ratio or difference, never of two intervals that overlap or do not: that asks for too much (DOMAIN 3.4).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy import special

Floats = npt.NDArray[np.float64]
Numbers = npt.ArrayLike

EXACT_BELOW = 10
"""Counts below this get exact limits, others Byar's: as English public health publishes them (PHEindicatormethods)."""
_STEPS, _FAR = 64, 36.0
"""Halvings of a search and how far it goes, in logarithms: odds of one to 10¹⁵, found beyond the precision of a number."""


class Interval(NamedTuple):
    """Lower and upper limit."""

    low: Floats
    high: Floats


def normal(confidence: float = 0.95) -> float:
    """How many standard errors on either side: 1.959964 for 95 per cent, 3.090232 for 99.8."""
    return float(special.ndtri(0.5 + confidence / 2))


def of_count(count: Numbers, confidence: float = 0.95) -> Interval:
    """Limits of the mean that a count of independent events comes from: exact Poisson below 10, else Byar's.

    Raises ValueError for a count below zero.
    """
    x = _column("count", count)
    z, tail = normal(confidence), (1 - confidence) / 2
    many = np.maximum(x, EXACT_BELOW)
    low = many * (1 - 1 / (9 * many) - z / (3 * np.sqrt(many))) ** 3
    high = (many + 1) * (1 - 1 / (9 * (many + 1)) + z / (3 * np.sqrt(many + 1))) ** 3
    few = x < EXACT_BELOW
    exact_low = np.where(x > 0, special.gammaincinv(np.maximum(x, 1e-300), tail), 0.0)
    return Interval(np.where(few, exact_low, low), np.where(few, special.gammaincinv(x + 1, 1 - tail), high))


def of_proportion(count: Numbers, base: Numbers, confidence: float = 0.95) -> Interval:
    """Wilson's limits of a proportion, 0 to 1; of no base 0 to 1, for nothing is known.

    Raises ValueError where a part is larger than its whole, or anything is below zero.
    """
    x, n = np.broadcast_arrays(_column("count", count), _column("base", base))
    if (x > n * (1 + 1e-12)).any():
        raise ValueError("a part is larger than its whole")
    z = normal(confidence)
    share = np.divide(x, n, out=np.zeros(n.shape), where=n > 0)
    spread = z * np.sqrt(z**2 + 4 * x * (1 - share))
    low, high = ((2 * x + z**2 + sign * spread) / (2 * (n + z**2)) for sign in (-1, 1))
    return Interval(np.clip(low, 0, 1), np.clip(high, 0, 1))


def of_survey(share: Numbers, base: Numbers, design: Numbers = 1.0, confidence: float = 0.95) -> Interval:
    """Wilson's limits of a weighted share (0 to 1) of ``base`` people asked.

    With a design effect of 1.5, 1,500 people asked tell as much as 1,000 drawn by chance alone. Raises ValueError for one below 1.
    """
    effective = _effective(base, design)
    return of_proportion(_column("share", share) * effective, effective, confidence)


def ratio_of_counts(
    later: Numbers, earlier: Numbers, exposure: Numbers = 1.0, dispersion: Numbers = 1.0, confidence: float = 0.95
) -> tuple[Floats, Interval]:
    """The ratio of two rates of counts, and its limits on the logarithm; not a number where either count is zero.

    ``exposure`` is the later's divided by the earlier's (people, or days); ``dispersion`` how many times as much as independent
    events the counts vary.
    """
    a, b = _column("count", later), _column("count", earlier)
    whole = (a > 0) & (b > 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where(whole, a / b / _column("exposure", exposure), np.nan)
        reach = np.exp(normal(confidence) * np.sqrt(_dispersion(dispersion) * (1 / a + 1 / b)))
        return ratio, Interval(ratio / reach, ratio * reach)


def exact_ratio_of_counts(
    later: Numbers, earlier: Numbers, exposure: Numbers = 1.0, dispersion: Numbers = 1.0, confidence: float = 0.95,
    *, mid: bool = True,
) -> Interval:  # fmt: skip
    """Limits of the ratio of two rates of counts from the conditional binomial distribution, whatever their size.

    ``mid`` (the default) are mid-p limits, which err to neither side; without it Clopper's and Pearson's, which are wider. A later
    count of zero has the lower limit 0, an earlier one the upper limit infinity.
    """
    a, b = _alike(later, earlier, dispersion)
    tail = (1 - confidence) / 2
    low = np.where(a > 0, _odds_where(lambda share: _above(a, b, share, mid=mid), tail, a), 0.0)
    high = np.where(b > 0, _odds_where(lambda share: 1 - _below(a, b, share, mid=mid), 1 - tail, a), np.inf)
    scale = _column("exposure", exposure)
    return Interval(low / scale, high / scale)


def counts_differ(
    later: Numbers, earlier: Numbers, exposure: Numbers = 1.0, dispersion: Numbers = 1.0, *, mid: bool = True
) -> Floats:
    """How often two counts of the same rate would differ at least so much by chance alone: two-sided, conditional binomial.

    Mid-p by default. Counts that vary more than independent events are divided by their dispersion first: they tell as much as so
    many. Of two zeros 1.
    """
    a, b = _alike(later, earlier, dispersion)
    ratio = _column("exposure", exposure)
    share = ratio / (1 + ratio)
    found = 2 * np.minimum(_above(a, b, share, mid=mid), _below(a, b, share, mid=mid))
    return np.where(a + b > 0, np.minimum(found, 1.0), 1.0)


def difference_of_shares(
    later: Numbers, base: Numbers, earlier: Numbers, base_before: Numbers,
    design: Numbers = 1.0, design_before: Numbers = 1.0, confidence: float = 0.95,
) -> tuple[Floats, Interval]:  # fmt: skip
    """The difference of two shares (0 to 1) and its limits: Newcombe's, from Wilson's limits of each, with design effects."""
    p, q = _column("share", later), _column("share", earlier)
    one, two = of_survey(p, base, design, confidence), of_survey(q, base_before, design_before, confidence)
    gap = p - q
    return gap, Interval(gap - np.hypot(p - one.low, two.high - q), gap + np.hypot(one.high - p, q - two.low))


def shares_differ(
    later: Numbers, base: Numbers, earlier: Numbers, base_before: Numbers,
    design: Numbers = 1.0, design_before: Numbers = 1.0,
) -> Floats:  # fmt: skip
    """How often two shares of the same kind would differ at least so much by chance alone: two-sided, pooled normal test.

    1 where nothing can be told: no base, or all or nobody on both sides.
    """
    p, q = _column("share", later), _column("share", earlier)
    n, m = _effective(base, design), _effective(base_before, design_before)
    with np.errstate(divide="ignore", invalid="ignore"):
        pooled = (p * n + q * m) / (n + m)
        z = (p - q) / np.sqrt(pooled * (1 - pooled) * (1 / n + 1 / m))
    return np.where(np.isfinite(z), 2 * special.ndtr(-np.abs(z)), 1.0)


def _column(name: str, numbers: Numbers) -> Floats:
    found = np.asarray(numbers, dtype=np.float64)
    if (found < 0).any():
        raise ValueError(f"a {name} is below zero")
    return found


def _dispersion(numbers: Numbers) -> Floats:
    """At least 1: that counts vary less than chance has them is chance itself."""
    return np.maximum(_column("dispersion", numbers), 1.0)


def _effective(base: Numbers, design: Numbers) -> Floats:
    effect = _column("design effect", design)
    if (effect < 1).any():
        raise ValueError("a design effect is below 1")
    return _column("base", base) / effect


def _alike(later: Numbers, earlier: Numbers, dispersion: Numbers) -> tuple[Floats, Floats]:
    """Two counts as so many independent events."""
    times = _dispersion(dispersion)
    a, b = np.broadcast_arrays(_column("count", later) / times, _column("count", earlier) / times)
    return a, b


def _above(a: Floats, b: Floats, share: Numbers, *, mid: bool) -> Floats:
    """Chance of the later count or a larger one among all, by the incomplete beta function, which takes any number."""
    at_least = np.where(a > 0, special.betainc(np.maximum(a, 1e-300), b + 1, share), 1.0)
    more = np.where(b > 0, special.betainc(a + 1, np.maximum(b, 1e-300), share), 0.0)
    return (at_least + more) / 2 if mid else at_least


def _below(a: Floats, b: Floats, share: Numbers, *, mid: bool) -> Floats:
    """Chance of the later count or a smaller one among all."""
    return _above(b, a, 1 - np.asarray(share), mid=mid)


def _odds_where(rising: Callable[[Floats], Floats], wanted: float, like: Floats) -> Floats:
    """The odds at which a rising function of a share reaches a value, by halving their logarithm."""
    low, high = np.full(like.shape, -_FAR), np.full(like.shape, _FAR)
    for _ in range(_STEPS):
        middle = (low + high) / 2
        short = rising(special.expit(middle)) < wanted
        low, high = np.where(short, middle, low), np.where(short, high, middle)
    return np.exp((low + high) / 2)

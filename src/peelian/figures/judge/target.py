"""Whether a target will be met by its date: how likely, what it needs of the months that are left, and the ways to it.

A target is of the total of a run of months, a year or any other. What is told of the months to come is ``forecast``'s.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import numpy.typing as npt
from scipy import special

from peelian.figures.judge.direction import unbroken
from peelian.figures.judge.forecast import (
    LEVELS,
    SHORTEST,
    Floats,
    Forecast,
    Why,
    clustered,
    forecast,
    limits,
)
from peelian.figures.judge.intervals import Interval

YEARS = 5
"""Whole years before the run, at most, that its seasonal trajectory is from."""
_EXACT = 1e-9
"""A target that is whole but for rounding is whole."""


class Standing(IntEnum):
    """How a target stands: nobody knows, still open, met or missed (for good, or since its date)."""

    CANNOT_TELL, OPEN, MET, MISSED = range(4)


@dataclass(frozen=True)
class Outlook:
    """For each series how its target stands. What cannot be told is not a number, and ``why`` (``WORDS`` of ``forecast``) says why.

    ``probability``: of meeting it. ``to_date``: the total so far; ``left``: how many of the run's months are to come, and
    ``run_rate`` what each of them may have, or must, on average, while the target is open. ``expected``: the whole total, with
    limits for 80 (``inner``) and 95 per cent (``outer``). ``straight`` and ``seasonal`` (series × months of the run): totals to the
    end of each month that lead to the target in equal steps, and in those of the years before the run. ``ahead``: the
    forecast; None where nothing is left to come.
    """

    standing: npt.NDArray[np.int8]
    why: npt.NDArray[np.int8]
    probability: Floats
    to_date: Floats
    left: int
    run_rate: Floats
    expected: Floats
    inner: Interval
    outer: Interval
    straight: Floats
    seasonal: Floats
    ahead: Forecast | None


def outlook(
    counts: npt.ArrayLike,
    target: npt.ArrayLike,
    *,
    start: int,
    end: int,
    at_most: bool = True,
    since: int = 0,
    breaks_ahead: Sequence[int] = (),
) -> Outlook:
    """Set each series (series × months) against its target: a total of at most, or at least, so many.

    ``start`` and ``end``: places of the run's first month and of the one after its last, on the axis of the counts; what lies
    beyond these is to come. ``since`` and ``breaks_ahead``: as in ``forecast``. Raises ValueError for a run without months, a
    target that is not a number, and where ``forecast`` does.
    """
    x = np.atleast_2d(np.asarray(counts, np.float64))
    aim = np.broadcast_to(np.asarray(target, np.float64), len(x))
    if end <= start or not np.isfinite(aim).all():
        raise ValueError("a target is a number, for a run of one month or more")
    left = max(0, end - max(start, x.shape[1]))
    ahead = forecast(x, end - x.shape[1], since=since, breaks_ahead=breaks_ahead) if left else None
    to_date = x[:, max(start, 0) : end].sum(axis=1)
    behind = since > max(start, 0)
    to_date[:] = np.nan if behind or start < 0 else to_date
    standing, why = _standing(to_date, aim, ahead, Why.BREAK_BEHIND if behind else Why.GAP, at_most=at_most)
    mean, variance = _to_come(ahead, left, len(x))
    inner, outer = (_total(to_date, mean, variance, level) for level in LEVELS)
    likely = np.nan if ahead is None else _probability(aim - to_date, mean, variance, at_most=at_most)
    known = [standing == Standing.MET, standing == Standing.MISSED, standing == Standing.OPEN]
    probability = np.select(known, [1.0, 0.0, likely], np.nan)
    broken = np.isin(why, (Why.BREAK_AHEAD, Why.BREAK_BEHIND))
    undecided = np.isin(standing, (Standing.OPEN, Standing.CANNOT_TELL)) & ~broken
    run_rate = np.where(undecided, (aim - to_date) / max(left, 1), np.nan)
    steps = np.where(broken, np.nan, aim)[:, None]
    return Outlook(
        standing, why, probability, to_date, left, run_rate, to_date + mean, inner, outer,
        steps * np.arange(1, end - start + 1) / (end - start), steps * _shares(x[:, since:], start - since, end - since),
        ahead,
    )  # fmt: skip


def _standing(
    to_date: Floats, aim: Floats, ahead: Forecast | None, unknown: Why, *, at_most: bool
) -> tuple[npt.NDArray[np.int8], npt.NDArray[np.int8]]:
    """How targets stand, and why no more is told. More cannot be taken back: too many is missed, enough is met, whatever comes."""
    good = to_date <= aim + _EXACT if at_most else to_date >= aim - _EXACT
    ended = np.where(good, Standing.MET, Standing.MISSED)
    if ahead is None:
        standing, why = ended, np.full(len(aim), Why.OVER)
    else:
        decided = good != at_most
        open_ = np.where(ahead.why == Why.TOLD, Standing.OPEN, Standing.CANNOT_TELL)
        standing, why = np.where(decided, ended, open_), np.where(decided, Why.DECIDED, ahead.why)
    missing = np.isnan(to_date)
    standing, why = np.where(missing, Standing.CANNOT_TELL, standing), np.where(missing, unknown, why)
    return standing.astype(np.int8), why.astype(np.int8)


def _to_come(ahead: Forecast | None, left: int, series: int) -> tuple[Floats, Floats]:
    """Mean and variance of the total of the last ``left`` months ahead; none of none."""
    if ahead is None:
        return np.zeros(series), np.zeros(series)
    return ahead.mean[:, -left:].sum(axis=1), ahead.covariance[:, -left:, -left:].sum(axis=(1, 2))


def _total(to_date: Floats, mean: Floats, variance: Floats, level: float) -> Interval:
    """Limits of what is counted to date and what comes."""
    if not mean.any():
        return Interval(to_date, to_date)
    low, high = limits(mean, variance, level)
    return Interval(to_date + low, to_date + high)


def _probability(room: Floats, mean: Floats, variance: Floats, *, at_most: bool) -> Floats:
    """How likely what comes is at most, or at least, the room that is left."""
    most = np.floor(room + _EXACT) if at_most else np.ceil(room - _EXACT) - 1
    size, share = clustered(mean, variance)
    below = special.betainc(size, np.maximum(most, 0) + 1, share)
    below = np.where(most < 0, 0.0, below)
    return np.asarray(below if at_most else 1 - below)


def _shares(x: Floats, start: int, end: int) -> Floats:
    """Share of the run's total to the end of each of its months, by the whole years before it; too few of them tell none.

    A series of zeros has equal months.
    """
    before = x[:, : max(start, 0)]
    months = unbroken(before)
    years = np.where(months >= SHORTEST, np.minimum(YEARS, months // 12), 0)
    found, month = np.full((len(x), end - start), np.nan), np.arange(start, end) - before.shape[1]
    for count in set(years.tolist()) - {0}:
        rows = years == count
        usual = before[rows, -12 * count :].reshape(-1, count, 12).sum(axis=1)
        usual[usual.sum(axis=1) == 0] = 1.0
        steps = np.cumsum(usual[:, month % 12], axis=1)
        found[rows] = steps / steps[:, -1:]
    return found

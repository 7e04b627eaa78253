"""What the next months will bring, as far as the months before can tell, and how wrong such forecasts of the series were.

Monthly counts go to twice their square root, where chance has the same size whatever the level. There a month is a level that
wanders, what the time of the year adds (a wave, and something of each month's own), and noise that may be like that of the month
before. How far the level wanders, how alike months are and how strong the season is are not chosen: everything on a grid is tried
on the last 24 to 60 months, and weighs as much as it makes them likely (restricted likelihood; Harville 1977). Counts to come
are negative binomial, with the mean and the variance that follow. Beside it stands the seasonal naive forecast, the same month
of the year before; where that was nearer in the series' own back-test, it is what is given.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from itertools import product

import numpy as np
import numpy.typing as npt
from scipy import special

from peelian.figures.judge.direction import unbroken
from peelian.figures.judge.intervals import Interval

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

SHORTEST, LONGEST, STEP = 24, 60, 6
"""Months that are fitted: as many as there are, in whole half-years."""
FARTHEST = 24
"""Months ahead beyond which nothing is forecast."""
LEVELS = (0.8, 0.95)
"""How often what comes is to lie within the inner and the outer limits."""
ORIGINS, APART, FEWEST = 12, 2, 3
"""Back-tests are at most so many, so many months apart; of fewer than so many nothing follows."""
ALIKE = (0.0, 0.3, 0.6)
"""Autocorrelations of the noise that are tried."""
WANDER = (0.0, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0)
"""Variances of the level's monthly steps that are tried, by that of the noise."""
SEASON = (0.1, 1.0, 10.0)
"""Variances between the months of the year that are tried, by that of the noise."""
_LEAST = 1e-3
"""Least variance on the transformed scale, by which a series that never changes has one."""
_AS_GOOD = 0.01
"""Mean squared error by which nothing is worse: a tenth of an event a month."""
_MOST_ALIKE = 0.95
_TOGETHER = 1000
_CLUSTERED = 1.001
"""Least variance of a count by its mean: that of independent events, and a hair for the arithmetic."""


class Method(IntEnum):
    """By what a series is forecast."""

    NONE, LEVEL_AND_SEASON, SEASONAL_NAIVE = range(3)


METHOD_NAMES = ("none", "forecast-level-and-season", "forecast-seasonal-naive")
"""Names of the methods, as releases and pages print them."""


class Why(IntEnum):
    """Why there is no forecast; the second half is of targets (``target.py``)."""

    TOLD, TOO_SHORT, TOO_FAR, BREAK_AHEAD, BREAK_BEHIND, GAP, OVER, DECIDED = range(8)


WORDS = (
    "",
    f"fewer than {SHORTEST} months counted alike",
    f"more than {FARTHEST} months ahead",
    "a break lies ahead: what is counted after it is not what was counted before",
    "a break lies within the months that the target is of",
    "a month to date is missing",
    "nothing is left to come",
    "already decided by the months to date",
)
"""Each ``Why`` in words."""


@dataclass(frozen=True)
class BackTest:
    """How wrong forecasts from earlier months would have been, of each series; not a number where there is nothing to say it of.

    ``origins``: from how many places. ``error`` and ``naive_error``: root of the mean squared error of a month, by that of the
    months that are fitted against the year before (scaled error, RMSSE; Makridakis and others 2022: absolute errors would reward
    forecasts of none where counts are few). ``mape`` and ``naive_mape``: mean error in per cent of what was counted, where that
    was never 0. ``worse``: the method's error was larger than the naive's.
    """

    origins: Ints
    error: Floats
    naive_error: Floats
    mape: Floats
    naive_mape: Floats
    worse: npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Forecast:
    """Counts of the months ahead, of each series (series × months), with limits for 80 (``inner``) and 95 per cent (``outer``).

    ``method`` (``METHOD_NAMES``) is none where ``why`` (``WORDS``) says why there is no forecast. ``covariance`` (series × months
    × months) tells how sure a total is. ``months``: how many are fitted, or how many there are where that is too few.
    """

    method: npt.NDArray[np.int8]
    why: npt.NDArray[np.int8]
    mean: Floats
    covariance: Floats
    inner: Interval
    outer: Interval
    months: Ints
    tested: BackTest


def forecast(counts: npt.ArrayLike, ahead: int = 12, *, since: int = 0, breaks_ahead: Sequence[int] = ()) -> Forecast:
    """Forecast each series (series × months; what is missing is not a number) for the months after the last.

    ``since``: the place of the first month after the last break, before which nothing is looked at. ``breaks_ahead``: places of
    months from which figures will be made in another way; no forecast crosses one. Of a series with a gap, only the months after
    it count. Raises ValueError for a count below zero, and for no months ahead.
    """
    x = np.atleast_2d(np.asarray(counts, np.float64))
    if (x < 0).any() or ahead < 1:
        raise ValueError("a forecast is of counts, none below zero, and of one month ahead or more")
    length = unbroken(x[:, since:])
    why = np.full(len(x), _refusal(x.shape[1], ahead, breaks_ahead), np.int8)
    why[(why == Why.TOLD) & (length < SHORTEST)] = Why.TOO_SHORT
    mean, covariance = (_blank(shape, why) for shape in ((len(x), ahead), (len(x), ahead, ahead)))
    method, months, tested = np.zeros(len(x), np.int8), length.copy(), _untested(len(x))
    for rows, plan in _plans(length, why, ahead):
        own = x[rows]
        months[rows] = plan.window
        _back_test(own, plan, ahead, rows, tested)
        naive = tested.worse[rows]
        method[rows] = np.where(naive, Method.SEASONAL_NAIVE, Method.LEVEL_AND_SEASON)
        for chosen, way in ((~naive, _fitted), (naive, _naive)):
            mean[rows[chosen]], covariance[rows[chosen]] = way(own[chosen][:, x.shape[1] - plan.window :], ahead)
    inner, outer = (limits(mean, np.einsum("shh->sh", covariance), level) for level in LEVELS)
    return Forecast(method, why, mean, covariance, inner, outer, months, tested)


def limits(mean: Floats, variance: Floats, level: float) -> Interval:
    """Whole numbers between which a count of that mean and variance lies as often as ``level`` says, or oftener."""
    size, share = clustered(mean, variance)
    low, high = (special.nbdtrik(tail, size, share) for tail in ((1 - level) / 2, (1 + level) / 2))
    return Interval(np.ceil(low - 1e-9), np.ceil(high - 1e-9))


def clustered(mean: Floats, variance: Floats) -> tuple[Floats, Floats]:
    """Size and probability of the negative binomial with that mean and variance, which is no smaller than the mean."""
    variance = np.maximum(variance, _CLUSTERED * mean)
    return mean**2 / (variance - mean), mean / variance


def _refusal(months: int, ahead: int, breaks_ahead: Sequence[int]) -> Why:
    """Why no series of so many months can be forecast so far."""
    if any(months <= place < months + ahead for place in breaks_ahead):
        return Why.BREAK_AHEAD
    return Why.TOO_FAR if ahead > FARTHEST else Why.TOLD


def _blank(shape: tuple[int, ...], why: npt.NDArray[np.int8]) -> Floats:
    """Room for numbers; none of it is taken where nothing is told, however far ahead that is."""
    return np.full(shape, np.nan) if (why == Why.TOLD).any() else np.broadcast_to(np.nan, shape)


@dataclass(frozen=True)
class _Plan:
    """What is fitted of a series: the last ``window`` months; and for the back-test windows that end so many months earlier."""

    window: int
    earlier: tuple[tuple[int, int], ...]


def _plan(months: int, ahead: int) -> _Plan:
    """The plan of a series of so many months."""
    ends = [ahead + APART * place for place in range(ORIGINS) if months - ahead - APART * place >= SHORTEST]
    return _Plan(_window(months), tuple((end, _window(months - end)) for end in ends))


def _window(months: int) -> int:
    return min(LONGEST, months - months % STEP)


def _plans(length: Ints, why: npt.NDArray[np.int8], ahead: int) -> Iterator[tuple[Ints, _Plan]]:
    """Series that are treated alike, no more at once than memory is for."""
    plans: dict[_Plan, list[int]] = {}
    told = why == Why.TOLD
    for months in sorted(set(length[told].tolist())):
        plans.setdefault(_plan(months, ahead), []).append(months)
    for plan, lengths in plans.items():
        rows = np.flatnonzero(told & np.isin(length, lengths))
        for start in range(0, len(rows), _TOGETHER):
            yield rows[start : start + _TOGETHER], plan


# --- the method ---


class _Model:
    """For each entry of the grid: what makes a window of months a forecast, and how likely it makes them."""

    def __init__(self, window: int, ahead: int) -> None:
        grid = [_covariances(window + ahead, *entry) for entry in product(ALIKE, WANDER, SEASON)]
        self.free = window - 1
        """Months, less one for the level that is not known."""
        parts = [_solved(whole, lasting, window) for whole, lasting in grid]
        self.left, self.weights, self.sure, self.fit, self.base = (np.array(part) for part in zip(*parts, strict=True))
        self.used = np.trace(self.fit, axis1=1, axis2=2) / window
        """Share of the months that the fit uses up."""

    def weigh(self, y: Floats) -> tuple[Floats, Floats]:
        """How much each entry of the grid weighs (series × grid), and the variance of its noise."""
        squares = np.stack([np.einsum("sw,sw->s", y @ left, y) for left in self.left], axis=1)
        squares = np.maximum(squares, _LEAST * self.free)
        likely = self.base - self.free / 2 * np.log(squares)
        weight = np.exp(likely - likely.max(axis=1, keepdims=True))
        return weight / weight.sum(axis=1, keepdims=True), squares / (self.free - 2)


def _covariances(months: int, alike: float, wander: float, season: float) -> tuple[Floats, Floats]:
    """Covariance of months for noise of size 1: all of it, and what of it lasts (level and season)."""
    month = np.arange(months)
    apart = np.abs(np.subtract.outer(month, month))
    year = (apart % 12 == 0) + np.cos(2 * np.pi * apart / 12)
    lasting = wander * np.minimum.outer(month, month) + season * year
    return lasting + (alike**apart if alike else np.eye(months)), lasting


def _solved(whole: Floats, lasting: Floats, window: int) -> tuple[Floats, Floats, Floats, Floats, float]:
    """Best linear unbiased prediction where the level is not known (Goldberger 1962), in five parts.

    Of a window of months: what makes it the squares that are left, what makes it the months ahead, their covariance, what makes it
    what lasts of itself, and the part of the likelihood that no count is in.
    """
    inverse = np.linalg.inv(whole[:window, :window])
    total = inverse.sum()
    level = inverse.sum(axis=0) / total
    left = inverse - total * np.outer(level, level)
    to_come = whole[window:, :window]
    short = 1 - to_come @ inverse.sum(axis=1)
    weights = to_come @ inverse + np.outer(short, level)
    sure = whole[window:, window:] - to_come @ inverse @ to_come.T + np.outer(short, short) / total
    fit = lasting[:window, :window] @ left + level
    return left, weights, sure, fit, -0.5 * (np.linalg.slogdet(whole[:window, :window])[1] + np.log(total))


@lru_cache(maxsize=16)
def _model(window: int, ahead: int) -> _Model:
    return _Model(window, ahead)


def _expected(x: Floats, ahead: int) -> Floats:
    """Counts of the months ahead, without how sure they are."""
    model, y = _model(x.shape[1], ahead), _rooted(x)
    weight, noise = model.weigh(y)
    made = np.einsum("sg,gsh->sh", weight, y @ model.weights.transpose(0, 2, 1))
    return _counted(made, (weight * noise).sum(axis=1), x)


def _fitted(x: Floats, ahead: int) -> tuple[Floats, Floats]:
    """Counts of the months ahead and their covariance, by all entries of the grid together."""
    model, y = _model(x.shape[1], ahead), _rooted(x)
    weight, noise = model.weigh(y)
    each = (y @ model.weights.transpose(0, 2, 1)).transpose(1, 0, 2)
    made = np.einsum("sg,sgh->sh", weight, each)
    off = (each - made[:, None]) * np.sqrt(weight)[:, :, None]
    between = off.transpose(0, 2, 1) @ off
    spread = np.einsum("sg,ghk->shk", weight * noise, model.sure) + between
    size = (weight * noise).sum(axis=1)
    fit = np.einsum("sg,gsw->sw", weight, y @ model.fit.transpose(0, 2, 1))
    wilder = _wilder(x, fit, size, weight @ model.used)
    return _counted(made, size, x), _in_counts(made, spread) * wilder[:, None, None]


def _rooted(x: Floats) -> Floats:
    return np.asarray(2 * np.sqrt(x + 0.375))


def _counted(y: Floats, noise: Floats, x: Floats) -> Floats:
    """Back to counts: the mean of a square is the mean's square and the variance. Never none: half an event in the window."""
    return np.maximum((y**2 + noise[:, None]) / 4 - 0.375, 0.5 / x.shape[1])


def _in_counts(y: Floats, spread: Floats) -> Floats:
    """Covariance of squares of normal numbers by four."""
    return np.asarray(spread**2 / 8 + y[:, :, None] * y[:, None, :] * spread / 4)


def _wilder(x: Floats, fit: Floats, noise: Floats, used: Floats) -> Floats:
    """How many times as much as the transformed scale tells the counts vary about the fit: of few and clustered ones, more."""
    told = (noise[:, None] ** 2 / 8 + fit**2 * noise[:, None] / 4).sum(axis=1) * (1 - used)
    return np.maximum(1.0, ((x - _counted(fit, noise, x)) ** 2).sum(axis=1) / told)


# --- the seasonal naive forecast ---


def _year_before(x: Floats, ahead: int) -> Floats:
    """The same months of the last year that is known."""
    return x[:, x.shape[1] - 12 + np.arange(ahead) % 12]


def _naive(x: Floats, ahead: int) -> tuple[Floats, Floats]:
    """The seasonal naive forecast and its covariance: what months differed by from the year before, and how alike that was.

    It is never told surer than the fit is. Autocorrelation is corrected for how short a series is (Kendall 1954).
    """
    y = _rooted(x)
    differ = y[:, 12:] - y[:, :-12]
    squares = np.maximum((differ**2).sum(axis=1), _LEAST * differ.shape[1])
    lagged = (differ[:, 1:] * differ[:, :-1]).sum(axis=1) / squares
    alike = np.clip(lagged + (1 + 3 * lagged) / differ.shape[1], 0.0, _MOST_ALIKE)
    month = np.arange(ahead)
    years = 1 + month // 12
    apart = np.abs(np.subtract.outer(month, month))
    spread = (squares / (differ.shape[1] - 2))[:, None, None] * np.outer(years, years) * alike[:, None, None] ** apart
    mean = np.maximum(_year_before(x, ahead), 0.5 / x.shape[1])
    found, fitted = _in_counts(_rooted(mean), spread), _fitted(x, ahead)[1]
    return mean, found * np.maximum(1.0, fitted.sum(axis=(1, 2)) / found.sum(axis=(1, 2)))[:, None, None]


# --- the back-test ---


def _untested(series: int) -> BackTest:
    ours, naive, mape, naive_mape = np.full((4, series), np.nan)
    return BackTest(np.zeros(series, np.int64), ours, naive, mape, naive_mape, np.zeros(series, np.bool_))


def _back_test(x: Floats, plan: _Plan, ahead: int, rows: Ints, tested: BackTest) -> None:
    """Forecast from earlier months what has come since, both ways, and write down the errors at the series' places."""
    if len(plan.earlier) < FEWEST:
        return
    parts = [_errors(x, end, window, ahead) for end, window in plan.earlier]
    ours, naive, mape, naive_mape = (np.mean(part, axis=0) for part in zip(*parts, strict=True))
    fitted = x[:, x.shape[1] - plan.window :]
    scale = ((fitted[:, 12:] - fitted[:, :-12]) ** 2).mean(axis=1)
    scale[scale == 0] = np.nan
    tested.origins[rows], tested.worse[rows] = len(plan.earlier), ours > naive + _AS_GOOD
    tested.error[rows], tested.naive_error[rows] = np.sqrt(ours / scale), np.sqrt(naive / scale)
    tested.mape[rows], tested.naive_mape[rows] = mape, naive_mape


def _errors(x: Floats, end: int, window: int, ahead: int) -> tuple[Floats, Floats, Floats, Floats]:
    """Mean squared errors of the method and the naive from one month, and both in per cent."""
    stop = x.shape[1] - end
    known, came = x[:, stop - window : stop], x[:, stop : stop + ahead]
    ours, naive = _expected(known, ahead) - came, _year_before(known, ahead) - came
    share = np.where((came > 0).all(axis=1), 100.0, np.nan)[:, None] / np.maximum(came, 1.0)
    return (
        (ours**2).mean(axis=1), (naive**2).mean(axis=1),
        (np.abs(ours) * share).mean(axis=1), (np.abs(naive) * share).mean(axis=1),
    )  # fmt: skip

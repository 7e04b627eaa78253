"""Direction of travel: whether months differ from those that they are compared with, or chance does as much.

Three comparisons: the last six months with what all before lead one to expect, the last quarter with the quarter before, the last
twelve months with the year before. Monthly counts go to twice their square root, where chance has the same size whatever the level
(1 for independent events, the root of the dispersion for others), and two waves of the season and a level are fitted, with a
step where the compared months begin and another where those before them do. How much the series varies and how much a month is like
the one before come from what the fit leaves, corrected for what fitting takes away; the step is judged against both. Limits are
those that keep false alarms to one in twenty for each series and month, found by simulation (``scripts/calibrate.py``) for series
that vary up to three times as much as independent events and whose months are alike by up to a half; the test suite simulates
them again.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property, lru_cache

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Comparison:
    """The last ``recent`` months with the ``against`` months before them, or with all before.

    ``id`` names it in a release, and ``method`` how it is judged.
    """

    id: str
    method: str
    recent: int
    against: int | None = None

    def columns(self, months: npt.NDArray[np.int64]) -> list[npt.NDArray[np.bool_]]:
        """Where the steps of the fit are, the judged one last."""
        window = len(months)
        older = window - self.recent - (self.against or window)
        return [*([months >= older] if older > 0 else []), months >= window - self.recent]


SIX = Comparison("six-months", "direction-of-six-months", 6)
QUARTER = Comparison("quarter-before", "direction-against-the-quarter-before", 3, 3)
YEAR = Comparison("year-before", "direction-against-the-year-before", 12, 12)
COMPARISONS = (SIX, QUARTER, YEAR)
"""The first is a measure's direction: a lasting change of 30 per cent at twenty a month shows within them four times in five."""
LIMITS: dict[str, dict[tuple[int, int], tuple[float, float]]] = {
    SIX.id: {
        (24, 1): (2.8, 0.0),
        (30, 1): (2.48, 0.4),
        (36, 1): (2.12, 1.1),
        (42, 1): (2.08, 0.9),
        (48, 1): (2.1, 0.5),
        (54, 1): (2.06, 0.5),
        (60, 1): (2.04, 0.4),
        (66, 1): (2.08, 0.3),
        (66, 2): (2.0, 0.2),
    },
    QUARTER.id: {
        (24, 1): (2.4, 0.0),
        (30, 1): (2.18, 0.4),
        (36, 1): (2.1, 0.4),
        (42, 1): (2.12, 0.2),
        (48, 1): (2.04, 0.3),
        (54, 1): (2.06, 0.2),
        (60, 1): (2.06, 0.1),
        (66, 1): (2.04, 0.2),
        (66, 2): (2.04, 0.0),
    },
    YEAR.id: {
        (24, 1): (2.96, 0.0),
        (30, 1): (2.78, 0.0),
        (36, 1): (2.52, 0.2),
        (42, 1): (2.08, 1.4),
        (48, 1): (2.1, 0.8),
        (54, 1): (2.02, 0.9),
        (60, 1): (2.02, 0.7),
        (66, 1): (2.04, 0.5),
        (66, 2): (2.02, 0.2),
    },
}
"""Comparison -> (months of a window, windows) -> standard errors to the limits, and how many more for a month wholly like the one
before (``scripts/calibrate.py``)."""
PLANS = tuple(LIMITS[SIX.id])
CHANCE = 0.05
"""How often at most a series in which nothing changed is called higher or lower."""
SHORTEST = 24
"""Months below which nothing is told."""
NOTABLE = 2.0
"""Where even so many times what is expected would lie within the limits, that nothing stands out tells nothing."""
_MOST_ALIKE = 0.85
_GRID = np.linspace(-0.3, 0.9, 61)


class Verdict(IntEnum):
    """What is said of a series; better or worse follows from the objective that reads it."""

    CANNOT_TELL, NO_REAL_CHANGE, LOWER, HIGHER = range(4)


class Why(IntEnum):
    """Why nothing can be told: too few months; or few counts or wild ones, of which not even a doubling would stand out."""

    TOLD, TOO_SHORT, TOO_WIDE = range(3)


@dataclass(frozen=True)
class Direction:
    """For each series: the verdict and why there is none; the last months as a multiple of what was expected, with limits.

    ``alike`` is how much a month is like the one before (autocorrelation), ``dispersion`` how many times as much as independent
    events the counts vary, ``months`` how many are compared, the last six among them; where nothing is told, how many there are.
    """

    verdict: npt.NDArray[np.int8]
    why: npt.NDArray[np.int8]
    ratio: Floats
    low: Floats
    high: Floats
    dispersion: Floats
    alike: Floats
    months: npt.NDArray[np.int64]


def direction(counts: npt.ArrayLike, since: int = 0, comparison: Comparison = SIX) -> Direction:
    """Judge the last months of each series (series × months; what is missing is not a number).

    ``since``: the place of the first month after the last break, before which nothing is looked at. Of a series with a gap, only
    the months after it count.
    """
    x = np.atleast_2d(np.asarray(counts, np.float64))[:, since:]
    length = unbroken(x)
    blank = np.full(len(x), np.nan)
    made = Direction(
        np.zeros(len(x), np.int8), np.full(len(x), Why.TOO_SHORT, np.int8), blank.copy(), blank.copy(), blank.copy(),
        blank.copy(), blank.copy(), length,
    )  # fmt: skip
    plans: dict[tuple[int, int], list[int]] = {}
    for months in sorted(set(length.tolist())):
        if plan := _plan(months):
            plans.setdefault(plan, []).append(months)
    for (window, windows), lengths in plans.items():
        rows = np.flatnonzero(np.isin(length, lengths))
        _judge(x[rows, x.shape[1] - window * windows :], comparison, (window, windows), rows, made)
    return made


def unbroken(x: Floats) -> npt.NDArray[np.int64]:
    """How many months to the end have no gap, of each series (series × months)."""
    gaps = np.pad(~np.isfinite(x[:, ::-1]), ((0, 0), (0, 1)), constant_values=True)
    return np.asarray(gaps.argmax(axis=1), np.int64)


def _plan(months: int) -> tuple[int, int] | None:
    """The longest window that a series fills, and how many of them; None where it is too short for any."""
    fit = [(window, windows) for window, windows in PLANS if window * windows <= months]
    return max(fit, default=None)


def _judge(
    x: Floats, comparison: Comparison, plan: tuple[int, int], rows: npt.NDArray[np.int64], made: Direction
) -> None:
    """Judge series of one length, and write down what is found at their places."""
    window, windows = plan
    fit, limits = _fit(window, comparison), LIMITS[comparison.id][plan]
    y = 2 * np.sqrt(x + 0.375)
    spread, alike = fit.noise(y, windows)
    now = y[:, -window:]
    step, level = now @ fit.step, now @ fit.expected
    error = np.sqrt(spread * fit.inflation(alike))
    reach = error * (limits[0] + limits[1] * alike)
    within = np.abs(step) <= reach
    wide = within & (reach > (np.sqrt(NOTABLE) - 1) * level)
    moved = np.where(within, Verdict.NO_REAL_CHANGE, np.where(step > 0, Verdict.HIGHER, Verdict.LOWER))
    made.verdict[rows] = np.where(wide, Verdict.CANNOT_TELL, moved)
    made.why[rows] = np.where(wide, Why.TOO_WIDE, Why.TOLD)
    for name, change in (("ratio", step), ("low", step - reach), ("high", step + reach)):
        getattr(made, name)[rows] = np.where(wide, np.nan, (np.maximum(level + change, 0) / level) ** 2)
    made.dispersion[rows], made.alike[rows], made.months[rows] = spread, alike, window


class _Fit:
    """Least squares of a level, the season and steps over a window, and what it does to noise."""

    def __init__(self, window: int, comparison: Comparison) -> None:
        month = np.arange(window)
        waves = [wave(2 * np.pi * times * month / 12) for times in (1, 2) for wave in (np.cos, np.sin)]
        columns = np.column_stack([np.ones(window), *waves, *comparison.columns(month)])
        solve = np.linalg.solve(columns.T @ columns, columns.T)
        self.window = window
        self.step = solve[-1]
        """Weights of the months in the judged step."""
        self.expected = columns[-comparison.recent :, :-1].mean(axis=0) @ solve[:-1]
        """Weights of the months in what is expected of the last, without the step."""
        self.left = np.eye(window) - columns @ solve
        """What the fit leaves of a window."""

    @cached_property
    def _moments(self) -> tuple[Floats, Floats]:
        """For each autocorrelation of the grid: the sum of squares that is left of noise of size 1, and its lag's share of it."""
        apart = np.abs(np.subtract.outer(np.arange(self.window), np.arange(self.window)))
        squares, lagged = [], []
        for alike in _GRID:
            noise = (
                self.left
                @ (np.sign(alike) ** apart * np.abs(alike) ** apart if alike else np.eye(self.window))
                @ self.left
            )
            squares.append(np.trace(noise))
            lagged.append(np.trace(noise, 1))
        return np.array(squares), np.array(lagged) / np.array(squares)

    def noise(self, y: Floats, windows: int) -> tuple[Floats, Floats]:
        """Size of the noise, at least that of independent events, and autocorrelation, from all windows to the end together."""
        squares = lagged = np.zeros(len(y))
        for place in range(windows):
            end = y.shape[1] - place * self.window
            rest = y[:, end - self.window : end] @ self.left
            squares = squares + (rest**2).sum(axis=1)
            lagged = lagged + (rest[:, 1:] * rest[:, :-1]).sum(axis=1)
        share = np.divide(lagged, squares, out=np.zeros(len(y)), where=squares > 0)
        kept, ratios = self._moments
        order = np.argsort(ratios)
        alike = np.interp(share, ratios[order], _GRID[order])
        spread = squares / windows / np.interp(alike, _GRID, kept)
        return np.maximum(spread, 1.0), np.clip(alike, 0.0, _MOST_ALIKE)

    def inflation(self, alike: Floats) -> Floats:
        """Variance of the step for noise of size 1 and some autocorrelation."""
        lags = np.correlate(self.step, self.step, "full")[self.window - 1 :]
        lags[1:] *= 2
        total = np.zeros_like(alike)
        for lag in lags[::-1]:  # Horner's way: the powers of every series would be the dearest part of judging
            total = total * alike + lag
        return total


@lru_cache(maxsize=64)
def _fit(window: int, comparison: Comparison) -> _Fit:
    return _Fit(window, comparison)

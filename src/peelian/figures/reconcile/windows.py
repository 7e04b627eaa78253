"""Other runs of months that a printed figure, or a whole column, may cover instead of its period."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from peelian.figures.periods import month_name, month_text
from peelian.figures.reconcile.records import Span
from peelian.figures.reconcile.runs import Floats, Months

SHIFTS = (*(step for near in range(1, 12) for step in (-near, near)), -12, 12, -24, 24, -36, 36)
CUT = 3
"""So many months may be missing or too many at either end."""
FEWEST = 5
"""Figures of a column that is judged as a whole."""
SHARE = 0.8
"""So many of them must have a figure for the other months, and of those that can tell so many must lie nearer to it."""
MOST = 0.6
"""The same where the column as a whole lies off its own months."""
NEARER = 0.5
"""Nearer: at most half as far away."""
CAP = 4.0
"""Limits away beyond which one figure says no more against a run of months."""
CLOSE = 0.003
"""Publications of old months differ by less than 0.3 per cent at the median; a column that lies so near to other months, and not
to its own, is asked about though each of its figures alone might be revised."""

Flags = npt.NDArray[np.bool_]


class Runs(NamedTuple):
    """First and last months, of shape (figures, runs); a run that is the printed period itself is not held by any file."""

    first: Months
    last: Months

    def span(self, figure: int, run: int) -> Span:
        """First and last month of one run of a figure."""
        return int(self.first[figure, run]), int(self.last[figure, run])

    def words(self, figure: int, run: int) -> str:
        """``July 2016 to May 2017``."""
        return months(*self.span(figure, run))


class Column(NamedTuple):
    """A column of a document that covers other months: which of the runs, how sure, and how many figures say so."""

    run: int
    sure: bool
    nearer: int
    telling: int


def months(first: int, last: int) -> str:
    """A run of months in words: ``July 2016 to May 2017``, ``May 2017``."""
    return month_name(last) if first == last else f"{month_name(first)} to {month_name(last)}"


def short(first: int, last: int) -> str:
    """A run of months in the notation of the house: ``2016-07 to 2017-05``."""
    return month_text(last) if first == last else f"{month_text(first)} to {month_text(last)}"


def others(first: Months, last: Months) -> Runs:
    """For each period the runs it is mistaken for: shifted, cut short or too long at either end, and another kind of period.

    Another kind: the month alone, the twelve months, the financial and the calendar year to date, all to the same month.
    """
    april = np.where(last % 12 >= 3, last - last % 12 + 3, last - last % 12 - 9)
    starts = [first + shift for shift in SHIFTS]
    ends = [last + shift for shift in SHIFTS]
    for cut in range(1, CUT + 1):
        starts += [first, first, first + cut, first - cut]
        ends += [last - cut, last + cut, last, last]
    starts += [last, last - 11, april, last - last % 12]
    ends += [last] * 4
    runs = Runs(np.stack(starts, axis=1), np.stack(ends, axis=1))
    same = (runs.first == first[:, None]) & (runs.last == last[:, None])
    return Runs(np.where(same, runs.last + 1, runs.first), runs.last)


def judge_column(value: Floats, own: Floats, other: Floats, away: Floats, other_away: Floats) -> Column | None:
    """Whether a column covers one of the other runs of months.

    ``value``: what is printed; ``own`` (figures,) and ``other`` (figures, runs): what our files have for the period and for
    the other runs; ``away`` and ``other_away``: how many limits the print lies from them. None where it covers its own
    months, or where too few figures can tell.
    """
    if len(value) < FEWEST:
        return None
    reach = np.isfinite(other).mean(axis=0)
    loss = np.where(reach >= SHARE, _capped(other_away).mean(axis=0), np.inf)
    best = int(np.argmin(loss))
    if not np.isfinite(loss[best]):
        return None
    telling = _telling(own, other[:, best])
    nearer = telling & (np.abs(value - other[:, best]) <= NEARER * np.abs(value - own))
    found = Column(best, True, int(nearer.sum()), int(telling.sum()))
    if found.telling < FEWEST:
        return None
    here = float(_capped(away).mean())
    if here >= 1 and loss[best] <= NEARER * here and found.nearer >= MOST * found.telling:
        return found
    near = _median_gap(value, other[:, best], telling)
    if near <= CLOSE and _median_gap(value, own, telling) > 2 * near and found.nearer >= SHARE * found.telling:
        return found._replace(sure=False)
    return None


def _capped(away: Floats) -> Floats:
    return np.minimum(np.where(np.isfinite(away), away, CAP), CAP)


def _telling(own: Floats, other: Floats) -> Flags:
    """Figures that can tell the two runs apart at all."""
    apart = np.abs(own - other)
    return np.isfinite(apart) & (apart > np.maximum(2, 0.002 * np.abs(own)))


def _median_gap(value: Floats, ours: Floats, telling: Flags) -> float:
    """How far print and file are apart at the median, as a share of the file's figure."""
    return float(np.median(np.abs(value - ours)[telling] / np.maximum(np.abs(ours[telling]), 1)))


def constant(value: Floats, own: Floats, other: Floats) -> float | None:
    """By what share a column lies off its own months throughout, where that explains it about as well as other months do.

    Of one measure a publisher may count more throughout; of many measures, the same share of each is months.
    """
    known = np.isfinite(own) & np.isfinite(other) & (own > 0) & (other > 0)
    value, own, other = value[known], own[known], other[known]
    ratio = float(np.median(value / own)) if known.any() else 1.0
    left = float(np.median(np.abs(value - ratio * own) / own)) if known.any() else np.inf
    return ratio - 1 if known.any() and left <= 2 * float(np.median(np.abs(value - other) / other)) else None


def fitting(away: float, other_away: Floats) -> list[int]:
    """Which other runs one figure fits, nearest first: within their limit and at least four times as far from its own."""
    order = np.argsort(np.where(np.isfinite(other_away), other_away, np.inf))
    return [int(run) for run in order if other_away[run] <= 1 and away >= 4 * other_away[run]]

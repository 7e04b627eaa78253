"""Control charts: which periods are within what a series does anyway, and which are a signal.

XmR charts with the rules of NHS England's *Making Data Count*; p′ and u′ charts (Laney) for shares and rates of large bases; g and
t charts for what is rare. Values are series × periods, so that every area of a measure is charted at once; a value that is not
a number breaks every run, and has no moving range on either side.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Marks = npt.NDArray[np.bool_]
Signs = npt.NDArray[np.int8]

LIMIT, NEAR, SCREEN = 2.66, 2.66 * 2 / 3, 3.267
"""Mean moving ranges from the mean to the limits and to the lines near them; larger ranges than so many are screened once."""
ONE_SIGMA = 1.128
"""Mean moving range of a standard deviation of one, by which Laney's charts standardise."""
RUN = 7
"""Points on one side of the mean that are a shift, or each beyond the one before that are a trend."""
TRIAL = 13
"""With fewer points than these limits are on trial."""
NONE, OUTSIDE, TREND, TWO_OF_THREE, SHIFT = range(5)
"""What a point is marked with, in order of priority where it breaks several rules."""
RULE_NAMES = ("none", "outside the limits", "a trend", "two of three near a limit", "a shift")
RARE = 4.0
"""Counts of fewer a period than these have no room beneath them: days between events are charted, where they are known."""
_NELSON = 3.6
_ROUNDING = 1e-12
_LINES = ("centre", "lower", "upper", "side", "rules", "going")

Kind = Literal["xmr", "p-prime", "u-prime", "t", "none"]


@dataclass(frozen=True)
class Chart:
    """Centre and limits of each point, the side of the centre it lies on, the rule it breaks, and which way that rule says it goes.

    ``lower`` and ``upper`` are as computed: a page shows no count below 0 and no share above 1. ``screened``: large moving ranges
    were left out once, as NHSRplotthedots does and the NHS's own spreadsheet does not. All series × periods, but ``points``: how
    many values each series has since its limits were made anew.
    """

    kind: Kind
    centre: Floats
    lower: Floats
    upper: Floats
    side: Signs
    rules: Signs
    going: Signs
    points: npt.NDArray[np.int64]
    screened: bool

    @property
    def trial(self) -> Marks:
        """Series with too few points for settled limits."""
        return self.points < TRIAL


def xmr(values: npt.ArrayLike, *, screen: bool = True, rebase: Sequence[int] = ()) -> Chart:
    """A chart of each row of values. A row without two neighbouring values has no limits and breaks no rule.

    ``rebase``: places from which limits are made anew; no moving range, run or trend goes across one.
    """
    y = _rows(values)
    edges = [0, *sorted(set(rebase) - {0}), y.shape[1]]
    parts = [y[:, start:end] for start, end in itertools.pairwise(edges)]
    charts = []
    for part in parts:
        centre, reach = _mean(part)[:, None], LIMIT * _range(part, screen=screen)[:, None]
        charts.append(_chart("xmr", part, centre, reach, screened=screen))
    return charts[0] if len(charts) == 1 else _joined(charts)


def p_prime(count: npt.ArrayLike, base: npt.ArrayLike, *, screen: bool = True) -> Chart:
    """Shares of large bases (Laney's p′): how far they vary is what the series itself shows, not what the binomial would."""
    x, n = _rows(count), _rows(base)
    centre = _total(x, n)
    return _laney("p-prime", x, n, centre, np.sqrt(centre * (1 - centre)), screen=screen)


def u_prime(count: npt.ArrayLike, base: npt.ArrayLike, *, screen: bool = True) -> Chart:
    """Rates of large bases (Laney's u′): as p_prime, beside the Poisson distribution."""
    x, n = _rows(count), _rows(base)
    centre = _total(x, n)
    return _laney("u-prime", x, n, centre, np.sqrt(centre), screen=screen)


def _laney(kind: Kind, x: Floats, n: Floats, centre: Floats, one: Floats, *, screen: bool) -> Chart:
    """``one`` is the standard deviation of a base of one; the moving range of standardised values says how many times it is."""
    with np.errstate(divide="ignore", invalid="ignore"):
        y, sigma = x / n, one[:, None] / np.sqrt(n)
        times = _range((y - centre[:, None]) / sigma, screen=screen) / ONE_SIGMA
    return _chart(kind, y, centre[:, None], 3 * sigma * times[:, None], screened=screen)


def _total(x: Floats, n: Floats) -> Floats:
    """All counts by all bases, where both are known."""
    both = np.isfinite(x) & np.isfinite(n) & (n > 0)
    base = np.where(both, n, 0).sum(axis=1)
    return np.divide(np.where(both, x, 0).sum(axis=1), base, out=np.full(len(x), np.nan), where=base > 0)


def t_chart(days: npt.ArrayLike) -> Chart:
    """Days between rare events, brought near a normal distribution by the power 1/3.6 (Nelson 1994) and back; none is screened."""
    y = _rows(days)
    if (y < 0).any():
        raise ValueError("days between two events are below zero")
    found = xmr(y ** (1 / _NELSON), screen=False)
    centre, lower, upper = (np.maximum(line, 0.0) ** _NELSON for line in (found.centre, found.lower, found.upper))
    return replace(found, kind="t", centre=centre, lower=lower, upper=upper)


def g_limits(between: npt.ArrayLike) -> tuple[float, float, float]:
    """Lower limit, centre and upper limit of how many other events lie between two rare ones (geometric; Benneyan 2001)."""
    y = np.asarray(between, np.float64)
    mean = float(y.mean())
    reach = 3 * float(np.sqrt(mean * (mean + 1)))
    return max(0.0, mean - reach), mean, mean + reach


def chosen(*, mean: float, overlapping: bool, share: bool, base: float | None) -> tuple[Kind, str]:
    """Which chart suits a series, and why in words. ``overlapping``: its periods share months or people with the one before."""
    if overlapping:
        return "none", "Its periods overlap: each shares most of its data with the one before, so runs mean nothing."
    if share:
        return "p-prime", "A share of a base that changes: limits follow the base, as wide as the series itself varies."
    if mean < RARE:
        return "t", f"Fewer than {RARE:g} a period: days between events say more than counts, where dates are known."
    if base is not None:
        return "u-prime", "A rate of a base that changes: limits follow the base, as wide as the series itself varies."
    return "xmr", "Counts of a period: limits are as wide as neighbouring periods differ."


def variation(chart: Chart, better: int) -> list[str]:
    """What the latest point of each series says. ``better``: 1 where more is better, -1 where less is, 0 where neither.

    A trend speaks by where it goes, any other rule by the side of the centre that the point lies on.
    """
    names = {1: "improvement", -1: "concern"}
    found = []
    for rule, going in zip(chart.rules[:, -1], chart.going[:, -1], strict=True):
        if rule == NONE:
            found.append("common cause")
        else:
            found.append(names[int(going) * better] if better else f"special cause, {'high' if going > 0 else 'low'}")
    return found


def assurance(chart: Chart, target: npt.ArrayLike, better: int) -> list[str]:
    """Whether, by the latest limits, a target is passed or failed consistently or hit and missed; '' where none can be said."""
    wanted = np.broadcast_to(np.asarray(target, np.float64), (len(chart.rules),))
    found = []
    for aim, low, high in zip(wanted, chart.lower[:, -1], chart.upper[:, -1], strict=True):
        if not better or not np.isfinite([aim, low, high]).all():
            found.append("")
        elif low <= aim <= high:
            found.append("hit and miss")
        else:
            found.append("passes" if (aim < low) == (better > 0) else "fails")
    return found


def proposed_rebase(chart: Chart, least: int = 12) -> list[int | None]:
    """For each series the place from which all points to its end lie on one side of the centre, if these are ``least`` or more.

    Only a proposal: a named person decides, for a known cause that is expected to last.
    """
    found: list[int | None] = []
    for side in chart.side:
        place = len(side)
        while place and side[place - 1] == side[-1] != 0:
            place -= 1
        found.append(place if place and len(side) - place >= least else None)
    return found


def _rows(values: npt.ArrayLike) -> Floats:
    return np.atleast_2d(np.asarray(values, np.float64))


def _mean(rows: Floats) -> Floats:
    """The mean of what is there in each row; not a number where nothing is."""
    there = np.isfinite(rows)
    count = there.sum(axis=1)
    total = np.where(there, rows, 0.0).sum(axis=1)
    return np.divide(total, count, out=np.full(len(rows), np.nan), where=count > 0)


def _range(rows: Floats, *, screen: bool) -> Floats:
    """The mean moving range of each row; where it is screened, again without ranges of 3.267 times the mean or more."""
    ranges = np.abs(np.diff(rows, axis=1))
    mean = _mean(ranges)
    if not screen:
        return mean
    with np.errstate(invalid="ignore"):
        return np.where(mean > 0, _mean(np.where(ranges < SCREEN * mean[:, None], ranges, np.nan)), mean)


def _chart(kind: Kind, y: Floats, centre: Floats, reach: Floats, *, screened: bool) -> Chart:
    """Limits at ``reach`` from the centre, and the rules."""
    centre, reach = np.broadcast_to(centre, y.shape), np.broadcast_to(reach, y.shape)
    with np.errstate(invalid="ignore"):
        away = y - centre
        away = np.where(np.abs(away) <= _ROUNDING * np.abs(centre), 0.0, away)
        side = _signs(away)
        outside = np.abs(away) > reach
        near = ~outside & (np.abs(away) > reach * (NEAR / LIMIT))
    trend = _trend(_signs(np.diff(y, axis=1)), y.shape)
    rules = np.zeros(y.shape, np.int8)
    rules[_run(side)] = SHIFT
    rules[_two_of_three(near, side)] = TWO_OF_THREE
    rules[trend != 0] = TREND
    rules[outside] = OUTSIDE
    going = np.where(rules == TREND, trend, side)
    points = np.isfinite(y).sum(axis=1)
    return Chart(kind, centre, centre - reach, centre + reach, side, rules, going, points, screened)


def _joined(parts: Sequence[Chart]) -> Chart:
    """Charts of one series after another."""
    lines: dict[str, Any] = {name: np.concatenate([getattr(part, name) for part in parts], axis=1) for name in _LINES}
    return replace(parts[-1], **lines)


def _signs(numbers: Floats) -> Signs:
    """-1, 0 or 1; 0 for what is not a number."""
    return np.where(np.isfinite(numbers), np.sign(numbers), 0).astype(np.int8)


def _windows(signs: npt.NDArray[np.generic], length: int) -> npt.NDArray[np.int64]:
    """Sums over neighbours; none where a row is shorter."""
    if signs.shape[1] < length:
        return np.zeros((len(signs), 0), np.int64)
    return np.lib.stride_tricks.sliding_window_view(signs, length, axis=1).sum(axis=2, dtype=np.int64)


def _spread(hits: npt.NDArray[np.generic], shape: tuple[int, ...], length: int) -> Signs:
    """Every point of the windows that were hit, by the last hit's sign."""
    found = np.zeros(shape, np.int8)
    for offset in range(length):
        part = found[:, offset : offset + hits.shape[1]]
        np.copyto(part, hits.astype(np.int8), where=hits != 0)
    return found


def _run(side: Signs) -> Marks:
    """Points of a run of seven on one side."""
    return _spread(np.abs(_windows(side, RUN)) == RUN, side.shape, RUN) != 0


def _trend(steps: Signs, shape: tuple[int, ...]) -> Signs:
    """Points of seven that each lie beyond the one before: 1 where they rise, -1 where they fall."""
    sums = _windows(steps, RUN - 1)
    hits = np.where(np.abs(sums) == RUN - 1, np.sign(sums), 0)
    return _spread(hits, shape, RUN)


def _two_of_three(near: Marks, side: Signs) -> Marks:
    """Points near a limit of which two lie within three neighbours, all three on one side."""
    hits = (np.abs(_windows(side, 3)) == 3) & (_windows(near, 3) >= 2)
    return near & (_spread(hits, near.shape, 3) != 0)

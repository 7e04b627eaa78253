"""From values and months to positions: round ticks up the side, years along the foot."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from peelian.ui.charts.specs import Point
from peelian.ui.charts.svg import text_width
from peelian.ui.format import month_short, number

_STEPS = (1, 2, 2.5, 5, 10)
_WANTED_TICKS = 5
LONG = 30  # from this many months on, the axis names years


@dataclass(frozen=True)
class YScale:
    """The values an axis runs over and its ticks, all multiples of one round step."""

    low: float
    high: float
    step: float

    @property
    def ticks(self) -> list[float]:
        """Every multiple of the step from low to high."""
        count = round((self.high - self.low) / self.step)
        return [self.low + self.step * index for index in range(count + 1)]

    @property
    def places(self) -> int:
        """As many decimals as the step needs."""
        return next((places for places in range(4) if abs(self.step * 10**places % 1) < 1e-9), 4)

    def words(self, tick: float) -> str:
        """A tick as the axis prints it."""
        return number(round(tick, 6), self.places)


SAME = 1e-9
"""Values that differ by less are drawn as one: no figure is finer, and a step between them could be no number."""


def y_scale(values: Sequence[float], *, from_zero: bool) -> YScale:
    """A scale that holds all values, starting at zero where asked; room is left where all values are the same."""
    low, high = (min(values), max(values)) if values else (0.0, 1.0)
    if from_zero:
        low, high = min(0.0, low), max(0.0, high)
    if high - low < SAME:
        low, high = (low, high + 1) if from_zero else (low - 1, high + 1)
    if not from_zero:
        # A lowest value on the axis itself would look like nothing at all.
        room = (high - low) * 0.12
        low, high = (low - room if low < 0 else max(0.0, low - room)), high + room / 2
    step = _round_step((high - low) / _WANTED_TICKS)
    return YScale(math.floor(low / step + 1e-9) * step, math.ceil(high / step - 1e-9) * step, step)


def _round_step(raw: float) -> float:
    magnitude = 10.0 ** math.floor(math.log10(raw))
    return next(step * magnitude for step in _STEPS if step * magnitude >= raw * 0.999)


@dataclass(frozen=True)
class Box:
    """The rectangle of a plot with its two scales."""

    left: float
    top: float
    right: float
    bottom: float
    first: int
    last: int
    y: YScale

    def x_of(self, at: float) -> float:
        """Where a month stands; a lone month stands in the middle."""
        if self.last == self.first:
            return (self.left + self.right) / 2
        return self.left + (at - self.first) / (self.last - self.first) * (self.right - self.left)

    def y_of(self, value: float) -> float:
        """Where a value stands."""
        return self.bottom - (value - self.y.low) / (self.y.high - self.y.low) * (self.bottom - self.top)


@dataclass(frozen=True)
class Tick:
    """A named place on the axis of time."""

    at: int
    words: str


def time_ticks(points: Sequence[Point], box: Box) -> list[Tick]:
    """Years where the series is long, months where it is short, the points' own names where they have some."""
    named = [Tick(point.at, point.tick) for point in points if point.tick]
    if named:
        return _thinned(named, box)
    if box.last - box.first >= LONG:
        first = -(-box.first // 12)
        return _thinned([Tick(year * 12, str(year)) for year in range(first, box.last // 12 + 1)], box)
    step = 1 if box.last - box.first < 6 else 3
    months = [at for at in range(box.first, box.last + 1) if at % step == 0] or [box.first]
    return _thinned([Tick(at, month_short(at)) for at in months], box)


def tick_reach(points: Sequence[Point], span: int) -> float:
    """Half the width of the widest name on the axis of time: what the margins must leave room for."""
    named = [point.tick for point in points if point.tick]
    widest = named or (["0000"] if span >= LONG else ["Mmm 0000"])
    return max(text_width(words) for words in widest) / 2 + 2


def _thinned(ticks: list[Tick], box: Box) -> list[Tick]:
    """Every n-th tick, so that neighbours keep their distance."""
    if len(ticks) < 2:
        return ticks
    gap = min(box.x_of(b.at) - box.x_of(a.at) for a, b in pairwise(ticks))
    widest = max(text_width(tick.words) for tick in ticks) + 10
    every = next(step for step in (1, 2, 3, 5, 10, 20, 50, 100, 1000) if step * gap >= widest or step == 1000)
    return ticks[::every]


def values_of(series: Iterable[Sequence[Point]]) -> list[float]:
    """Every value there is, as floats for placing."""
    return [float(point.value) for points in series for point in points if point.value is not None]


def runs(points: Sequence[Point]) -> list[tuple[bool, list[Point]]]:
    """The points cut into runs of present (True) and missing values."""
    found: list[tuple[bool, list[Point]]] = []
    for point in points:
        present = point.value is not None
        if found and found[-1][0] == present:
            found[-1][1].append(point)
        else:
            found.append((present, [point]))
    return found

"""One series as several vintages had it: the revision triangle, and how far figures of an age have usually moved since.

Pure functions of columns. All vintages of a triangle count in one classification: figures of two are never set against each other.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from peelian.figures.compute.series import PRESENT, Ints, Series

AGES = (0, 1, 2, 3, 6, 12, 24)
"""The first age of each group of ages; the last has no end. An age is the months from the last month counted to the vintage's."""
LENGTHS = (1, 3, 12)
"""Months that figures are added up over, where movements are asked for: a month, a quarter, twelve months."""
PAIRS = 19
"""Of n alike pairs the next lies between the least and the greatest in (n - 1) of (n + 1) cases: nine in ten with nineteen."""
PUBLICATIONS = 3
"""What one or two publications did to their figures says little of what is usual: those of one move together."""
SMALLEST = 20
"""Of fewer than so many a change in per cent says little: one more or less would be five per cent."""

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Triangle:
    """A series as each vintage had it, oldest first: ``values`` and ``present`` are vintages × areas × periods.

    ``values`` are figures times ten to the power ``scale``; ``first`` is the month ordinal in which the first period ends,
    ``step`` the months between two.
    """

    classification: str | None
    vintages: tuple[str, ...]
    areas: tuple[str, ...]
    first: int
    step: int
    scale: int
    values: Ints
    present: Bools

    @property
    def months(self) -> list[int]:
        """The month ordinal in which each period ends."""
        return [self.first + self.step * place for place in range(self.values.shape[2])]

    @cached_property
    def newest(self) -> Ints:
        """For each area and period the place of the newest vintage that has it; -1 where none has."""
        count = len(self.vintages)
        last = count - 1 - np.argmax(self.present[::-1], axis=0)
        return np.where(self.present.any(axis=0), last, -1)

    def row(self, area: str) -> list[list[Decimal | None]]:
        """For each period what every vintage had at an area. Raises ValueError for an area that it has not."""
        at = self.areas.index(area)
        values, present = self.values[:, at].T.tolist(), self.present[:, at].T.tolist()
        return [
            [Decimal(value).scaleb(-self.scale) if there else None for value, there in zip(*period, strict=True)]
            for period in zip(values, present, strict=True)
        ]


def triangle(classification: str | None, published: Sequence[tuple[str, Series]]) -> Triangle:
    """Series of one measure and area kind, each with its vintage, oldest first, on one grid.

    Raises ValueError where there is none or their periods are not of one length.
    """
    series = [item for _, item in published]
    if not series or len({item.step for item in series}) > 1:
        raise ValueError("a triangle is of series with one length of period")
    step, scale = series[0].step, max(item.scale for item in series)
    first, last = min(item.first for item in series), max(item.last for item in series)
    areas = tuple(sorted({area for item in series for area in item.areas}))
    row_of = {area: row for row, area in enumerate(areas)}
    shape = (len(series), len(areas), (last - first) // step + 1)
    values, present = np.zeros(shape, np.int64), np.zeros(shape, np.bool_)
    for place, item in enumerate(series):
        rows = np.array([row_of[area] for area in item.areas], np.intp)
        start = (item.first - first) // step
        columns = slice(start, start + item.values.shape[1])
        present[place, rows, columns] = item.states == PRESENT
        values[place, rows, columns] = np.where(item.states == PRESENT, item.values, 0) * 10 ** (scale - item.scale)
    return Triangle(classification, tuple(name for name, _ in published), areas, first, step, scale, values, present)


def stacked(several: Sequence[Triangle]) -> Triangle:
    """Triangles of one grid as one, their areas one after another: what is asked of all of them is asked once."""
    one = several[0]
    return replace(
        one,
        areas=tuple(area for item in several for area in item.areas),
        values=np.concatenate([item.values for item in several], axis=1),
        present=np.concatenate([item.present for item in several], axis=1),
    )


def month_of(vintage: str) -> int:
    """The month ordinal of a vintage, 2025-12 or 2025-12-31."""
    return int(vintage[:4]) * 12 + int(vintage[5:7]) - 1


@dataclass(frozen=True)
class Moves:
    """Figures as a vintage gave them, and as the newest has them: a row a figure.

    ``series`` is the place of the series that it is of and ``publication`` that of its vintage; ``age`` is that of the figure when
    it was given, ``later`` the months from then to the newest vintage that has any of it, ``change`` by how much of itself it
    moved (0.01 is one per cent).
    """

    series: Ints
    publication: Ints
    age: Ints
    later: Ints
    change: Floats


def moves(found: Triangle, months: int, series: Ints | None = None) -> Moves:
    """How every figure of so many months moved from each vintage that had it whole to the newest, month by month.

    ``series`` gives for each area the place of the series that it is of; where it is left out all are of one. Figures under
    ``SMALLEST`` are left out, and those of which no newer vintage has a month. Raises ValueError for periods that are no months.
    """
    if found.step != 1:
        raise ValueError("only months are added up")
    found = _twice(found, months)
    if found.values.shape[2] < months:
        return joined_moves([])
    then, whole = _sums(found.values, months), _sums(found.present, months) == months
    newest = np.take_along_axis(found.values, np.maximum(found.newest, 0)[np.newaxis], axis=0)[0]
    now, known = _sums(newest, months), _sums(found.newest >= 0, months) == months
    latest = _greatest(found.newest, months)
    at = np.array([month_of(name) for name in found.vintages])
    age = at[:, np.newaxis] - np.arange(found.first + months - 1, found.first + found.values.shape[2])
    place = np.arange(len(at))[:, np.newaxis, np.newaxis]
    used = whole & known & (latest > place) & (then >= SMALLEST * 10**found.scale) & (age >= 0)[:, np.newaxis]
    vintage, area, period = np.nonzero(used)
    before, after = then[used], now[area, period]
    owner = np.zeros(len(area), np.int64) if series is None else series[area]
    return Moves(
        owner, vintage, age[vintage, period], at[latest[area, period]] - at[vintage], (after - before) / before
    )


def _twice(found: Triangle, months: int) -> Triangle:
    """The part of a triangle in which any run of so many periods can have a month that two vintages have."""
    twice = np.flatnonzero((found.present.sum(axis=0) > 1).any(axis=0))
    if not len(twice):
        return replace(found, values=found.values[:, :, :0], present=found.present[:, :, :0])
    start = max(0, int(twice[0]) - months + 1)
    part = slice(start, int(twice[-1]) + months)
    return replace(found, first=found.first + start, values=found.values[:, :, part], present=found.present[:, :, part])


def _sums(values: npt.NDArray[Any], months: int) -> Ints:
    """Sums of every run of so many neighbouring periods."""
    total = np.cumsum(values, axis=-1, dtype=np.int64)
    ends = total[..., months - 1 :].copy()
    ends[..., 1:] -= total[..., :-months]
    return ends


def _greatest(values: Ints, months: int) -> Ints:
    """The greatest of every run of so many neighbouring periods."""
    count = values.shape[-1] - months + 1
    found = values[..., :count].copy()
    for start in range(1, months):
        np.maximum(found, values[..., start : start + count], out=found)
    return found


def joined_moves(several: Sequence[Moves]) -> Moves:
    """The moves of several triangles together; their publications stay apart."""
    apart, start = [], 0
    for item in several:
        apart.append(replace(item, publication=item.publication + start))
        start += int(item.publication.max(initial=-1)) + 1
    none = [np.zeros(0, np.int64)]
    series, publication, age, later = (
        np.concatenate([getattr(item, name) for item in apart] or none)
        for name in ("series", "publication", "age", "later")
    )
    return Moves(series, publication, age, later, np.concatenate([item.change for item in apart] or [np.zeros(0)]))


@dataclass(frozen=True)
class Usual:
    """How far figures of an age have moved since: the median, and the range that holds nine in ten, as parts of the figure.

    ``low``, ``median`` and ``high`` are None where it cannot be told; ``pairs`` is how many figures it is made of, ``publications``
    how many vintages gave them, ``later`` the fewest and the most months between the two looks.
    """

    age: int
    pairs: int
    publications: int
    low: float | None
    median: float | None
    high: float | None
    later: tuple[int, int] | None

    @property
    def told(self) -> bool:
        """Whether anything can be told."""
        return self.median is not None


def usual(found: Moves, series: int = 1) -> list[list[Usual]]:
    """For each series what figures of each group of ages did; no distribution is supposed.

    The range is between order statistics: the next of n alike figures lies between the k-th from below and the k-th from above in
    (n + 1 - 2k) of (n + 1) cases.
    """
    count = len(AGES)
    group = found.series * count + np.searchsorted(AGES, found.age, side="right") - 1
    order = np.argsort(
        group.astype(np.uint16 if series * count < 1 << 16 else np.int64), kind="stable"
    )  # short: counted, not sorted
    bounds = np.cumsum([0, *np.bincount(group, minlength=series * count)]).tolist()
    slices = [order[start:end] for start, end in itertools.pairwise(bounds)]
    return [[_usual(found, age, slices[place * count + at]) for at, age in enumerate(AGES)] for place in range(series)]


def _usual(found: Moves, age: int, rows: npt.NDArray[np.intp]) -> Usual:
    """What the figures of one group did."""
    if not len(rows):
        return Usual(age, 0, 0, None, None, None, None)
    pairs, publications = len(rows), int(np.count_nonzero(np.bincount(found.publication[rows])))
    later = (int(found.later[rows].min()), int(found.later[rows].max()))
    if pairs < PAIRS or publications < PUBLICATIONS:
        return Usual(age, pairs, publications, None, None, None, later)
    change, rank = np.sort(found.change[rows]), (pairs + 1) // 20
    middle = (change[(pairs - 1) // 2] + change[pairs // 2]) / 2
    return Usual(age, pairs, publications, float(change[rank - 1]), float(middle), float(change[pairs - rank]), later)


def group_of(age: int) -> int | None:
    """The place in ``AGES`` of the group that an age is in; None for an age under nothing, which a projection has."""
    return None if age < 0 else max(place for place, first in enumerate(AGES) if first <= age)

"""A release's figures for runs of months, read off running totals, against sums made month by month."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from peelian.figures.compute.series import MISSING, PRESENT, Series
from peelian.figures.reconcile.runs import Ratio, Runs

FIRST = 2020 * 12


def series(values: list[list[int]], *, step: int = 1, scale: int = 0) -> Series:
    """A series of one area a row; what is negative is missing."""
    grid = np.array(values, np.int64)
    return Series(
        measure="m", kind="borough", areas=tuple(f"a{row}" for row in range(len(values))), first=FIRST, step=step, scale=scale,
        values=np.maximum(grid, 0), states=np.where(grid < 0, MISSING, PRESENT).astype(np.uint8),
        flags=np.zeros(grid.shape, np.uint8), origin=np.zeros((1, grid.shape[1]), np.int16), inputs=("x",), scopes=("",),
        scope_of=np.zeros(len(values), np.int16),
    )  # fmt: skip


GRIDS = st.lists(st.lists(st.integers(-1, 9), min_size=6, max_size=6), min_size=1, max_size=3)


@settings(max_examples=40, deadline=None)
@given(GRIDS)
def test_every_run_is_the_sum_of_its_months_and_nothing_where_one_is_missing(values: list[list[int]]) -> None:
    spans = [(first, last) for first in range(-2, 8) for last in range(-2, 8)]
    names = [f"a{row}" for row in range(len(values))]
    first, last = (np.tile([FIRST + span[end] for span in spans], (len(values), 1)) for end in (0, 1))
    found = Runs(series(values), True).at(names, first, last)
    for row, months in enumerate(values):
        for place, (start, stop) in enumerate(spans):
            wanted = months[start : stop + 1] if 0 <= start <= stop < 6 else []
            if wanted and min(wanted) >= 0:
                assert found[row, place] == sum(wanted)
            else:
                assert math.isnan(found[row, place])


def test_an_area_that_is_not_there_has_no_figure() -> None:
    at = np.array([FIRST])
    assert math.isnan(Runs(series([[1, 2]]), True).at(["elsewhere"], at, at)[0])


def test_a_survey_has_its_own_periods_only() -> None:
    """Of a rolling year by quarter: the twelve months to the quarter's end, and no single quarter."""
    survey = Runs(series([[6700, 6900]], step=3, scale=2), False)
    last = np.array([FIRST, FIRST + 3, FIRST + 3, FIRST + 1])
    found = survey.at(["a0"] * 4, last - np.array([11, 11, 2, 11]), last)
    assert [None if math.isnan(one) else float(one) for one in found] == [67.0, 69.0, None, None]


def test_the_range_is_that_of_all_runs_of_a_length() -> None:
    runs = Runs(series([[5, 1, -1, 7, 2, 2]]), True)
    low, high = runs.range_of(["a0", "a0", "a0"], np.array([1, 2, 6]))
    assert (low[:2].tolist(), high[:2].tolist()) == ([1, 4], [7, 9])
    assert math.isnan(low[2])


def test_a_share_divides_sums_and_not_by_nothing() -> None:
    part, whole = series([[1, 3, 0]]), series([[4, 4, 0]])
    ratio = Ratio(Runs(part, True), Runs(replace(whole, measure="w"), True))
    first, last = np.array([[FIRST, FIRST + 2]]), np.array([[FIRST + 1, FIRST + 2]])
    found = ratio.at(["a0"], first, last)
    assert found[0, 0] == 50
    assert math.isnan(found[0, 1])

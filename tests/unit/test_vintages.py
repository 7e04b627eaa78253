"""The revision triangle and what is usual of it, against a slow second way, and what the range claims, by simulation."""

from __future__ import annotations

import statistics
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peelian.figures.compute.series import MISSING, PRESENT, Series
from peelian.figures.periods import month_ordinal
from peelian.figures.vintages import (
    AGES,
    PAIRS,
    PUBLICATIONS,
    SMALLEST,
    Moves,
    Triangle,
    Usual,
    group_of,
    joined_moves,
    month_of,
    moves,
    stacked,
    triangle,
    usual,
)

START = month_ordinal(2024, 1)


def series(rows: dict[str, list[int | None]], first: int = START, scale: int = 0, step: int = 1) -> Series:
    """A monthly series of some areas; None where there is no figure."""
    values = np.array([[value or 0 for value in row] for row in rows.values()], np.int64)
    states = np.array([[MISSING if value is None else PRESENT for value in row] for row in rows.values()], np.uint8)
    shape = values.shape
    return Series("burglary", "borough", tuple(rows), first, step, scale, values, states, np.zeros(shape, np.uint8),
                  np.zeros((1, shape[1]), np.int16), ("a",), ("",), np.zeros(shape[0], np.int16))  # fmt: skip


def chance(seed: int, vintages: int = 4, areas: int = 3) -> Triangle:
    """Vintages two months apart, each of twenty months that end with its own, a tenth of the figures missing, most revised."""
    draw = np.random.default_rng(seed)
    published = []
    for place in range(vintages):
        last = START + 24 + 2 * place
        rows: dict[str, list[int | None]] = {}
        for area in [f"A{number}" for number in range(areas + place % 2)]:
            counts = draw.integers(5, 90, 20).tolist()
            rows[area] = [None if draw.random() < 0.1 else int(count) for count in counts]
        published.append((f"{last // 12}-{last % 12 + 1:02d}", series(rows, last - 19)))
    return triangle("one", published)


def slowly(found: Triangle, months: int) -> list[tuple[str, int, int, Fraction]]:
    """Vintage, age, months later and change of every pair, a figure at a time, with dictionaries and exact fractions."""
    had: dict[tuple[str, str, int], int] = {}
    for at, vintage in enumerate(found.vintages):
        for area in found.areas:
            for month, row in zip(found.months, found.row(area), strict=True):
                if row[at] is not None:
                    had[vintage, area, month] = int(row[at] or 0)
    pairs = []
    for at, vintage in enumerate(found.vintages):
        for area in found.areas:
            for last in found.months:
                run = range(last - months + 1, last + 1)
                then = [had.get((vintage, area, month)) for month in run]
                whose = [max((place for place, name in enumerate(found.vintages) if (name, area, month) in had), default=-1)
                         for month in run]  # fmt: skip
                age = month_of(vintage) - last
                before = sum(value or 0 for value in then)
                if None in then or max(whose) <= at or before < SMALLEST or age < 0:
                    continue
                now = sum(had[found.vintages[place], area, month] for place, month in zip(whose, run, strict=True))
                later = month_of(found.vintages[max(whose)]) - month_of(vintage)
                pairs.append((vintage, age, later, Fraction(now - before, before)))
    return pairs


@pytest.mark.parametrize("months", [1, 3, 12])
@pytest.mark.parametrize("seed", range(4))
def test_every_pair_is_found_and_no_other(seed: int, months: int) -> None:
    found = chance(seed)
    fast = moves(found, months)
    rows = sorted(
        (found.vintages[place], age, later, round(change, 12))
        for place, age, later, change in zip(
            fast.publication.tolist(), fast.age.tolist(), fast.later.tolist(), fast.change.tolist(), strict=True
        )
    )
    slow = sorted(
        (vintage, age, later, round(float(change), 12)) for vintage, age, later, change in slowly(found, months)
    )
    assert rows == slow
    assert len(rows) > 10


@pytest.mark.parametrize("months", [1, 3])
def test_what_is_usual_agrees_with_sorting_each_group_by_itself(months: int) -> None:
    found = chance(5, vintages=6, areas=8)
    groups: dict[int, list[tuple[str, int, Fraction]]] = defaultdict(list)
    for vintage, age, later, change in slowly(found, months):
        groups[max(first for first in AGES if first <= age)].append((vintage, later, change))
    told = 0
    for item in usual(moves(found, months))[0]:
        mine = groups[item.age]
        assert item.pairs == len(mine)
        assert item.publications == len({vintage for vintage, _, _ in mine})
        if len(mine) >= PAIRS and item.publications >= PUBLICATIONS:
            told += 1
            changes = sorted(float(change) for _, _, change in mine)
            outside = (len(changes) + 1) // 20 - 1
            assert (item.low, item.high) == pytest.approx((changes[outside], changes[-1 - outside]))
            assert item.median == pytest.approx(statistics.median(changes))
            assert item.later == (min(later for _, later, _ in mine), max(later for _, later, _ in mine))
        else:
            assert not item.told
    assert told > 2


def test_a_triangle_by_hand() -> None:
    """Three files: January to March, February to April, March to May. Only what a later file has too can have moved."""
    published = [
        ("2024-03", series({"A": [100, 200, 300]})),
        ("2024-04", series({"A": [210, 300, 400]}, START + 1)),
        ("2024-05", series({"A": [330, 404, 500]}, START + 2)),
    ]
    found = triangle(None, published)
    assert found.row("A") == [[100, None, None], [200, 210, None], [300, 300, 330], [None, 400, 404], [None, None, 500]]
    moved = moves(found, 1)
    told = sorted(
        zip(moved.age.tolist(), moved.publication.tolist(), moved.later.tolist(), moved.change.tolist(), strict=True)
    )
    assert told == [(0, 0, 2, 0.1), (0, 1, 1, 0.01), (1, 0, 1, 0.05), (1, 1, 1, 0.1)]
    quarter = moves(found, 3)
    # January to March: 100 + 200 + 300 once, 100 + 210 + 330 now; February to April: 910 once, 210 + 330 + 404 now
    assert sorted(zip(quarter.age.tolist(), quarter.change.tolist(), strict=True)) == [(0, 34 / 910), (0, 40 / 600)]


def test_files_that_agree_have_not_moved() -> None:
    rows: dict[str, list[int | None]] = {f"A{place}": [50 + place] * 24 for place in range(20)}
    found = triangle(None, [(vintage, series(rows)) for vintage in ("2025-12", "2026-01", "2026-02", "2026-03")])
    told = [item for item in usual(moves(found, 1))[0] if item.told]
    assert len(told) > 3
    assert {(item.low, item.median, item.high) for item in told} == {(0, 0, 0)}


@pytest.mark.parametrize(
    ("pairs", "publications", "told"), [(19, 3, True), (18, 3, False), (19, 2, False), (500, 2, False)]
)
def test_too_few_pairs_or_publications_tell_nothing(pairs: int, publications: int, told: bool) -> None:
    place = np.arange(pairs) % publications
    none = np.zeros(pairs, np.int64)
    [groups] = usual(Moves(none, place, none, none + 1, np.linspace(-0.1, 0.1, pairs)))
    assert groups[0].told is told
    assert groups[0].pairs == pairs
    assert all(item == Usual(item.age, 0, 0, None, None, None, None) for item in groups[1:])
    if told:
        assert (groups[0].low, groups[0].high) == pytest.approx((-0.1, 0.1))


@pytest.mark.parametrize("pairs", [19, 20, 38, 39, 100, 160])
@pytest.mark.parametrize(
    "draw",
    [
        lambda random, shape: random.normal(0.002, 0.01, shape),
        lambda random, shape: random.exponential(0.02, shape),
        lambda random, shape: random.standard_cauchy(shape),
    ],
    ids=["bell-shaped", "to one side", "with far outliers"],
)
def test_nine_in_ten_of_the_next_lie_inside(pairs: int, draw: Callable[..., np.ndarray]) -> None:
    """For figures that behave like those before, as real publications do not always: at least nine in ten, and not all."""
    random = np.random.default_rng(pairs)
    rounds = 4_000
    seen, following = np.sort(draw(random, (rounds, pairs)), axis=1), draw(random, rounds)
    none = np.zeros(pairs, np.int64)
    [one] = [item for item in usual(Moves(none, np.arange(pairs) % 3, none, none, seen[0]))[0] if item.told]
    rank = int(np.flatnonzero(seen[0] == one.low)[0])
    inside = (seen[:, rank] <= following) & (following <= seen[:, -1 - rank])
    assert seen[0, -1 - rank] == one.high
    assert 0.9 - 3 * (0.09 / rounds) ** 0.5 <= inside.mean() <= 0.96


def test_what_is_asked_together_is_what_is_asked_apart() -> None:
    several = [chance(seed) for seed in range(3)]
    areas = [len(item.areas) for item in several]
    together = usual(moves(stacked(several), 3, np.repeat(np.arange(3), areas)), 3)
    assert together == [usual(moves(item, 3))[0] for item in several]


def test_two_classifications_are_joined_as_pairs_and_never_as_figures() -> None:
    """The newest of one is not the newest of the other, though it is later."""
    one, two = chance(1), chance(2)
    both = joined_moves([moves(one, 1), moves(two, 1)])
    assert len(both.age) == len(moves(one, 1).age) + len(moves(two, 1).age)
    assert len(set(both.publication.tolist())) == sum(
        len(set(moves(item, 1).publication.tolist())) for item in (one, two)
    )


def test_small_figures_are_left_out() -> None:
    below, at = SMALLEST - 1, SMALLEST
    found = triangle(
        None, [("2024-01", series({"A": [below], "B": [at]})), ("2024-02", series({"A": [30], "B": [30]}))]
    )
    assert moves(found, 1).change.tolist() == [0.5]


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from([1, 3, 12]), st.integers(1, 3))
def test_decimals_change_nothing(seed: int, months: int, scale: int) -> None:
    """A file that writes 12.0 for 12 says the same."""
    found = chance(seed)
    finer = replace(found, values=found.values * 10**scale, scale=scale)
    one, other = moves(found, months), moves(finer, months)
    assert np.array_equal(one.age, other.age)
    assert np.allclose(one.change, other.change)


def test_files_of_different_fineness_stand_in_one_triangle() -> None:
    found = triangle(None, [("2024-01", series({"A": [12]})), ("2024-02", series({"A": [125]}, scale=1))])
    assert [str(value) for value in found.row("A")[0]] == ["12.0", "12.5"]


def test_what_is_no_months_is_not_added_up() -> None:
    quarterly = triangle(
        None, [("2024-06", series({"A": [50, 60]}, step=3)), ("2024-09", series({"A": [50, 61]}, step=3))]
    )
    assert quarterly.months == [START, START + 3]
    with pytest.raises(ValueError, match="only months"):
        moves(quarterly, 3)
    with pytest.raises(ValueError, match="one length"):
        triangle(None, [("2024-06", series({"A": [1]})), ("2024-09", series({"A": [1]}, step=3))])
    with pytest.raises(ValueError, match="one length"):
        triangle(None, [])


@pytest.mark.parametrize(
    ("age", "group"), [(-1, None), (0, 0), (2, 2), (3, 3), (5, 3), (6, 4), (11, 4), (12, 5), (24, 6), (300, 6)]
)
def test_an_age_has_its_group(age: int, group: int | None) -> None:
    assert group_of(age) == group


def test_a_vintage_of_a_day_is_of_its_month() -> None:
    assert month_of("2025-12") == month_of("2025-12-31") == month_ordinal(2025, 12)

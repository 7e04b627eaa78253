"""How sure a figure is: the printed digits of public health, slow second ways to the same, and what holds of any numbers."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from peelian.figures.judge import intervals
from peelian.figures.judge.intervals import Interval

COUNTS = st.integers(0, 400)


def printed(found: Interval, digits: int) -> tuple[float, float]:
    return round(float(found.low), digits), round(float(found.high), digits)


@pytest.mark.parametrize(
    ("count", "digits", "limits"),
    [
        (0, 4, (0.0, 3.6889)), (3, 4, (0.6187, 8.7673)), (9, 4, (4.1154, 17.0848)), (10, 4, (4.7874, 18.3915)),
        (12, 4, (6.1935, 20.9629)), (65, 4, (50.1632, 82.8491)), (250, 3, (219.967, 282.989)),
    ],
)  # fmt: skip
def test_a_count_has_the_limits_of_public_health(count: int, digits: int, limits: tuple[float, float]) -> None:
    assert printed(intervals.of_count(count), digits) == limits


@pytest.mark.parametrize(
    ("count", "base", "limits"),
    [(45, 100, (0.3561, 0.5476)), (65, 100, (0.5525, 0.7364)), (0, 20, (0.0, 0.1611)), (5, 5, (0.5655, 1.0))],
)
def test_a_proportion_has_wilsons_limits(count: int, base: int, limits: tuple[float, float]) -> None:
    assert printed(intervals.of_proportion(count, base), 4) == limits


def test_two_counts_by_three_methods() -> None:
    """130 against 100: a rise of 30 per cent, at the edge of what chance alone does, and the method decides."""
    ratio, limits = intervals.ratio_of_counts(130, 100)
    assert (round(float(ratio), 3), *printed(limits, 3)) == (1.300, 1.002, 1.687)
    assert printed(intervals.exact_ratio_of_counts(130, 100, mid=False), 3) == (0.994, 1.704)
    assert round(float(intervals.counts_differ(130, 100, mid=False)), 4) == 0.0556
    assert round(float(intervals.counts_differ(130, 100)), 3) == 0.048


def test_searches_of_two_groups() -> None:
    """620 of 15,000 against 900 of 60,000."""
    ratio, limits = intervals.ratio_of_counts(620, 900, 15_000 / 60_000)
    assert (round(float(ratio), 3), *printed(limits, 3)) == (2.756, 2.488, 3.052)


def test_normal_quantiles() -> None:
    assert (round(intervals.normal(), 6), round(intervals.normal(0.998), 6)) == (1.959964, 3.090232)


@given(st.integers(0, 9), st.sampled_from([0.8, 0.95, 0.998]))
def test_exact_limits_are_where_the_tails_of_poisson_are_half_of_what_is_left(count: int, confidence: float) -> None:
    low, high = (float(limit) for limit in intervals.of_count(count, confidence))

    def at_most(k: int, mean: float) -> float:
        return sum(math.exp(-mean) * mean**j / math.factorial(j) for j in range(k + 1))

    tail = (1 - confidence) / 2
    assert at_most(count, high) == pytest.approx(tail, rel=1e-9)
    assert (1 - at_most(count - 1, low) if count else tail) == pytest.approx(tail, rel=1e-9)


def chances(later: int, earlier: int, share: Fraction) -> tuple[Fraction, Fraction, Fraction]:
    """Below, at and above the later count among all, added up term by term in whole numbers."""
    every = later + earlier
    terms = [math.comb(every, k) * share**k * (1 - share) ** (every - k) for k in range(every + 1)]
    return sum(terms[:later], Fraction()), terms[later], sum(terms[later + 1 :], Fraction())


@given(st.integers(0, 40), st.integers(0, 40), st.sampled_from([Fraction(1), Fraction(1, 3), Fraction(5, 2)]))
def test_the_test_of_two_counts_is_the_sum_of_its_terms(later: int, earlier: int, exposure: Fraction) -> None:
    below, here, above = chances(later, earlier, exposure / (1 + exposure))
    for mid in (True, False):
        own = here / 2 if mid else here
        slow = float(min(2 * min(below + own, above + own), Fraction(1)))
        assert float(intervals.counts_differ(later, earlier, float(exposure), mid=mid)) == pytest.approx(
            slow, abs=1e-12
        )


@given(COUNTS, COUNTS, st.floats(0.2, 5), st.floats(1, 4), st.booleans())
def test_an_interval_holds_one_exactly_where_the_test_says_no_difference(
    later: int, earlier: int, exposure: float, dispersion: float, mid: bool
) -> None:
    assume(later + earlier)
    p = float(intervals.counts_differ(later, earlier, exposure, dispersion, mid=mid))
    assume(abs(p - 0.05) > 1e-6)
    low, high = (float(x) for x in intervals.exact_ratio_of_counts(later, earlier, exposure, dispersion, mid=mid))
    assert (low <= 1 <= high) == (p > 0.05)


@given(COUNTS, COUNTS)
def test_which_of_two_counts_is_the_later_does_not_matter(later: int, earlier: int) -> None:
    assert intervals.counts_differ(later, earlier) == pytest.approx(intervals.counts_differ(earlier, later), abs=1e-12)


@given(st.integers(1, 400), st.integers(1, 400), st.floats(1.01, 9))
def test_counts_that_vary_more_tell_less(later: int, earlier: int, dispersion: float) -> None:
    assert (
        intervals.counts_differ(later, earlier, dispersion=dispersion)
        >= intervals.counts_differ(later, earlier) - 1e-12
    )
    wide, narrow = (intervals.ratio_of_counts(later, earlier, 1, times)[1] for times in (dispersion, 1))
    assert wide.low < narrow.low < narrow.high < wide.high


@given(st.integers(0, 500), st.integers(1, 500), st.floats(0.5, 0.999))
def test_limits_lie_about_the_figure_and_grow_with_confidence(count: int, base: int, confidence: float) -> None:
    assume(count <= base)
    for limits, wider, figure in (
        (intervals.of_count(count, confidence), intervals.of_count(count, 0.9999), count),
        (intervals.of_proportion(count, base, confidence), intervals.of_proportion(count, base, 0.9999), count / base),
    ):
        assert wider.low <= limits.low + 1e-12
        assert limits.low <= figure + 1e-12
        assert figure <= limits.high + 1e-12
        assert limits.high <= wider.high + 1e-12


@given(st.floats(0, 1), st.integers(2, 5000), st.floats(0, 1), st.integers(2, 5000), st.floats(1, 3))
def test_a_gap_between_two_surveys(share: float, base: int, other: float, other_base: int, design: float) -> None:
    gap, limits = intervals.difference_of_shares(share, base, other, other_base, design, design)
    assert limits.low - 1e-9 <= gap <= limits.high + 1e-9
    assert -1 - 1e-9 <= limits.low <= limits.high <= 1 + 1e-9
    mirrored, turned = intervals.difference_of_shares(other, other_base, share, base, design, design)
    assert (mirrored, turned.low, turned.high) == pytest.approx((-gap, -limits.high, -limits.low))


def test_newcombes_own_example() -> None:
    """56 of 70 against 48 of 80: 0.2, from 0.0524 to 0.3339 (Newcombe 1998, method 10)."""
    gap, limits = intervals.difference_of_shares(56 / 70, 70, 48 / 80, 80)
    assert (round(float(gap), 4), *printed(limits, 4)) == (0.2, 0.0524, 0.3339)


def test_a_survey_with_a_design_effect_tells_as_much_as_fewer_people() -> None:
    assert printed(intervals.of_survey(0.5, 1500, 1.5), 12) == printed(intervals.of_survey(0.5, 1000), 12)
    assert (
        intervals.shares_differ(0.61, 1500, 0.57, 1500) < 0.05 < intervals.shares_differ(0.61, 1500, 0.57, 1500, 2, 2)
    )


def test_columns_are_judged_at_once() -> None:
    counts = np.arange(30)
    assert intervals.of_count(counts).low == pytest.approx([float(intervals.of_count(n).low) for n in counts])
    p = intervals.counts_differ(counts, counts[::-1])
    assert p == pytest.approx([float(intervals.counts_differ(n, 29 - n)) for n in counts])


def test_where_nothing_is_known() -> None:
    assert printed(intervals.of_proportion(0, 0), 12) == (0, 1)
    assert intervals.counts_differ(0, 0) == 1
    assert intervals.shares_differ(0, 50, 0, 40) == 1
    assert np.isnan(intervals.ratio_of_counts(0, 5)[0])
    assert printed(intervals.exact_ratio_of_counts(0, 5), 4)[0] == 0
    assert intervals.exact_ratio_of_counts(5, 0).high == np.inf


@pytest.mark.parametrize(
    "asked",
    [
        lambda: intervals.of_count(-1), lambda: intervals.of_proportion(6, 5), lambda: intervals.of_proportion(-1, 5),
        lambda: intervals.of_survey(0.5, 100, 0.9), lambda: intervals.of_survey(1.2, 100),
        lambda: intervals.counts_differ(-1, 5), lambda: intervals.ratio_of_counts(1, 2, -1),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused(asked: object) -> None:
    with pytest.raises(ValueError, match=r"below zero|below 1|larger than its whole"):
        asked()  # type: ignore[operator]


def test_limits_hold_as_often_as_they_say() -> None:
    """Of 4,000 counts of each mean, the limits of 95 in 100 at least hold the mean; not many more where the mean is large."""
    chance = np.random.default_rng(3)
    for mean, most in ((0.7, 1.0), (4.0, 0.995), (25.0, 0.975), (300.0, 0.965)):
        found = intervals.of_count(chance.poisson(mean, 4000))
        held = float(((found.low <= mean) & (mean <= found.high)).mean())
        assert 0.94 <= held <= most, mean

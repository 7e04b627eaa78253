"""Control charts: the vectors of the NHS, every rule against a slow reading of its words, and what breaks no rule."""

from __future__ import annotations

import math
from itertools import pairwise
from statistics import mean as average

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peelian.figures.judge import charts

VECTOR = [52, 48, 50, 55, 47, 51, 49, 53, 46, 54, 50, 48, 51]
FEW = st.lists(st.integers(0, 12), min_size=1, max_size=40)
LEVEL = st.lists(st.sampled_from([48, 49, 50, 51, 52, 60]), min_size=8, max_size=40)


def slowly(values: list[float], *, screen: bool) -> tuple[float, float, float, list[int]]:
    """Mean, limits and rules, point by point, as the guidance words them."""
    mean = average(values)
    ranges = [abs(b - a) for a, b in pairwise(values)]
    if not ranges:
        return mean, math.nan, math.nan, [charts.NONE] * len(values)
    typical = average(ranges)
    if screen and typical:
        typical = average([one for one in ranges if one < 3.267 * typical])
    low, high = mean - 2.66 * typical, mean + 2.66 * typical
    near_low, near_high = mean - 2.66 * 2 / 3 * typical, mean + 2.66 * 2 / 3 * typical
    side = [0 if math.isclose(y, mean, rel_tol=1e-12) else 1 if y > mean else -1 for y in values]
    outside = [one != 0 and (y > high or y < low) for y, one in zip(values, side, strict=True)]
    near = [not out and (y > near_high or y < near_low) for y, out in zip(values, outside, strict=True)]
    rules = []
    for place in range(len(values)):
        sevens = [
            range(start, start + 7) for start in range(place - 6, place + 1) if start >= 0 and start + 7 <= len(values)
        ]
        threes = [
            range(start, start + 3) for start in range(place - 2, place + 1) if start >= 0 and start + 3 <= len(values)
        ]
        if outside[place]:
            rules.append(charts.OUTSIDE)
        elif any(all(values[at] < values[at + 1] for at in run[:-1]) or all(values[at] > values[at + 1] for at in run[:-1])
                 for run in sevens):  # fmt: skip
            rules.append(charts.TREND)
        elif near[place] and any(
            sum(near[at] for at in three) >= 2 and abs(sum(side[at] for at in three)) == 3 for three in threes
        ):
            rules.append(charts.TWO_OF_THREE)
        elif any(abs(sum(side[at] for at in run)) == 7 for run in sevens):
            rules.append(charts.SHIFT)
        else:
            rules.append(charts.NONE)
    return mean, low, high, rules


@settings(max_examples=300)
@given(st.one_of(FEW, LEVEL), st.booleans())
def test_a_chart_is_what_a_slow_reading_of_the_rules_gives(values: list[int], screen: bool) -> None:
    found = charts.xmr(values, screen=screen)
    mean, low, high, rules = slowly([float(value) for value in values], screen=screen)
    assert (found.centre[0, 0], found.lower[0, 0], found.upper[0, 0]) == pytest.approx((mean, low, high), nan_ok=True)
    assert found.rules[0].tolist() == rules


def test_the_vector_of_the_domain() -> None:
    for screen in (True, False):
        found = charts.xmr(VECTOR, screen=screen)
        assert [round(float(line[0, 0]), 4) for line in (found.centre, found.upper, found.lower)] == [
            50.3077,
            62.0560,
            38.5594,
        ]
        assert not found.rules.any()
        assert not found.trial.any()
    assert charts.xmr(VECTOR[:12]).trial.all()


def test_screening_narrows_the_limits_and_is_named() -> None:
    """One wild month widens the spreadsheet tool's limits; the package leaves its ranges out once."""
    values = [20, 22, 19, 21, 20, 60, 21, 20, 22, 19, 21, 20, 22, 21, 20]
    screened, whole = charts.xmr(values), charts.xmr(values, screen=False)
    assert screened.upper[0, 0] < whole.upper[0, 0]
    assert (screened.screened, whole.screened) == (True, False)
    assert screened.rules[0, 5] == charts.OUTSIDE


@pytest.mark.parametrize(
    ("values", "rule", "marked"),
    [
        ([50, 52] * 6 + [80], charts.OUTSIDE, [12]),
        ([50, 60, 42, 55, 48, 62, 44, 45, 46, 47, 48, 49, 50], charts.TREND, list(range(6, 13))),
        ([60, 40, 58, 41, 60, 42, 59, 49, 48, 49, 47, 48, 49, 48, 55], charts.SHIFT, list(range(7, 14))),
    ],
)
def test_every_point_of_a_run_is_marked(values: list[int], rule: int, marked: list[int]) -> None:
    assert np.flatnonzero(charts.xmr(values).rules[0] == rule).tolist() == marked


def test_a_tie_breaks_a_trend_and_a_point_on_the_mean_a_shift() -> None:
    assert charts.TREND not in charts.xmr([1, 2, 3, 4, 4, 5, 6, 7, 8]).rules
    assert charts.SHIFT in charts.xmr([13, 11, 13, 11, 13, 11, 13, 7, 9, 7, 9, 7, 9, 7]).rules
    assert charts.SHIFT not in charts.xmr([13, 11, 13, 11, 13, 11, 10, 7, 9, 7, 9, 7, 9]).rules


def test_a_series_that_never_moves_gives_no_signal() -> None:
    for values in ([0.1] * 20, [0] * 20, [7]):
        assert not charts.xmr(values).rules.any()


def test_what_is_missing_breaks_a_run() -> None:
    rising = [1.0, 2, 3, 4, np.nan, 5, 6, 7, 8, 9]
    assert charts.TREND not in charts.xmr(rising).rules
    assert charts.TREND in charts.xmr([value for value in rising if not math.isnan(value)]).rules


def test_all_areas_are_charted_at_once() -> None:
    chance = np.random.default_rng(1)
    table = chance.poisson(30, (33, 48)).astype(float)
    whole = charts.xmr(table)
    for row, values in enumerate(table):
        alone = charts.xmr(values)
        assert np.array_equal(alone.rules[0], whole.rules[row])
        assert alone.upper[0] == pytest.approx(whole.upper[row])


def test_a_rebase_has_limits_of_its_own_and_nothing_goes_across() -> None:
    before, after = (
        [50, 52, 49, 51, 50, 52, 51, 50, 52, 49, 51, 50, 52],
        [20, 22, 19, 21, 20, 22, 21, 20, 22, 19, 21, 20, 22],
    )
    assert charts.xmr(before + after).rules.any()
    found = charts.xmr(before + after, rebase=[13])
    assert not found.rules.any()
    for part, values in ((slice(0, 13), before), (slice(13, 26), after)):
        alone = charts.xmr(values)
        assert found.centre[0, part] == pytest.approx(alone.centre[0])
        assert found.upper[0, part] == pytest.approx(alone.upper[0])
    assert found.points.tolist() == [13]


def test_a_rebase_is_only_proposed_where_a_shift_has_lasted() -> None:
    shifted = [50, 52, 49, 51, 50, 52, 51, 50, 52, 49, 51, 50, 40, 42, 39, 41, 40, 42, 41, 40, 42, 39, 41, 40]
    assert charts.proposed_rebase(charts.xmr(shifted)) == [12]
    assert charts.proposed_rebase(charts.xmr(shifted[:-1])) == [None]
    assert charts.proposed_rebase(charts.xmr(VECTOR)) == [None]


def test_the_latest_point_says_which_variation_there_is() -> None:
    rising = charts.xmr([80, 40, 78, 42, 82, 41, 79, 44, 45, 46, 47, 48, 49, 50])
    assert (rising.rules[0, -1], rising.side[0, -1]) == (charts.TREND, -1), "a trend that rises, still below the mean"
    assert charts.variation(rising, 1) == ["improvement"]
    assert charts.variation(rising, -1) == ["concern"]
    assert charts.variation(rising, 0) == ["special cause, high"]
    assert charts.variation(charts.xmr(VECTOR), 1) == ["common cause"]


@pytest.mark.parametrize(
    ("target", "better", "said"),
    [
        (30, 1, "passes"),
        (70, 1, "fails"),
        (50, 1, "hit and miss"),
        (30, -1, "fails"),
        (70, -1, "passes"),
        (50, 0, ""),
        (math.nan, 1, ""),
    ],
)
def test_a_target_against_the_limits(target: float, better: int, said: str) -> None:
    assert charts.assurance(charts.xmr(VECTOR), target, better) == [said]


def test_laneys_charts_are_as_wide_as_the_series_varies() -> None:
    """By hand for four points of u′; with binomial data they are about the classical ones, with more variation wider."""
    x, n = np.array([[20.0, 30, 25, 35]]), np.array([[100.0, 110, 90, 120]])
    centre = 110 / 420
    sigma = np.sqrt(centre / n)
    z = (x / n - centre) / sigma
    times = np.abs(np.diff(z)).mean() / 1.128
    found = charts.u_prime(x, n, screen=False)
    assert found.upper == pytest.approx(centre + 3 * sigma * times)
    chance = np.random.default_rng(5)
    base = chance.integers(2000, 3000, (1, 4000)).astype(float)
    for spread, least, most in ((0.0, 0.9, 1.1), (0.05, 1.5, 9.0)):
        share = np.clip(0.3 + spread * chance.standard_normal(base.shape), 0.01, 0.99)
        counts = chance.binomial(base.astype(int), share)
        chart = charts.p_prime(counts, base, screen=False)
        classical = 3 * np.sqrt(chart.centre * (1 - chart.centre) / base)
        assert least < float(((chart.upper - chart.centre) / classical).mean()) < most


def test_rare_events_by_the_days_between_them() -> None:
    found = charts.t_chart([30, 45, 12, 80, 25, 60, 33, 41, 18, 52, 27, 39, 400])
    assert found.rules[0, -1] == charts.OUTSIDE
    assert (found.lower >= 0).all()
    low, centre, high = charts.g_limits([10, 20, 30])
    assert (low, centre, round(high, 4)) == (0.0, 20.0, round(20 + 3 * math.sqrt(420), 4))
    with pytest.raises(ValueError, match="below zero"):
        charts.t_chart([5, -1])


@pytest.mark.parametrize(
    ("asked", "kind"),
    [
        ({"mean": 300, "overlapping": True, "share": False, "base": None}, "none"),
        ({"mean": 300, "overlapping": False, "share": True, "base": 900}, "p-prime"),
        ({"mean": 3.9, "overlapping": False, "share": False, "base": None}, "t"),
        ({"mean": 4.0, "overlapping": False, "share": False, "base": None}, "xmr"),
        ({"mean": 300, "overlapping": False, "share": False, "base": 9e6}, "u-prime"),
    ],
)
def test_which_chart_is_chosen_and_why(asked: dict[str, object], kind: str) -> None:
    found, why = charts.chosen(**asked)  # type: ignore[arg-type]
    assert found == kind
    assert len(why) > 40


def test_false_alarms_of_independent_counts_are_as_rare_as_known() -> None:
    """An XmR chart of 24 normal months marks its latest point outside its limits in about one series of a hundred."""
    chance = np.random.default_rng(7)
    found = charts.xmr(chance.normal(100, 10, (4000, 24)), screen=False)
    assert 0.002 < float((found.rules[:, -1] == charts.OUTSIDE).mean()) < 0.02

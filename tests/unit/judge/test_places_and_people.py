"""Funnels, concentration, harm, courts, searches and victims: vectors worked by hand, and what must be refused."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from peelian.figures.judge import concentration, funnels, justice
from peelian.figures.judge.harm import Weights, compared, harm

DAYS = Weights(
    "Cambridge Crime Harm Index",
    "2026, medians",
    "days",
    {"robbery": 365.0, "shoplifting": 1.0, "residential burglary": 273.5},
)


@pytest.mark.parametrize(
    ("counts", "plain", "generalised"),
    [
        ([0, 0, 0, 1, 1, 2, 3, 5, 8, 20], 0.67, 0.67),
        ([5, 2, 1, *[0] * 7], 0.80, 0.75),
        ([3, 1, 1, *[0] * 7], 0.78, 0.56),
        ([4, 4, 4, 4], 0.0, 0.0),
    ],
)
def test_gini_over_places(counts: list[int], plain: float, generalised: float) -> None:
    assert round(concentration.gini(counts), 2) == plain
    assert round(concentration.generalised_gini(counts), 2) == generalised
    n = len(counts)
    pairs = sum(abs(a - b) for a in counts for b in counts) / (2 * n * sum(counts))
    assert concentration.gini(counts) == pytest.approx(pairs), "half the mean difference by the mean"


def test_the_bias_corrected_gini_is_another() -> None:
    counts = [0, 0, 0, 1, 1, 2, 3, 5, 8, 20]
    assert round(concentration.gini(counts) * 10 / 9, 3) == 0.744


def test_the_top_tenth_counts_places_without_crime() -> None:
    assert concentration.top_share([0] * 18 + [1, 9]) == 1.0
    assert concentration.top_share([1] * 19 + [9], 0.05) == pytest.approx(9 / 28)
    assert concentration.top_share([5, 1, 1], 0.1) == pytest.approx(5 / 7), "a tenth of three places is one place"
    for refused in ([], [0, 0], [-1, 2]):
        with pytest.raises(ValueError, match="some crime"):
            concentration.gini(refused)


def test_harm_is_beside_its_count_and_by_named_weights() -> None:
    found = harm({"robbery": 10, "shoplifting": 400}, DAYS)
    assert (found.harm, found.count) == (4050.0, 410)
    assert found.high - found.harm == pytest.approx(1.959964 * math.sqrt(10 * 365**2 + 400), rel=1e-6)
    assert found.weights == "Cambridge Crime Harm Index 2026, medians"
    with pytest.raises(ValueError, match="no weight of Cambridge Crime Harm Index 2026, medians for arson"):
        harm({"robbery": 1, "arson": 1}, DAYS)
    with pytest.raises(ValueError, match="below zero"):
        harm({"robbery": -1}, DAYS)


def test_other_weights_are_no_change_in_harm() -> None:
    newer = Weights("Cambridge Crime Harm Index", "2030", "days", {"robbery": 400.0})
    before, now = harm({"robbery": 10}, DAYS), harm({"robbery": 10}, newer)
    assert compared(harm({"robbery": 12}, DAYS), before) == pytest.approx(1.2)
    with pytest.raises(ValueError, match="different weights"):
        compared(now, before)


def test_searches_by_head_and_their_outcomes() -> None:
    ratio, limits = justice.disproportionality(620, 15_000, 900, 60_000)
    assert (round(ratio, 3), round(float(limits.low), 3), round(float(limits.high), 3)) == (2.756, 2.488, 3.052)
    odds, around = justice.odds_ratio(120, 500, 150, 750)
    assert (round(odds, 3), round(float(around.low), 3), round(float(around.high), 3)) == (1.2, 0.92, 1.565)
    assert "residents" in justice.RESIDENTS
    with pytest.raises(ValueError, match="needs people"):
        justice.disproportionality(5, 0, 5, 100)
    assert math.isnan(justice.odds_ratio(0, 5, 5, 5)[0])


def test_trials_repeats_and_cohorts() -> None:
    trials = justice.Trials(effective=50, cracked=30, ineffective=20)
    assert (trials.listed, trials.rate("ineffective"), trials.rate("cracked")) == (100, 0.2, 0.3)
    assert math.isnan(justice.Trials(0, 0, 0).rate("effective"))
    repeats = justice.Repeats(victims=200, repeat_victims=30, crimes=260, crimes_against_repeats=78)
    assert (repeats.rate, repeats.concentration) == (0.15, 0.3)
    cohort = {"recorded": 1000, "referred": 200, "charged": 80, "convicted": 40}
    assert justice.attrition(cohort, 12) == {"recorded": 1.0, "referred": 0.2, "charged": 0.08, "convicted": 0.04}
    assert justice.attrition(cohort, 11) is None, "a young cohort is unfinished, not failing"
    with pytest.raises(ValueError, match="these are flows"):
        justice.attrition({**cohort, "charged": 300}, 24)


def test_a_funnel_of_places_that_differ_by_chance_alone_needs_no_room_between_them() -> None:
    chance = np.random.default_rng(2)
    wanted = np.linspace(50, 400, 32)
    calm = [funnels.funnel(chance.poisson(wanted), wanted) for _ in range(200)]
    assert np.mean([found.between for found in calm]) < 0.002
    assert np.mean([(found.beyond != 0).mean() for found in calm]) < 0.06
    wild = funnels.funnel(chance.poisson(wanted * chance.lognormal(0, 0.4, 32)), wanted)
    assert wild.spread > 5
    assert 0.05 < wild.between < 0.4
    assert (wild.inner.high > funnels.unadjusted(wanted).high).all()


def test_a_funnel_by_hand() -> None:
    """Four places, weights as expected counts, deviations trimmed to the tenth and ninetieth percentile."""
    observed, wanted = np.array([30.0, 50, 80, 240]), np.array([50.0, 50, 100, 200])
    found = funnels.funnel(observed, wanted)
    z = np.sqrt(wanted) * np.log(observed / wanted)
    trimmed = np.clip(z, np.percentile(z, 10), np.percentile(z, 90))
    phi = (trimmed**2).mean()
    tau = (4 * phi - 3) / (400 - (50**2 + 50**2 + 100**2 + 200**2) / 400)
    assert (found.spread, found.between) == pytest.approx((phi, tau))
    assert found.outer.high == pytest.approx(np.exp(3.090232 * np.sqrt(1 / wanted + tau)), rel=1e-6)
    assert found.ratio.tolist() == [0.6, 1.0, 0.8, 1.2]


@given(st.lists(st.tuples(st.integers(0, 500), st.floats(1, 400)), min_size=3, max_size=40))
def test_limits_hold_one_and_the_outer_hold_the_inner(places: list[tuple[int, float]]) -> None:
    observed, wanted = (np.array(column, float) for column in zip(*places, strict=True))
    found = funnels.funnel(observed, wanted)
    assert (found.outer.low <= found.inner.low).all()
    assert (found.inner.low < 1).all()
    assert (found.inner.high > 1).all()
    assert (found.outer.high >= found.inner.high).all()
    assert set(found.beyond.tolist()) <= {-2, -1, 0, 1, 2}
    assert (np.sign(found.beyond) == np.sign(found.ratio - 1) * (found.beyond != 0)).all()


def test_the_rate_of_all_is_the_sum_by_the_sum() -> None:
    assert funnels.expected([10, 30], [100, 100]).tolist() == [20, 20]
    assert funnels.expected([10, 30], [100, 900]).tolist() == [4, 36]
    for places in (([1, 2], [1, 2]), ([1, 2, 3], [1, 0, 2])):
        with pytest.raises(ValueError, match="three places"):
            funnels.funnel(*places)

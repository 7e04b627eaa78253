"""Targets: how likely they are met, told so that what is told comes true as often; what is needed; when nothing can be told."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats
from tests.support.simulated import Floats, counts, season
from tests.unit.judge.test_forecast import within

from peelian.figures.house import House
from peelian.figures.judge.forecast import WORDS, Method, Why, forecast
from peelian.figures.judge.target import Outlook, Standing, outlook
from peelian.figures.loading import load
from peelian.figures.releases.build import release
from peelian.figures.releases.release import Releases

YEAR = {"start": 48, "end": 60}


def steady(months: int, mean: float = 50) -> Floats:
    return counts(np.random.default_rng(1), 1, np.full(months, mean), dispersion=1, alike=0)


# --- by hand ---


def test_what_is_left_is_shared_by_the_months_that_are_left() -> None:
    """Five months of 50 leave 350 of 600 for seven."""
    found = outlook(np.full((1, 53), 50.0), 600, **YEAR)
    assert (found.to_date[0], found.left, found.run_rate[0]) == (250, 7, 50)
    assert found.expected[0] == pytest.approx(600, abs=0.1)
    assert found.straight[0].tolist() == [50.0 * month for month in range(1, 13)]
    assert found.seasonal[0] == pytest.approx(found.straight[0]), "without a season both ways are one"
    assert Standing(found.standing[0]) is Standing.OPEN
    assert outlook(np.full((1, 53), 50.0), 425, **YEAR).run_rate[0] == 25


def test_the_probability_is_that_of_the_count_to_come() -> None:
    """A series that never changes goes on as independent events: 350 in seven months, and no more than 380 of them."""
    x = np.full((1, 53), 50.0)
    assert outlook(x, 630, **YEAR).probability[0] == pytest.approx(stats.poisson.cdf(380, 350), abs=0.003)
    assert outlook(x, 630.9, **YEAR).probability[0] == outlook(x, 630, **YEAR).probability[0], "of whole crimes"
    less = outlook(x, 630, **YEAR).probability[0]
    more = outlook(x, 631, **YEAR, at_most=False).probability[0]
    assert less + more == pytest.approx(1), "at most 630 or at least 631"
    assert outlook(x, 630.1, **YEAR, at_most=False).probability[0] == more


def test_the_seasonal_way_to_a_target_is_that_of_the_years_before() -> None:
    """A year of ten a month, and of thirty in its last two: 160 in all."""
    year = [10.0] * 10 + [30.0] * 2
    found = outlook([year * 4 + [11.0] * 4], 320, **YEAR)
    assert found.seasonal[0].tolist() == pytest.approx([20.0 * month for month in range(1, 11)] + [260, 320])
    early = outlook([year * 4], 320, start=51, end=63)
    assert early.seasonal[0].tolist() == pytest.approx(
        [20.0 * month for month in range(1, 8)] + [200, 260, 280, 300, 320]
    )
    later = outlook([year * 4], 320, start=48 + 10, end=48 + 12)
    assert later.seasonal[0].tolist() == [160, 320]
    assert later.to_date[0] == 0, "a run that has not begun"
    assert later.left == 2
    assert later.run_rate[0] == 160
    assert later.expected[0] == pytest.approx(60, rel=0.15)


def test_the_way_to_a_target_stays_as_it_was_at_the_start() -> None:
    x = counts(np.random.default_rng(3), 1, season(60, 40), dispersion=1, alike=0)
    begun, far = outlook(x[:, :49], 400, **YEAR), outlook(x[:, :59], 400, **YEAR)
    assert begun.seasonal.tolist() == far.seasonal.tolist()
    assert begun.seasonal[0, -1] == pytest.approx(400)


def test_limits_of_the_total_hold_the_months_to_date() -> None:
    x = steady(53)
    found = outlook(x, 600, **YEAR)
    assert found.ahead is not None
    assert found.inner.low[0] > found.to_date[0]
    assert found.outer.low[0] < found.inner.low[0] < found.expected[0] < found.inner.high[0] < found.outer.high[0]
    assert found.expected[0] == pytest.approx(found.to_date[0] + forecast(x, 7).mean.sum())


# --- what is told comes true as often ---


def told(chance: np.random.Generator, x: Floats, gone: int, *, at_most: bool) -> tuple[Floats, Floats]:
    """Probabilities of the last year's total against some share of the year before, and whether they came true."""
    target = np.round(x[:, 60:72].sum(axis=1) * chance.choice([0.85, 0.95, 1.0, 1.05, 1.15], len(x)))
    total = x[:, 72:].sum(axis=1)
    found = outlook(x[:, : 72 + gone], target, start=72, end=84, at_most=at_most)
    return found.probability, total <= target if at_most else total >= target


@pytest.mark.parametrize(("gone", "at_most"), [(0, True), (6, False)])
def test_of_cases_that_are_told_eighty_per_cent_about_eighty_come_true(gone: int, at_most: bool) -> None:
    """Series in control, of which the likely come true a little oftener, and series that wander; at the start and half way."""
    chance, found = np.random.default_rng([5, gone]), []
    for mean in (5.0, 50.0, 300.0):
        level = np.exp(np.cumsum(chance.normal(0, 0.03, (700, 84)), axis=1))
        for x in (
            counts(chance, 700, season(84, mean), dispersion=1, alike=0),
            counts(chance, 700, season(84, mean), dispersion=3, alike=0.5),
            chance.negative_binomial(season(84, mean) * level, 0.5).astype(float),
        ):
            found.append(told(chance, x, gone, at_most=at_most))
    chances, true = (np.concatenate(parts) for parts in zip(*found, strict=True))
    assert np.isfinite(chances).all()
    for low, high in ((0.0, 0.1), (0.1, 0.3), (0.3, 0.5), (0.5, 0.7), (0.7, 0.9), (0.9, 1.01)):
        inside = (chances >= low) & (chances < high)
        assert inside.sum() > 350
        assert true[inside].mean() == pytest.approx(chances[inside].mean(), abs=0.08), (low, high)


def test_the_nearer_the_date_the_surer() -> None:
    x = counts(np.random.default_rng(2), 400, season(84, 50), dispersion=1, alike=0)
    total = x[:, 72:].sum(axis=1)
    wrong = []
    for gone in (0, 6, 11):
        chances = outlook(x[:, : 72 + gone], 600, start=72, end=84).probability
        wrong.append(float(((chances - (total <= 600)) ** 2).mean()))
    assert wrong[0] > wrong[1] > wrong[2]


# --- the end, and before it ---


def test_in_the_last_month_only_that_month_is_open() -> None:
    found = outlook(np.full((1, 59), 50.0), 610, **YEAR)
    assert (found.left, found.run_rate[0]) == (1, 60)
    assert found.probability[0] == pytest.approx(stats.poisson.cdf(60, 50), abs=0.005)


def over(x: Floats, target: float, at_most: bool) -> Outlook:
    return outlook(x, target, **YEAR, at_most=at_most)


@pytest.mark.parametrize(("target", "at_most", "standing"), [
    (600, True, Standing.MET), (599, True, Standing.MISSED), (600, False, Standing.MET), (601, False, Standing.MISSED),
])  # fmt: skip
def test_after_its_date_a_target_is_met_or_missed(target: float, at_most: bool, standing: Standing) -> None:
    found = over(np.full((1, 66), 50.0), target, at_most)
    assert (found.standing[0], found.why[0], found.left) == (standing, Why.OVER, 0)
    assert found.probability[0] == (standing == Standing.MET)
    assert found.expected[0] == found.inner.low[0] == found.outer.high[0] == 600
    assert math.isnan(found.run_rate[0])
    assert found.ahead is None
    assert WORDS[found.why[0]] == "nothing is left to come"


def test_too_many_already_is_missed_and_enough_already_is_met() -> None:
    x = np.full((2, 53), 50.0)
    found = outlook(x, [249, 250.0], **YEAR)
    assert found.standing.tolist() == [Standing.MISSED, Standing.OPEN]
    assert found.why.tolist() == [Why.DECIDED, Why.TOLD]
    assert found.probability[0] == 0 < found.probability[1] + 1e-300
    assert math.isnan(found.run_rate[0])
    assert found.run_rate[1] == 0
    assert found.expected[0] > 590, "what is expected is told all the same"
    enough = outlook(x, [250, 251], **YEAR, at_most=False)
    assert enough.standing.tolist() == [Standing.MET, Standing.OPEN]
    assert enough.probability[0] == 1 >= enough.probability[1] > 0.99


def test_a_target_of_none_is_open_until_the_first() -> None:
    x = np.zeros((1, 54))
    found = outlook(x, 0, **YEAR)
    assert found.standing[0] == Standing.OPEN
    assert 0.9 < found.probability[0] < 1, "none in years makes none likely, not certain"
    assert found.run_rate[0] == 0
    assert found.seasonal[0].tolist() == [0] * 12
    x[0, 50] = 1
    assert outlook(x, 0, **YEAR).standing[0] == Standing.MISSED
    assert outlook(x, 0, **YEAR, at_most=False).standing[0] == Standing.MET


# --- refusals, in words ---


def silent(found: Outlook, why: Why) -> None:
    assert (found.standing[0], found.why[0]) == (Standing.CANNOT_TELL, why)
    assert WORDS[why]
    assert np.isnan(found.probability[0])
    assert np.isnan(found.expected[0])
    assert np.isnan(found.outer.high[0])


def test_of_a_short_series_the_sums_are_told_and_no_probability() -> None:
    found = outlook(steady(60), 600, start=54, end=66, since=40)
    silent(found, Why.TOO_SHORT)
    assert found.to_date[0] == steady(60)[0, 54:].sum()
    assert found.run_rate[0] == pytest.approx((600 - found.to_date[0]) / 6)
    assert found.straight[0, -1] == 600
    assert np.isnan(found.seasonal).all(), "fourteen months are no season"


def test_nothing_is_told_across_a_break() -> None:
    x = steady(53)
    silent(outlook(x, 600, **YEAR, breaks_ahead=[59]), Why.BREAK_AHEAD)
    assert np.isnan(outlook(x, 600, **YEAR, breaks_ahead=[59]).run_rate[0]), "months before and after it do not add up"
    assert np.isnan(outlook(x, 600, **YEAR, breaks_ahead=[59]).straight).all()
    assert outlook(x, 600, **YEAR, breaks_ahead=[60]).standing[0] == Standing.OPEN, "after the target's date"
    behind = outlook(steady(84), 600, start=72, end=96, since=73)
    silent(behind, Why.BREAK_BEHIND)
    assert np.isnan(behind.to_date[0])
    assert outlook(steady(84), 600, start=72, end=96, since=72).why[0] != Why.BREAK_BEHIND
    assert outlook(steady(84), 10, **YEAR, since=50).why[0] == Why.BREAK_BEHIND, "nor of a run that is over"


def test_a_month_that_is_missing_is_not_taken_for_none() -> None:
    x = np.concatenate([steady(53), steady(53)])
    x[0, 50] = np.nan
    found = outlook(x, 600, **YEAR)
    silent(found, Why.GAP)
    assert np.isnan([found.to_date[0], found.run_rate[0]]).all()
    assert found.why[1] == Why.TOLD
    silent(outlook(x[1:], 600, start=-1, end=60), Why.GAP)


def test_nothing_is_told_too_far_ahead() -> None:
    silent(outlook(steady(53), 600, start=66, end=78), Why.TOO_FAR)


def test_what_is_no_target_is_an_error() -> None:
    with pytest.raises(ValueError, match="one month or more"):
        outlook(steady(53), 600, start=48, end=48)
    with pytest.raises(ValueError, match="is a number"):
        outlook(steady(53), math.nan, **YEAR)


# --- real series ---


@pytest.fixture(scope="module")
def burglary(data, tmp_path_factory) -> Floats:  # type: ignore[no-untyped-def]
    """Burglaries by borough and month, from the force's files."""
    house = House(tmp_path_factory.mktemp("boroughs") / "house")
    load(house, [data / "mps-borough"])
    release(house)
    newest = Releases(house.root).newest()
    assert newest is not None
    series = newest.several([("burglary", "borough")])["burglary", "borough"]
    return np.asarray(series.values, np.float64) / 10**series.scale


def test_real_boroughs_are_forecast_better_than_by_the_year_before(burglary: Floats) -> None:
    """From every half year, the one that the pandemic fell into among them."""
    ours, naive, held = [], [], []
    for stop in range(72, burglary.shape[1] - 12, 6):
        found, came = forecast(burglary[:, :stop]), burglary[:, stop : stop + 12]
        ours.append((found.mean - came) ** 2)
        naive.append((burglary[:, stop - 12 : stop] - came) ** 2)
        held.append(within(came, found))
        assert (found.method != Method.NONE).all()
    assert np.sqrt(np.mean(ours)) < 0.9 * np.sqrt(np.mean(naive))
    total80, total95, month80, month95 = np.mean(held, axis=0)
    assert 0.7 < total80 < 0.9
    assert total95 > 0.85
    assert 0.75 < month80 < 0.9
    assert month95 > 0.9

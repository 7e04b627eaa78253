"""Direction of travel: rarely wrong where nothing changed, usually right where much did, silent where nothing can be told."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from tests.support.simulated import Floats, counts, season

from peelian.figures.judge import direction
from peelian.figures.judge.direction import COMPARISONS, QUARTER, SIX, YEAR, Comparison, Direction, Verdict, Why

LONG = 132
CHANCE = 0.05


def alarms(found: Direction) -> float:
    """Share of series that are told to have changed."""
    return float(np.isin(found.verdict, (Verdict.LOWER, Verdict.HIGHER)).mean())


@pytest.mark.parametrize("months", [24, 29, 36, 42, 48, 60, 66, 100, 132, 190])
def test_false_alarms_are_one_in_twenty_at_most(months: int) -> None:
    """For every mean, autocorrelation to a half, dispersion to three, with a season that the fit does not wholly know."""
    chance = np.random.default_rng([7, months])
    for mean, alike, dispersion in product((0.5, 3.0, 20.0, 300.0), (0.0, 0.25, 0.5), (1.0, 3.0)):
        x = counts(chance, 8000, season(months, mean), dispersion=dispersion, alike=alike)
        for comparison in COMPARISONS:
            found = direction.direction(x, comparison=comparison)
            wrong = alarms(found)
            assert wrong <= CHANCE + 2.5 * np.sqrt(CHANCE * (1 - CHANCE) / 8000), (
                comparison,
                mean,
                alike,
                dispersion,
                wrong,
            )
            assert (found.why == Why.TOLD).mean() > 0.95 or mean < 20 or months < 66 or comparison != SIX


def noticed(times: float, mean: float, months: int = LONG, series: int = 8000) -> float:
    """Share of series that are rightly told to have changed in any of the six months after a lasting change."""
    chance = np.random.default_rng([11, months, int(100 * times)])
    means = np.full(months + SIX.recent, float(mean))
    means[months:] *= times
    x = counts(chance, series, means, dispersion=1, alike=0)
    right = Verdict.HIGHER if times > 1 else Verdict.LOWER
    seen = np.zeros(series, bool)
    for later in range(1, SIX.recent + 1):
        seen |= direction.direction(x[:, : months + later]).verdict == right
    return float(seen.mean())


@pytest.mark.parametrize("times", [1.3, 0.7])
def test_a_lasting_change_of_thirty_per_cent_at_twenty_a_month_is_told_within_six_months(times: float) -> None:
    assert noticed(times, 20) >= 0.8


def test_more_counts_and_longer_series_tell_more() -> None:
    assert noticed(1.3, 60, series=2000) > 0.99
    assert noticed(1.3, 20, 36, 2000) < noticed(1.3, 20, 66, 2000) < noticed(1.3, 20, LONG, 2000)


def test_the_change_is_told_with_its_size_and_limits() -> None:
    chance = np.random.default_rng(5)
    means = season(LONG, 200)
    means[-6:] *= 1.5
    found = direction.direction(counts(chance, 400, means, dispersion=1, alike=0))
    assert (found.verdict == Verdict.HIGHER).all()
    assert float(found.ratio.mean()) == pytest.approx(1.5, abs=0.03)
    assert ((found.low < 1.5) & (found.high > 1.5)).mean() > 0.9
    assert (found.low < found.ratio).all()
    assert (found.ratio < found.high).all()


@pytest.mark.parametrize(("alike", "dispersion"), [(0.0, 1.0), (0.5, 1.0), (0.0, 3.0), (0.5, 3.0)])
def test_noise_is_found_as_it_was_made(alike: float, dispersion: float) -> None:
    found = direction.direction(
        counts(np.random.default_rng(3), 3000, season(LONG, 100, 0.0), dispersion=dispersion, alike=alike)
    )
    assert float(np.median(found.dispersion)) == pytest.approx(dispersion, rel=0.12)
    assert float(np.median(found.alike)) == pytest.approx(alike, abs=0.07)
    assert (found.months == 66).all()


def steady(months: int, mean: float = 50) -> Floats:
    return counts(np.random.default_rng(1), 1, np.full(months, mean), dispersion=1, alike=0)


def test_a_series_that_is_too_short_or_too_rare_is_not_told() -> None:
    found = direction.direction(steady(23))
    assert (found.verdict[0], found.why[0]) == (Verdict.CANNOT_TELL, Why.TOO_SHORT)
    assert direction.direction(steady(24)).why[0] == Why.TOLD
    rare = direction.direction(np.tile([0.0, 1, 0, 1], (1, 20)))
    assert (rare.verdict[0], rare.why[0]) == (Verdict.CANNOT_TELL, Why.TOO_WIDE)
    assert np.isnan(rare.ratio[0])
    assert direction.direction(np.zeros((1, 60))).why[0] == Why.TOO_WIDE
    sudden = np.concatenate([np.tile([0.0, 1, 0, 1], (1, 20)), np.full((1, 6), 9.0)], axis=1)
    assert direction.direction(sudden).verdict[0] == Verdict.HIGHER, (
        "what is far beyond any limits is told all the same"
    )


def test_nothing_is_looked_at_before_a_gap_or_a_break() -> None:
    """A level of ten before, of fifty after: by itself the series after it is steady."""
    x = np.concatenate([np.full((1, 60), 10.0), steady(48)], axis=1)
    assert (
        direction.direction(x, since=60).verdict[0]
        == direction.direction(x[:, 60:]).verdict[0]
        == Verdict.NO_REAL_CHANGE
    )
    x[0, 59] = np.nan
    assert direction.direction(x).verdict[0] == Verdict.NO_REAL_CHANGE
    assert direction.direction(x).months[0] == 48
    x[0, -3] = np.nan
    assert direction.direction(x).why[0] == Why.TOO_SHORT


def test_series_of_different_lengths_are_judged_as_each_alone() -> None:
    chance = np.random.default_rng(9)
    x = counts(chance, 40, season(140, 30), dispersion=2, alike=0.3)
    for row in range(40):
        x[row, : 3 * row] = np.nan
    together = direction.direction(x)
    for row in range(40):
        alone = direction.direction(x[row])
        assert (alone.verdict[0], alone.why[0], alone.months[0]) == (
            together.verdict[row],
            together.why[row],
            together.months[row],
        )
        assert alone.ratio[0] == pytest.approx(together.ratio[row], nan_ok=True)


def test_a_season_alone_is_no_change() -> None:
    """Burglary is higher in winter: that the last six months are winter is told by nobody as a rise."""
    months = np.arange(126)
    x = np.rint(100 * (1 + 0.4 * np.cos(2 * np.pi * months / 12)))[None, :]
    for end in range(110, 127):
        assert direction.direction(x[:, :end]).verdict[0] == Verdict.NO_REAL_CHANGE


@pytest.mark.parametrize(("comparison", "recent", "against"), [(QUARTER, 3, 3), (YEAR, 12, 12)])
@pytest.mark.parametrize("months", [24, 66, 132])
def test_only_the_compared_months_are_compared(comparison: Comparison, recent: int, against: int, months: int) -> None:
    """What was a step before them is none of theirs; a step between them is told with its size."""
    means = np.full(months, 400.0)
    means[: months - recent - against] *= 2
    x = counts(np.random.default_rng(6), 400, means, dispersion=1, alike=0)
    assert alarms(direction.direction(x, comparison=comparison)) < 2 * CHANCE
    means[-recent:] *= 1.4
    found = direction.direction(
        counts(np.random.default_rng(6), 400, means, dispersion=1, alike=0), comparison=comparison
    )
    assert (found.verdict == Verdict.HIGHER).mean() > 0.95
    assert float(np.median(found.ratio)) == pytest.approx(1.4, abs=0.04)


def test_the_season_cancels_in_a_year_and_is_taken_out_of_a_quarter() -> None:
    """Winter after autumn: half as much again is no rise where it is so every year."""
    x = counts(np.random.default_rng(2), 2000, season(66, 200, 0.5), dispersion=1, alike=0)
    assert abs(float(np.log(x[:, -3:].sum(1) / x[:, -6:-3].sum(1)).mean())) > 0.2
    for comparison in (QUARTER, YEAR):
        assert alarms(direction.direction(x, comparison=comparison)) <= 0.06

"""Forecasts: limits that hold what they say, a plain second way to the same numbers, the naive beside, and plain refusals."""

from __future__ import annotations

import math
from itertools import product

import numpy as np
import pytest
from scipy import stats
from tests.support.simulated import Floats, counts, season

from peelian.figures.judge import forecast as module
from peelian.figures.judge.forecast import METHOD_NAMES, WORDS, Forecast, Method, Why, forecast

WAVY = season(200, 40, 0.3)


def steady(months: int, mean: float = 50, series: int = 1, seed: int = 1) -> Floats:
    return counts(np.random.default_rng(seed), series, np.full(months, mean), dispersion=1, alike=0)


def within(came: Floats, found: Forecast) -> list[float]:
    """How often limits held: the total of all months at 80 and 95 per cent, then a month at both."""
    mean, variance, total = found.mean.sum(axis=1), found.covariance.sum(axis=(1, 2)), came.sum(axis=1)
    totals = [module.limits(mean, variance, level) for level in module.LEVELS]
    shares = [(total >= limit.low) & (total <= limit.high) for limit in totals]
    shares += [(came >= limit.low) & (came <= limit.high) for limit in (found.inner, found.outer)]
    return [float(share.mean()) for share in shares]


# --- vectors ---


def test_a_series_that_never_changes_goes_on_with_the_limits_of_independent_events() -> None:
    found = forecast(np.full((1, 36), 50.0), 3)
    assert found.mean[0] == pytest.approx([50, 50, 50], abs=0.01)
    assert found.method[0] == Method.LEVEL_AND_SEASON, "an error of next to nothing is not worse than none"
    assert METHOD_NAMES[found.method[0]] == "forecast-level-and-season"
    assert (found.inner.low[0, 0], found.inner.high[0, 0]) == tuple(stats.poisson.ppf([0.1, 0.9], 50)) == (41, 59)
    assert (found.outer.low[0, 0], found.outer.high[0, 0]) == tuple(stats.poisson.ppf([0.025, 0.975], 50)) == (37, 64)


def test_a_season_that_never_changes_goes_on() -> None:
    x = np.tile([100.0, 60, 140, 80, 120, 90, 110, 70, 130, 95, 105, 85], (1, 4))
    assert forecast(x).mean[0] == pytest.approx(x[0, :12], rel=0.02)


def test_a_series_of_zeros_is_not_promised_zero() -> None:
    """None in five years: half an event in all of them is what is expected, and one in a year stays within the limits."""
    found = forecast(np.zeros((1, 60)))
    assert found.mean[0] == pytest.approx(0.5 / 60, rel=0.2)
    assert module.limits(found.mean.sum(axis=1), found.covariance.sum(axis=(1, 2)), 0.95).high[0] == 1
    assert math.isnan(found.tested.error[0]), "a back-test has nothing to scale errors by"
    assert math.isnan(found.tested.mape[0]), "and no per cent of 0"


# --- a second way ---


def slowly(x: Floats, ahead: int) -> tuple[Floats, Floats]:
    """The forecast of one window, entry by entry of the grid, from month-to-month changes, which no level is in."""
    n, whole = len(x), len(x) + ahead
    y = 2 * np.sqrt(x + 0.375)
    change = np.diff(y)
    last = np.zeros((ahead, whole))
    for step in range(ahead):
        last[step, n + step], last[step, n - 1] = 1, -1
    changes = np.zeros((n - 1, whole))
    for month in range(n - 1):
        changes[month, month + 1], changes[month, month] = 1, -1
    likely, means, spreads, noises, fits, used = [], [], [], [], [], []
    for alike, wander, strength in product(module.ALIKE, module.WANDER, module.SEASON):
        noise, cover = np.zeros((whole, whole)), np.zeros((whole, whole))
        for a, b in product(range(whole), repeat=2):
            noise[a, b] = alike ** abs(a - b)
            year = (1.0 if (a - b) % 12 == 0 else 0.0) + math.cos(2 * math.pi * (a - b) / 12)
            cover[a, b] = noise[a, b] + wander * min(a, b) + strength * year
        seen = changes @ cover @ changes.T
        solved = np.linalg.solve(seen, change)
        scale = float(change @ solved)
        likely.append(-0.5 * np.linalg.slogdet(seen)[1] - (n - 1) / 2 * math.log(scale))
        toward = last @ cover @ changes.T
        means.append(y[-1] + toward @ solved)
        spreads.append(scale / (n - 3) * (last @ cover @ last.T - toward @ np.linalg.solve(seen, toward.T)))
        noises.append(scale / (n - 3))
        unlasting = noise[:n] @ changes.T @ np.linalg.inv(seen) @ changes[:, :n]
        fits.append(y - unlasting @ y)
        used.append(n - np.trace(unlasting))
    weight = np.exp(np.array(likely) - max(likely))
    weight /= weight.sum()
    mean = sum(w * m for w, m in zip(weight, means, strict=True))
    spread = sum(w * (s + np.outer(m - mean, m - mean)) for w, s, m in zip(weight, spreads, means, strict=True))
    noise, fit = float(weight @ noises), weight @ np.array(fits)
    told = (noise**2 / 8 + fit**2 * noise / 4).sum() * (1 - weight @ used / n)
    wilder = max(1.0, ((x - (fit**2 + noise) / 4 + 0.375) ** 2).sum() / told)
    return (mean**2 + noise) / 4 - 0.375, (spread**2 / 8 + np.outer(mean, mean) * spread / 4) * wilder


@pytest.mark.parametrize(("months", "mean", "dispersion"), [(24, 30.0, 1.0), (41, 4.0, 3.0), (60, 200.0, 3.0)])
def test_a_plain_second_way_gives_the_same(months: int, mean: float, dispersion: float) -> None:
    x = counts(np.random.default_rng(2), 3, season(months, mean), dispersion=dispersion, alike=0.3)
    window = months - months % 6
    found = forecast(x, 4)
    for row in range(3):
        expected, covariance = slowly(x[row, -window:], 4)
        assert found.method[row] == Method.LEVEL_AND_SEASON
        assert found.mean[row] == pytest.approx(expected, rel=1e-6)
        assert found.covariance[row] == pytest.approx(covariance, rel=1e-6)


def test_the_back_test_is_the_errors_of_forecasts_from_earlier_months() -> None:
    x = counts(np.random.default_rng(4), 1, season(54, 30), dispersion=1, alike=0)[0]
    found = forecast(x, 12).tested
    ours, naive, percent, naive_percent = [], [], [], []
    for stop in (42, 40, 38, 36, 34, 32, 30, 28, 26, 24):
        came = x[stop : stop + 12]
        made, year = slowly(x[stop - (stop - stop % 6) : stop], 12)[0], x[stop - 12 : stop]
        ours.append(np.mean((made - came) ** 2))
        naive.append(np.mean((year - came) ** 2))
        percent.append(100 * np.mean(np.abs(made - came) / came))
        naive_percent.append(100 * np.mean(np.abs(year - came) / came))
    scale = np.mean((x[12:] - x[:-12]) ** 2)
    assert found.origins[0] == 10
    assert found.error[0] == pytest.approx(math.sqrt(np.mean(ours) / scale), rel=1e-6)
    assert found.naive_error[0] == pytest.approx(math.sqrt(np.mean(naive) / scale))
    assert found.mape[0] == pytest.approx(np.mean(percent), rel=1e-6)
    assert found.naive_mape[0] == pytest.approx(np.mean(naive_percent))
    assert found.worse[0] == (np.mean(ours) > np.mean(naive))


# --- limits hold what they say ---


@pytest.mark.parametrize(("months", "ahead"), [(24, 12), (40, 12), (60, 12), (132, 12), (60, 1), (72, 24)])
def test_limits_hold_at_least_what_they_say_where_nothing_changes(months: int, ahead: int) -> None:
    """For every mean, autocorrelation to a half, dispersion to three; the total of the months ahead, and each of them."""
    chance, series = np.random.default_rng([3, months, ahead]), 400
    for mean, alike, dispersion in product((1.0, 20.0, 300.0), (0.0, 0.5), (1.0, 3.0)):
        shift = int(chance.integers(12))
        x = counts(chance, series, season(months + ahead + 12, mean)[shift:][: months + ahead], dispersion=dispersion,
                   alike=alike)  # fmt: skip
        held = within(x[:, months:], forecast(x[:, :months], ahead))
        for share, level in zip(held, 2 * module.LEVELS, strict=True):
            assert share >= level - 2.6 * math.sqrt(level * (1 - level) / series), (mean, alike, dispersion, held)


@pytest.mark.parametrize("step", [0.02, 0.05])
def test_limits_hold_nearly_what_they_say_of_levels_that_wander(step: float) -> None:
    """By 2 or 5 per cent from month to month, 7 or 19 over a year: at most four and three in a hundred more lie outside."""
    chance, series = np.random.default_rng(8), 1500
    for mean in (5.0, 50.0, 300.0):
        level = np.exp(np.cumsum(chance.normal(0, step, (series, 72)), axis=1))
        x = chance.negative_binomial(season(72, mean) * level, 0.5).astype(float)
        held = within(x[:, 60:], forecast(x[:, :60]))
        assert 0.76 < held[0] < 0.94, mean
        assert 0.92 < held[1] < 0.995, mean


def test_limits_are_wider_the_farther_ahead_and_the_less_there_is_to_go_by() -> None:
    def width(months: int) -> Floats:
        found = forecast(counts(np.random.default_rng(6), 200, season(84, 100)[:months], dispersion=2, alike=0.2))
        return np.asarray((found.outer.high - found.outer.low).mean(axis=0))

    assert width(60)[:3].mean() < width(60)[-3:].mean()
    assert width(60).mean() < width(24).mean()


def test_the_season_and_the_level_are_found_better_than_by_the_year_before() -> None:
    x = counts(np.random.default_rng(9), 400, season(144, 60), dispersion=2, alike=0.2)
    found = forecast(x[:, :132])
    ours, naive = ((made - x[:, 132:]) ** 2 for made in (found.mean, x[:, 120:132]))
    assert ours.mean() < 0.7 * naive.mean()
    assert float(np.median(found.tested.error / found.tested.naive_error)) < 0.85
    assert found.tested.worse.mean() < 0.05
    assert (found.tested.origins == module.ORIGINS).all()


# --- where the naive was nearer ---


def two_patterns() -> Floats:
    """Three years of one season, then three and a half of quite another, that repeats itself to the last count."""
    old = [30.0, 170, 40, 160, 50, 150, 60, 140, 70, 130, 80, 120]
    return np.array([[*old * 3, *old[::-1] * 3, *old[:5:-1]]])


def test_where_the_naive_was_nearer_it_is_given_and_named() -> None:
    x = two_patterns()
    found = forecast(x)
    assert found.tested.worse[0]
    assert found.tested.naive_error[0] < found.tested.error[0]
    assert METHOD_NAMES[found.method[0]] == "forecast-seasonal-naive"
    assert found.mean[0].tolist() == x[0, -12:].tolist(), "the same month of the year before"
    farther = forecast(x, 18)
    assert farther.mean[0, 12:].tolist() == x[0, -12:-6].tolist(), "of a year that is not known, of the one before"
    width = (farther.outer.high - farther.outer.low)[0]
    assert (width[12:] > 1.5 * width[:6]).all(), "and then less sure"
    assert (found.outer.low[0] <= found.mean[0]).all()
    assert (found.mean[0] <= found.outer.high[0]).all()


def test_limits_of_the_naive_hold_too_and_are_never_closer_than_those_of_the_method() -> None:
    x = counts(np.random.default_rng(12), 1500, season(72, 60), dispersion=3, alike=0.5)
    for made in (module._naive(x[:, :60], 12), module._fitted(x[:, :60], 12)):
        limit = module.limits(made[0].sum(axis=1), made[1].sum(axis=(1, 2)), 0.8)
        total = x[:, 60:].sum(axis=1)
        assert ((total >= limit.low) & (total <= limit.high)).mean() >= 0.8
    naive, fitted = (way(x[:, :60], 12)[1].sum(axis=(1, 2)) for way in (module._naive, module._fitted))
    assert (naive >= fitted * (1 - 1e-9)).all()


def test_of_too_few_back_tests_nothing_follows() -> None:
    found = forecast(two_patterns()[:, -39:])
    assert (found.tested.origins[0], found.tested.worse[0]) == (0, False)
    assert math.isnan(found.tested.error[0])
    assert found.method[0] == Method.LEVEL_AND_SEASON
    assert forecast(two_patterns()[:, -40:]).tested.origins[0] == module.FEWEST


# --- refusals, in words ---


def refused(found: Forecast, why: Why) -> None:
    assert found.why[0] == why
    assert WORDS[why]
    assert found.method[0] == Method.NONE
    for numbers in (found.mean, found.inner.low, found.outer.high, found.covariance):
        assert np.isnan(numbers).all()


def test_a_series_that_is_too_short_is_not_forecast() -> None:
    refused(forecast(steady(23)), Why.TOO_SHORT)
    assert forecast(steady(23)).months[0] == 23
    assert forecast(steady(24)).why[0] == Why.TOLD
    assert "24 months" in WORDS[Why.TOO_SHORT]


def test_no_forecast_crosses_a_break() -> None:
    x = steady(60)
    refused(forecast(x, 12, breaks_ahead=[71]), Why.BREAK_AHEAD)
    refused(forecast(x, 12, breaks_ahead=[60]), Why.BREAK_AHEAD)
    assert forecast(x, 12, breaks_ahead=[72, 59]).why[0] == Why.TOLD, "a break after the last month is not crossed"
    refused(forecast(x, 12, since=37), Why.TOO_SHORT)


def test_nothing_is_looked_at_before_a_break_or_a_gap() -> None:
    """A level of ten before, of fifty after."""
    x = np.concatenate([np.full((1, 60), 10.0), steady(48)], axis=1)
    alone = forecast(x[:, 60:]).mean
    assert forecast(x, since=60).mean == pytest.approx(alone)
    assert forecast(x).mean != pytest.approx(alone)
    x[0, 59] = np.nan
    assert forecast(x).mean == pytest.approx(alone)
    x[0, -1] = np.nan
    refused(forecast(x), Why.TOO_SHORT)


def test_nothing_is_forecast_beyond_two_years() -> None:
    refused(forecast(steady(60), 25), Why.TOO_FAR)
    assert forecast(np.ones((4000, 60)), 3000).why[0] == Why.TOO_FAR, "without 288 gigabytes of room for nothing"
    assert forecast(steady(60), 24).why[0] == Why.TOLD


def test_what_is_no_count_is_an_error() -> None:
    with pytest.raises(ValueError, match="none below zero"):
        forecast([[1.0, -1.0]])
    with pytest.raises(ValueError, match="one month ahead"):
        forecast(steady(30), 0)


# --- many at once ---


def test_series_of_different_lengths_are_forecast_as_each_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_TOGETHER", 7)
    x = counts(np.random.default_rng(9), 40, season(140, 30), dispersion=2, alike=0.3)
    for row in range(40):
        x[row, : 3 * row] = np.nan
    together = forecast(x, 6)
    assert len(set(together.months.tolist())) > 5
    for row in range(40):
        alone = forecast(x[row], 6)
        assert (alone.why[0], alone.method[0], alone.months[0]) == (
            together.why[row], together.method[row], together.months[row],
        )  # fmt: skip
        assert alone.mean[0] == pytest.approx(together.mean[row], nan_ok=True)
        assert alone.outer.high[0].tolist() == pytest.approx(together.outer.high[row].tolist(), nan_ok=True)

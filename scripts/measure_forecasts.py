"""Measure how often limits of ``figures/judge/forecast.py`` hold: ``python scripts/measure_forecasts.py [house]``, minutes.

Of simulated series always; with a house, of its monthly counts by borough from every half year too. What the reference says of
forecasts is what this prints.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from itertools import pairwise, product
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.support.simulated import Floats, counts, season
from tests.unit.judge.test_forecast import within

from peelian.figures.compute.series import PRESENT
from peelian.figures.judge.forecast import LONGEST, Method, _expected, forecast
from peelian.figures.judge.target import outlook
from peelian.figures.releases.release import Releases

SERIES, AHEAD, LENGTHS = 2000, 12, (24, 40, 60, 132)
SHARES = (0.85, 0.95, 1.0, 1.05, 1.15)
EDGES = (0.0, 0.1, 0.3, 0.5, 0.7, 0.9, 1.001)


def controlled(chance: np.random.Generator, months: int) -> Iterator[tuple[str, Floats]]:
    """Series in which nothing changes."""
    for mean, alike, dispersion in product((0.5, 1.0, 3.0, 20.0, 300.0, 3000.0), (0.0, 0.25, 0.5), (1.0, 3.0)):
        means = season(months + 12, mean)[int(chance.integers(12)) :][:months]
        yield f"mean {mean:g} alike {alike} dispersion {dispersion:g}", counts(chance, SERIES, means, dispersion=dispersion,
                                                                              alike=alike)  # fmt: skip


def wandering(chance: np.random.Generator, months: int) -> Iterator[tuple[str, Floats]]:
    """Series whose level wanders from month to month."""
    for step, mean in product((0.02, 0.05, 0.1), (5.0, 50.0, 300.0)):
        level = np.exp(np.cumsum(chance.normal(0, step, (SERIES, months)), axis=1))
        yield (
            f"mean {mean:g} wandering {step}",
            chance.negative_binomial(season(months, mean) * level, 0.5).astype(float),
        )


def simulated(make: Callable[[np.random.Generator, int], Iterator[tuple[str, Floats]]]) -> None:
    """Print how often limits held: of the total at 80 and 95 per cent, and of a month."""
    for months in LENGTHS:
        held = {
            name: within(x[:, months:], forecast(x[:, :months], AHEAD))
            for name, x in make(np.random.default_rng(months), months + AHEAD)
        }
        for place, what in enumerate(("total 80", "total 95", "month 80", "month 95")):
            shares = {name: share[place] for name, share in held.items()}
            least, most = min(shares, key=shares.__getitem__), max(shares, key=shares.__getitem__)
            print(
                f"{make.__name__} {months} months, {what}: {shares[least]:.3f} ({least}) to {shares[most]:.3f}",
                flush=True,
            )


def boroughs(house: Path) -> Floats:
    """Monthly counts by borough of a house's newest release, of one a month or more."""
    release = Releases(house).newest()
    if release is None:
        raise SystemExit(f"{house} holds no release")
    counted = {measure.id for measure in release.catalogue if measure.kind == "count" and measure.periods == "month"}
    found = release.several(key for key in sorted(release.blocks_of) if key[0] in counted and key[1] == "borough")
    longest = max(series.values.shape[1] for series in found.values())
    whole = [series for series in found.values()
             if series.values.shape[1] == longest and (series.states == PRESENT).all()]  # fmt: skip
    x = np.concatenate([series.values / 10**series.scale for series in whole])
    print(f"{len(whole)} measures by borough, {longest} months")
    return np.asarray(x[x[:, -60:].mean(axis=1) >= 1])


def real(x: Floats) -> None:
    """Print what came of forecasts from every half year, and of probabilities that a year is below shares of the one before."""
    held, errors, instead, told = [], [], [], []
    for stop in range(72, x.shape[1] - AHEAD + 1, 6):
        found, came, year = forecast(x[:, :stop]), x[:, stop : stop + 12], x[:, stop - 12 : stop]
        held.append(within(came, found))
        errors.append([((made - came) ** 2).mean(axis=1) for made in (found.mean, year)])
        naive = found.method == Method.SEASONAL_NAIVE
        size = ((x[:, 12:] - x[:, :-12]) ** 2).mean(axis=1)[naive]
        instead += [
            ((made[naive] - came[naive]) ** 2).mean(axis=1) / size
            for made in (_expected(x[:, stop - LONGEST : stop], 12), year)
        ]
        target = np.round(year.sum(axis=1) * np.random.default_rng(stop).choice(SHARES, len(x)))
        for gone in (0, 3, 6, 9):
            chances = outlook(x[:, : stop + gone], target, start=stop, end=stop + 12).probability
            told.append((np.full(len(x), gone), chances, came.sum(axis=1) <= target))
    print(len(x), "series; limits held: total 80, 95, month 80, 95:", np.round(np.mean(held, axis=0), 3))
    ours, naive = np.sqrt(np.mean(errors, axis=0))
    print(
        "error by the naive's, of a series: median",
        np.median(ours / naive).round(3),
        "larger in",
        (ours > naive).mean().round(3),
    )
    fit, last = (np.sqrt(np.concatenate(instead[way::2])) for way in (0, 1))
    print(
        "the naive was given in",
        round(len(last) / len(x) / len(held), 3),
        "with error",
        last.mean().round(2),
        "the fit's",
        fit.mean().round(2),
    )
    gone, chances, true = (np.concatenate(part) for part in zip(*told, strict=True))
    for months in (0, 3, 6, 9):
        for low, high in pairwise(EDGES):
            inside = (gone == months) & (chances >= low) & (chances < high)
            print(
                f"{months} months gone: {inside.sum()} told {chances[inside].mean():.2f}, came true {true[inside].mean():.2f}"
            )


if __name__ == "__main__":
    if len(sys.argv) > 1:
        real(boroughs(Path(sys.argv[1])))
    for make in (controlled, wandering):
        simulated(make)

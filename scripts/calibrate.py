"""Find the limits of ``figures/judge/direction.py`` by simulation, and print them: ``python scripts/calibrate.py``, ten minutes.

For every comparison and window, the limits that are lowest on average over all kinds of series in control that are simulated, of
those that keep false alarms to AIM in the worst of them. Another seed gives the same to a few hundredths.
"""

from __future__ import annotations

import sys
from itertools import product
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.support.simulated import counts, season

from peelian.figures.judge import direction
from peelian.figures.judge.direction import COMPARISONS, PLANS, Comparison, Floats

MEANS, ALIKE, DISPERSION = (3.0, 8.0, 20.0, 200.0), (0.0, 0.15, 0.3, 0.4, 0.5), (1.0, 3.0)
SERIES, AIM = 30_000, 0.048


def measured(comparison: Comparison, window: int, windows: int) -> list[tuple[Floats, Floats]]:
    """Steps in standard errors, and autocorrelations, of every kind of series in control."""
    chance, fit, found = np.random.default_rng([window, windows]), direction._fit(window, comparison), []
    for mean, alike, dispersion in product(MEANS, ALIKE, DISPERSION):
        x = counts(chance, SERIES, season(window * windows, mean), dispersion=dispersion, alike=alike)
        y = 2 * np.sqrt(x + 0.375)
        spread, own = fit.noise(y, windows)
        found.append((np.abs(y[:, -window:] @ fit.step) / np.sqrt(spread * fit.inflation(own)), own))
    return found


def limits(found: list[tuple[Floats, Floats]]) -> tuple[float, float]:
    """The lowest on average that are high enough for all."""
    usual = float(np.mean([own.mean() for _, own in found]))
    pairs = product(np.arange(1.9, 3.5, 0.02), np.arange(0.0, 3.01, 0.1))
    for base, more in sorted(pairs, key=lambda pair: pair[0] + pair[1] * usual):
        if all(float((steps > base + more * own).mean()) <= AIM for steps, own in found):
            return round(float(base), 2), round(float(more), 2)
    raise SystemExit("no limits keep false alarms so low")


if __name__ == "__main__":
    wanted = sys.argv[1:] or [comparison.id for comparison in COMPARISONS]
    for comparison in COMPARISONS:
        for plan in PLANS if comparison.id in wanted else ():
            print(f"{comparison.id} {plan}: {limits(measured(comparison, *plan))},", flush=True)

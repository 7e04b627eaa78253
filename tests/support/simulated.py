"""Series in control, and series that have changed: monthly counts of a known mean, dispersion, autocorrelation and season."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy import special, stats

Floats = npt.NDArray[np.float64]
_SPREAD = 12
"""Standard deviations beyond which no count is drawn."""


def season(months: int, mean: float, swing: float = 0.2) -> Floats:
    """Means of months about a yearly mean: a wave of the year, a smaller one of the quarter, which the fit does not know."""
    turn = 2 * np.pi * np.arange(months) / 12
    return np.asarray(mean * (1 + swing * np.cos(turn) + 0.4 * swing * np.cos(3 * turn + 1)))


def counts(chance: np.random.Generator, series: int, means: Floats, *, dispersion: float, alike: float) -> Floats:
    """Series × months: negative binomial (or Poisson) in each month, each month like the one before by ``alike``.

    Normal numbers with that autocorrelation are led to counts by their places in the distribution: mean and dispersion hold.
    """
    noise = np.empty((series, len(means)))
    noise[:, 0] = chance.standard_normal(series)
    for month in range(1, len(means)):
        fresh = chance.standard_normal(series) * np.sqrt(1 - alike**2)
        noise[:, month] = alike * noise[:, month - 1] + fresh
    place = np.clip(special.ndtr(noise), 1e-12, 1 - 1e-12)
    found = np.empty_like(noise)
    for month, mean in enumerate(means):
        upto = np.arange(int(mean + _SPREAD * np.sqrt(dispersion * mean) + 30))
        known = (
            stats.nbinom.cdf(upto, mean / (dispersion - 1), 1 / dispersion)
            if dispersion > 1
            else stats.poisson.cdf(upto, mean)
        )
        found[:, month] = np.searchsorted(known, place[:, month])
    return found

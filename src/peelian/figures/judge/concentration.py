"""How much of crime is in how few places."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt


def gini(counts: npt.ArrayLike) -> float:
    """Gini's coefficient over places, those without crime included: 0 where all have the same.

    Raises ValueError without any crime.
    """
    x = _sorted(counts)
    place = np.arange(1, len(x) + 1)
    return float(((2 * place - len(x) - 1) * x).sum() / (len(x) * x.sum()))


def generalised_gini(counts: npt.ArrayLike) -> float:
    """The same where crimes are fewer than places, which could not all have one (Bernasco and Steenbeek 2017)."""
    x = _sorted(counts)
    return max(len(x) / float(x.sum()), 1.0) * (gini(x) - 1) + 1


def top_share(counts: npt.ArrayLike, share: float = 0.1) -> float:
    """The part of all crime that the top ``share`` of places has (rounded up to whole places), those without crime included."""
    x = _sorted(counts)
    return float(x[::-1][: math.ceil(share * len(x))].sum() / x.sum())


def _sorted(counts: npt.ArrayLike) -> npt.NDArray[np.float64]:
    x = np.sort(np.asarray(counts, np.float64))
    if not len(x) or x[0] < 0 or not x.sum():
        raise ValueError("concentration needs places and some crime in them")
    return x

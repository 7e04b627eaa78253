"""Harm: counts weighted by what each offence weighs, always beside the plain count and never in its place.

Weights are data that a body loads, of one named version: another version is another measure, and a change of weights is never a
change in harm.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from peelian.figures.judge.intervals import normal


@dataclass(frozen=True)
class Weights:
    """What each offence weighs (days of a sentence, say), from where and of which version."""

    name: str
    version: str
    unit: str
    of: Mapping[str, float]


@dataclass(frozen=True)
class Harm:
    """A weighted sum with its limits, the plain count beside it, and which weights it is by."""

    harm: float
    low: float
    high: float
    count: int
    weights: str


def harm(counts: Mapping[str, int], weights: Weights, confidence: float = 0.95) -> Harm:
    """The sum of counts by their weights, with the variance that independent counts give it (weights squared by counts).

    Raises ValueError for an offence without a weight, or a count below zero: nothing is left out in silence.
    """
    unweighed = sorted(set(counts) - set(weights.of))
    if unweighed:
        raise ValueError(f"no weight of {weights.name} {weights.version} for {', '.join(unweighed)}")
    if any(count < 0 for count in counts.values()):
        raise ValueError("a count is below zero")
    total = float(sum(weights.of[name] * count for name, count in counts.items()))
    reach = normal(confidence) * float(np.sqrt(sum(weights.of[name] ** 2 * count for name, count in counts.items())))
    return Harm(
        total, max(0.0, total - reach), total + reach, sum(counts.values()), f"{weights.name} {weights.version}"
    )


def compared(now: Harm, before: Harm) -> float:
    """The ratio of two sums of harm. Raises ValueError where their weights differ: that would be no change in harm."""
    if now.weights != before.weights:
        raise ValueError(f"{now.weights} and {before.weights} are different weights")
    return now.harm / before.harm if before.harm else float("nan")

"""Courts, police powers and victims: rates whose base is easily mistaken, and what must be said beside them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from peelian.figures.judge.intervals import Interval, normal, ratio_of_counts

RESIDENTS = (
    "Per head of residents counted by the census, who are not those who were in the street; ethnicity is as the officer saw it "
    "or as the person said it, which differ; and a rate of the whole force hides where searches happen."
)
"""To be said beside every rate of searches by ethnicity."""


def disproportionality(searches: int, people: int, searches_of_others: int, others: int) -> tuple[float, Interval]:
    """How many times as often as others a group is searched, by head, with 95 per cent limits. To be shown with RESIDENTS.

    Raises ValueError without people on either side: there is no rate without a denominator.
    """
    if people <= 0 or others <= 0:
        raise ValueError("a rate needs people to be of")
    ratio, limits = ratio_of_counts(searches, searches_of_others, people / others)
    return float(ratio), limits


def odds_ratio(found: int, not_found: int, found_of_others: int, not_found_of_others: int) -> tuple[float, Interval]:
    """Odds of an outcome against the odds of another group, with 95 per cent limits: counts WITHOUT the outcome, never totals."""
    cells = np.array([found, not_found, found_of_others, not_found_of_others], np.float64)
    if (cells <= 0).any():
        return float("nan"), Interval(np.array(np.nan), np.array(np.nan))
    ratio = float(cells[0] * cells[3] / (cells[1] * cells[2]))
    reach = float(np.exp(normal() * np.sqrt((1 / cells).sum())))
    return ratio, Interval(np.array(ratio / reach), np.array(ratio * reach))


@dataclass(frozen=True)
class Trials:
    """Listed trials by how they ended; those vacated before the day are in no base."""

    effective: int
    cracked: int
    ineffective: int

    @property
    def listed(self) -> int:
        """The base of every rate."""
        return self.effective + self.cracked + self.ineffective

    def rate(self, ended: str) -> float:
        """Share of one way to end: ``effective``, ``cracked`` or ``ineffective``; not a number where none was listed."""
        return float(getattr(self, ended) / self.listed) if self.listed else float("nan")


@dataclass(frozen=True)
class Repeats:
    """Victims of a window, by who had been one in the twelve months before, and the crimes against each kind.

    Needs keys that hold over time: a person without one counts as new, so rates are too low by as much.
    """

    victims: int
    repeat_victims: int
    crimes: int
    crimes_against_repeats: int

    @property
    def rate(self) -> float:
        """Repeat victims among victims."""
        return self.repeat_victims / self.victims if self.victims else float("nan")

    @property
    def concentration(self) -> float:
        """Crimes against repeat victims among crimes."""
        return self.crimes_against_repeats / self.crimes if self.crimes else float("nan")


STAGES = ("recorded", "referred", "charged", "convicted")
FINISHED = 12
"""Months after which most of a cohort is decided: a younger one is shown as unfinished, never as a fall."""


def attrition(cohort: dict[str, int], age_months: int) -> dict[str, float] | None:
    """Share of a cohort's recorded crimes that reached each stage; None while it is too young.

    Raises ValueError where more are at a later stage.
    """
    numbers = [cohort[stage] for stage in STAGES]
    if any(later > earlier for earlier, later in pairwise(numbers)):
        raise ValueError("more of a cohort is at a later stage than at the one before: these are flows, not a cohort")
    if age_months < FINISHED or not numbers[0]:
        return None
    return {stage: number / numbers[0] for stage, number in zip(STAGES, numbers, strict=True)}

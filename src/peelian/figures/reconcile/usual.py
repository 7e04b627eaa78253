"""How far a printed figure may lie from ours for no other reason than that publishers revise what they count.

Measured on the Met's borough files with scripts/measure_check.py, over every monthly count and runs of one, three and twelve
months, ours being the newer publication. Beyond ``a + b √figure + c figure`` lie

* of boroughs 0.00 per cent of the runs between publications a month apart (May and June 2020, November and December 2025), 0.02
  half a year apart (July 2023 and January 2024), 0.47 three years apart (June 2020 and July 2023);
* of the force, whose c is 0.015 because a rearrangement moves all boroughs alike, 0.05, 1.2 and 5.2 per cent: what lies beyond
  is drugs, weapons and public order, which were rearranged.

Between two classifications (July 2023 and November 2025) 8.8 per cent of the runs of boroughs lie beyond. No limit of this kind
would then tell anything, so a document as a whole sets its own: see ``scale``.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from peelian.figures.catalogue import Measure
from peelian.figures.reconcile.runs import Floats

SMALL_AREAS = ("borough", "ward", "lsoa", "other")


class Limit(NamedTuple):
    """``a + b √figure + c figure``, in units of the figure."""

    fixed: float
    root: float
    share: float


OF_SMALL, OF_LARGE = Limit(3, 1.2, 0.006), Limit(3, 1.2, 0.015)
OF_SURVEY = Limit(0.5, 0, 0)
"""A survey's per cents are not revised; half a point is left for another rule of rounding. Every one that the five documents
print of the Met's survey is in its file."""
OF_RATIO = Limit(1, 0, 0.05)
"""Not measured: outcomes are added to old crimes for years, so a share of two counts moves more than either."""
OF_LEVEL = Limit(1, 0, 0.01)
"""Not measured: headcounts at a day."""
BEYOND = 3.0
"""So many limits away a figure is likely wrong. Within one classification up to 0.01 per cent of the runs of boroughs lie as far,
and of the force 1.0 per cent after three years, 0.00 after half a year."""
FEWEST, TIMES = 8, 8.0
"""A document of eight figures or more that lies at the median more than an eighth of a limit from ours differs throughout (another
classification, another scope): its limits grow to eight times that median. Within one classification medians are up to 0.02,
between two 0.19."""


def limit_of(measure: Measure, area_kind: str) -> Limit:
    """What is usual for a measure by its kind, and by area for counts."""
    if measure.kind == "count":
        return OF_SMALL if area_kind in SMALL_AREAS else OF_LARGE
    if measure.ratio:
        return OF_RATIO
    return OF_SURVEY if measure.per_cent else OF_LEVEL


def room(limits: Floats, ours: Floats) -> Floats:
    """The limit of each figure of ours. ``limits`` has shape (figures, 3), ``ours`` (figures,) or (figures, runs)."""
    fixed, root, share = (limits[:, place].reshape(-1, *[1] * (ours.ndim - 1)) for place in range(3))
    size = np.abs(ours)
    return np.asarray(fixed + root * np.sqrt(size) + share * size)


def distance(low: Floats, high: Floats, ours: Floats, limits: Floats) -> Floats:
    """How many limits the range that a print stands for lies from ours: 0 where ours is in it."""
    low, high = (side.reshape(-1, *[1] * (ours.ndim - 1)) for side in (low, high))
    gap = np.maximum(np.maximum(low - ours, ours - high), 0)
    return np.asarray(gap / room(limits, ours))


def scale(distances: Floats) -> float:
    """By how much a document's limits grow: 1 where it differs from ours as publications of one classification do."""
    known = distances[np.isfinite(distances)]
    return max(1.0, TIMES * float(np.median(known))) if known.size >= FEWEST else 1.0

"""How far a printed figure may lie from ours for no other reason than that publishers revise what they count.

Measured on the Met's borough files, over every count that has a recipe and runs of one, three and twelve months, ours being
the newer publication. Beyond ``a + b √figure + c figure`` lie, by area, of

* boroughs: 0.0 per cent of the runs between publications a month apart (May and June 2020, November and December 2025),
  0.0 per cent between July 2023 and January 2024, 0.1 to 1.4 per cent between June 2020 and July 2023;
* the force (c = 0.015, because a publisher's rearrangement moves all boroughs alike): 0.1, 0.9 and 6 per cent; what lies
  beyond is drugs, weapons and public order, which were rearranged.

Between two classifications boroughs differ by 1.5 to 2.3 per cent at the median and 7 to 18 at the 99th percentile (July 2023
against November 2025). No limit of this kind would then tell anything, so a document as a whole sets its own: see ``scale``.
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
"""So many limits away a figure is likely wrong. In the comparisons above no run of a borough lies as far, but for 0.01 per cent
of the drug offences of June 2020 against July 2023."""
FEWEST, TIMES = 8, 8.0
"""A document of eight figures or more that lies at the median more than an eighth of a limit from ours differs throughout (another
classification, another scope): its limits grow to eight times that median. Half a year apart, medians are below 0.08."""


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

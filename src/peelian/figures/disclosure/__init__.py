"""Small numbers: the only door through which figures leave, before anything is judged or shown.

A measure whose source is already public at that geography is shown as published. Of a protected measure only what its release
rule lets out is shown (``releasing``); everything else is withheld whole: deny by default.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from peelian.figures.catalogue import Measure
from peelian.figures.compute.series import PRESENT, Series

PROTECTED = 2
"""State of a cell that may not be shown: ``[c]``. Nothing of its value is kept."""


def door(measure: Measure, series: Series) -> Series:
    """The series as it may leave without a release rule: whole, or withheld whole."""
    if measure.protect == "public-source":
        return series
    states = np.where(series.states == PRESENT, PROTECTED, series.states).astype(np.uint8)
    return replace(series, values=np.zeros_like(series.values), states=states, flags=np.zeros_like(series.flags))

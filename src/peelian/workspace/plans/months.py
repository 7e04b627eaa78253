"""Months of a plan in words."""

from __future__ import annotations

from peelian.figures.errors import PeelianError
from peelian.figures.periods import parse_month
from peelian.ui.format import month_full


def month(text: str) -> str:
    """``December 2017``; as it stands where it is no month."""
    try:
        return month_full(parse_month(text))
    except PeelianError:
        return text

"""What a release judges: the direction of travel of every monthly count, from its own sealed figures, through no other door."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from peelian.figures.catalogue import Measure
from peelian.figures.compute.series import PRESENT, PROJECTION, PROVISIONAL, Series
from peelian.figures.judge.direction import RECENT, Verdict, Why, direction
from peelian.figures.periods import month_text, parse_month
from peelian.figures.releases.release import Release

KINDS = ("force", "region", "bcu", "borough", "ward", "other")
"""Area kinds that are judged; of a small area of 1,500 residents there is too little in a month."""
_DIGITS = 4
_NEAR = 2e-4
"""Two computers may differ in the last digit that is kept."""


@dataclass(frozen=True)
class Judgement:
    """What is said of the last months of a count at a place: ``ratio`` is what was counted by what was to be expected.

    ``low`` and ``high`` are its limits; ``months`` how many are compared, the six to ``last`` among them; how many there are where
    nothing is told.
    """

    verdict: Verdict
    why: Why
    ratio: float
    low: float
    high: float
    months: int
    last: int


def judged(release: Release) -> dict[str, dict[str, Any]]:
    """Measure -> area kind -> columns of judgements, an entry for each area in the order of the series."""
    found: dict[str, dict[str, Any]] = {}
    for measure, kind in _asked(release):
        series = release.series(measure.id, kind)
        columns = _columns(release, measure, series) if series is not None else None
        if columns:
            found.setdefault(measure.id, {})[kind] = columns
    return found


def _asked(release: Release) -> Iterator[tuple[Measure, str]]:
    for measure_id, kind in sorted(release.blocks_of):
        measure = release.catalogue[measure_id]
        if measure.kind == "count" and measure.periods == "month" and kind in KINDS:
            yield measure, kind


def _columns(release: Release, measure: Measure, series: Series) -> dict[str, Any] | None:
    """Judgements of a series up to its last month that is neither provisional nor a projection; None where no month is left.

    Nothing is looked at before a break that no comparison may cross.
    """
    settled = np.flatnonzero(
        ~(series.flags & (PROVISIONAL | PROJECTION)).any(axis=0) & (series.states == PRESENT).any(axis=0)
    )
    if not len(settled):
        return None
    end = int(settled[-1]) + 1
    values = np.where(series.states[:, :end] == PRESENT, series.values[:, :end] / 10**series.scale, np.nan)
    breaks = [item.month - series.first for item in release.catalogue.breaks_within(measure) if item.blocks]
    made = direction(values, since=max((place for place in breaks if 0 < place < end), default=0))
    return {
        "areas": list(series.areas), "last": month_text(series.first + end - 1),
        "verdict": made.verdict.tolist(), "why": made.why.tolist(), "months": made.months.tolist(),
        **{name: [_kept(number) for number in getattr(made, name).tolist()] for name in ("ratio", "low", "high")},
    }  # fmt: skip


def _kept(number: float) -> float | None:
    return None if math.isnan(number) else round(number, _DIGITS)


def judgement(release: Release, measure: Measure, area_id: str, kind: str) -> Judgement | None:
    """What a release says of a measure at an area; None where it says nothing."""
    columns = release.judgements.get(measure.id, {}).get(kind)
    if columns is None or area_id not in columns["areas"]:
        return None
    row = columns["areas"].index(area_id)
    ratio, low, high = (
        math.nan if columns[name][row] is None else columns[name][row] for name in ("ratio", "low", "high")
    )
    return Judgement(Verdict(columns["verdict"][row]), Why(columns["why"][row]), ratio, low, high, columns["months"][row],
                     parse_month(columns["last"]))  # fmt: skip


def agree(one: dict[str, dict[str, Any]], other: dict[str, dict[str, Any]]) -> bool:
    """Whether two sets of judgements say the same; numbers may differ by the last digit that is kept."""
    return _shape(one) == _shape(other) and all(
        (a is None) == (b is None) and (a is None or abs(a - b) <= _NEAR * max(1.0, abs(a)))
        for measure, kinds in one.items()
        for kind, columns in kinds.items()
        for name in ("ratio", "low", "high")
        for a, b in zip(columns[name], other[measure][kind][name], strict=True)
    )


def _shape(found: dict[str, dict[str, Any]]) -> Any:
    """Everything but the numbers."""
    return {
        measure: {kind: {name: value for name, value in columns.items() if name not in ("ratio", "low", "high")}
                  for kind, columns in kinds.items()}
        for measure, kinds in found.items()
    }  # fmt: skip


__all__ = ["KINDS", "RECENT", "Judgement", "agree", "judged", "judgement"]

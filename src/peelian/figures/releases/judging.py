"""What a release judges: where every monthly count is going, from its own sealed figures, through no other door."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from peelian.figures.catalogue import Measure
from peelian.figures.compute.series import PRESENT, PROJECTION, PROVISIONAL, Series
from peelian.figures.judge.direction import COMPARISONS, SIX, Comparison, Direction, Verdict, Why, direction
from peelian.figures.periods import month_text, parse_month
from peelian.figures.releases.release import Release

KINDS = ("force", "region", "bcu", "borough", "other")
"""Area kinds that are judged: in a ward or smaller there is too little in a month, and so many looks find what is not there."""
_PLAIN, _NUMBERS = ("verdict", "why", "months"), ("ratio", "low", "high")
_DIGITS = 4
_NEAR = 2e-4
"""Two computers may differ in the last digit that is kept."""


@dataclass(frozen=True)
class Judgement:
    """What is said of the last months of a count at a place: ``ratio`` is what was counted by what it is compared with.

    ``low`` and ``high`` are its limits; ``months`` how many are looked at, to ``last``; how many there are where nothing is told.
    """

    verdict: Verdict
    why: Why
    ratio: float
    low: float
    high: float
    months: int
    last: int


def judged(release: Release) -> dict[str, dict[str, Any]]:
    """Measure -> area kind -> areas, last month, and for each comparison columns with an entry for each area.

    Series that are equally long are judged together.
    """
    alike: dict[int, list[_Asked]] = {}
    for asked in _asked(release):
        alike.setdefault(asked.values.shape[1], []).append(asked)
    found: dict[str, dict[str, Any]] = {}
    for group in alike.values():
        values, start = np.concatenate([asked.values for asked in group]), 0
        made = {comparison.id: _columns(direction(values, comparison=comparison)) for comparison in COMPARISONS}
        for asked in group:
            rows = slice(start, start + len(asked.series.areas))
            found.setdefault(asked.series.measure, {})[asked.series.kind] = {
                "areas": list(asked.series.areas), "last": month_text(asked.last),
                **{name: {key: column[rows] for key, column in columns.items()} for name, columns in made.items()},
            }  # fmt: skip
            start = rows.stop
    return found


@dataclass(frozen=True)
class _Asked:
    """A series to be judged: what of it may be looked at, and its last month."""

    series: Series
    values: npt.NDArray[np.float64]
    last: int


def _asked(release: Release) -> Iterator[_Asked]:
    """Every monthly count, up to its last month that is neither provisional nor a projection.

    Nothing is looked at before a break that no comparison may cross; a series without a settled month is left out.
    """
    counts = {
        measure.id: measure for measure in release.catalogue if measure.kind == "count" and measure.periods == "month"
    }
    for key, series in release.several(
        key for key in sorted(release.blocks_of) if key[0] in counts and key[1] in KINDS
    ).items():
        if series.step != 1:
            continue  # protected, and shown by longer periods alone
        measure = counts[key[0]]
        present = series.states == PRESENT
        settled = np.flatnonzero(~(series.flags & (PROVISIONAL | PROJECTION)).any(axis=0) & present.any(axis=0))
        if not len(settled):
            continue
        end = int(settled[-1]) + 1
        breaks = [item.month - series.first for item in release.catalogue.breaks_within(measure) if item.blocks]
        since = max((place for place in breaks if 0 < place < end), default=0)
        values = np.where(present[:, since:end], series.values[:, since:end] / 10**series.scale, np.nan)
        yield _Asked(series, values, series.first + end - 1)


def _columns(made: Direction) -> dict[str, list[Any]]:
    return {name: getattr(made, name).tolist() for name in _PLAIN} | {
        name: [None if math.isnan(number) else number for number in np.round(getattr(made, name), _DIGITS).tolist()]
        for name in _NUMBERS
    }


def judgement(
    release: Release, measure: Measure, area_id: str, kind: str, comparison: Comparison = SIX
) -> Judgement | None:
    """What a release says of a measure at an area; None where it says nothing."""
    found = release.judgements.get(measure.id, {}).get(kind)
    if found is None or area_id not in found["areas"]:
        return None
    return _row(found[comparison.id], found["areas"].index(area_id), parse_month(found["last"]))


def _row(columns: dict[str, list[Any]], row: int, last: int) -> Judgement:
    ratio, low, high = (math.nan if columns[name][row] is None else columns[name][row] for name in _NUMBERS)
    return Judgement(
        Verdict(columns["verdict"][row]), Why(columns["why"][row]), ratio, low, high, columns["months"][row], last
    )


def judgements_of(release: Release, comparison: Comparison = SIX) -> Iterator[tuple[str, str, str, Judgement]]:
    """Everything that a release says by a comparison: measure, area kind, area, judgement."""
    for measure, kinds in release.judgements.items():
        for kind, found in kinds.items():
            columns, last = found[comparison.id], parse_month(found["last"])
            for row, area in enumerate(found["areas"]):
                yield measure, kind, area, _row(columns, row, last)


def agree(one: dict[str, dict[str, Any]], other: dict[str, dict[str, Any]]) -> bool:
    """Whether two sets of judgements say the same; numbers may differ by the last digit that is kept."""
    if {measure: [*kinds] for measure, kinds in one.items()} != {measure: [*kinds] for measure, kinds in other.items()}:
        return False
    return all(_agree(found, other[measure][kind]) for measure, kinds in one.items() for kind, found in kinds.items())


def _agree(one: dict[str, Any], other: dict[str, Any]) -> bool:
    if any(one[name] != other[name] for name in ("areas", "last")) or one.keys() != other.keys():
        return False
    return all(
        all(one[name][plain] == other[name][plain] for plain in _PLAIN)
        and all(_near(one[name][number], other[name][number]) for number in _NUMBERS)
        for name in one
        if name not in ("areas", "last")
    )


def _near(one: list[float | None], other: list[float | None]) -> bool:
    return all(
        (a is None) == (b is None) and (a is None or abs(a - b) <= _NEAR * max(1.0, abs(a)))  # type: ignore[operator]
        for a, b in zip(one, other, strict=True)
    )

"""What one release changed against another: cells revised (from, to), new, vanished."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np

from peelian.figures.compute.series import MISSING, Series
from peelian.figures.periods import month_text
from peelian.figures.releases.release import Release

LISTED = 200


@dataclass(frozen=True)
class Revision:
    """One cell whose figure differs. ``before`` or ``after`` is None where the cell was not or is no longer there."""

    measure: str
    area: str
    month: str
    before: str | None
    after: str | None


@dataclass
class Changes:
    """Counts over all cells, counts by measure and area kind, and the largest revisions."""

    since: str | None = None
    revised: int = 0
    new: int = 0
    vanished: int = 0
    by_part: list[dict[str, Any]] = field(default_factory=list)
    largest: list[Revision] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        """As a release keeps it."""
        return asdict(self)


def compare(before: Release | None, after: Release) -> Changes:
    """Compare every cell of two releases. Cells of measures or kinds that only one has count as new or vanished."""
    changes = Changes(since=before.id if before else None)
    if before is None:
        return changes
    keys = sorted({*_keys(before), *_keys(after)})
    for key in keys:
        old, new = (release.series(*key) if key in _keys(release) else None for release in (before, after))
        if old is not None and new is not None and before.part_of[key] == after.part_of[key]:
            continue
        counts = _count(changes, old, new)
        if any(counts.values()):
            changes.by_part.append({"measure": key[0], "area_kind": key[1], **counts})
    changes.largest.sort(key=lambda item: -abs(float(item.after or 0) - float(item.before or 0)))
    del changes.largest[LISTED:]
    return changes


def _keys(release: Release) -> set[tuple[str, str]]:
    return {(part["measure"], part["area_kind"]) for part in release.manifest["parts"]}


def _count(changes: Changes, old: Series | None, new: Series | None) -> dict[str, int]:
    counts = {"revised": 0, "new": 0, "vanished": 0}
    for kind, revision in cells(old, new, list_largest=LISTED):
        counts[kind] += 1 if revision is None else 0
        if revision is not None:
            changes.largest.append(revision)
    changes.revised += counts["revised"]
    changes.new += counts["new"]
    changes.vanished += counts["vanished"]
    return counts


def cells(
    old: Series | None, new: Series | None, *, list_largest: int | None = None
) -> Iterator[tuple[str, Revision | None]]:
    """Every cell that differs: its kind, and what it was and is.

    With ``list_largest`` each cell is given as (kind, None), and the largest revisions once more with their values.
    """
    grid = _aligned(old, new)
    if grid is None:
        return
    areas, first, step, before, after, scale = grid
    there, here = before[1] != MISSING, after[1] != MISSING
    for kind, mask in (
        ("revised", there & here & ((before[0] != after[0]) | (before[1] != after[1]))),
        ("new", ~there & here),
        ("vanished", there & ~here),
    ):
        places = np.argwhere(mask)
        if list_largest is not None:
            yield from ((kind, None) for _ in range(len(places)))
            if kind != "revised":
                continue
            sizes = np.abs(after[0][mask] - before[0][mask])
            places = places[np.argsort(-sizes, kind="stable")[:list_largest]]
        measure = (new or old).measure  # type: ignore[union-attr]
        for row, column in places:
            yield kind, Revision(measure, areas[row], month_text(first + step * int(column)),
                                 _text(before, row, column, scale), _text(after, row, column, scale))  # fmt: skip


def _text(grid: tuple[Any, Any], row: int, column: int, scale: int) -> str | None:
    from decimal import Decimal

    if grid[1][row, column] == MISSING:
        return None
    return str(
        Decimal(int(grid[0][row, column])).scaleb(-scale).normalize().quantize(Decimal(1))
        if scale == 0
        else Decimal(int(grid[0][row, column])).scaleb(-scale)
    )


def _aligned(old: Series | None, new: Series | None) -> Any:
    """Both series on one grid of areas and periods, or None where neither is there."""
    held = [series for series in (old, new) if series is not None]
    if not held:
        return None
    step, scale = held[-1].step, held[-1].scale
    areas = sorted({area for series in held for area in series.areas})
    first, last = min(series.first for series in held), max(series.last for series in held)
    shape = (len(areas), (last - first) // step + 1)
    grids = []
    for series in (old, new):
        values, states = np.zeros(shape, dtype=np.int64), np.full(shape, MISSING, dtype=np.uint8)
        if series is not None:
            rows = [areas.index(area) for area in series.areas]
            start = (series.first - first) // step
            values[rows, start : start + series.values.shape[1]] = series.values
            states[rows, start : start + series.values.shape[1]] = series.states
        grids.append((values, states))
    return areas, first, step, grids[0], grids[1], scale

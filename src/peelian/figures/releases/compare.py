"""What one release changed against another: cells revised (from, to), new, vanished."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from peelian.figures.compute.packing import Key
from peelian.figures.compute.series import MISSING, PRESENT, Ints, Series, States
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
        return vars(self) | {"largest": [vars(revision) for revision in self.largest]}


def compare(before: Release | None, after: Release) -> Changes:
    """Compare every cell of two releases. Cells of measures or kinds that only one has count as new or vanished."""
    changes = Changes(since=before.id if before else None)
    if before is None:
        return changes
    old_blocks, new_blocks = _unshared(before, after)
    olds, news = _changed(before, old_blocks, after, new_blocks), _changed(after, new_blocks, before, old_blocks)
    for key, found in _found(olds, news):
        counts = {"revised": found.revised, "new": found.new, "vanished": found.vanished}
        if any(counts.values()):
            changes.by_part.append({"measure": key[0], "area_kind": key[1], **counts})
            changes.revised += counts["revised"]
            changes.new += counts["new"]
            changes.vanished += counts["vanished"]
        if counts["revised"]:
            changes.largest += found.largest(key[0], LISTED)
    changes.largest.sort(key=lambda item: -abs(float(item.after or 0) - float(item.before or 0)))
    del changes.largest[LISTED:]
    return changes


def _found(olds: dict[Key, Series], news: dict[Key, Series]) -> Iterator[tuple[Key, Differences]]:
    """Series side by side; one that is told by other periods than before is gone, and a new one there."""
    for key in sorted({*olds, *news}):
        old, new = olds.get(key), news.get(key)
        if old is not None and new is not None and old.step != new.step:
            yield key, differences(old, None)
            old = None
        yield key, differences(old, new)


def _unshared(before: Release, after: Release) -> tuple[dict[Key, list[str]], dict[Key, list[str]]]:
    """As blocks_of, of the blocks that only one of two releases has."""
    old, new = ({entry["sha256"] for entry in release.manifest["blocks"]} for release in (before, after))
    return before.holding(old - new), after.holding(new - old)


def _changed(
    release: Release, mine: dict[Key, list[str]], other: Release, theirs: dict[Key, list[str]]
) -> dict[Key, Series]:
    """Of every series the blocks whose figures another release does not have, put together."""
    wanted = {}
    for key, blocks in mine.items():
        heads = [other.blocks.head(sha256) for sha256 in theirs.get(key, [])]
        changed = [sha256 for sha256 in blocks if not any(release.blocks.head(sha256).same(key, it) for it in heads)]
        if changed:
            wanted[key] = changed
    return release.blocks.series(wanted)


@dataclass(frozen=True)
class _Grid:
    """Values and states on one grid of areas and periods."""

    values: Ints
    states: States

    def text(self, row: int, column: int, scale: int) -> str | None:
        """A cell as the figure that it is; None where it is missing."""
        if self.states[row, column] == MISSING:
            return None
        return str(Decimal(int(self.values[row, column])).scaleb(-scale))


@dataclass(frozen=True)
class Differences:
    """Where two series of a measure and kind differ, on one grid."""

    areas: tuple[str, ...]
    first: int
    step: int
    scale: int
    before: _Grid
    after: _Grid

    @cached_property
    def held(self) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
        """Which cells the earlier has, and which the later."""
        return self.before.states != MISSING, self.after.states != MISSING

    @cached_property
    def revised_cells(self) -> npt.NDArray[np.bool_]:
        """Which cells both have and differ; what either withholds is not told to differ."""
        differs = self.before.values != self.after.values
        return differs & (self.before.states == PRESENT) & (self.after.states == PRESENT)

    @property
    def revised(self) -> int:
        """Cells that both have and that differ."""
        return int(np.count_nonzero(self.revised_cells))

    @property
    def new(self) -> int:
        """Cells that only the later has."""
        return int(np.count_nonzero(self.held[1] & ~self.held[0]))

    @property
    def vanished(self) -> int:
        """Cells that only the earlier has."""
        return int(np.count_nonzero(self.held[0] & ~self.held[1]))

    def largest(self, measure: str, most: int) -> list[Revision]:
        """The largest revisions, largest first."""
        places = np.argwhere(self.revised_cells)
        sizes = np.abs(self.after.values[self.revised_cells] - self.before.values[self.revised_cells])
        return [
            Revision(measure, self.areas[row], month_text(self.first + self.step * int(column)),
                     self.before.text(row, column, self.scale), self.after.text(row, column, self.scale))
            for row, column in places[np.argsort(-sizes, kind="stable")[:most]]
        ]  # fmt: skip


def differences(old: Series | None, new: Series | None) -> Differences:
    """Two series of one measure and kind on one grid; either may be missing. Raises ValueError where both are."""
    held = [series for series in (old, new) if series is not None]
    if not held:
        raise ValueError("nothing to compare")
    step = held[-1].step
    areas = held[-1].areas
    if any(series.areas != areas for series in held):
        areas = tuple(sorted({area for series in held for area in series.areas}))
    first, last = min(series.first for series in held), max(series.last for series in held)
    shape = (len(areas), (last - first) // step + 1)
    before, after = (_grid(series, areas, first, shape) for series in (old, new))
    return Differences(areas, first, step, held[-1].scale, before, after)


def _grid(series: Series | None, areas: tuple[str, ...], first: int, shape: tuple[int, int]) -> _Grid:
    """A series on a grid of some areas and periods, which holds it."""
    if series is not None and series.areas == areas and series.values.shape == shape:
        return _Grid(series.values, series.states)
    grid = _Grid(np.zeros(shape, dtype=np.int64), np.full(shape, MISSING, dtype=np.uint8))
    if series is not None:
        rows: Any = slice(None)
        if series.areas != areas:
            row_of = {area: row for row, area in enumerate(areas)}
            rows = [row_of[area] for area in series.areas]
        start = (series.first - first) // series.step
        columns = slice(start, start + series.values.shape[1])
        grid.values[rows, columns] = series.values
        grid.states[rows, columns] = series.states
    return grid

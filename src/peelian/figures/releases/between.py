"""Any two releases compared: every cell that differs, on the periods that both hold, and whether they count alike at all.

The answer has the shape of that for two snapshots (figures.revision).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np

from peelian.figures.compute.packing import Key
from peelian.figures.compute.series import Series
from peelian.figures.periods import month_text
from peelian.figures.releases.compare import Differences, differences
from peelian.figures.releases.release import Release
from peelian.figures.revision import Difference


@dataclass
class Between:
    """Two releases, on the periods of each measure and area kind that both have figures for; ``months`` are the first and last.

    ``signs`` tell in words what they count in another way.
    """

    before: Release
    after: Release
    signs: tuple[str, ...]
    months: tuple[int, int] | None = None
    common: int = 0
    revised: int = 0
    appeared: int = 0
    vanished: int = 0
    cells: list[Difference] = field(default_factory=list)

    @property
    def comparable(self) -> bool:
        """Whether both count in the same way, as far as they say."""
        return not self.signs

    def differences(self) -> list[Difference]:
        """Every cell that differs, in order of measure, area kind, area and month."""
        return self.cells

    def to_json(self) -> dict[str, Any]:
        """As the command answers."""
        return {
            "before": {"release": self.before.id, "seal": self.before.fingerprint},
            "after": {"release": self.after.id, "seal": self.after.fingerprint},
            "months": [month_text(month) for month in self.months] if self.months else None,
            "comparable": self.comparable, "signs": list(self.signs), "cells": self.common, "revised": self.revised,
            "appeared": self.appeared, "vanished": self.vanished, "differences": [asdict(item) for item in self.cells],
        }  # fmt: skip


def between(before: Release, after: Release) -> Between:
    """Compare two releases. Raises PeelianError where a block of either is gone or damaged."""
    found = Between(before, after, tuple(_signs(before, after)))
    for key in sorted({*before.blocks_of} & {*after.blocks_of}):
        old, new = (release.blocks.series({key: release.blocks_of[key]})[key] for release in (before, after))
        if old.step == new.step:
            _add(found, key, old, new)
    return found


def _add(found: Between, key: Key, old: Series, new: Series) -> None:
    """Add what differs in one measure and area kind."""
    grid = differences(old, new)
    here, there = grid.held
    both = np.flatnonzero(here.any(axis=0) & there.any(axis=0))
    if not len(both):
        return
    first, last = (grid.first + grid.step * int(place) for place in (both[0], both[-1]))
    found.months = (min(found.months[0], first), max(found.months[1], last)) if found.months else (first, last)
    here, there = here[:, both], there[:, both]
    found.common += int((here & there).sum())
    found.appeared += int((~here & there).sum())
    found.vanished += int((here & ~there).sum())
    differs = (here != there) | grid.revised_cells[:, both]
    found.revised += int((differs & here & there).sum())
    found.cells += _cells(grid, key, [(int(row), int(both[column])) for row, column in np.argwhere(differs)])


def _cells(grid: Differences, key: Key, places: Iterable[tuple[int, int]]) -> Iterator[Difference]:
    category = {"measure": key[0], "area_kind": key[1]}
    for row, column in places:
        texts = (side.text(row, column, grid.scale) for side in (grid.before, grid.after))
        old, new = (None if text is None else float(text) for text in texts)
        yield Difference(grid.areas[row], month_text(grid.first + grid.step * column), category, old, new)


def _signs(before: Release, after: Release) -> Iterator[str]:
    """What the later release counts in another way, in words."""
    old, new = _classifications(before), _classifications(after)
    for dataset in sorted({*old} & {*new}):
        if old[dataset] != new[dataset]:
            yield f"the classification of {dataset} is {new[dataset]}, not {old[dataset]}"
    for measure in after.catalogue:
        theirs = before.catalogue.measures.get(measure.id)
        if theirs is not None and (theirs.source, theirs.denominator) != (measure.source, measure.denominator):
            yield f"{measure.id} is counted by another definition"
    if before.illustrative != after.illustrative:
        yield "one of them is illustrative"


def _classifications(release: Release) -> dict[str, str]:
    """Dataset -> the classification that a release takes it in, where it has any."""
    return {entry["dataset"]: entry["classification"] for entry in release.inputs.values() if entry["classification"]}

"""Which snapshot supplies which month of which measure, and where each of its areas counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from peelian.figures.areas import Areas
from peelian.figures.catalogue import Dataset, Measure, Source
from peelian.figures.lake import Snapshot

WHOLE = 0.9
"""A publication with fewer than nine tenths of the areas of an older one is a part of it (ward boundaries change by less)."""

Origin = dict[tuple[str, int], int]
"""(Scope, month) -> place of the snapshot that supplies it."""


@dataclass(frozen=True)
class Target:
    """What is asked for: a measure's figures for one kind of area, and the rows they are made of."""

    measure: Measure
    kind: str
    source: Source


class Shelf:
    """The snapshots of one dataset and classification, oldest publication first, and what each has to say."""

    def __init__(self, dataset: Dataset, snapshots: Sequence[Snapshot], areas: Areas) -> None:
        self.dataset = dataset
        self.snapshots = list(snapshots)
        self.areas = areas
        self.scopes = [areas.match(item.scope) or "" if item.scope else "" for item in self.snapshots]
        self._names: dict[int, list[str]] = {}

    def names(self, place: int) -> list[str]:
        """The areas that a snapshot names, as printed."""
        if place not in self._names:
            self._names[place] = self.named([place])
        return self._names[place]

    def named(self, places: Sequence[int]) -> list[str]:
        """The areas that any of some snapshots names, as printed, in order."""
        chunks = [chunk for place in places for chunk in self.snapshots[place].places()["area"].chunks]
        return sorted(pc.unique(pa.concat_arrays(chunks)).to_pylist()) if chunks else []

    def homes_of(self, names: Sequence[str], scope: str, kind: str, rolls_up: bool) -> dict[str, str]:
        """Printed name -> id of the area of a kind that its rows in a scope's files count towards; each looked up once."""
        known = self.areas.homes.setdefault((scope, kind, rolls_up), {})
        for name in names:
            if name not in known:
                known[name] = home_of(self.areas, name, scope, kind, rolls_up)
        return {name: home for name in names if (home := known[name])}

    def homes(self, place: int, kind: str, rolls_up: bool) -> dict[str, str]:
        """As homes_of, of the areas that a snapshot names."""
        return self.homes_of(self.names(place), self.scopes[place], kind, rolls_up)

    def ids(self, place: int) -> set[str]:
        """The areas that a snapshot names, as the pack knows them."""
        return {area for name in self.names(place) if (area := self.areas.match(name))}

    @cached_property
    def _categories(self) -> dict[tuple[int, tuple[str, ...]], pa.Table]:
        return {}

    def categories(self, place: int, columns: tuple[str, ...]) -> pa.Table:
        """The combinations of category columns that a snapshot has rows of, as text."""
        key = (place, columns)
        if key not in self._categories:
            self._categories[key] = self.snapshots[place].categories(columns) if columns else pa.table({})
        return self._categories[key]

    def carrying(self, target: Target) -> tuple[int, ...]:
        """The places of the snapshots whose classification has what a measure counts.

        A file of one force and month always has: a category without a row is a zero there.
        """
        places, columns = range(len(self.snapshots)), columns_of([target])
        if self.dataset.scope or not columns:
            return tuple(places)
        return tuple(
            place for place in places if counted(self.categories(place, columns), columns, target.source).any()
        )

    def origin(self, places: Sequence[int], kind: str, rolls_up: bool) -> Origin:
        """For each scope and month the snapshot it comes from: the preferred rank first, then the newest.

        A newer publication that names clearly fewer areas than an older one is a part of it, and does not take its place.
        """
        best: Origin = {}
        rank_at: dict[tuple[str, int], int] = {}
        for place in places:
            if not self.dataset.scope and not self.homes(place, kind, rolls_up):
                continue
            for month, rank in self.snapshots[place].months:
                key = (self.scopes[place], month)
                if key not in best or rank < rank_at[key] or (
                    rank == rank_at[key] and self._as_wide(place, best[key], kind, rolls_up)
                ):  # fmt: skip
                    best[key], rank_at[key] = place, rank
        return best

    def _as_wide(self, place: int, other: int, kind: str, rolls_up: bool) -> bool:
        if self.dataset.scope:
            return True
        return len(self.homes(place, kind, rolls_up)) >= WHOLE * len(self.homes(other, kind, rolls_up))


def home_of(areas: Areas, printed: str, scope: str, kind: str, rolls_up: bool) -> str | None:
    """The area of a kind that rows of a printed area count towards.

    A force's own file counts for the force whole; a small area's figures come from the force that polices it alone, because
    points are snapped across borders.
    """
    if scope and kind == "force":
        return scope
    matched = areas.match(printed)
    if matched is None:
        return None
    area = areas[matched]
    if scope and areas.within(area, "force") != scope:
        return None
    return areas.home(area, kind, rolls_up=rolls_up)


def columns_of(targets: Sequence[Target]) -> tuple[str, ...]:
    """The category columns that decide what is counted, in order of name."""
    return tuple(sorted({name for item in targets for name in (*item.source.where, *item.source.where_not)}))


def counted(categories: pa.Table, columns: Sequence[str], source: Source) -> npt.NDArray[np.bool_]:
    """For each combination of categories whether its rows count towards a measure."""
    inside = np.ones(categories.num_rows, dtype=np.bool_)
    for name in columns:
        for values, wanted in ((source.where.get(name), True), (source.where_not.get(name), False)):
            if values is not None:
                among = pc.is_in(categories[name], value_set=pa.array(values, type=pa.string()))
                inside &= among.to_numpy().astype(np.bool_) == wanted
    return inside

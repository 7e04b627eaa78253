"""From snapshots to blocks of series: one portable expression for all measures that the same files carry, run by the engine.

Only what is exact and the same on every engine runs there: filter, join, group, sum (TECH 13). Categories are led to classes
(combinations that the same measures count), areas to leaves (areas that the same wider areas hold), so that the engine's answer
is as small as can be; measures, wider areas and blocks are sums over its cube, in NumPy.
"""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from peelian.figures.catalogue import PERIODS, canonical
from peelian.figures.compute.engines import Engine
from peelian.figures.compute.series import MISSING, NO_ORIGIN, PRESENT, PROJECTION, Series
from peelian.figures.compute.supply import Origin, Shelf, Target, columns_of, counted, distinct
from peelian.figures.periods import ends_period

BLOCK = 12
"""Months of a block: a calendar year."""
MOST_CELLS = 1 << 24
"""A cube of so many cells (class × leaf × month, 128 MB) is asked for at once: this bounds memory, whatever is loaded."""
FORMAT = 1
"""Rises when the same inputs would give other blocks."""


@dataclass
class Group:
    """Targets that the same snapshots supply month by month: counted together, block by block."""

    shelf: Shelf
    targets: list[Target]
    origin: Origin

    @cached_property
    def step(self) -> int:
        """Months between two periods."""
        return PERIODS[self.targets[0].measure.periods]

    @cached_property
    def span(self) -> tuple[int, int]:
        """First and last month of the series, months that end none of its periods left out (``periods.ends_period``)."""
        months = sorted({month for _, month in self.origin})
        aligned = [month for month in months if ends_period(month, self.step)] or months
        return aligned[0], aligned[-1]

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The category columns that its targets look at."""
        return columns_of(self.targets)

    @cached_property
    def kinds(self) -> list[tuple[str, bool]]:
        """Its area kinds, each with whether it rolls up."""
        return sorted({(target.kind, target.source.rolls_up) for target in self.targets})

    @cached_property
    def leaves_of(self) -> dict[Any, Leaves]:
        """Leaves by the names that they are of: most blocks have the same."""
        return {}

    @cached_property
    def blocks(self) -> list[Block]:
        """Calendar years of a monthly series; one block of any other."""
        first, last = self.span
        if self.step > 1:
            return [Block(self, first, last)]
        starts = range(first - first % BLOCK, last + 1, BLOCK)
        return [Block(self, max(first, start), min(last, start + BLOCK - 1)) for start in starts]


class Leaves:
    """Areas as printed, led to leaves: those that the same areas hold, of every kind that is asked for, are one leaf."""

    def __init__(self, homes: Sequence[dict[tuple[str, str], str]]) -> None:
        names = sorted(set().union(*homes))
        place: dict[tuple[str | None, ...], int] = {}
        self.leaf_of = {name: place.setdefault(tuple(home.get(name) for home in homes), len(place)) for name in names}
        """(Scope, printed name) -> leaf."""
        self.areas = list(place)
        """For each leaf the areas that hold it, one for each kind."""

    @cached_property
    def digest(self) -> str:
        """A hash of which printed area counts where."""
        said = canonical([[[*name, leaf] for name, leaf in self.leaf_of.items()], self.areas])
        return hashlib.sha256(said.encode()).hexdigest()


@dataclass
class Block:
    """A run of periods of a group."""

    group: Group
    first: int
    last: int

    @cached_property
    def supply(self) -> dict[tuple[str, int], int]:
        """(Scope, month) -> place of the snapshot, for the months of the block."""
        step = self.group.step
        return {
            key: place for key, place in sorted(self.group.origin.items())
            if self.first <= key[1] <= self.last and (key[1] - self.first) % step == 0
        }  # fmt: skip

    @cached_property
    def places(self) -> list[int]:
        """The snapshots that supply it, oldest publication first."""
        return sorted(set(self.supply.values()))

    @cached_property
    def scopes(self) -> tuple[str, ...]:
        """The scopes that supply it."""
        return tuple(sorted({scope for scope, _ in self.supply}))

    @property
    def cells(self) -> int:
        """How many cells its cube may have: as many classes as combinations of categories, or of targets that share them."""
        group = self.group
        combinations = max((group.shelf.categories(place, group.columns).num_rows for place in self.places), default=1)
        return min(combinations, 2 * len(group.targets)) * len(self.leaves.areas) * self.periods

    @property
    def periods(self) -> int:
        """How many periods it has."""
        return (self.last - self.first) // self.group.step + 1

    @cached_property
    def names(self) -> dict[str, list[str]]:
        """For each scope the areas that its snapshots name, as printed."""
        shelf = self.group.shelf
        return {
            scope: shelf.named([place for place in self.places if shelf.scopes[place] == scope])
            for scope in self.scopes
        }

    def homes(self, kind: str, rolls_up: bool) -> dict[tuple[str, str], str]:
        """(Scope, printed name) -> id of the area of a kind, over all of its snapshots."""
        shelf = self.group.shelf
        return {
            (scope, name): home
            for scope, names in self.names.items()
            for name, home in shelf.homes_of(names, scope, kind, rolls_up).items()
        }

    @cached_property
    def leaves(self) -> Leaves:
        """Its areas, led to leaves."""
        names = tuple((scope, tuple(sorted(listed))) for scope, listed in self.names.items())
        if names not in self.group.leaves_of:
            self.group.leaves_of[names] = Leaves([self.homes(*kind) for kind in self.group.kinds])
        return self.group.leaves_of[names]

    @cached_property
    def key(self) -> str:
        """A hash of everything that the block's figures follow from: the same key, the same figures."""
        group, shelf = self.group, self.group.shelf
        supply = [
            [scope, month, shelf.snapshots[place].table_sha256, shelf.snapshots[place].sha256]
            for (scope, month), place in self.supply.items()
        ]
        said = {
            "format": FORMAT,
            "targets": [[item.measure.id, item.kind, item.source.where, item.source.where_not, item.source.rolls_up,
                         item.measure.protect, item.measure.periods] for item in group.targets],
            "dataset": [shelf.dataset.id, shelf.dataset.absent_rows, shelf.dataset.scope],
            "span": [self.first, self.last, group.step],
            "supply": supply,
            "leaves": self.leaves.digest,
            "whole": [[kind, sorted(self.partial(place, kind))] for kind in self.rolled for place in self.places],
        }  # fmt: skip
        return hashlib.sha256(canonical(said).encode()).hexdigest()

    @cached_property
    def rolled(self) -> list[str]:
        """Kinds whose figures are sums of boroughs: a file without one of them has no whole sum."""
        return [] if self.group.shelf.dataset.scope else [kind for kind, rolls_up in self.group.kinds if rolls_up]

    def partial(self, place: int, kind: str) -> set[str]:
        """Areas of a kind that a snapshot does not hold whole: a borough that they are made of is not in it."""
        shelf = self.group.shelf
        held, missing = shelf.ids(place), set()
        for borough in shelf.areas.of_kind("borough"):
            home = shelf.areas.within(borough, kind)
            if home and borough.id not in held:
                missing.add(home)
        return missing


_Leafwise = tuple[
    npt.NDArray[np.int64], npt.NDArray[np.bool_], npt.NDArray[np.bool_] | None, npt.NDArray[np.bool_] | None
]
"""Leaf × month: values, which have rows, which have gaps, which have a lesser rank."""


@dataclass
class Cube:
    """The engine's sums for a run of blocks: class × leaf × month of values; which cells have rows, gaps, a lesser rank."""

    first: int
    classes: npt.NDArray[np.bool_]
    values: npt.NDArray[np.int64]
    seen: npt.NDArray[np.bool_]
    gaps: npt.NDArray[np.bool_] | None
    ranked: npt.NDArray[np.bool_] | None


def blocks_of(group: Group, blocks: Sequence[Block], engine: Engine) -> Iterator[tuple[Block, list[Series]]]:
    """The series of every target for each of the blocks, computed in runs of bounded size."""
    for run in _runs(group, blocks):
        whole = _Run(group, run)
        cube = whole.cube(engine)
        for block in run:
            yield block, [whole.series(cube, block, place) for place in range(len(group.targets))]


def _runs(group: Group, blocks: Sequence[Block]) -> Iterator[list[Block]]:
    """Neighbouring blocks as far as their cube stays small."""
    run: list[Block] = []
    cells = 0
    for block in blocks:
        cells += block.cells
        if run and cells > MOST_CELLS:
            yield run
            run, cells = [], block.cells
        run.append(block)
    if run:
        yield run


class _Run:
    """Blocks that are asked for at once: the classes, leaves and months that they share."""

    def __init__(self, group: Group, blocks: Sequence[Block]) -> None:
        self.group, self.blocks = group, list(blocks)
        self.first, self.last = blocks[0].first, blocks[-1].last
        self._leafwise: dict[bytes, _Leafwise] = {}
        self._axes: dict[tuple[int, str, bool], _Axis] = {}

    @cached_property
    def places(self) -> list[int]:
        """The snapshots that supply it."""
        return sorted({place for block in self.blocks for place in block.places})

    @cached_property
    def classes(self) -> tuple[pa.Table, npt.NDArray[np.bool_]]:
        """Combinations of categories with the class of each; and for each class which targets count it."""
        columns = self.group.columns
        tables = [self.group.shelf.categories(place, columns) for place in self.places]
        if not columns:
            return pa.table({"category": pa.array([0], pa.int64())}), np.ones(
                (1, len(self.group.targets)), dtype=np.bool_
            )
        combined = distinct(pa.concat_tables(tables)).sort_by([(name, "ascending") for name in columns])
        counts = np.column_stack([counted(combined, columns, item.source) for item in self.group.targets])
        wanted = counts.any(axis=1)
        kinds, index = np.unique(counts[wanted], axis=0, return_inverse=True)
        links = combined.filter(pa.array(wanted)).append_column("category", pa.array(index.ravel().astype(np.int64)))
        return links, kinds

    @cached_property
    def leaves(self) -> tuple[dict[tuple[str, str], int], list[tuple[str | None, ...]]]:
        """As Leaves.leaf_of and Leaves.areas, over all blocks."""
        leaf_of: dict[tuple[str | None, ...], int] = {}
        found: dict[tuple[str, str], int] = {}
        seen: list[Leaves] = []
        for block in self.blocks:
            if block.leaves in seen:
                continue
            seen.append(block.leaves)
            known = [leaf_of.setdefault(area, len(leaf_of)) for area in block.leaves.areas]
            found |= {name: known[leaf] for name, leaf in block.leaves.leaf_of.items()}
        return found, list(leaf_of)

    def cube(self, engine: Engine) -> Cube:
        """Ask the engine, and place its sums."""
        links, classes = self.classes
        leaves = self.leaves[1]
        shape = (len(classes), len(leaves), (self.last - self.first) // self.group.step + 1)
        snapshots = [self.group.shelf.snapshots[place] for place in self.places]
        any_gaps = any(item.gaps for item in snapshots)
        any_rank = any(rank > 0 for item in snapshots for _, rank in item.months)
        cube = Cube(
            self.first, classes, np.zeros(shape, np.int64), np.zeros(shape, np.bool_),
            np.zeros(shape, np.bool_) if any_gaps else None, np.zeros(shape, np.bool_) if any_rank else None,
        )  # fmt: skip
        expression = self._expression(engine, links, gaps=any_gaps, ranks=any_rank) if len(links) and leaves else None
        for batch in engine.batches(expression) if expression is not None else ():
            self._add(cube, batch)
        return cube

    def _add(self, cube: Cube, batch: pa.RecordBatch) -> None:
        column = {name: batch.column(name).to_numpy(zero_copy_only=False) for name in batch.schema.names}
        offset = column["month"].astype(np.int64) - self.first
        fits = (offset % self.group.step == 0) & (offset >= 0)
        at = (column["category"][fits], column["leaf"][fits], offset[fits] // self.group.step)
        values = batch.column("value").fill_null(0).to_numpy(zero_copy_only=False)
        np.add.at(cube.values, at, values[fits].astype(np.int64))
        cube.seen[at] = True
        if cube.gaps is not None:
            cube.gaps[at] |= column["gaps"][fits] > 0
        if cube.ranked is not None:
            cube.ranked[at] |= column["rank"][fits] > 0

    def _expression(self, engine: Engine, links: pa.Table, *, gaps: bool, ranks: bool) -> Any:
        """The union, over sets of files that are read alike, of their rows joined to leaves and classes and summed."""
        import ibis

        classes = engine.small(links)
        parts = [self._part(engine, classes, alike, gaps=gaps, ranks=ranks) for alike in self._alike()]
        return ibis.union(*parts) if len(parts) > 1 else parts[0]

    def _alike(self) -> list[tuple[str, list[int], list[int] | None, int | None]]:
        """(Scope, snapshots, months or None for all that they hold, rank or None where it does not matter)."""
        supplied: dict[int, set[int]] = {}
        for block in self.blocks:
            for (_, month), place in block.supply.items():
                supplied.setdefault(place, set()).add(month)
        whole: dict[str, list[int]] = {}
        alike: list[tuple[str, list[int], list[int] | None, int | None]] = []
        for place in self.places:
            snapshot, scope = self.group.shelf.snapshots[place], self.group.shelf.scopes[place]
            if self.group.shelf.dataset.scope and {month for month, _ in snapshot.months} == supplied[place]:
                whole.setdefault(scope, []).append(place)
                continue
            rank_of = dict((month, rank) for month, rank in snapshot.months)
            for rank in sorted({rank_of[month] for month in supplied[place]}):
                months = sorted(month for month in supplied[place] if rank_of[month] == rank)
                alike.append((scope, [place], months, rank))
        return [*((scope, places, None, None) for scope, places in whole.items()), *alike]

    def _part(
        self,
        engine: Engine,
        classes: Any,
        alike: tuple[str, list[int], list[int] | None, int | None],
        *,
        gaps: bool,
        ranks: bool,
    ) -> Any:
        scope, places, months, rank = alike
        columns = self.group.columns
        paths = [self.group.shelf.snapshots[place].parquet for place in places]
        facts = engine.facts(paths, ["area", "month", "rank", "value", *columns])
        if months is not None:
            facts = facts.filter(facts.month.isin(months) & (facts["rank"] == rank))
        mine = {name: leaf for (of, name), leaf in self.leaves[0].items() if of == scope}
        homes = engine.small(pa.table({"area": list(mine), "leaf": pa.array(mine.values(), pa.int64())}))
        counted = facts.inner_join(homes, "area")
        counted = counted.inner_join(classes, [*columns]) if columns else counted.cross_join(classes)
        sums = {"value": counted.value.sum().cast("int64")}
        if gaps:
            sums["gaps"] = counted.value.isnull().cast("int64").sum().cast("int64")
        if ranks:
            sums["rank"] = counted["rank"].max().cast("int64")
        grouped = counted.group_by(category=counted.category, leaf=counted.leaf, month=counted.month.cast("int64"))
        return grouped.aggregate(**sums)

    def series(self, cube: Cube, block: Block, place: int) -> Series:
        """The figures of one target in one block, and for every cell whether it is a figure, a zero or missing."""
        target, step = self.group.targets[place], self.group.step
        start = (block.first - self.first) // step
        columns = slice(start, start + block.periods)
        summed, seen, gaps, ranked = self._of_target(cube, cube.classes[:, place])
        axis = self._axis(block, target)
        values = axis.summed(summed[:, columns])
        states = axis.states.copy()
        states[axis.any(seen[:, columns])] = PRESENT
        if gaps is not None:
            states[axis.any(gaps[:, columns])] = MISSING
        states[axis.partial] = MISSING
        flags = np.zeros(values.shape, np.uint8)
        if ranked is not None:
            flags[axis.any(ranked[:, columns])] = PROJECTION
        snapshots = self.group.shelf.snapshots
        return Series(
            target.measure.id, target.kind, axis.areas, block.first, step, snapshots[block.places[-1]].scale,
            np.where(states == PRESENT, values, 0), states, flags, axis.origin,
            tuple(snapshots[at].sha256 for at in block.places), block.scopes, axis.scope_of, axis.fills,
        )  # fmt: skip

    def _of_target(self, cube: Cube, mask: npt.NDArray[np.bool_]) -> _Leafwise:
        """The cube's classes that a target counts, added up; kept, because its other kinds and blocks ask again."""
        key = mask.tobytes()
        if key not in self._leafwise:
            self._leafwise[key] = (
                cube.values[mask].sum(axis=0), np.asarray(np.any(cube.seen[mask], axis=0)),
                None if cube.gaps is None else np.asarray(np.any(cube.gaps[mask], axis=0)),
                None if cube.ranked is None else np.asarray(np.any(cube.ranked[mask], axis=0)),
            )  # fmt: skip
        return self._leafwise[key]

    def _axis(self, block: Block, target: Target) -> _Axis:
        key = (block.first, target.kind, target.source.rolls_up)
        if key not in self._axes:
            self._axes[key] = _Axis(self, block, target)
        return self._axes[key]


class _Axis:
    """The areas of one kind in one block: which leaves they hold, and what is known of them where there is no row."""

    def __init__(self, run: _Run, block: Block, target: Target) -> None:
        self.run, self.block = run, block
        self.kind, self.rolls_up = target.kind, target.source.rolls_up
        homes = block.homes(self.kind, self.rolls_up)
        self.areas = tuple(sorted(set(homes.values())))
        self.row_of = {area: row for row, area in enumerate(self.areas)}
        at = run.group.kinds.index((self.kind, self.rolls_up))
        holders = sorted(
            (self.row_of[area], leaf)
            for leaf, areas in enumerate(run.leaves[1])
            if (area := areas[at]) and area in self.row_of
        )
        self.leaves = np.array([leaf for _, leaf in holders], dtype=np.intp)
        self.starts = np.searchsorted([row for row, _ in holders], np.arange(len(self.areas)))
        scope_of = {home: scope for (scope, _), home in homes.items()}
        self.scope_of = np.array([block.scopes.index(scope_of[area]) for area in self.areas], dtype=np.int16)
        dataset = run.group.shelf.dataset
        self.zero = dataset.absent_rows == "zero"
        self.fills = bool(dataset.scope) and self.zero

    def summed(self, by_leaf: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        """Leaves added up to areas."""
        return np.add.reduceat(by_leaf[self.leaves], self.starts, axis=0)

    def any(self, by_leaf: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
        """Whether any leaf of an area has it."""
        return np.logical_or.reduceat(by_leaf[self.leaves], self.starts, axis=0)

    def _cells(self) -> npt.NDArray[np.bool_]:
        return np.zeros((len(self.areas), self.block.periods), np.bool_)

    def _column(self, month: int) -> int:
        return (month - self.block.first) // self.run.group.step

    @cached_property
    def states(self) -> npt.NDArray[np.uint8]:
        """The state of cells without a row: zero where the supplier drops zero rows and knows the area, else missing."""
        zeros = self._cells()
        shelf = self.run.group.shelf
        for (scope, month), place in self.block.supply.items() if self.zero else ():
            if self.fills:
                zeros[self.scope_of == self.block.scopes.index(scope), self._column(month)] = True
            else:
                known = set(shelf.homes(place, self.kind, self.rolls_up).values())
                zeros[[self.row_of[area] for area in known], self._column(month)] = True
        return np.where(zeros, PRESENT, MISSING).astype(np.uint8)

    @cached_property
    def partial(self) -> npt.NDArray[np.bool_]:
        """Sums of which the supplying snapshot lacks a borough."""
        lacking = self._cells()
        if self.kind in self.block.rolled and self.rolls_up:
            rows = {
                place: [self.row_of[area] for area in self.block.partial(place, self.kind) if area in self.row_of]
                for place in self.block.places
            }
            for (_, month), place in self.block.supply.items():
                lacking[rows[place], self._column(month)] = True
        return lacking

    @cached_property
    def origin(self) -> npt.NDArray[np.int16]:
        """For each scope and period the place of its snapshot among the block's."""
        origin = np.full((len(self.block.scopes), self.block.periods), NO_ORIGIN, np.int16)
        for (scope, month), place in self.block.supply.items():
            origin[self.block.scopes.index(scope), self._column(month)] = self.block.places.index(place)
        return origin


def groups_of(shelf: Shelf, targets: Iterable[Target]) -> list[Group]:
    """Targets that are supplied alike, together: by carrying snapshots, then by which month comes from which."""
    carried: dict[tuple[str, bool, tuple[int, ...]], list[Target]] = {}
    places = range(len(shelf.snapshots))
    for target in targets:
        carrying = tuple(place for place in places if shelf.carries(place, target))
        carried.setdefault((target.kind, target.source.rolls_up, carrying), []).append(target)
    groups: list[Group] = []
    for (kind, rolls_up, carrying), mine in carried.items():
        origin = shelf.origin(carrying, kind, rolls_up)
        for _, alike in itertools.groupby(sorted(mine, key=_periods), key=_periods):
            listed = list(alike)
            same = next((group for group in groups if group.origin == origin and group.targets[0].measure.periods
                         == listed[0].measure.periods), None)  # fmt: skip
            if same:
                same.targets += listed
            elif origin:
                groups.append(Group(shelf, listed, origin))
    return groups


def _periods(target: Target) -> str:
    return target.measure.periods

"""From the engine's sums to series: classes of categories, leaves of areas, months; then measures and wider areas in NumPy.

Only what is exact and the same on every engine runs there: filter, join, group, sum (TECH 13). Categories are led to classes
(combinations that the same measures count), areas to leaves (areas that the same wider areas hold), so that the engine's answer
is as small as can be; measures, wider areas and blocks are sums over its cube.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from peelian.figures.combinations import distinct, int64s
from peelian.figures.compute.blocks import Block, Group, Leaves
from peelian.figures.compute.engines import Engine
from peelian.figures.compute.question import Part, Question
from peelian.figures.compute.series import MISSING, NO_ORIGIN, PRESENT, PROJECTION, Series
from peelian.figures.compute.supply import Target, counted

MOST_CELLS = 1 << 24
"""A cube of so many cells (class × leaf × month, 128 MB) is asked for at once: this bounds memory, whatever is loaded."""

Marks = npt.NDArray[np.bool_] | None
Leafwise = tuple[npt.NDArray[np.int64], Marks, Marks, Marks]
"""Leaf × month: values, which have rows, which have gaps, which have a lesser rank."""


@dataclass
class Cube:
    """The engine's sums for a run of blocks: class × leaf × month of values; which cells have rows, gaps, a lesser rank.

    Marks are None where none are needed: rows need no marks where a cell without one is a figure, zero, all the same.
    """

    first: int
    classes: npt.NDArray[np.bool_]
    values: npt.NDArray[np.int64]
    seen: Marks
    gaps: Marks
    ranked: Marks


def blocks_of(group: Group, blocks: Sequence[Block], engine: Engine) -> Iterator[tuple[Block, list[Series]]]:
    """The series of every target for each of the blocks, computed in runs of bounded size."""
    for run in runs_of(group, blocks):
        whole = Run(group, run)
        cube = whole.cube(engine)
        for block in run:
            yield block, [whole.series(cube, block, place) for place in range(len(group.targets))]


def runs_of(group: Group, blocks: Sequence[Block]) -> Iterator[list[Block]]:
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


class Run:
    """Blocks that are asked for at once: the classes, leaves and months that they share."""

    def __init__(self, group: Group, blocks: Sequence[Block]) -> None:
        self.group, self.blocks = group, list(blocks)
        self.first, self.last = blocks[0].first, blocks[-1].last
        self._leafwise: dict[bytes, Leafwise] = {}
        self._axes: dict[tuple[int, str, bool], Axis] = {}

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
        said = {
            str((source.where, source.where_not)): source for source in (item.source for item in self.group.targets)
        }
        found = {text: counted(combined, columns, source) for text, source in said.items()}  # kinds of area share them
        counts = np.column_stack(
            [found[str((item.source.where, item.source.where_not))] for item in self.group.targets]
        )
        wanted = counts.any(axis=1)
        kinds, index = np.unique(counts[wanted], axis=0, return_inverse=True)
        links = combined.take(int64s(np.flatnonzero(wanted))).append_column("category", int64s(index.ravel()))
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

    @cached_property
    def _leaf_of(self) -> dict[str, dict[str, int]]:
        """For each scope: printed name -> leaf."""
        found: dict[str, dict[str, int]] = {}
        for (scope, name), leaf in self.leaves[0].items():
            found.setdefault(scope, {})[name] = leaf
        return found

    def cube(self, engine: Engine) -> Cube:
        """Ask the engine, and place its sums."""
        links, classes = self.classes
        leaves = self.leaves[1]
        shape = (len(classes), len(leaves), (self.last - self.first) // self.group.step + 1)
        snapshots = [self.group.shelf.snapshots[place] for place in self.places]
        any_gaps = any(item.gaps for item in snapshots)
        any_rank = any(rank > 0 for item in snapshots for _, rank in item.months)
        cube = Cube(
            self.first, classes, np.zeros(shape, np.int64),
            *(np.zeros(shape, np.bool_) if needed else None for needed in (not self.group.fills, any_gaps, any_rank)),
        )  # fmt: skip
        if len(links) and leaves:
            question = Question(self.group.columns, links, tuple(self._parts()), any_gaps, any_rank)
            for batch in engine.answer(question):
                self._add(cube, batch)
        return cube

    def _add(self, cube: Cube, batch: pa.RecordBatch) -> None:
        if batch.column("value").null_count:
            batch = batch.set_column(batch.schema.names.index("value"), "value", batch.column("value").fill_null(0))
        column = {name: batch.column(name).to_numpy(zero_copy_only=False) for name in batch.schema.names}
        offset = column["month"].astype(np.int64) - self.first
        fits = (offset % self.group.step == 0) & (offset >= 0)
        if not fits.all():
            column, offset = {name: values[fits] for name, values in column.items()}, offset[fits]
        shape = cube.values.shape
        cell = (column["category"] * shape[1] + column["leaf"]) * shape[2] + offset // self.group.step
        np.add.at(cube.values.reshape(-1), cell, column["value"].astype(np.int64, copy=False))
        if cube.seen is not None:
            cube.seen.reshape(-1)[cell] = True
        if cube.gaps is not None:
            cube.gaps.reshape(-1)[cell[column["gaps"] > 0]] = True
        if cube.ranked is not None:
            cube.ranked.reshape(-1)[cell[column["rank"] > 0]] = True

    def _parts(self) -> Iterator[Part]:
        """Sets of files that are read alike: a force's monthly files together, any other by itself and the rank it has."""
        supplied: dict[int, set[int]] = {}
        for block in self.blocks:
            for (_, month), place in block.supply.items():
                supplied.setdefault(place, set()).add(month)
        shelf = self.group.shelf
        whole: dict[str, list[int]] = {}
        for place in self.places:
            snapshot, scope = shelf.snapshots[place], shelf.scopes[place]
            if shelf.dataset.scope and {month for month, _ in snapshot.months} == supplied[place]:
                whole.setdefault(scope, []).append(place)
                continue
            rank_of = snapshot.rank_of
            for rank in sorted({rank_of[month] for month in supplied[place]}):
                months = sorted(month for month in supplied[place] if rank_of[month] == rank)
                yield self._part(scope, [place], tuple(months), rank)
        for scope, places in whole.items():
            yield self._part(scope, places, None, None)

    def _part(self, scope: str, places: list[int], months: tuple[int, ...] | None, rank: int | None) -> Part:
        mine = self._leaf_of.get(scope, {})
        homes = pa.table({"area": pa.array(mine, pa.string()), "leaf": pa.array(mine.values(), pa.int64())})
        return Part(tuple(self.group.shelf.snapshots[place].parquet for place in places), homes, months, rank)

    def series(self, cube: Cube, block: Block, place: int) -> Series:
        """The figures of one target in one block, and for every cell whether it is a figure, a zero or missing."""
        target, step = self.group.targets[place], self.group.step
        start = (block.first - self.first) // step
        columns = slice(start, start + block.periods)
        summed, seen, gaps, ranked = self._of_target(cube, cube.classes[:, place])
        axis = self._axis(block, target)
        values = axis.summed(summed[:, columns])
        states = axis.states.copy()
        if seen is not None:
            states[axis.any(seen[:, columns])] = PRESENT
        if gaps is not None:
            states[axis.any(gaps[:, columns])] = MISSING
        if axis.partial is not None:
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

    def _of_target(self, cube: Cube, mask: npt.NDArray[np.bool_]) -> Leafwise:
        """The cube's classes that a target counts, added up; kept, because its other kinds and blocks ask again."""
        key = mask.tobytes()
        if key not in self._leafwise:
            seen, gaps, ranked = (
                None if marks is None else np.asarray(np.any(marks[mask], axis=0))
                for marks in (cube.seen, cube.gaps, cube.ranked)
            )
            self._leafwise[key] = (cube.values[mask].sum(axis=0), seen, gaps, ranked)
        return self._leafwise[key]

    def _axis(self, block: Block, target: Target) -> Axis:
        key = (block.first, target.kind, target.source.rolls_up)
        if key not in self._axes:
            self._axes[key] = Axis(self, block, target)
        return self._axes[key]


class Axis:
    """The areas of one kind in one block: which leaves they hold, and what is known of them where there is no row."""

    def __init__(self, run: Run, block: Block, target: Target) -> None:
        self.run, self.block = run, block
        self.kind, self.rolls_up = target.kind, target.source.rolls_up
        at = run.group.kinds.index((self.kind, self.rolls_up))
        scope_of = block.leaves.scope_of[at]
        self.areas = tuple(sorted(scope_of))
        self.row_of = {area: row for row, area in enumerate(self.areas)}
        holders = sorted(
            (self.row_of[area], leaf)
            for leaf, areas in enumerate(run.leaves[1])
            if (area := areas[at]) and area in self.row_of
        )
        self.leaves = np.array([leaf for _, leaf in holders], dtype=np.intp)
        self.starts = np.searchsorted([row for row, _ in holders], np.arange(len(self.areas)))
        self.scope_of = np.array([block.scopes.index(scope_of[area]) for area in self.areas], dtype=np.int16)
        self.zero = run.group.shelf.dataset.absent_rows == "zero"
        self.fills = run.group.fills

    def summed(self, by_leaf: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        """Leaves added up to areas."""
        if len(self.leaves) == len(self.areas):  # a leaf each
            return by_leaf[self.leaves]
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
    def partial(self) -> npt.NDArray[np.bool_] | None:
        """Sums of which the supplying snapshot lacks a borough; None where there can be none."""
        if self.kind not in self.block.rolled or not self.rolls_up:
            return None
        lacking = self._cells()
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

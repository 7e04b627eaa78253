"""What is computed together: measures that the same files carry, cut into calendar years, areas led to leaves."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from peelian.figures.canonical import sha256_of
from peelian.figures.catalogue import PERIODS
from peelian.figures.compute.supply import Origin, Shelf, Target, columns_of
from peelian.figures.periods import ends_period

BLOCK = 12
"""Months of a block: a calendar year."""
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

    @property
    def fills(self) -> bool:
        """Whether an area without a row is a zero wherever its scope has a file."""
        dataset = self.shelf.dataset
        return bool(dataset.scope) and dataset.absent_rows == "zero"

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
    def digest(self) -> str:
        """A hash of what its measures count."""
        dataset = self.shelf.dataset
        targets = [
            [item.measure.id, item.kind, item.source.where, item.source.where_not, item.source.rolls_up,
             item.measure.protect, item.measure.periods] for item in self.targets
        ]  # fmt: skip
        return sha256_of([targets, [dataset.id, dataset.absent_rows, dataset.scope]])

    @cached_property
    def leaves_of(self) -> dict[Any, Leaves]:
        """Leaves by the names that they are of: most blocks have the same."""
        return {}

    @cached_property
    def blocks(self) -> list[Block]:
        """Calendar years of a monthly series that any file is there for; one block of any other."""
        first, last = self.span
        if self.step > 1:
            return [Block(self, first, last)]
        starts = range(first - first % BLOCK, last + 1, BLOCK)
        blocks = [Block(self, max(first, start), min(last, start + BLOCK - 1)) for start in starts]
        return [block for block in blocks if block.supply]


class Leaves:
    """Areas as printed, led to leaves: those that the same areas hold, of every kind that is asked for, are one leaf."""

    def __init__(self, homes: Sequence[dict[tuple[str, str], str]]) -> None:
        self.scope_of = [{home: scope for (scope, _), home in found.items()} for found in homes]
        """For each kind: area -> the scope whose rows count towards it."""
        names = sorted(set().union(*homes))
        place: dict[tuple[str | None, ...], int] = {}
        self.leaf_of = {name: place.setdefault(tuple(home.get(name) for home in homes), len(place)) for name in names}
        """(Scope, printed name) -> leaf."""
        self.areas = list(place)
        """For each leaf the areas that hold it, one for each kind."""

    @cached_property
    def digest(self) -> str:
        """A hash of which printed area counts where."""
        scopes, names = zip(*self.leaf_of, strict=True) if self.leaf_of else ((), ())
        return sha256_of([scopes, names, [*self.leaf_of.values()], self.areas])


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
        names = tuple((scope, tuple(listed)) for scope, listed in self.names.items())
        if names not in self.group.leaves_of:
            self.group.leaves_of[names] = Leaves([self.homes(*kind) for kind in self.group.kinds])
        return self.group.leaves_of[names]

    @cached_property
    def _rows(self) -> list[Any]:
        """Everything that the block's figures follow from, but for where areas count."""
        shelf = self.group.shelf
        supply = [
            [scope, month, shelf.snapshots[place].table_sha256, shelf.snapshots[place].sha256]
            for (scope, month), place in self.supply.items()
        ]
        return [FORMAT, self.group.digest, [self.first, self.last, self.group.step], supply]

    @cached_property
    def recipe(self) -> str:
        """A hash of everything that could change the block's figures, found without a look at any file: the same, the same figures.

        Another area anywhere gives another recipe, though it may not concern the block; ``key`` tells.
        """
        return sha256_of([self._rows, self.group.shelf.areas.sha256])

    @cached_property
    def key(self) -> str:
        """A hash of everything that the block's figures follow from: the same key, the same figures."""
        whole = [[kind, sorted(self.partial(place, kind))] for kind in self.rolled for place in self.places]
        return sha256_of([self._rows, self.leaves.digest, whole])

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


def groups_of(shelf: Shelf, targets: Iterable[Target]) -> list[Group]:
    """Targets that are supplied alike, together: by carrying snapshots, then by which month comes from which."""
    carried: dict[tuple[str, bool, tuple[int, ...]], list[Target]] = {}
    for target in targets:
        carrying = shelf.carrying(target)
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

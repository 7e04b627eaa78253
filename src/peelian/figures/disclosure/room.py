"""How far counts of one series could be other than they are, while every sum that is shown of them stays what it is.

A *move* changes the months of a series by whole numbers and the months of another, its partner, by the opposite. Sums over runs of
months are differences of running totals: a shown run demands that two running totals of a move are equal, and that no month falls
below zero bounds the difference of two neighbours. Such systems are shortest paths (Bellman 1958; Cormen, Leiserson, Rivest and
Stein, "Difference constraints and shortest paths"), whose answers are whole numbers: each bound is reached by a table of whole
numbers that cannot be told from the true one. Distances are capped at the threshold, beyond which more room makes no difference.

A *node* is the start of a month, or the end of the last. Distances are kept between the nodes where shown runs begin or end; any
other node is left by one of the two nearest of these.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from peelian.figures.compute.series import Ints

Mask = npt.NDArray[np.bool_]
Places = npt.NDArray[np.intp]
Run = tuple[int, int]
"""A run of months: the node where it starts and the node where it ends."""


@dataclass(frozen=True)
class Frame:
    """The nodes at which runs may begin or end, and for every node the places of the nearest of these before and after it."""

    nodes: Places
    before: Places
    after: Places

    def place(self, node: int) -> int:
        """Where a node stands among those of the frame."""
        return int(self.before[node])


@lru_cache(maxsize=256)
def frame_of(months: int, runs: tuple[Run, ...]) -> Frame:
    """The frame of some runs within so many months."""
    nodes = np.array(sorted({0, months}.union(*runs)), np.intp)
    every = np.arange(months + 1)
    return Frame(nodes, np.searchsorted(nodes, every, "right") - 1, np.searchsorted(nodes, every, "left"))


@dataclass(frozen=True)
class Needs:
    """Runs of months that need room: of which series (``of`` so many), from node to node, and how much.

    From an earlier node to a later one it is how many more the months between may have to be, else how many fewer.
    """

    series: Places
    start: Places
    end: Places
    amount: Ints
    of: int

    def some(self, places: Places) -> Needs:
        """The needs of some series, which are then 0, 1, 2 …"""
        at = np.full(self.of, -1, np.intp)
        at[places] = np.arange(len(places))
        mine = at[self.series] >= 0
        return Needs(at[self.series[mine]], self.start[mine], self.end[mine], self.amount[mine], len(places))

    def where(self, kept: Mask) -> Needs:
        """Some of them."""
        return Needs(self.series[kept], self.start[kept], self.end[kept], self.amount[kept], self.of)

    def without(self, lost: Iterable[tuple[int, Mask]], months: int) -> Needs:
        """Those but the ones that are lost: of a series, from node to node."""
        gone = np.zeros((self.of, months + 1, months + 1), np.bool_)
        for series, mask in lost:
            gone[series] = mask
        return self.where(~gone[self.series, self.start, self.end])

    def turned(self) -> Needs:
        """The same of what gains where this loses."""
        return Needs(self.series, self.end, self.start, self.amount, self.of)

    def joined(self, other: Needs) -> Needs:
        """Both, of the same series."""
        return Needs(
            np.concatenate([self.series, other.series]), np.concatenate([self.start, other.start]),
            np.concatenate([self.end, other.end]), np.concatenate([self.amount, other.amount]), self.of,
        )  # fmt: skip


def needs(counts: Ints, threshold: int) -> Needs:
    """The room that the rule asks for: a run of months that counts 1 to threshold - 1 must be able to be any of these.

    Every run, because months, quarters, years and rolling years are all runs, and so is whatever subtraction gives in time.
    """
    total = _running(counts)
    sums = total[:, None, :] - total[:, :, None]
    series, first, last = np.nonzero((sums > 0) & (sums < threshold))
    found = sums[series, first, last]
    start, end = np.concatenate([first, last]), np.concatenate([last, first])
    amount = np.concatenate([threshold - 1 - found, found - 1])
    wanted = amount > 0
    return Needs(np.tile(series, 2)[wanted], start[wanted], end[wanted], amount[wanted], len(counts))


def _running(months: Ints) -> Ints:
    return np.concatenate([np.zeros((len(months), 1), np.int64), np.cumsum(months, axis=1)], axis=1)


@dataclass
class Room:
    """Distances of some series between the nodes of a frame; running totals of how many more and fewer months could have."""

    frame: Frame
    cap: int
    matrix: npt.NDArray[np.int8]
    more: Ints
    fewer: Ints

    def some(self, places: Places | Mask) -> Room:
        """Of some series."""
        return Room(self.frame, self.cap, self.matrix[places], self.more[places], self.fewer[places])

    def shut(self, run: Run) -> Room:
        """Once the sum of a run is shown as well: two nodes become one."""
        first, last = (self.frame.place(node) for node in run)
        there = self.matrix[:, :, first, None] + self.matrix[:, None, last, :]
        back = self.matrix[:, :, last, None] + self.matrix[:, None, first, :]
        np.minimum(there, back, out=there)
        np.minimum(there, self.matrix, out=there)
        return Room(self.frame, self.cap, there, self.more, self.fewer)

    def shut_all(self, runs: Sequence[Run], masks: Mask) -> Room:
        """Once runs are shown: ``masks`` is series × runs."""
        room = self
        for run, mask in zip(runs, masks.T, strict=True):
            if mask.all():
                room = room.shut(run)
            elif mask.any():
                matrix = room.matrix.copy()
                matrix[mask] = room.some(mask).shut(run).matrix
                room = Room(self.frame, self.cap, matrix, self.more, self.fewer)
        return room

    def reach(self, wanted: Needs) -> Ints:
        """How much room each need has, as far as the cap."""
        series, start, end = wanted.series, wanted.start, wanted.end
        before, after, nodes = self.frame.before, self.frame.after, self.frame.nodes
        best = np.full(len(series), self.cap, np.int64)
        for leave in (before[start], after[start]):
            for arrive in (before[end], after[end]):
                way = self._along(series, start, nodes[leave]) + self.matrix[series, leave, arrive]
                best = np.minimum(best, way + self._along(series, nodes[arrive], end))
        between = (before[start] == before[end]) & (after[start] == after[end])
        best[between] = np.minimum(best[between], self._along(series, start, end)[between])
        return best

    def _along(self, series: Places, start: Places, end: Places) -> Ints:
        """The distance from one node to another, month by month."""
        up = self.more[series, end] - self.more[series, start]
        return np.where(end >= start, up, self.fewer[series, start] - self.fewer[series, end])


def open_room(frame: Frame, fewer: Ints, more: Ints, cap: int) -> Room:
    """Room where nothing is shown: series × months of how many fewer and how many more there could be in each month."""
    down, up = (_running(np.clip(bound, 0, cap)) for bound in (fewer, more))
    high, low = up[:, frame.nodes], down[:, frame.nodes]
    forward = np.clip(high[:, None, :] - high[:, :, None], 0, cap)
    backward = np.clip(low[:, :, None] - low[:, None, :], 0, cap)
    return Room(frame, cap, (forward + backward).astype(np.int8), up, down)  # one of the two is 0 on each side


def enough(reached: Iterable[Ints], wanted: Needs) -> Mask:
    """For each series whether every run that needs room has it by one of several ways."""
    best = np.zeros(len(wanted.series), np.int64)
    for room in reached:
        best = np.maximum(best, room)
    return np.bincount(wanted.series[best < wanted.amount], minlength=wanted.of) == 0

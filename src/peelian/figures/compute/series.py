"""The cube: one measure and area kind, areas × periods, as whole numbers that add up exactly.

A release stores a monthly series as blocks of one calendar year each, so that a release after one new month writes one block;
``joined`` puts them together again.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

MISSING, PRESENT = 0, 1
"""States of a cell. What is not loaded is missing; a zero is a value."""
PROVISIONAL, PROJECTION = 1, 2
"""Flags of a cell, added up."""
NO_ORIGIN = -1

Ints = npt.NDArray[np.int64]
States = npt.NDArray[np.uint8]
Origins = npt.NDArray[np.int16]


@dataclass(frozen=True)
class Series:
    """Figures of one measure for every area of a kind, by the source's own period.

    ``values`` are the figures times ten to the power ``scale``; ``first`` is the month ordinal in which the first period
    ends and ``step`` the months between two. ``scopes`` are the forces whose monthly files a series is from ("" for a
    publisher of one file for all), ``scope_of`` says which of them each area is of, and ``origin`` gives for each scope and
    period the input (a snapshot's hash in ``inputs``) that it is from. ``fills``: an area without a row is a zero wherever
    its scope has a file.
    """

    measure: str
    kind: str
    areas: tuple[str, ...]
    first: int
    step: int
    scale: int
    values: Ints
    states: States
    flags: States
    origin: Origins
    inputs: tuple[str, ...]
    scopes: tuple[str, ...]
    scope_of: Origins
    fills: bool = False

    @property
    def last(self) -> int:
        """Month ordinal in which the last period ends."""
        return self.first + self.step * (self.values.shape[1] - 1)

    @cached_property
    def row_of(self) -> dict[str, int]:
        """Where an area's figures stand."""
        return {area: row for row, area in enumerate(self.areas)}

    @cached_property
    def sheets(self) -> dict[Any, Any]:
        """Periods that were read off it for all areas (derive.sheet)."""
        return {}

    def place(self, month: int) -> int | None:
        """Which period ends with that month, if one does."""
        place, rest = divmod(month - self.first, self.step)
        return place if rest == 0 and 0 <= place < self.values.shape[1] else None

    @cached_property
    def held(self) -> list[int]:
        """The months in which any area has a figure, protected ones included."""
        return [self.first + self.step * int(place) for place in np.flatnonzero((self.states != MISSING).any(axis=0))]

    @cached_property
    def supplied(self) -> list[int]:
        """The places of periods that any file is there for."""
        return [int(place) for place in np.flatnonzero((self.origin != NO_ORIGIN).any(axis=0))]

    def input_at(self, row: int, place: int) -> str | None:
        """The snapshot that an area's period is from, if there is one."""
        origin = int(self.origin[self.scope_of[row], place])
        return self.inputs[origin] if origin != NO_ORIGIN else None

    @property
    def newest_input(self) -> str | None:
        """A snapshot that the last supplied period is from, if there is any."""
        if not self.supplied:
            return None
        return self.inputs[int(self.origin[:, self.supplied[-1]].max())]

    def value(self, number: int) -> Decimal:
        """A stored whole number as the figure it stands for."""
        return Decimal(int(number)).scaleb(-self.scale)

    def joins(self) -> list[tuple[int, str, str]]:
        """Months whose figures are from another publication than those of the period before: (month, before, from then on).

        Empty for files of a month each: every month would be one.
        """
        found = []
        if self.scopes == ("",):
            for before, place in itertools.pairwise(self.supplied):
                old, new = self.origin[0, before], self.origin[0, place]
                if old != new:
                    found.append((self.first + self.step * place, self.inputs[old], self.inputs[new]))
        return found


def joined(blocks: Sequence[Series]) -> Series:
    """One series from blocks of the same measure and kind, earliest first. Periods between them are missing."""
    if len(blocks) == 1:
        return blocks[0]
    first, last, step = blocks[0].first, blocks[-1].last, blocks[0].step
    areas = tuple(sorted({area for block in blocks for area in block.areas}))
    scopes = tuple(sorted({scope for block in blocks for scope in block.scopes}))
    inputs = tuple(dict.fromkeys(name for block in blocks for name in block.inputs))
    row_of = {area: row for row, area in enumerate(areas)}
    shape = (len(areas), (last - first) // step + 1)
    whole = replace(
        blocks[-1], areas=areas, first=first, inputs=inputs, scopes=scopes,
        values=np.zeros(shape, np.int64), states=np.full(shape, MISSING, np.uint8), flags=np.zeros(shape, np.uint8),
        origin=np.full((len(scopes), shape[1]), NO_ORIGIN, np.int16), scope_of=np.zeros(len(areas), np.int16),
    )  # fmt: skip
    for block in blocks:
        start = (block.first - first) // step
        rows = np.array([row_of[area] for area in block.areas], dtype=np.intp)
        _place(whole, block, rows, slice(start, start + block.values.shape[1]))
    if whole.fills:
        supplied = (whole.origin != NO_ORIGIN)[whole.scope_of]
        unseen = supplied & ~_covered(whole, blocks, row_of)
        whole.states[unseen] = PRESENT
    return whole


def _place(whole: Series, block: Series, rows: npt.NDArray[np.intp], columns: slice) -> None:
    whole.values[rows, columns] = block.values
    whole.states[rows, columns] = block.states
    whole.flags[rows, columns] = block.flags
    scopes = np.array([whole.scopes.index(scope) for scope in block.scopes], dtype=np.int16)
    inputs = np.array([*(whole.inputs.index(name) for name in block.inputs), NO_ORIGIN], dtype=np.int16)
    whole.origin[scopes, columns] = inputs[block.origin]
    whole.scope_of[rows] = scopes[block.scope_of]


def _covered(whole: Series, blocks: Sequence[Series], row_of: dict[str, int]) -> npt.NDArray[np.bool_]:
    """Which cells a block speaks of itself."""
    covered = np.zeros(whole.values.shape, dtype=np.bool_)
    for block in blocks:
        start = (block.first - whole.first) // whole.step
        covered[[row_of[area] for area in block.areas], start : start + block.values.shape[1]] = True
    return covered


def marked_provisional(series: Series, periods: int) -> Series:
    """The series with its last periods marked provisional: the next publication is likely to revise them."""
    if not periods:
        return series
    flags = series.flags.copy()
    flags[:, -periods:] |= PROVISIONAL
    return replace(series, flags=flags)

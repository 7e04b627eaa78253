"""The cube: one measure and area kind, areas × periods, as whole numbers that add up exactly."""

from __future__ import annotations

import io
import itertools
import json
from dataclasses import dataclass
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


@dataclass(frozen=True)
class Series:
    """Figures of one measure for every area of a kind, by the source's own period.

    ``values`` are the figures times ten to the power ``scale``; ``first`` is the month ordinal in which the first period
    ends and ``step`` the months between two; ``origin`` gives for each period the input (a snapshot's hash in ``inputs``)
    that it is from.
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
    origin: npt.NDArray[np.int16]
    inputs: tuple[str, ...]

    @property
    def last(self) -> int:
        """Month ordinal in which the last period ends."""
        return self.first + self.step * (self.values.shape[1] - 1)

    @cached_property
    def row_of(self) -> dict[str, int]:
        """Where an area's figures stand."""
        return {area: row for row, area in enumerate(self.areas)}

    def place(self, month: int) -> int | None:
        """Which period ends with that month, if one does."""
        place, rest = divmod(month - self.first, self.step)
        return place if rest == 0 and 0 <= place < self.values.shape[1] else None

    @cached_property
    def held(self) -> list[int]:
        """The months in which any area has a figure, protected ones included."""
        return [self.first + self.step * int(place) for place in np.flatnonzero((self.states != MISSING).any(axis=0))]

    def value(self, number: int) -> Decimal:
        """A stored whole number as the figure it stands for."""
        return Decimal(int(number)).scaleb(-self.scale)

    def joins(self) -> list[tuple[int, str, str]]:
        """Months whose figures are from another input than those of the period before: (month, before, from then on)."""
        found = []
        held = [place for place in range(len(self.origin)) if self.origin[place] != NO_ORIGIN]
        for before, place in itertools.pairwise(held):
            if self.origin[before] != self.origin[place]:
                month = self.first + self.step * place
                found.append((month, self.inputs[self.origin[before]], self.inputs[self.origin[place]]))
        return found

    def to_bytes(self) -> bytes:
        """The series as an .npz that NumPy alone can open; the same series always gives the same bytes."""
        about = {key: getattr(self, key) for key in ("measure", "kind", "areas", "first", "step", "scale", "inputs")}
        stream = io.BytesIO()
        np.savez(
            stream,
            about=np.frombuffer(json.dumps(about, sort_keys=True).encode(), dtype=np.uint8),
            values=self.values, states=self.states, flags=self.flags, origin=self.origin,
        )  # fmt: skip
        return stream.getvalue()

    @classmethod
    def from_bytes(cls, data: bytes) -> Series:
        """The series that ``to_bytes`` wrote. Raises ValueError or KeyError for anything else."""
        with np.load(io.BytesIO(data), allow_pickle=False) as held:
            about: dict[str, Any] = json.loads(held["about"].tobytes())
            arrays = {name: held[name] for name in ("values", "states", "flags", "origin")}
        return cls(**{**about, "areas": tuple(about["areas"]), "inputs": tuple(about["inputs"])}, **arrays)

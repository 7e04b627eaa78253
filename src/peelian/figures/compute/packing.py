"""The series of a block as bytes, and back: a line of JSON that says what stands where, then plain little-endian arrays.

The line holds the hash of every series' bytes, and the block is named by the hash of the line: one series can be read, and known
to be whole, without the others. docs/reference/stored-files.md shows how NumPy alone opens a block.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from peelian.figures.compute.series import Series

Key = tuple[str, str]
"""Measure and area kind."""

_ARRAYS = {"values": ("<i1", "<i2", "<i4", "<i8"), "states": ("|u1",), "flags": ("|u1",)}
"""The arrays of a series, in order, and the types they are stored in: the smallest that holds them."""
_HELD = {"values": np.int64, "states": np.uint8, "flags": np.uint8}


def pack(made: Sequence[Series]) -> list[bytes]:
    """The first line of a block, then the bytes of each of its series. The same series always give the same bytes.

    All are of the same periods and snapshots. Raises ValueError where there is none, or two are of one measure and kind.
    """
    if len({(series.measure, series.kind) for series in made}) != len(made) or not made:
        raise ValueError("a block holds at least one series, and each once")
    one = made[0]
    if any((item.first, item.step, item.scale, item.inputs, item.origin.tolist())
           != (one.first, one.step, one.scale, one.inputs, one.origin.tolist()) for item in made):  # fmt: skip
        raise ValueError("a block is of the same periods and snapshots")
    axes: dict[tuple[str, tuple[str, ...], bytes], int] = {}
    listed: list[dict[str, Any]] = []
    body: list[bytes] = []
    entries, at = [], 0
    for series in made:
        axis = axes.setdefault((series.kind, series.areas, series.scope_of.tobytes()), len(axes))
        if axis == len(listed):
            listed.append({"kind": series.kind, "areas": series.areas, "scope_of": _short(series.scope_of)})
        stored = {name: _packed(getattr(series, name), types) for name, types in _ARRAYS.items()}
        data = b"".join(rest for _, rest in stored.values())
        about = {name: said for name, (said, _) in stored.items()}
        entries.append({"measure": series.measure, "axis": axis, "at": at, "bytes": len(data),
                        "sha256": hashlib.sha256(data).hexdigest(), **about})  # fmt: skip
        body.append(data)
        at += len(data)
    head = {
        "first": one.first, "step": one.step, "periods": one.values.shape[1], "scale": one.scale, "fills": one.fills,
        "inputs": one.inputs, "scopes": one.scopes, "origin": one.origin.tolist(), "axes": listed, "series": entries,
    }  # fmt: skip
    return [json.dumps(head, separators=(",", ":")).encode("ascii") + b"\n", *body]


def _short(array: npt.NDArray[Any]) -> Any:
    """An array as a list; as one number where all are the same."""
    return int(array[0]) if array.size and (array == array[0]).all() else array.tolist()


def _packed(array: npt.NDArray[Any], types: Sequence[str]) -> tuple[int | str, bytes]:
    """The type an array is stored in, and its bytes; where all of it is one number that number, and no bytes."""
    low, high = (int(array.min()), int(array.max())) if array.size else (0, 0)
    if low == high:
        return low, b""
    fits = next(name for name in types if np.iinfo(name).min <= low and high <= np.iinfo(name).max)
    return fits, array.astype(fits).tobytes()


@dataclass(frozen=True)
class Axis:
    """Areas of a kind that series of a block share, and the place of each one's scope."""

    kind: str
    areas: tuple[str, ...]
    scope_of: npt.NDArray[np.int16]


@dataclass(frozen=True)
class Head:
    """The first line of a block, understood: ``size`` is its bytes, ``end`` those of the whole block."""

    first: int
    step: int
    periods: int
    scale: int
    fills: bool
    inputs: tuple[str, ...]
    scopes: tuple[str, ...]
    origin: npt.NDArray[np.int16]
    axes: tuple[Axis, ...]
    entries: dict[Key, dict[str, Any]]
    size: int
    end: int

    @classmethod
    def of(cls, line: bytes) -> Head:
        """Raises ValueError, KeyError or TypeError for anything that ``pack`` did not write."""
        about = json.loads(line)
        axes = tuple(
            Axis(axis["kind"], _shared(tuple(axis["areas"])), _long(axis["scope_of"], len(axis["areas"])))
            for axis in about["axes"]
        )
        entries = {(entry["measure"], axes[entry["axis"]].kind): entry for entry in about["series"]}
        origin = np.array(about["origin"], np.int16).reshape(len(about["scopes"]), about["periods"])
        plain = {name: about[name] for name in ("first", "step", "periods", "scale", "fills")}
        end = len(line) + sum(int(entry["bytes"]) for entry in entries.values())
        return cls(**plain, inputs=tuple(about["inputs"]), scopes=tuple(about["scopes"]), origin=origin, axes=axes,
                   entries=entries, size=len(line), end=end)  # fmt: skip

    def same(self, key: Key, other: Head) -> bool:
        """Whether another block holds the same figures of a series, for the same areas and periods."""
        mine, theirs = self.entries[key], other.entries[key]
        return (
            (self.first, self.step, self.periods, self.scale) == (other.first, other.step, other.periods, other.scale)
            and all(mine[name] == theirs[name] for name in ("sha256", *_ARRAYS))
            and self.axes[mine["axis"]].areas == other.axes[theirs["axis"]].areas
        )

    def series(self, key: Key, data: bytes) -> Series:
        """A series from its bytes. Raises ValueError, which names it, where they are not those that the line names."""
        entry = self.entries[key]
        if hashlib.sha256(data).hexdigest() != entry["sha256"]:
            raise ValueError(f"{key[0]} by {key[1]}")
        axis = self.axes[entry["axis"]]
        shape, at, arrays = (len(axis.areas), self.periods), 0, {}
        for name, held in _HELD.items():
            stored = entry[name]
            if isinstance(stored, int):
                arrays[name] = _filled(shape, stored, held)
                continue
            read = np.frombuffer(data, stored, shape[0] * shape[1], at).reshape(shape)
            arrays[name], at = read.astype(held), at + read.nbytes
        return Series(
            key[0], key[1], axis.areas, self.first, self.step, self.scale, origin=self.origin, inputs=self.inputs,
            scopes=self.scopes, scope_of=axis.scope_of, fills=self.fills, **arrays,
        )  # fmt: skip


@lru_cache(maxsize=256)
def _shared(areas: tuple[str, ...]) -> tuple[str, ...]:
    """The same areas as one object: most blocks have those of their neighbours."""
    return areas


def _long(stored: int | list[int], size: int) -> npt.NDArray[np.int16]:
    """What ``_short`` made of an array."""
    return _filled((size,), stored, np.int16) if isinstance(stored, int) else np.array(stored, np.int16).reshape(size)


@lru_cache(maxsize=256)
def _filled(shape: tuple[int, ...], number: int, held: Any) -> npt.NDArray[Any]:
    """An array of one number, the same object for all who ask: nobody may write to it."""
    array = np.full(shape, number, held)
    array.flags.writeable = False
    return array

"""The series of a block as bytes, and back: a line of JSON that says what stands where, then plain little-endian arrays.

The line holds the hash of every series' bytes, and the block is named by the hash of the line: one series can be read, and known
to be whole, without the others. docs/reference/stored-files.md shows how NumPy alone opens a block.
"""

from __future__ import annotations

import hashlib
import itertools
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from peelian.figures.compute.series import NO_ORIGIN, Series, joined

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

    def same(self, other: Axis) -> bool:
        """Whether they are the same areas of the same scopes."""
        return self is other or (
            self.areas == other.areas
            and (self.scope_of is other.scope_of or np.array_equal(self.scope_of, other.scope_of))
        )


@dataclass(frozen=True, eq=False)
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

    def checked(self, key: Key, data: bytes) -> bytes:
        """The bytes of a series. Raises ValueError, which names it, where they are not those that the line is of."""
        if hashlib.sha256(data).hexdigest() != self.entries[key]["sha256"]:
            raise ValueError(f"{key[0]} by {key[1]}")
        return data

    def axis(self, key: Key) -> Axis:
        """The areas of a series."""
        return self.axes[self.entries[key]["axis"]]

    @property
    def end_month(self) -> int:
        """Month ordinal in which the next block's first period would end."""
        return self.first + self.step * self.periods


def unpack(key: Key, heads: Sequence[Head], data: Sequence[bytes | memoryview]) -> Series:
    """A series from its bytes in blocks, which have been checked, earliest first."""
    time = _timeline(tuple(heads))
    axis = heads[0].axis(key)
    if time is None or not all(axis.same(head.axis(key)) for head in heads):
        return joined([unpack(key, [head], [mine]) for head, mine in zip(heads, data, strict=True)])
    shape = (len(axis.areas), time.origin.shape[1])
    stored = [head.entries[key] for head in heads]
    at = [0] * len(heads)
    arrays = {}
    for name, held in _HELD.items():
        kinds = {entry[name] for entry in stored}
        if len(kinds) == 1 and isinstance(stored[0][name], int):
            arrays[name] = _filled(shape, stored[0][name], held)
            continue
        arrays[name], start = np.empty(shape, held), 0
        for place, head in enumerate(heads):
            columns = slice(start, start + head.periods)
            at[place] += _read_into(arrays[name][:, columns], stored[place][name], data[place], at[place])
            start = columns.stop
    one = heads[0]
    return Series(
        key[0], key[1], axis.areas, one.first, one.step, one.scale, origin=time.origin, inputs=time.inputs,
        scopes=one.scopes, scope_of=axis.scope_of, fills=one.fills, **arrays,
    )  # fmt: skip


def _read_into(target: npt.NDArray[Any], stored: int | str, data: bytes | memoryview, at: int) -> int:
    """Fill part of an array with what a block holds of it; returns how many bytes that were."""
    if isinstance(stored, int):
        target[:] = stored
        return 0
    read = np.frombuffer(data, stored, target.size, at)
    target[:] = read.reshape(target.shape)
    return read.nbytes


@dataclass(frozen=True)
class _Timeline:
    """The snapshots of blocks that follow one another, and for each scope and period the place of its own among them."""

    inputs: tuple[str, ...]
    origin: npt.NDArray[np.int16]


@lru_cache(maxsize=256)
def _timeline(heads: tuple[Head, ...]) -> _Timeline | None:
    """What blocks have in common, found once for all of their series; None where one does not begin where the one before ends."""
    for before, after in itertools.pairwise(heads):
        if (before.end_month, before.step, before.scopes, before.scale) != (
            after.first,
            after.step,
            after.scopes,
            after.scale,
        ):
            return None
    place = {name: at for at, name in enumerate(dict.fromkeys(name for head in heads for name in head.inputs))}
    origin = [np.array([*(place[name] for name in head.inputs), NO_ORIGIN], np.int16)[head.origin] for head in heads]
    return _Timeline(tuple(place), np.concatenate(origin, axis=1))


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

"""Street files like those of data.police.uk, as many rows as wanted: ``python -m benchmarks.generate 12000000 132``.

What is real about them: the header, the order of rows (small areas by name, rows without a place last), the categories and how
often they come, crime ids of 64 hexadecimal digits except for anti-social behaviour, points shared by many crimes, rows that are
alike in every cell, a few rows from places outside the force's area, outcomes that depend on the category.
"""

from __future__ import annotations

import json
import shutil
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from benchmarks.geography import SEED, SMALL_AREAS, geography, points, write_lookups
from benchmarks.measures import NO_SUSPECT, OPEN, OTHER, OUTCOMES, POSITIVE, TYPES, UNABLE
from benchmarks.places import CACHE, FILE_BYTES, need_room
from pyarrow import csv

VERSION = 2
FIRST_MONTH = (2013, 4)
HEADER = ("Crime ID", "Month", "Reported by", "Falls within", "Longitude", "Latitude", "Location", "LSOA code", "LSOA name",
          "Crime type", "Last outcome category", "Context")  # fmt: skip
_CENTRAL = {"Bicycle theft", "Drugs", "Other theft", "Robbery", "Shoplifting", "Theft from the person"}
_OUTSIDE = ("E01023719", "Epping Forest 016A"), ("E01030328", "Elmbridge 004B"), ("E01021562", "Dartford 001C")


@dataclass(frozen=True)
class Plan:
    """How much to generate. ``newest`` months are under investigation more often."""

    rows: int = 12_000_000
    months: int = 132
    seed: int = SEED
    version: int = VERSION


def street_files(plan: Plan) -> Path:
    """The folder of a plan's files and look-ups: made now, or found complete from last time.

    Raises SystemExit, in words, where the disk has too little room.
    """
    folder = CACHE / f"street-{plan.rows}-{plan.months}"
    told = folder / "complete.json"
    if told.is_file() and json.loads(told.read_text(encoding="utf-8")) == asdict(plan):
        return folder
    shutil.rmtree(folder, ignore_errors=True)
    need_room(plan.rows * FILE_BYTES, f"{plan.rows:,} generated rows")
    folder.mkdir(parents=True)
    print(f"generating {plan.rows:,} rows in {plan.months} months …", file=sys.stderr, flush=True)
    began = time.perf_counter()
    counts = _monthly(plan)
    with ProcessPoolExecutor(2, get_context("spawn")) as pool:  # a fork would copy Arrow's threads half
        list(pool.map(_write_month, [folder] * plan.months, range(plan.months), counts, [plan] * plan.months))
    write_lookups(folder / "lookups")
    told.write_text(json.dumps(asdict(plan)), encoding="utf-8")
    print(f"  done in {time.perf_counter() - began:.0f} s", file=sys.stderr, flush=True)
    return folder


def month_names(months: int) -> list[str]:
    """``2013-04`` and so on."""
    first = FIRST_MONTH[0] * 12 + FIRST_MONTH[1] - 1
    return [f"{ordinal // 12}-{ordinal % 12 + 1:02d}" for ordinal in range(first, first + months)]


def month_file(folder: Path, month: str) -> Path:
    """Where a month lies, as in the publisher's archives."""
    return folder / "street" / month / f"{month}-metropolitan-street.csv"


def _monthly(plan: Plan) -> list[int]:
    """Rows of each month: a slow rise, a summer, some noise; exactly as many in all as wanted."""
    chance, months = np.random.default_rng(plan.seed), np.arange(plan.months)
    weights = (1 + months / 600) * (1 + 0.08 * np.sin(months / 6 * np.pi)) * chance.normal(1, 0.02, plan.months)
    edges = np.rint(np.cumsum(weights) / weights.sum() * plan.rows).astype(np.int64)
    return [int(count) for count in np.diff(edges, prepend=0)]


def _write_month(folder: Path, place: int, count: int, plan: Plan) -> None:
    month = month_names(plan.months)[place]
    path = month_file(folder, month)
    path.parent.mkdir(parents=True)
    with path.open("wb") as file:
        file.write(",".join(HEADER).encode() + b"\n")
        csv.write_csv(
            month_table(month, count, plan.months - place, np.random.default_rng([plan.seed, place])),
            file,
            csv.WriteOptions(include_header=False, quoting_style="none"),
        )


def month_table(month: str, count: int, age: int, chance: np.random.Generator) -> pa.Table:
    """One month's rows. ``age`` is 1 for the newest month; ``Falls within`` and ``Reported by`` are always the Met."""
    kinds = np.repeat(
        np.arange(len(TYPES)), chance.multinomial(count, np.array(list(TYPES.values())) / sum(TYPES.values()))
    )
    area = _homes(kinds, chance)
    order = np.lexsort((chance.random(count), area))
    kinds, area = kinds[order], area[order]
    spot = _spots(area, chance)
    met = pa.repeat("Metropolitan Police Service", count)
    spots = points()
    columns = [
        _crime_ids(kinds != 0, chance), pa.repeat(month, count), met, met,
        _text([*spots.longitude, None], spot), _text([*spots.latitude, None], spot),
        _text([*spots.location, "No Location"], spot),
        _text([*geography().codes, *(code for code, _ in _OUTSIDE), None], area),
        _text([*geography().names, *(name for _, name in _OUTSIDE), None], area),
        _text(list(TYPES), kinds), _text([*OUTCOMES, None], _outcomes(kinds, age, chance)), pa.nulls(count, pa.string()),
    ]  # fmt: skip
    return pa.table(dict(zip(HEADER, columns, strict=True)))


def _homes(kinds: npt.NDArray[np.int64], chance: np.random.Generator) -> npt.NDArray[np.int64]:
    """The small area of each row; after the last come the places outside, then ``nowhere``, about one row in twenty."""
    steady = np.random.default_rng(SEED + 2)  # where crime is dense stays so from month to month
    everywhere = steady.lognormal(0, 0.6, SMALL_AREAS)
    central = everywhere * steady.lognormal(0, 1.0, SMALL_AREAS)
    area = np.empty(len(kinds), dtype=np.int64)
    for place, name in enumerate(TYPES):
        mine = np.flatnonzero(kinds == place)
        weights = np.cumsum(central if name in _CENTRAL else everywhere)
        area[mine] = np.searchsorted(weights, chance.random(len(mine)) * weights[-1])
    drawn = chance.random(len(kinds))
    nowhere, outside = (drawn < 0.05) & (kinds != 0), drawn > 0.996
    area[outside] = SMALL_AREAS + chance.integers(0, len(_OUTSIDE), outside.sum())
    area[nowhere] = SMALL_AREAS + len(_OUTSIDE)
    return area


def _spots(area: npt.NDArray[np.int64], chance: np.random.Generator) -> npt.NDArray[np.int64]:
    """One of the points of each row's small area; that after the last where the row has no place."""
    first = points().first
    inside = np.minimum(area, SMALL_AREAS - 1)
    spot = first[inside] + (chance.random(len(area)) * np.diff(first)[inside]).astype(np.int64)
    return np.where(area < SMALL_AREAS + len(_OUTSIDE), spot, first[-1])


def _outcomes(kinds: npt.NDArray[np.int64], age: int, chance: np.random.Generator) -> npt.NDArray[np.int64]:
    """Which outcome each row has; that after the last, none, for anti-social behaviour."""
    groups = ((NO_SUSPECT,), (UNABLE,), OPEN, POSITIVE, OTHER)
    usual = np.array([0.50, 0.24, 0.10 + 0.5 / age, 0.13, 0.03])
    solved = usual * [0.2, 0.8, 1, 5, 2]
    outcome = np.full(len(kinds), len(OUTCOMES), dtype=np.int64)
    for place, name in enumerate(TYPES):
        mine = np.flatnonzero(kinds == place)
        shares = solved if name in ("Drugs", "Possession of weapons", "Shoplifting") else usual
        weights = np.concatenate(
            [share / np.arange(1, len(group) + 1) ** 1.5 for share, group in zip(shares, groups, strict=True)]
        )
        if place:
            bounds = np.cumsum(weights)
            outcome[mine] = np.searchsorted(bounds, chance.random(len(mine)) * bounds[-1])
    return outcome


def _crime_ids(has: npt.NDArray[np.bool_], chance: np.random.Generator) -> pa.Array:
    """64 hexadecimal digits where a row has an id, null where it has none."""
    offsets = np.concatenate([[0], np.cumsum(has) * 64]).astype(np.int32)
    digits = chance.bytes(32 * int(has.sum())).hex().encode()
    valid = pa.py_buffer(np.packbits(has, bitorder="little").tobytes())
    return pa.StringArray.from_buffers(len(has), pa.py_buffer(offsets.tobytes()), pa.py_buffer(digits), valid)


def _text(values: list[str | None], index: npt.NDArray[np.int64]) -> pa.Array:
    return pa.array(values, type=pa.string()).take(pa.array(index))


if __name__ == "__main__":
    print(json.dumps(str(street_files(Plan(*map(int, sys.argv[1:]))))))

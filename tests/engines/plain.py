"""A small mixed lake, and what an engine is to answer for it, counted in plain Python: slow, and easy to believe."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from peelian.figures.sources.base import facts_table

Row = dict[str, Any]
COLUMNS = ("area", "month", "rank", "value", "major", "minor")
AWKWARD = (
    "", " ", "Kensington", "kensington", "KENSINGTON", "Kensington ", " Kensington", "O'Hara", 'the "Met"',
    "back\\slash", "\\", "\\N", "\\.", "a\\nb", "a\nb", "a\n\\.\nb", "tab\there", "comma, semicolon; bar|",
    "per % cent %s {x} $1 :y ?", "--", "/*", "naïve", "nai\u0308ve", "Ынтымак", "警視庁", "👮", "\uff5e", "\u200b",
    "\u00a0", "\r\n", "NULL", "null", "None", "0", "1e3", "`tick`", "´",
)  # fmt: skip
"""Texts that databases are known to fold, trim, unescape or take for nothing. Byte order differs from other orders in some."""


def write(path: Path, rows: Sequence[Row], columns: Sequence[str] = COLUMNS) -> Path:
    """A typed Parquet file as the lake keeps it, with columns of provenance that no engine asks for."""
    held = {"row": list(range(2, len(rows) + 2)), "column": ["Month"] * len(rows)}
    held |= {name: [row[name] for row in rows] for name in columns}
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(facts_table(held), path, compression="zstd")
    return path


def wide_rows(chance: random.Random, first: int, months: int) -> list[Row]:
    """Like a borough file: some gaps, projections in its last months, every borough and category."""
    return [
        {
            "area": area,
            "month": first + step,
            "rank": int(step >= months - 3),
            "value": None if chance.random() < 0.1 else chance.choice([0, 0, 1, 7, 120, 2**53 + 1]),
            "major": major,
            "minor": minor,
        }
        for area in ("Barnet", "Havering", *AWKWARD)
        for major, minor in (("BURGLARY", "HOME"), ("BURGLARY", "home"), ("THEFT", ""), ("'", "\\"))
        for step in range(months)
    ]


def street_rows(chance: random.Random, month: int, size: int) -> list[Row]:
    """Like a month of street crime: one a row, many areas, texts that may be missing."""
    return [
        {
            "area": f"E01{chance.randrange(300):06d}",
            "month": month,
            "rank": 0,
            "value": 1,
            "major": chance.choice(["Burglary", "Drugs", "Vehicle crime", None]),
            "minor": chance.choice(["Under investigation", "", None, "Local resolution"]),
        }
        for _ in range(size)
    ]


def grouped(rows: Iterable[Row], by: Sequence[str]) -> list[tuple[Any, ...]]:
    """(Keys…, sum or None, rows without a value, rows, values, greatest rank, least value), sorted by the keys."""
    groups: Mapping[tuple[Any, ...], list[Row]] = defaultdict(list)
    for row in rows:
        groups[tuple(row[name] for name in by)].append(row)
    found = []
    for key, mine in groups.items():
        values = [row["value"] for row in mine if row["value"] is not None]
        ranks = max(row["rank"] for row in mine)
        gaps = len(mine) - len(values)
        found.append(
            (*key, sum(values) if values else None, gaps, len(mine), len(values), ranks, min(values, default=None))
        )
    return sorted(found, key=lambda item: sort_key(item[: len(by)]))


def sort_key(values: Sequence[Any]) -> list[Any]:
    """Numbers by size, texts by their bytes, nothing last."""
    return [(value is None, value.encode() if isinstance(value, str) else value or 0) for value in values]


def rows_of(batches: Iterable[pa.RecordBatch]) -> list[tuple[Any, ...]]:
    """An engine's answer as plain rows; its types are looked at on the way."""
    found: list[tuple[Any, ...]] = []
    for batch in batches:
        assert {field.type for field in batch.schema} <= {pa.int64(), pa.string()}, batch.schema
        found += [tuple(row.values()) for row in batch.to_pylist()]
    return found

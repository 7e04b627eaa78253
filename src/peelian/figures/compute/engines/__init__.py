"""Engines: where rows are filtered, joined, grouped and summed. One setting chooses; figures are the same to the last digit.

An engine's module is imported only where it is chosen, so that nobody needs the packages of another.
"""

from __future__ import annotations

import importlib
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Protocol

import pyarrow as pa

from peelian.figures.errors import PeelianError

DEFAULT = "duckdb"
_MODULES = {"duckdb": "embedded", "postgres": "postgres", "spark": "spark", "clickhouse": "clickhouse"}
NAMES = tuple(_MODULES)


class Engine(Protocol):
    """What an engine does. Expressions use only filters, inner joins on equality, unions, group by, sums, counts, max and
    min, casts to int64 and order by: what every engine answers alike. Read one answer to its end before the next request.
    """

    name: str

    def facts(self, paths: Sequence[Path], columns: Sequence[str]) -> Any:
        """Typed Parquet files of one dataset as one Ibis table with exactly these columns; one that a file lacks is null."""

    def small(self, table: pa.Table) -> Any:
        """A look-up of up to some 100,000 rows as an Ibis table: texts and whole numbers, nulls allowed."""

    def batches(self, expression: Any) -> Iterator[pa.RecordBatch]:
        """The answer of an Ibis table expression in its order, batch by batch: whole numbers as int64, texts as string."""

    def close(self) -> None:
        """Give back memory, connection and temporary files."""


def open_engine(name: str | None = None) -> Engine:
    """The engine of that name; None: the one of ``PEELIAN_ENGINE``, else DuckDB. Close it after use.

    Raises PeelianError where there is no engine of that name, or its package, its server or Java is missing.
    """
    chosen = name or os.environ.get("PEELIAN_ENGINE") or DEFAULT
    if chosen not in _MODULES:
        raise PeelianError(
            "unknown-engine",
            f"No engine {chosen!r}.",
            f"Set PEELIAN_ENGINE to one of {', '.join(NAMES)}.",
            {"engine": chosen},
        )
    try:
        module = importlib.import_module(f"{__name__}.{_MODULES[chosen]}")
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in ("ibis", "sqlglot"):
            raise
        from peelian.figures.compute.engines.base import missing_package

        raise missing_package(chosen, "ibis-framework") from error
    engine: Engine = module.connect()
    return engine

"""Engines: where rows are filtered, joined, grouped and summed. One setting chooses; figures are the same to the last digit.

An engine's module is imported only where it is chosen, so that nobody needs the packages of another.
"""

from __future__ import annotations

import importlib
import os
from collections.abc import Iterator
from typing import Protocol

import pyarrow as pa

from peelian.figures.compute.question import Question
from peelian.figures.errors import PeelianError

DEFAULT = "numpy"
_MODULES = {
    "numpy": "codes",
    "duckdb": "embedded",
    "postgres": "postgres",
    "spark": "spark",
    "clickhouse": "clickhouse",
}
NAMES = tuple(_MODULES)


class Engine(Protocol):
    """What an engine does. Read one answer to its end before the next question."""

    name: str

    def answer(self, question: Question) -> Iterator[pa.RecordBatch]:
        """The sums, as batches of category, leaf, month, value, and gaps and rank where they are asked for, all int64.

        A key may come in several batches: its sums are to be added, its ranks compared.
        """

    def close(self) -> None:
        """Give back memory, connection and temporary files."""


def open_engine(name: str | None = None) -> Engine:
    """The engine of that name; None: the one of ``PEELIAN_ENGINE``, else NumPy over the lake's own files. Close it after use.

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

"""DuckDB, in this process: the default. Nothing to install, nothing to configure."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, ClassVar

import duckdb
import pyarrow as pa

from peelian.figures.compute.engines.base import (
    BATCH,
    Shape,
    SqlEngine,
    Telling,
    identifier,
    known,
    memory,
    quoted,
    threads,
)
from peelian.figures.compute.question import Part, Question

MEMORY = 700
"""Megabytes that DuckDB takes before it goes to disk; with Python and one answer's batches the process stays under 1 GB."""


class DuckDB(SqlEngine):
    """One database in memory. What does not fit goes to a temporary folder."""

    name: ClassVar[str] = "duckdb"
    failures = (duckdb.Error,)

    def __init__(self) -> None:
        super().__init__()
        settings: dict[str, Any] = {"threads": threads(), "memory_limit": f"{memory(MEMORY)}MB"}
        settings |= {"preserve_insertion_order": False, "autoinstall_known_extensions": False}
        self._folder = tempfile.TemporaryDirectory(prefix="peelian-duckdb-")
        self._database = duckdb.connect(config=settings | {"temp_directory": self._folder.name})

    @cached_property
    def compiler(self) -> Any:
        """Ibis' own, imported only where an expression is asked."""
        from ibis.backends.sql.compilers.duckdb import DuckDBCompiler

        return DuckDBCompiler()

    def answer(self, question: Question) -> Iterator[pa.RecordBatch]:
        """The question of a release in DuckDB's own SQL: what ``question.expression`` says, without Ibis (decision 11)."""
        names = [next(self._names) for _ in range(len(question.parts) + 1)]
        with self._telling():
            self._small(names[0], question.classes)
            parts = [
                self._part(question, part, names[0], name) for part, name in zip(question.parts, names[1:], strict=True)
            ]
            yield from self._database.execute(" UNION ALL ".join(parts)).to_arrow_reader(BATCH)
            for name in names:
                self._database.execute(f"DROP TABLE {name}")

    def _part(self, question: Question, part: Part, classes: str, homes: str) -> str:
        self._small(homes, part.homes)
        files = ", ".join(quoted(str(self._plain(path))) for path in part.paths)
        links = " AND ".join(f"f.{identifier(name)} = c.{identifier(name)}" for name in question.columns) or "TRUE"
        sums = ["c.category", "h.leaf", "CAST(f.month AS BIGINT) AS month", "CAST(SUM(f.value) AS BIGINT) AS value"]
        if question.gaps:
            sums.append("COUNT(*) FILTER (f.value IS NULL) AS gaps")
        if question.ranks:
            sums.append("CAST(MAX(f.rank) AS BIGINT) AS rank")
        where = ""
        if part.months is not None:
            where = f" WHERE f.month IN ({', '.join(map(str, part.months))}) AND f.rank = {part.rank}"
        return (
            f"SELECT {', '.join(sums)} FROM read_parquet([{files}]) f JOIN {homes} h ON f.area = h.area "
            f"JOIN {classes} c ON {links}{where} GROUP BY c.category, h.leaf, f.month"
        )

    def close(self) -> None:
        """Close the database and remove its temporary folder."""
        self._database.close()
        self._folder.cleanup()

    def _facts(self, paths: Sequence[Path], shape: Shape) -> Any:
        name = next(self._names)
        columns = ", ".join(
            f"CAST({'NULL' if field.name in shape.absent else identifier(field.name)} AS {_TYPES[field.type]}) "
            f"AS {identifier(field.name)}"
            for field in shape.schema
        )
        files = ", ".join(quoted(str(self._plain(path))) for path in paths)
        even = "" if shape.even else ", union_by_name = true"  # twice as slow, so only where files differ
        with self._telling():
            self._database.execute(f"CREATE VIEW {name} AS SELECT {columns} FROM read_parquet([{files}]{even})")
        return known(shape.schema, name)

    def _plain(self, path: Path) -> Path:
        """The path, or a link to it with a plain name where DuckDB would take its marks for a pattern."""
        if not _PATTERN & set(str(path)):
            return path
        link = Path(self._folder.name) / f"{next(self._names)}.parquet"
        link.symlink_to(path.resolve())
        return link

    def _small(self, name: str, table: pa.Table) -> None:
        self._database.register("peelian_incoming", table)
        self._database.execute(f"CREATE TABLE {name} AS SELECT * FROM peelian_incoming")
        self._database.unregister("peelian_incoming")

    def _stream(self, sql: str, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
        yield from self._database.execute(sql).to_arrow_reader(BATCH)


_PATTERN = set("*?[]{}\\")
_TYPES = {pa.string(): "VARCHAR", pa.int8(): "TINYINT", pa.int16(): "SMALLINT", pa.int32(): "INTEGER",
          pa.int64(): "BIGINT"}  # fmt: skip


def connect() -> DuckDB:
    """An engine in this process. Raises PeelianError where a setting is wrong."""
    with Telling("duckdb", (duckdb.Error,)):
        return DuckDB()

"""DuckDB, in this process, over the lake's own files."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, ClassVar

import duckdb
import pyarrow as pa
from ibis.backends.sql.compilers.duckdb import DuckDBCompiler

from peelian.figures.compute.engines.base import BATCH, Shape, SqlEngine, Telling, identifier, known, quoted
from peelian.figures.compute.engines.settings import memory, threads

MEMORY = 700
"""Megabytes that DuckDB takes before it goes to disk; with Python and one answer's batches the process stays under 1 GB."""


class DuckDB(SqlEngine):
    """One database in memory. What does not fit goes to a temporary folder."""

    name: ClassVar[str] = "duckdb"
    compiler: Any = DuckDBCompiler()
    failures = (duckdb.Error,)

    def __init__(self) -> None:
        super().__init__()
        settings: dict[str, Any] = {"threads": threads(), "memory_limit": f"{memory(MEMORY)}MB"}
        settings |= {"preserve_insertion_order": False, "autoinstall_known_extensions": False}
        self._folder = tempfile.TemporaryDirectory(prefix="peelian-duckdb-")
        self._database = duckdb.connect(config=settings | {"temp_directory": self._folder.name})

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

"""ClickHouse, in this process (chdb): its SQL over the lake's own Parquet files. Nothing is copied."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, ClassVar

import ibis
import ibis.expr.datatypes as dt
import pyarrow as pa
import pyarrow.parquet as pq
from ibis.backends.sql.compilers.clickhouse import ClickHouseCompiler

from peelian.figures.compute.engines.base import Shape, SqlEngine, Telling, missing_package
from peelian.figures.compute.engines.settings import memory, threads

try:
    from chdb import ChdbError
    from chdb.session import Session
except ImportError as error:
    raise missing_package("clickhouse", "chdb") from error

MEMORY = 1500
"""Megabytes that a query may take; sorts and groups go to disk at a third of it."""
_TYPES = {pa.string(): "String", pa.int8(): "Int8", pa.int16(): "Int16", pa.int32(): "Int32", pa.int64(): "Int64"}


class Compiler(ClickHouseCompiler):
    """Ibis takes counts for signed and sums for safe; ClickHouse counts unsigned and lets sums run over without a word."""

    def visit_CountStar(self, op: Any, **parts: Any) -> Any:
        """A count as a signed number, so that it can stand in one column with sums."""
        return self.cast(super().visit_CountStar(op, **parts), dt.int64)

    def visit_Count(self, op: Any, **parts: Any) -> Any:
        """The same, of values that are there."""
        return self.cast(super().visit_Count(op, **parts), dt.int64)

    def visit_Sum(self, op: Any, *, arg: Any, where: Any) -> Any:
        """A sum that is added up in sixteen bytes and refused where it does not fit into eight."""
        total = super().visit_Sum(op, arg=self.f.toInt128(arg), where=where)
        return self.f.accurateCast(total, "Nullable(Int64)")


class ClickHouse(SqlEngine):
    """One session. Files are reached through links with plain names: ClickHouse takes brackets in a path for patterns."""

    name: ClassVar[str] = "clickhouse"
    compiler: Any = Compiler()
    failures = (ChdbError, RuntimeError, OSError)

    def __init__(self) -> None:
        super().__init__()
        self._folder = tempfile.TemporaryDirectory(prefix="peelian-clickhouse-")
        self._session = Session()
        limit = memory(MEMORY) << 20
        self._session.query(
            f"SET max_threads = {threads()}, max_memory_usage = {limit}, join_use_nulls = 1,"
            f" max_bytes_before_external_group_by = {limit // 3}, max_bytes_before_external_sort = {limit // 3},"
            " use_variant_as_common_type = 0, input_format_parquet_allow_missing_columns = 1"
        )

    def close(self) -> None:
        """End the session and remove the links."""
        self._session.close()
        self._folder.cleanup()

    def _facts(self, paths: Sequence[Path], shape: Shape) -> Any:
        name = next(self._names)
        links = Path(self._folder.name) / name
        links.mkdir()
        for number, path in enumerate(paths):
            (links / f"{number}.parquet").symlink_to(path.resolve())
        with self._telling():
            self._session.query(f"CREATE VIEW {name} AS SELECT * FROM {_file(links / '*.parquet', shape.schema)}")
        return ibis.table(ibis.Schema.from_pyarrow(shape.schema), name=name)

    def _small(self, name: str, table: pa.Table) -> None:
        path = Path(self._folder.name) / f"{name}.parquet"
        pq.write_table(table, path)
        source = _file(path, table.schema)
        self._session.query(f"CREATE TABLE {name} ({_columns(table.schema)}) ENGINE = Memory")
        self._session.query(f"INSERT INTO {name} SELECT * FROM {source}")
        path.unlink()

    def _stream(self, sql: str, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
        answer, ended = self._session.send_query(sql, "Arrow"), False
        try:
            while chunk := answer.fetch():
                if held := chunk.bytes():
                    yield from _batches(held)
            ended = True
        finally:
            if not ended:
                answer.cancel()
                self._rinse()

    def _rinse(self) -> None:
        """What an answer that failed had written already stands before the next one (chdb 4.4): let that be a small one."""
        small = self._session.send_query("SELECT 1", "Arrow")
        while small.fetch():
            pass


def _batches(held: bytes) -> Iterator[pa.RecordBatch]:
    """A chunk of an answer is an Arrow file of its own."""
    reader = pa.ipc.open_file(held)
    yield from (reader.get_batch(number) for number in range(reader.num_record_batches))


def _columns(schema: pa.Schema) -> str:
    return ", ".join(f"{_identifier(field.name)} Nullable({_TYPES[field.type]})" for field in schema)


def _file(path: Path, schema: pa.Schema) -> str:
    return f"file({_literal(str(path))}, 'Parquet', {_literal(_columns(schema))})"


def _literal(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def _identifier(name: str) -> str:
    return "`" + name.replace("\\", "\\\\").replace("`", "\\`") + "`"


def connect() -> ClickHouse:
    """An engine in this process. Raises PeelianError where a setting is wrong."""
    with Telling("clickhouse", (ChdbError, RuntimeError)):
        return ClickHouse()

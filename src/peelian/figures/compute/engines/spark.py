"""Spark: in this process by default, or the cluster of ``PEELIAN_SPARK``, which must see the lake under the same path."""

from __future__ import annotations

import logging
import os
import shutil
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, ClassVar

import ibis
import pyarrow as pa
from ibis.backends.sql.compilers.pyspark import PySparkCompiler

from peelian.figures.compute.engines.base import BATCH, Shape, SqlEngine, Telling, missing_package
from peelian.figures.compute.engines.settings import memory, threads
from peelian.figures.errors import PeelianError

try:
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException
    from pyspark.sql import SparkSession, types
except ImportError as error:
    raise missing_package("spark", "pyspark") from error

MEMORY = 2048
"""Megabytes of the Java machine that drives."""
_FAILURES = (PySparkException, Py4JError)
_TYPES = {pa.string(): types.StringType(), pa.int8(): types.ByteType(), pa.int16(): types.ShortType(),
          pa.int32(): types.IntegerType(), pa.int64(): types.LongType()}  # fmt: skip
_SPECIAL = str.maketrans({mark: f"\\{mark}" for mark in "\\*?[]{},"})
"""Spark takes these in a path for patterns."""


class Spark(SqlEngine):
    """One session. Sums that run over are refused (ANSI mode)."""

    name: ClassVar[str] = "spark"
    compiler: Any = PySparkCompiler()
    failures = _FAILURES

    def __init__(self, session: Any) -> None:
        super().__init__()
        self._session = session
        self._views: list[str] = []

    def close(self) -> None:
        """Forget tables. The session stays for the next engine of this process, and ends with it: starting takes seconds."""
        for name in self._views:
            self._session.catalog.dropTempView(name)

    def _facts(self, paths: Sequence[Path], shape: Shape) -> Any:
        name = next(self._names)
        files = [str(path.resolve()).translate(_SPECIAL) for path in paths]
        with self._telling():
            self._keep(name, self._session.read.schema(_struct(shape.schema)).parquet(*files))
        return ibis.table(ibis.Schema.from_pyarrow(shape.schema), name=name)

    def _small(self, name: str, table: pa.Table) -> None:
        self._keep(name, self._session.createDataFrame(table, schema=_struct(table.schema)))

    def _keep(self, name: str, frame: Any) -> None:
        frame.createOrReplaceTempView(name)
        self._views.append(name)

    def _stream(self, sql: str, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
        """Workers pack their rows into Arrow, so that no row passes through Python one by one."""
        packed = self._session.sql(sql).mapInArrow(_packer(), "packed binary")
        for row in packed.toLocalIterator(prefetchPartitions=True):
            yield from pa.ipc.open_stream(row.packed)


def _packer() -> Any:
    """A function that is sent to workers whole: they need PyArrow, but not Peelian."""

    def pack(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        import pyarrow as pa

        for batch in batches:
            sink = pa.BufferOutputStream()
            with pa.ipc.new_stream(sink, batch.schema) as writer:
                writer.write_batch(batch)
            yield pa.record_batch({"packed": pa.array([sink.getvalue().to_pybytes()], type=pa.binary())})

    return pack


def _struct(schema: pa.Schema) -> Any:
    return types.StructType([types.StructField(field.name, _TYPES[field.type]) for field in schema])


def connect() -> Spark:
    """A session. Raises PeelianError where Java is missing or the session cannot start."""
    java = (
        Path(os.environ.get("JAVA_HOME", "")) / "bin" / "java" if os.environ.get("JAVA_HOME") else shutil.which("java")
    )
    if not java or not Path(java).is_file():
        raise PeelianError(
            "no-java",
            "Spark needs Java 17 or newer, and there is none on this machine.",
            "Install it (Debian: apt install openjdk-17-jre-headless), or set PEELIAN_ENGINE=duckdb.",
            {"engine": "spark"},
        )
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    logging.getLogger("py4j").setLevel(logging.WARNING)  # else it tells of every connection that it closes
    with Telling("spark", (*_FAILURES, OSError, RuntimeError)):
        return Spark(_session(os.environ.get("PEELIAN_SPARK") or f"local[{threads()}]"))


def _session(master: str) -> Any:
    settings = {
        "spark.driver.memory": f"{memory(MEMORY)}m",
        "spark.log.level": "ERROR",
        "spark.sql.ansi.enabled": "true",
        "spark.sql.execution.arrow.maxRecordsPerBatch": str(BATCH),
        "spark.sql.session.timeZone": "UTC",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
    }
    if master.startswith("local"):
        settings |= {"spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1"}
    builder = SparkSession.builder.master(master).appName("peelian")
    for key, value in settings.items():
        builder = builder.config(key, value)
    return builder.getOrCreate()

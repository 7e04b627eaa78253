"""PostgreSQL: rows go to the server once, by COPY, and stay there in unlogged tables of the schema ``peelian``.

One table holds all files that were asked for with the same columns; a ledger says which file (by the hash of its bytes)
is which ``place`` in it. Both are unlogged: after a crash of the server both are empty, and files are sent again.
``DROP SCHEMA peelian CASCADE`` is always safe.
"""

from __future__ import annotations

import hashlib
import io
import itertools
import os
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, ClassVar

import ibis
import ibis.expr.datatypes as dt
import pyarrow as pa
import pyarrow.parquet as pq
from ibis.backends.sql.compilers.postgres import PostgresCompiler
from pyarrow import csv

from peelian.figures.compute.engines.base import BATCH, Shape, SqlEngine, Telling, identifier, missing_package
from peelian.figures.compute.engines.settings import memory
from peelian.figures.errors import PeelianError
from peelian.figures.lake import hash_file

try:
    import psycopg
except ImportError as error:
    raise missing_package("postgres", "psycopg") from error

MEMORY = 256
"""Megabytes that one sort or one hash table of the server may take before it goes to disk."""
_LEDGER = """
CREATE SCHEMA IF NOT EXISTS peelian;
CREATE UNLOGGED TABLE IF NOT EXISTS peelian.held (
    facts text, sha256 text, place int GENERATED ALWAYS AS IDENTITY, PRIMARY KEY (facts, sha256));
"""
_ADD = "INSERT INTO peelian.held (facts, sha256) VALUES (%s, %s) ON CONFLICT DO NOTHING"
_TYPES = {pa.string(): 'text COLLATE "C"', pa.int8(): "smallint", pa.int16(): "smallint", pa.int32(): "integer",
          pa.int64(): "bigint"}  # fmt: skip
"""Collation C compares bytes, as the other engines do, whatever the language of the database."""


class Compiler(PostgresCompiler):
    """Ibis casts yes and no to a bigint; PostgreSQL knows only the way over an integer."""

    def visit_Cast(self, op: Any, *, arg: Any, to: Any) -> Any:
        """A cast, in two steps where it takes two."""
        if op.arg.dtype.is_boolean() and to.is_integer():
            arg = self.cast(arg, dt.int32)
        return super().visit_Cast(op, arg=arg, to=to)


class Postgres(SqlEngine):
    """One connection to one database."""

    name: ClassVar[str] = "postgres"
    compiler: Any = Compiler()
    failures = (psycopg.Error,)

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        super().__init__()
        self._connection = connection
        self._run("SET client_encoding = 'UTF8'; SET jit = off; SET synchronous_commit = off")
        self._run(f"SET work_mem = '{memory(MEMORY)}MB'; SET client_min_messages = warning")
        self._make(_LEDGER)

    def close(self) -> None:
        """Close the connection; look-ups go with it, files stay."""
        self._connection.close()

    def _run(self, sql: str, *values: Any) -> Any:
        return self._connection.execute(sql.encode(), values or None)

    def _make(self, sql: str) -> None:
        """Make what may be there already, one process at a time: IF NOT EXISTS fails where two come at once."""
        self._run("SELECT pg_advisory_lock(hashtext('peelian'))")
        try:
            self._run(sql)
        finally:
            self._run("SELECT pg_advisory_unlock(hashtext('peelian'))")

    def _facts(self, paths: Sequence[Path], shape: Shape) -> Any:
        columns = _columns(shape.schema)
        held = f"facts_{hashlib.sha256(columns.encode()).hexdigest()[:16]}"
        view = next(self._names)
        names = ", ".join(identifier(name) for name in shape.schema.names)
        with self._telling():
            self._make(
                f"CREATE UNLOGGED TABLE IF NOT EXISTS peelian.{held} (place int, {columns});"
                f"CREATE INDEX IF NOT EXISTS {held}_place ON peelian.{held} USING brin (place)"
            )
            places = self._hold(held, paths, shape)
            rows = f"SELECT {names} FROM peelian.{held} WHERE"
            union = " UNION ALL ".join(f"{rows} {_within(layer)}" for layer in _layers(places))
            self._run(f"CREATE TEMP VIEW {view} AS {union}")
        return _known(view, shape.schema)

    def _hold(self, held: str, paths: Sequence[Path], shape: Shape) -> list[int]:
        """Send the files that the server lacks; the place of each."""
        places, sent = [], False
        for path in paths:
            place, new = self._place(held, path, shape)
            places.append(place)
            sent |= new
        if sent:
            self._run(f"ANALYZE peelian.{held}")
        return places

    def _place(self, held: str, path: Path, shape: Shape) -> tuple[int, bool]:
        """The place of a file in a table of facts, and whether it was sent just now: whole, or not at all."""
        key = (held, hash_file(path))
        find = "SELECT place FROM peelian.held WHERE facts = %s AND sha256 = %s"
        if row := self._run(find, *key).fetchone():
            return int(row[0]), False
        with self._connection.transaction():
            row = self._run(f"{_ADD} RETURNING place", *key).fetchone()
            if not row:  # another process has sent it meanwhile
                return int(self._run(find, *key).fetchone()[0]), False
            place = int(row[0])
            file = pq.ParquetFile(path)
            there = [name for name in shape.schema.names if name in file.schema_arrow.names]
            batches = (_whole(batch, shape.schema, place) for batch in file.iter_batches(BATCH, columns=there))
            self._send(f"peelian.{held}", batches)
        return place, True

    def _send(self, table: str, batches: Iterator[pa.RecordBatch]) -> None:
        """Rows as CSV: an empty text in quote marks, a null without."""
        with self._connection.cursor() as cursor, cursor.copy(f"COPY {table} FROM STDIN (FORMAT csv)".encode()) as copy:
            for batch in batches:
                stream = io.BytesIO()
                csv.write_csv(batch, stream, csv.WriteOptions(include_header=False))
                copy.write(stream.getbuffer())

    def _small(self, name: str, table: pa.Table) -> None:
        self._run(f"CREATE TEMP TABLE {name} ({_columns(table.schema)})")
        self._send(name, iter(table.to_batches(BATCH)))
        self._run(f"ANALYZE {name}")

    def _stream(self, sql: str, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
        command = f"COPY ({sql}) TO STDOUT (FORMAT csv, HEADER)"
        with self._connection.cursor() as cursor, cursor.copy(command.encode()) as copy:
            reader = csv.open_csv(
                pa.PythonFile(io.BufferedReader(_Rows(copy), _BUFFER), mode="r"),
                read_options=csv.ReadOptions(block_size=_BUFFER, use_threads=False),
                parse_options=csv.ParseOptions(newlines_in_values=True, ignore_empty_lines=False),
                convert_options=csv.ConvertOptions(
                    column_types=schema, null_values=[""], strings_can_be_null=True, quoted_strings_can_be_null=False
                ),
            )
            yield from reader


_BUFFER = 4 << 20


class _Rows(io.RawIOBase):
    """What COPY sends, as a file to read from."""

    def __init__(self, copy: Any) -> None:
        self._copy, self._rest = copy, memoryview(b"")

    def readable(self) -> bool:
        """It is there to be read."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill a buffer; 0 at the end."""
        if not self._rest:
            self._rest = self._more(len(buffer))
        size = min(len(buffer), len(self._rest))
        buffer[:size] = self._rest[:size]
        self._rest = self._rest[size:]
        return size

    def _more(self, wanted: int) -> memoryview:
        """The server sends row by row; they are gathered to about a buffer's size."""
        rows: list[bytes] = []
        size = 0
        while size < wanted and (row := self._copy.read()):
            rows.append(bytes(row))
            size += len(row)
        return memoryview(b"".join(rows))


def _layers(places: Sequence[int]) -> Iterator[list[int]]:
    """Each place once in the first layer, those that came twice in the next: two files of the same bytes count twice."""
    counted = Counter(places)
    while counted:
        yield sorted(counted)
        counted = Counter({place: count - 1 for place, count in counted.items() if count > 1})


def _within(places: Sequence[int]) -> str:
    """A condition for sorted places, as runs: a list of each would be gone through for every row."""
    runs = itertools.groupby(enumerate(places), key=lambda item: item[1] - item[0])
    found = [[place for _, place in run] for _, run in runs]
    return " OR ".join(f"place BETWEEN {run[0]} AND {run[-1]}" for run in found)


def _columns(schema: pa.Schema) -> str:
    return ", ".join(f"{identifier(field.name)} {_TYPES[field.type]}" for field in schema)


def _known(name: str, schema: pa.Schema) -> Any:
    """The table as Ibis knows it; the server has no whole numbers of one byte."""
    fields = [(field.name, pa.int16() if field.type == pa.int8() else field.type) for field in schema]
    return ibis.table(ibis.Schema.from_pyarrow(pa.schema(fields)), name=name)


def _whole(batch: pa.RecordBatch, schema: pa.Schema, place: int) -> pa.RecordBatch:
    """A file's rows with all columns, each in its type, and the file's place before them."""
    there = set(batch.schema.names)
    columns = [
        batch.column(field.name).cast(field.type) if field.name in there else pa.nulls(len(batch), field.type)
        for field in schema
    ]
    places = pa.array([place], type=pa.int32()).take(pa.array([0] * len(batch), type=pa.int32()))
    return pa.RecordBatch.from_arrays([places, *columns], names=["place", *schema.names])


def connect() -> Postgres:
    """A connection to the server of ``PEELIAN_POSTGRES``. Raises PeelianError where there is none, or it cannot hold any text."""
    dsn = os.environ.get("PEELIAN_POSTGRES")
    if not dsn:
        raise _no_server("Nothing says where the PostgreSQL server is.", f"Set PEELIAN_POSTGRES={_LIKE}.")
    try:
        connection = psycopg.connect(dsn, autocommit=True, application_name="peelian")
    except psycopg.Error as error:
        said = str(error).strip().splitlines()[0]
        raise _no_server(
            f"PostgreSQL cannot be reached: {said}", f"Start it, or correct PEELIAN_POSTGRES={_LIKE}."
        ) from error
    encoding = connection.info.parameter_status("server_encoding")
    if encoding != "UTF8":
        connection.close()
        raise _no_server(
            f"The database keeps texts as {encoding}, which has no place for some.",
            "Create one with ENCODING 'UTF8' and name it in PEELIAN_POSTGRES.",
        )
    with Telling("postgres", (psycopg.Error,)):
        return Postgres(connection)


_LIKE = "postgresql://user@host/database"


def _no_server(what: str, remedy: str) -> PeelianError:
    return PeelianError("no-server", what, remedy, {"engine": "postgres"})

"""What engines share: the columns of files, settings, errors in words, and answers brought into one form."""

from __future__ import annotations

import hashlib
import itertools
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

import ibis
import pyarrow as pa
import pyarrow.parquet as pq

from peelian.figures.compute.question import Question, expression
from peelian.figures.errors import PeelianError
from peelian.figures.lake import damaged

BATCH = 100_000
"""Rows of an answer that are held at once."""
_NUMBERS = itertools.count(1)
"""Names of tables are never used twice in a process: sessions of one engine may share them."""
_FIXED = {"row": pa.int32(), "month": pa.int32(), "value": pa.int64(), "rank": pa.int8()}


class SqlEngine(ABC):
    """An engine that is asked in SQL, which Ibis writes. Tables are known to Ibis by name and columns only.

    Expressions use only filters, inner joins on equality, unions, group by, sums, counts, max and min, casts to int64 and
    order by: what every engine answers alike.
    """

    name: ClassVar[str]
    compiler: Any
    """What writes its SQL: Ibis' own, mended where an engine would fail or answer in its own way."""
    failures: tuple[type[Exception], ...]
    """What the engine's package raises; told in words, never as a trace."""

    def __init__(self) -> None:
        self._names = (f"peelian_{number}" for number in _NUMBERS)
        self._known: dict[bytes, Any] = {}

    def answer(self, question: Question) -> Iterator[pa.RecordBatch]:
        """See Engine.answer."""
        return self.batches(expression(self, question))

    def facts(self, paths: Sequence[Path], columns: Sequence[str]) -> Any:
        """Typed Parquet files of one dataset as one table with exactly these columns; one that a file lacks is null."""
        shape = shape_of(paths, columns)
        if not paths:
            return self.small(shape.schema.empty_table())
        return self._facts(paths, shape)

    def small(self, table: pa.Table) -> Any:
        """A look-up, up to some 100,000 rows. The same one again is not sent again."""
        kinds = pa.schema([pa.field(field.name, _plain(field.type)) for field in table.schema])
        plain = table.cast(kinds).combine_chunks()
        key = _digest(plain)
        if key not in self._known:
            name = next(self._names)
            with self._telling():
                self._small(name, plain)
            self._known[key] = known(kinds, name)
        return self._known[key]

    def batches(self, expression: Any) -> Iterator[pa.RecordBatch]:
        """The answer of an expression in its order, in bounded memory; whole numbers as int64, texts as string."""
        schema = _answer(expression)
        with self._telling():
            for batch in self._stream(self._sql(expression), schema):
                yield _conform(batch, schema)

    def _sql(self, expression: Any) -> str:
        return str(self.compiler.to_sqlglot(expression.unbind()).sql(dialect=self.compiler.dialect))

    @abstractmethod
    def close(self) -> None:
        """Give back memory, connection and temporary files."""

    @abstractmethod
    def _facts(self, paths: Sequence[Path], shape: Shape) -> Any: ...

    @abstractmethod
    def _small(self, name: str, table: pa.Table) -> None: ...

    @abstractmethod
    def _stream(self, sql: str, schema: pa.Schema) -> Iterator[pa.RecordBatch]: ...

    def _telling(self) -> Telling:
        return Telling(self.name, self.failures)


def known(schema: pa.Schema, name: str) -> Any:
    """A table of the engine as Ibis knows it: by its name and columns."""
    return ibis.table(ibis.Schema.from_pyarrow(schema), name=name)


@dataclass
class Telling:
    """Inside it, what an engine's package raises becomes a PeelianError: the first line it says, and what to do."""

    engine: str
    failures: tuple[type[Exception], ...]

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, (*self.failures, pa.ArrowException)):
            said = (str(error).strip() or type(error).__name__).splitlines()[0]
            raise PeelianError(
                "engine-failed",
                f"The engine {self.engine} gave up: {said[:300]}",
                "See docs/operations/beyond-one-machine.md, or set PEELIAN_ENGINE=duckdb.",
                {"engine": self.engine},
            ) from error


@dataclass(frozen=True)
class Shape:
    """The wanted columns of some files: their types, those that no file has, and whether all files are alike in them."""

    schema: pa.Schema
    absent: frozenset[str]
    even: bool


def shape_of(paths: Sequence[Path], columns: Sequence[str]) -> Shape:
    """Look at the end of every file, where its columns are named (0.1 ms a file). Raises PeelianError for a damaged one."""
    seen = {_wanted(path, columns) for path in paths}
    types: dict[str, pa.DataType] = {}
    for name, kind in itertools.chain.from_iterable(seen):
        types[name] = kind if types.get(name, kind) == kind else pa.int64()
    fields = [pa.field(name, types.get(name) or _FIXED.get(name, pa.string())) for name in columns]
    return Shape(pa.schema(fields), frozenset(columns) - frozenset(types), len(seen) <= 1)


def _wanted(path: Path, columns: Sequence[str]) -> tuple[tuple[str, pa.DataType], ...]:
    try:
        schema = pq.read_schema(path)
    except (OSError, pa.ArrowInvalid) as error:
        raise damaged(path) from error
    return tuple((name, _plain(schema.field(name).type)) for name in columns if name in schema.names)


def _digest(table: pa.Table) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    return hashlib.sha256(sink.getvalue()).digest()


def _plain(kind: pa.DataType) -> pa.DataType:
    """The type without its dictionary: text or a whole number with a sign. Raises TypeError for anything else."""
    kind = kind.value_type if pa.types.is_dictionary(kind) else kind
    if pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_null(kind):
        return pa.string()
    if not pa.types.is_signed_integer(kind):
        raise TypeError(f"engines count in texts and whole numbers, not in {kind}")
    return kind


def _answer(expression: Any) -> pa.Schema:
    """The columns of an answer: int64 and string."""
    kinds = ((field.name, _plain(field.type)) for field in expression.schema().to_pyarrow())
    return pa.schema([(name, kind if pa.types.is_string(kind) else pa.int64()) for name, kind in kinds])


def _conform(batch: pa.RecordBatch, schema: pa.Schema) -> pa.RecordBatch:
    """A batch in the answer's types. Raises ArrowInvalid where a number does not fit: a wrong one is never passed on."""
    columns = [column.cast(field.type) for column, field in zip(batch.columns, schema, strict=True)]
    return pa.RecordBatch.from_arrays(columns, schema=schema)


def missing_package(engine: str, package: str) -> PeelianError:
    """What to say where an engine's package is not installed."""
    return PeelianError(
        "engine-missing",
        f"The engine {engine} needs the Python package {package}, which is not installed.",
        f"Install it with: pip install 'peelian[{engine}]'. Or set PEELIAN_ENGINE=duckdb.",
        {"engine": engine, "package": package},
    )


def quoted(text: str) -> str:
    """A text as an SQL literal of DuckDB, where only quote marks are special."""
    return "'" + text.replace("'", "''") + "'"


def identifier(name: str) -> str:
    """A column's name in double quote marks."""
    return '"' + name.replace('"', '""') + '"'

"""The default: rows are added up by their dictionary codes, in this process, with NumPy (decision 15).

The lake's files hold texts as codes. Codes are led to leaves and classes by small look-ups, so that no text of a row is ever
touched: a file is read, looked up and counted in milliseconds, one after the other, whatever their number.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from peelian.figures.combinations import int64s
from peelian.figures.compute.engines.settings import threads
from peelian.figures.compute.question import Part, Question
from peelian.figures.errors import PeelianError
from peelian.figures.lake import damaged

Ints = npt.NDArray[np.int64]
DENSE = 1 << 22
"""Up to so many cells a file's sums, and a look-up of combinations, are plain arrays (32 MB); beyond, they are sorted."""
_AHEAD = 4
"""So many files a thread are read ahead of the cube: memory stays bounded, however many there are."""


class Codes:
    """No connection, no copy: it reads the lake's own files."""

    name: ClassVar[str] = "numpy"

    def answer(self, question: Question) -> Iterator[pa.RecordBatch]:
        """One batch a file: category, leaf, month, value, and gaps and rank where they are asked for.

        Two files may have the same keys: their sums are to be added. Raises PeelianError for a damaged file, and where a sum
        does not fit into 64 bits.
        """
        classes = _Classes(question.classes, question.columns)
        with ThreadPoolExecutor(threads()) as pool:
            for part in question.parts:
                homes = _Homes(part.homes)
                for paths in _runs(part.paths, _AHEAD * threads()):
                    yield from pool.map(
                        lambda path, homes=homes, part=part: _counted(path, part, homes, classes, question), paths
                    )

    def close(self) -> None:
        """There is nothing to give back."""


def _runs(paths: Sequence[Path], size: int) -> Iterator[Sequence[Path]]:
    return (paths[start : start + size] for start in range(0, len(paths), size))


@dataclass(frozen=True)
class _Homes:
    """Areas as printed and their leaves."""

    table: pa.Table

    def leaves(self, areas: pa.DictionaryArray) -> Ints:
        """The leaf of every row, -1 where there is none."""
        places = pc.index_in(areas.dictionary, value_set=self.table["area"].combine_chunks()).fill_null(-1)
        leaf = np.append(self.table["leaf"].to_numpy(), -1)
        return _of_rows(leaf[np.asarray(places)], areas)


class _Classes:
    """Combinations of texts and the class of each, looked up by codes: dense where they are few, else sorted."""

    def __init__(self, table: pa.Table, columns: Sequence[str]) -> None:
        self.columns = columns
        self.texts = {name: pc.unique(table[name]) for name in columns}
        self.size = int(np.prod([len(self.texts[name]) for name in columns], dtype=np.float64)) if columns else 1
        self.category = table["category"].to_numpy().astype(np.int64)
        codes = self._joint([np.asarray(pc.index_in(table[name].combine_chunks(), value_set=self.texts[name])) for name in columns],
                            table.num_rows)  # fmt: skip
        self.dense = self.size <= DENSE
        if self.dense:
            self.lookup = np.full(self.size, -1, dtype=np.int64)
            self.lookup[codes] = self.category
        else:
            order = np.argsort(codes)
            self.codes, self.category = codes[order], self.category[order]

    def _joint(self, codes: Sequence[npt.NDArray[Any]], rows: int) -> Ints:
        """One number for each combination of codes; below zero where any code is."""
        joint = np.zeros(rows, dtype=np.int64)
        unknown = np.zeros(rows, dtype=np.bool_)
        for name, mine in zip(self.columns, codes, strict=True):
            joint = joint * len(self.texts[name]) + mine
            unknown |= mine < 0
        joint[unknown] = -1
        return joint

    def categories(self, table: pa.Table) -> Ints:
        """The class of every row, -1 where there is none."""
        codes = []
        for name in self.columns:
            column = _codes(table, name)
            places = pc.index_in(column.dictionary, value_set=self.texts[name]).fill_null(-1)
            codes.append(_of_rows(np.append(np.asarray(places, dtype=np.int64), -1), column))
        joint = self._joint(codes, table.num_rows)
        if self.dense:
            return np.where(joint < 0, -1, self.lookup[joint])
        at = np.minimum(np.searchsorted(self.codes, joint), len(self.codes) - 1)
        return np.where(self.codes[at] == joint, self.category[at], -1)


def _of_rows(by_code: npt.NDArray[Any], column: pa.DictionaryArray) -> Ints:
    """What each code stands for, row by row; a missing text is the last entry, -1."""
    indices = column.indices
    if indices.null_count:
        indices = indices.fill_null(-1)
    by_code = by_code if len(by_code) and by_code[-1] == -1 else np.append(by_code, -1)
    return by_code.astype(np.int64)[np.asarray(indices)]


def _codes(table: pa.Table, name: str) -> pa.DictionaryArray:
    """A column of texts as codes; all missing where the file has no such column."""
    if name not in table.column_names:
        return pa.nulls(table.num_rows, pa.string()).dictionary_encode()
    column = table[name]
    coded = column if pa.types.is_dictionary(column.type) else column.dictionary_encode()
    joined = coded.unify_dictionaries().combine_chunks()
    if isinstance(joined, pa.ChunkedArray):
        return joined.chunk(0) if joined.num_chunks else pa.array([], pa.string()).dictionary_encode()
    return joined


def _counted(path: Path, part: Part, homes: _Homes, classes: _Classes, question: Question) -> pa.RecordBatch:
    """The sums of one file."""
    numbers = ["month", "value", *(["rank"] if question.ranks or part.months is not None else [])]
    table, same = _read(path, numbers, ["area", *question.columns])
    leaf, category = homes.leaves(_codes(table, "area")), classes.categories(table)
    month = _numbers(table, same, "month")
    keep = (leaf >= 0) & (category >= 0)
    if part.months is not None:
        keep &= np.isin(month, part.months) & (_numbers(table, same, "rank") == part.rank)
    rows = slice(None) if keep.all() else keep  # a look instead of copies: nearly every file counts whole
    sums = _Sums(category[rows], leaf[rows], month[rows])
    if same.get("value") == 1:
        total, gaps = sums.rows, np.zeros_like(sums.rows)
    else:
        total = sums.of(_numbers(table, same, "value")[rows], path)
        gaps = sums.count(_missing(table, "value")[rows])
    empty = gaps == sums.rows
    columns = {"category": sums.category, "leaf": sums.leaf, "month": sums.month,
               "value": pa.array(total, mask=empty) if empty.any() else total}  # fmt: skip
    if question.gaps:
        columns["gaps"] = gaps
    if question.ranks:
        columns["rank"] = sums.highest(_numbers(table, same, "rank")[rows])
    return pa.RecordBatch.from_arrays(
        [column if isinstance(column, pa.Array) else int64s(column) for column in columns.values()], names=list(columns)
    )


def _read(path: Path, numbers: Sequence[str], texts: Sequence[str]) -> tuple[pa.Table, dict[str, int]]:
    """Columns of a file; those of numbers that are one and the same in every row by that number, unread."""
    try:
        file = pq.ParquetFile(path)
        same = {name: number for name in numbers if (number := _same(file, name)) is not None}
        there = set(file.schema_arrow.names)
        wanted = [name for name in (*numbers, *texts) if name in there and name not in same]
        return file.read(columns=wanted, use_threads=False), same
    except (OSError, pa.ArrowException) as error:
        raise damaged(path) from error


def _same(file: pq.ParquetFile, name: str) -> int | None:
    """The number that all rows of a column have, by what the file says of itself; None where they differ or it does not say."""
    column = file.schema_arrow.names.index(name)
    found: set[Any] = set()
    for group in range(file.metadata.num_row_groups):
        said = file.metadata.row_group(group).column(column).statistics
        if said is None or not said.has_min_max or said.null_count != 0 or not said.has_null_count:
            return None
        found |= {said.min, said.max}
    return found.pop() if len(found) == 1 else None


def _numbers(table: pa.Table, same: dict[str, int], name: str) -> Ints:
    """A column of whole numbers, row by row; 0 where one is missing."""
    if name in same:
        return np.full(table.num_rows, same[name], dtype=np.int64)
    column = table[name].combine_chunks()
    return np.asarray(column.fill_null(0) if column.null_count else column).astype(np.int64, copy=False)


def _missing(table: pa.Table, name: str) -> npt.NDArray[np.bool_]:
    """Which rows lack a number; none where the column was not read."""
    return np.asarray(pc.is_null(table[name])) if name in table.column_names else np.zeros(table.num_rows, np.bool_)


class _Sums:
    """Rows put into cells by (category, leaf, month): which cells there are, and sums over them."""

    def __init__(self, category: Ints, leaf: Ints, month: Ints) -> None:
        first = int(month.min()) if len(month) else 0
        months = int(month.max()) - first + 1 if len(month) else 1
        leaves = int(leaf.max()) + 1 if len(leaf) else 1
        cell = (category * leaves + leaf) * months + (month - first)
        size = (int(category.max()) + 1) * leaves * months if len(category) else 1
        if size > DENSE:
            there, self.cell = np.unique(cell, return_inverse=True)
            self.size, used = len(there), np.arange(len(there))
        else:
            self.cell, self.size = cell, size
            used = there = np.flatnonzero(np.bincount(cell, minlength=size))
        self.used = used
        self.month = there % months + first
        self.leaf = there // months % leaves
        self.category = there // (months * leaves)
        self.rows = np.bincount(self.cell, minlength=self.size)[used]

    def of(self, values: Ints, path: Path) -> Ints:
        """Their sums. Raises PeelianError where one does not fit: it is never passed on wrong."""
        if len(values) and values.min() == 1 == values.max():
            return self.rows
        largest = max(abs(int(values.min())), abs(int(values.max()))) if len(values) else 0
        if largest * max(1, len(values)) >= 1 << 63:
            return self._exactly(values, path)
        sums = np.zeros(self.size, dtype=np.int64)
        np.add.at(sums, self.cell, values)
        return sums[self.used]

    def _exactly(self, values: Ints, path: Path) -> Ints:
        """The same in whole numbers of any size, for values so large that a sum may run over."""
        sums: list[int] = [0] * self.size
        for cell, value in zip(self.cell.tolist(), values.tolist(), strict=True):
            sums[cell] += value
        found = [sums[cell] for cell in self.used.tolist()]
        if any(not -(1 << 63) <= total < 1 << 63 for total in found):
            raise PeelianError(
                "engine-failed", f"The engine numpy gave up: a sum of {path} does not fit into 64 bits.",
                "Look at the largest values of that file.", {"engine": "numpy"},
            )  # fmt: skip
        return np.array(found, dtype=np.int64)

    def count(self, marked: npt.NDArray[np.bool_]) -> Ints:
        """How many of their rows are marked."""
        return np.bincount(self.cell[marked], minlength=self.size)[self.used]

    def highest(self, values: Ints) -> Ints:
        """The highest of their values."""
        found = np.full(self.size, np.iinfo(np.int64).min, dtype=np.int64)
        np.maximum.at(found, self.cell, values)
        return found[self.used]


def connect() -> Codes:
    """It is always there."""
    return Codes()

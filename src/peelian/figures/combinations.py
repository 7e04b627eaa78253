"""Combinations of texts in a table, found by their codes."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

_MOST_CODES = 1 << 20


def distinct(table: pa.Table) -> pa.Table:
    """The combinations of texts that a table's rows have, each once, in no order that matters.

    Dictionary codes are put together to one number a row: ten times faster than grouping texts.
    """
    codes, size = np.zeros(table.num_rows, dtype=np.int64), 1
    for name in table.column_names:
        column = table[name] if pa.types.is_dictionary(table[name].type) else table[name].dictionary_encode()
        chunks = column.unify_dictionaries().chunks
        if chunks:
            size *= max(1, len(chunks[0].dictionary))
            codes = codes * max(1, len(chunks[0].dictionary)) + np.concatenate(
                [np.asarray(part.indices) for part in chunks]
            )
        if size > _MOST_CODES:  # far more combinations than rows: number those that there are
            codes, size = np.unique(codes, return_inverse=True)[1], table.num_rows
    row_of = np.full(size, -1, dtype=np.int64)
    row_of[codes] = np.arange(table.num_rows)
    rows = int64s(row_of[row_of >= 0])
    return pa.table({name: table[name].take(rows).cast(pa.string()) for name in table.column_names})


def int64s(numbers: npt.NDArray[Any]) -> pa.Array:
    """Whole numbers as Arrow holds them. ``pa.array`` would import numpy.ma, only to see that none is masked."""
    plain = np.ascontiguousarray(numbers, dtype=np.int64)
    return pa.Array.from_buffers(pa.int64(), len(plain), [None, pa.py_buffer(plain)])

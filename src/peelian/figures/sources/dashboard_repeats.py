"""Rows of the dashboard that say again what another row says, or something else of the same thing."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from peelian.figures.sources.base import Finding, RefusedFile, warning

KEY = ("level", "name", "printed_name", "code", "major", "minor", "measure")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})\b.*")
_DAY_FIRST = re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{4})\b.*")


def combined(columns: Sequence[pa.DictionaryArray]) -> npt.NDArray[np.int64]:
    """One number for each row, the same where all of the columns are the same."""
    codes = np.zeros(len(columns[0]), dtype=np.int64)
    most = 1
    for column in columns:
        size = max(len(column.dictionary), 1)
        if most * size >= 1 << 62:
            codes = np.unique(codes, return_inverse=True)[1].astype(np.int64)
            most = len(codes)
        codes = codes * size + np.asarray(column.indices, dtype=np.int64)
        most *= size
    return codes


def without_repeats(table: pa.Table) -> tuple[pa.Table, list[Finding]]:
    """The table with one row for each month, area, category and way of counting.

    A row that repeats another is left out, and so is one that a row of a later refresh replaces; both are counted. Raises
    RefusedFile where two rows of one refresh say different things.
    """
    columns = [_chunk(table, name) for name in KEY]
    months = np.asarray(table["month"], dtype=np.int64)
    codes = np.unique(combined(columns), return_inverse=True)[1] * (int(months.max()) + 1) + months
    order = np.lexsort((np.arange(len(codes)), -_days(_chunk(table, "refreshed")), codes))
    same = np.zeros(len(codes), dtype=bool)
    same[1:] = codes[order][1:] == codes[order][:-1]
    if not same.any():
        return table, []
    leader = order[np.maximum.accumulate(np.where(same, 0, np.arange(len(codes))))]
    extra, kept = order[same], leader[same]
    return _left_out(table, extra, kept)


def _left_out(
    table: pa.Table, extra: npt.NDArray[np.int64], kept: npt.NDArray[np.int64]
) -> tuple[pa.Table, list[Finding]]:
    days = _days(_chunk(table, "refreshed"))
    values = np.asarray(table["value"].fill_null(-1))
    rows = np.asarray(table["row"])
    older = days[extra] < days[kept]
    differ = ~older & (values[extra] != values[kept])
    if differ.any():
        at = int(np.flatnonzero(differ)[0])
        raise RefusedFile(
            f"says {values[extra[at]]} of what row {rows[kept[at]]} says {values[kept[at]]} of",
            "Keep one of the two rows: which is right cannot be told.",
            row=int(rows[extra[at]]),
        )
    findings = []
    if older.any():
        first = int(rows[extra[older][0]])
        what = f"{int(older.sum()):,} rows stand in it again with a later refresh date"
        findings.append(warning(what, "the later row is read", row=first))
    if (~older).any():
        first = int(rows[extra[~older][0]])
        findings.append(
            warning(f"{int((~older).sum()):,} rows repeat another in all they say", "one of each is read", row=first)
        )
    keep = np.ones(table.num_rows, dtype=bool)
    keep[extra] = False
    return table.filter(pa.array(keep)), findings


def _chunk(table: pa.Table, name: str) -> pa.DictionaryArray:
    column = table[name].combine_chunks()
    return column.chunk(0) if isinstance(column, pa.ChunkedArray) else column


def _days(texts: pa.DictionaryArray) -> npt.NDArray[np.int64]:
    """A number for each row that is larger for a later refresh date; 0 where there is none."""
    days = np.array([day(text) for text in texts.dictionary.to_pylist()] or [0], dtype=np.int64)
    return days[np.asarray(texts.indices)]


def day(printed: str) -> int:
    """The ordinal of a date such as 2025-08-02 or 02/08/2025; 0 for anything else."""
    for pattern, order in ((_ISO, (1, 2, 3)), (_DAY_FIRST, (3, 2, 1))):
        found = pattern.fullmatch(printed)
        if found:
            try:
                return dt.date(*(int(found[place]) for place in order)).toordinal()
            except ValueError:
                return 0
    return 0

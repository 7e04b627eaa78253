"""The Met's monthly crime dashboard: a row for each month, area, category and way of counting; all header variants.

Every offence stands in it twice, once under its borough and once under its neighbourhood team, whose area is a ward. The two
are told apart by ``level``, which every measure that is made of them names: they are never added to each other.
"""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from peelian.figures.sources.base import Finding, Reading, RefusedFile, Settings, facts_table, note, repeated, warning
from peelian.figures.sources.bulk import Bulk, spare_columns
from peelian.figures.sources.dashboard_findings import about
from peelian.figures.sources.dashboard_repeats import combined, without_repeats
from peelian.figures.sources.dashboard_rows import (
    COLUMNS,
    LEFT_ALONE,
    SOMETIMES,
    about_sheets,
    has_columns,
    read_rows,
    sheets_of,
)
from peelian.figures.sources.document import Document, column_key
from peelian.figures.sources.locale import months_of
from peelian.figures.sources.numbers import read_counts
from peelian.figures.sources.table import Table

LEVELS = {"borough": "borough", "safer neighbourhood teams": "team", "safer neighbourhood team": "team", "snt": "team"}
WAYS = {"offences": "Offences", "positive outcomes": "Positive Outcomes"}
_CODE = {"borough": re.compile("E09[0-9]{6}"), "team": re.compile("E05[0-9]{6}")}
_LONGEST_COUNT = 9
_SHORT_YEAR = re.compile(r"([0-9]{1,2}[./][0-9]{1,2}[./])([0-9]{2})")
_ONLY_TO_CHECK = ("printed_name", "code", "refreshed")


class MpsDashboard:
    """``Month_Year, Area Type, Borough_SNT, Area Name, Area Code, Offence Group, Offence Subgroup, Measure, Count``."""

    dataset = "mps-dashboard"
    version = 1
    facts = True

    def recognise(self, document: Document) -> bool:
        """The columns, in a table, a Parquet file or any sheet that is shown."""
        return has_columns(document.header | document.parquet_columns) or bool(sheets_of(document))

    def read(self, document: Document, settings: Settings) -> Reading:
        """Raises RefusedFile for a month or count that is none, and for rows that contradict each other."""
        parts = [_facts(sheet, bulk, settings) for sheet, bulk in read_rows(document)]
        whole = pa.concat_tables([table for table, _ in parts]).unify_dictionaries().combine_chunks()
        kept, repeats = without_repeats(whole)
        said = dict.fromkeys(finding for _, findings in parts for finding in findings)  # sheets say the same
        return Reading(
            self.dataset,
            kept.drop_columns(list(_ONLY_TO_CHECK)),
            [*about_sheets(document), *said, *repeats, *about(kept)],
        )


def _facts(sheet: str | None, bulk: Bulk, settings: Settings) -> tuple[pa.Table, list[Finding]]:
    """The facts of one table or sheet, with the columns that its rows are checked by."""
    for name in ("month", "level", "minor", "measure"):
        _refuse_empty(bulk, name, sheet)
    months, dated = _months(bulk, settings)
    values, counted = _counts(bulk, settings)
    nothing = repeated([""], np.zeros(bulk.size, dtype=np.int64))
    levels, of_levels = _mapped(bulk, "level", LEVELS)
    ways, of_ways = _mapped(bulk, "measure", WAYS)
    columns: dict[str, Any] = {
        "row": bulk.numbers,
        "column": repeated([_printed(bulk, "value")], np.zeros(bulk.size, dtype=np.int64)),
        "month": months,
        "value": values,
        "area": _areas(bulk, levels),
        "level": levels,
        "crime": _recoded(bulk.columns["minor"], lambda text: " ".join(text.casefold().split())),
        "measure": ways,
        "major": bulk.columns["major"],
        "minor": bulk.columns["minor"],
        "name": bulk.columns.get("place", bulk.columns.get("name", nothing)),
        "printed_name": bulk.columns.get("name", nothing),
        "code": bulk.columns.get("code", nothing),
        "refreshed": bulk.columns.get("refreshed", nothing),
    }
    if sheet is not None:
        columns["sheet"] = repeated([sheet], np.zeros(bulk.size, dtype=np.int64))
    used = {**COLUMNS, **SOMETIMES, "again": LEFT_ALONE}
    unread = spare_columns(bulk.header, used)
    return facts_table(columns), [
        *bulk.findings,
        *_other_headers(bulk),
        *unread,
        *dated,
        *counted,
        *of_levels,
        *of_ways,
    ]


def _printed(bulk: Bulk, name: str) -> str:
    """How the header calls one of our columns."""
    keys = [column_key(cell) for cell in {**COLUMNS, **SOMETIMES}[name]]
    return next(cell for cell in bulk.header if column_key(cell) in keys)


def _refuse_empty(bulk: Bulk, name: str, sheet: str | None) -> None:
    texts = bulk.columns[name]
    row = bulk.row(pc.equal(texts.cast(pa.string()), "")) if "" in texts.dictionary.to_pylist() else None
    if row is not None:
        what, column = "Say what the row is for, or fetch the file again.", _printed(bulk, name)
        raise RefusedFile("the cell is empty", what, row=row, column=column, sheet=sheet)


def _months(bulk: Bulk, settings: Settings) -> tuple[npt.NDArray[np.int32], list[Finding]]:
    """The month of each row. Raises RefusedFile for what is no date, or one whose day and month cannot be told apart."""
    texts = bulk.columns["month"]
    held, first = np.unique(np.asarray(texts.indices), return_index=True)
    printed = texts.dictionary.to_pylist()
    full = {at: _SHORT_YEAR.sub(r"\g<1>20\2", printed[at]) if _SHORT_YEAR.fullmatch(printed[at]) else printed[at]
            for at in held.tolist()}  # fmt: skip
    rows: dict[str, int] = {}
    for at, row in zip(held.tolist(), bulk.numbers[first].tolist(), strict=True):
        rows.setdefault(full[at], row)
    column = _printed(bulk, "month")
    months, findings = months_of(rows, column, settings.dates, monthly=True)
    short = [at for at in held.tolist() if full[at] != printed[at]]
    if short:
        findings.append(note(f"years have two digits, as in {printed[short[0]]}", "read as 20..", column=column))
    ordinals = np.zeros(len(printed), dtype=np.int32)
    ordinals[held] = [months[full[at]] for at in held.tolist()]
    return ordinals[np.asarray(texts.indices)], findings


def _counts(bulk: Bulk, settings: Settings) -> tuple[pa.Array, list[Finding]]:
    """The count of each row, null for an empty cell. Raises RefusedFile for what is no whole number of zero or more."""
    cells = pc.utf8_trim_whitespace(bulk.columns["value"])
    plain = pc.and_(pc.ascii_is_decimal(cells), pc.less_equal(pc.binary_length(cells), _LONGEST_COUNT))
    counts = np.asarray(pc.cast(pc.if_else(plain, cells, "0"), pa.int64())).copy()
    odd = np.flatnonzero(~np.asarray(plain))
    if not len(odd):
        return pa.array(counts), []
    table = Table((_printed(bulk, "value"),), [[cell] for cell in cells.take(pa.array(odd)).to_pylist()],
                  bulk.numbers[odd].tolist(), ",")  # fmt: skip
    read, empty, findings = read_counts(table, [0], settings.decimal)
    missing = np.zeros(bulk.size, dtype=bool)
    counts[odd], missing[odd] = read.ravel(), empty.ravel()
    return pa.array(counts, mask=missing), findings


def _recoded(texts: pa.DictionaryArray, how: Any) -> pa.DictionaryArray:
    """The same column with each of its texts changed."""
    changed = [how(text) for text in texts.dictionary.to_pylist()]
    return repeated(changed, np.asarray(texts.indices)) if changed else texts


def _mapped(bulk: Bulk, name: str, known: dict[str, str]) -> tuple[pa.DictionaryArray, list[Finding]]:
    """A column whose texts are known ones, whatever their case; others are kept and said, and no measure is made of them."""
    texts = bulk.columns[name]
    strange = [text for text in pc.unique(texts).to_pylist() if text.casefold() not in known]
    findings = []
    if strange:
        what = f"rows of an unknown {_printed(bulk, name)}: {', '.join(map(repr, strange[:5]))}"
        findings.append(warning(what, "kept, and part of no measure", column=_printed(bulk, name)))
    return _recoded(texts, lambda text: known.get(text.casefold(), text)), findings


def _areas(bulk: Bulk, levels: pa.DictionaryArray) -> pa.DictionaryArray:
    """What each row is for: the code of its borough or ward where it has one, else the name that is printed."""
    columns = [levels, *(bulk.columns[name] for name in ("code", "name", "place") if name in bulk.columns)]
    _, first, inverse = np.unique(combined(columns), return_index=True, return_inverse=True)
    picked = zip(*(column.take(pa.array(first)).to_pylist() for column in columns), strict=True)
    return repeated([_area(level, printed) for level, *printed in picked], inverse)


def _area(level: str, printed: list[str]) -> str:
    code = _CODE.get(level)
    fits = [text for text in printed[:1] if code is not None and code.fullmatch(text)]
    names = [text for text in printed[1:] if text]
    return (fits or names or ["Unknown"])[0]


def _other_headers(bulk: Bulk) -> list[Finding]:
    findings = []
    for name, headers in COLUMNS.items():
        printed = _printed(bulk, name)
        if column_key(printed) != column_key(headers[0]):
            what = f"column {printed!r} is called {headers[0]!r} in other publications"
            findings.append(note(what, "read as the same", column=printed))
    return findings

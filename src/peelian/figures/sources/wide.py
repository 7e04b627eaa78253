"""The Metropolitan Police's wide tables: a row for a category in an area, a column for each month (YYYYMM)."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from peelian.figures.periods import month_ordinal, month_text
from peelian.figures.sources.base import Finding, Reading, RefusedFile, facts_table, named, note, repeated, warning
from peelian.figures.sources.document import Document, Table

_MONTH = re.compile(r"(?:19|20)\d{2}(?:0[1-9]|1[0-2])")
_TOTALS = {"total", "grand total", "all", "mps", "mps total"}

TITLE_CASE, UPPER_CASE = "mps-2019", "mps-2024"
"""The two classifications met: Title Case sub-categories to 2024, fewer UPPER CASE ones since."""


def has_months(document: Document) -> bool:
    """Whether any column of the first row is a month such as 201706."""
    return any(_MONTH.fullmatch(key) for key in document.header)


def read_wide(document: Document, dataset: str, keys: dict[str, tuple[str, ...]]) -> Reading:
    """Turn a wide table into facts.

    ``keys`` names the columns that identify a row: our name -> the headers it has had. Raises RefusedFile for cells
    that are no whole numbers of zero or more, repeated rows or months, and rows that are totals of others.
    """
    table = document.table
    months = _months(table)
    texts, findings = _keys(table, keys)
    _refuse_totals(texts, table.numbers)
    _refuse_repeats(texts, table.numbers)
    counts, empty, cell_findings = _counts(table, months)
    findings = [*table.findings, *findings, *cell_findings, *_gaps(months)]
    classification, found = _classification(texts["major"])
    columns = _long(texts, table.numbers, months, counts, empty)
    return Reading(dataset, columns, [*findings, *found], classification)


def _months(table: Table) -> dict[int, int]:
    """Column position -> month ordinal. Raises RefusedFile for a month that stands twice."""
    months: dict[int, int] = {}
    for place, name in enumerate(table.header):
        if _MONTH.fullmatch(name):
            ordinal = month_ordinal(int(name[:4]), int(name[4:]))
            if ordinal in months.values():
                raise RefusedFile("the month stands twice", "Keep one of the two columns.", row=1, column=name)
            months[place] = ordinal
    return months


def _keys(table: Table, keys: dict[str, tuple[str, ...]]) -> tuple[dict[str, list[str]], list[Finding]]:
    texts, findings = {}, []
    for name, headers in keys.items():
        place = table.position(*headers)
        raw = [row[place] for row in table.rows]
        texts[name] = [" ".join(cell.split()) for cell in raw]
        blank = next((index for index, cell in enumerate(texts[name]) if not cell), None)
        if blank is not None:
            raise RefusedFile("the cell is empty", "Say which category or area the row is for.",
                              row=table.numbers[blank], column=table.header[place])
        changed = sum(before != after for before, after in zip(raw, texts[name], strict=True))
        if changed:
            findings.append(warning(f"{changed} names have spaces to spare", "read without them",
                                    column=table.header[place]))
        if table.header[place].casefold() != headers[0].casefold():
            findings.append(note(f"column {table.header[place]!r} is called {headers[0]!r} in other vintages",
                                 "read as the same", row=1, column=table.header[place]))
    return texts, findings


def _refuse_totals(texts: dict[str, list[str]], numbers: Sequence[int]) -> None:
    for name, cells in texts.items():
        for cell, number in zip(cells, numbers, strict=True):
            if cell.casefold() in _TOTALS:
                raise RefusedFile(f"a row of totals ({cell}) stands among the categories: it would be counted twice",
                                  "Remove the totals from the table.", row=number, column=name)


def _refuse_repeats(texts: dict[str, list[str]], numbers: Sequence[int]) -> None:
    seen: dict[tuple[str, ...], int] = {}
    for key, number in zip(zip(*texts.values(), strict=True), numbers, strict=True):
        if key in seen:
            raise RefusedFile(f"repeats the category and area of row {seen[key]} ({', '.join(key)})",
                              "Keep one of the two rows: which is right cannot be told.", row=number)
        seen[key] = number


def _counts(
    table: Table, months: dict[int, int]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.bool_], list[Finding]]:
    """Rows × months of whole numbers, which cells are empty, and what was odd about them."""
    places = list(months)
    cells = np.array([[row[place].strip() for place in places] for row in table.rows], dtype=np.str_)
    empty = cells == ""
    findings = []
    if empty.any():
        row, place = np.argwhere(empty)[0]
        findings.append(warning(f"{int(empty.sum())} cells are empty", "read as missing, not as zero",
                                row=table.numbers[row], column=table.header[places[place]]))
        cells = np.where(empty, "0", cells)
    whole = np.char.isdigit(cells)
    if not whole.all():
        cells, found = _tidied(cells, whole, table, places)
        findings.append(found)
    return cells.astype(np.int64), empty, findings


def _tidied(
    cells: npt.NDArray[np.str_], whole: npt.NDArray[np.bool_], table: Table, places: list[int]
) -> tuple[npt.NDArray[np.str_], Finding]:
    """Accept ``1,234`` and ``12.0`` as whole numbers; refuse everything else at its cell."""
    tidy = np.char.replace(np.where(whole, "0", cells), ",", "")
    tidy = np.array([re.sub(r"\.0+$", "", cell) for cell in tidy.ravel()], dtype=np.str_).reshape(cells.shape)
    bad = ~np.char.isdigit(tidy)
    row, place = np.argwhere(bad if bad.any() else ~whole)[0]
    where = {"row": table.numbers[row], "column": table.header[places[place]]}
    if bad.any():
        raise RefusedFile(f"{str(cells[row, place])!r} is no count (a whole number, zero or more)",
                          "Correct the cell, or fetch the file again.", **where)
    return np.where(whole, cells, tidy), warning(
        f"{int((~whole).sum())} counts are written like {str(cells[row, place])!r}", "read as whole numbers", **where)


def _gaps(months: dict[int, int]) -> list[Finding]:
    """Months between the first and the last that have no column."""
    held = set(months.values())
    missing = [month_text(month) for month in range(min(held), max(held)) if month not in held]
    if not missing:
        return []
    return [warning(f"{len(missing)} months have no column: {named(missing)}", "read as missing, not as zero", row=1)]


def _classification(majors: list[str]) -> tuple[str, list[Finding]]:
    """Which of the two classifications the rows are in. Raises RefusedFile for a mixture."""
    upper = [major.isupper() for major in majors]
    if all(upper) or not any(upper):
        classification = UPPER_CASE if upper[0] else TITLE_CASE
        shown = "UPPER CASE" if upper[0] else "Title Case"
        return classification, [note(f"categories are in {shown}: classification {classification}",
                                     "never joined to figures of the other classification")]
    raise RefusedFile("Title Case and UPPER CASE categories stand in one table: two classifications are mixed",
                      "Load each publication as its own file.")


def _long(
    texts: dict[str, list[str]],
    numbers: Sequence[int],
    months: dict[int, int],
    counts: npt.NDArray[np.int64],
    empty: npt.NDArray[np.bool_],
) -> pa.Table:
    """One row a figure, sorted by month; a cell that was empty is null, which is not the same as an absent row."""
    ordinals = np.array(list(months.values()), dtype=np.int32)
    order = np.argsort(ordinals, kind="stable")
    rows = np.tile(np.arange(len(numbers)), len(order))
    columns_at = np.repeat(np.arange(len(order)), len(numbers))
    names = [month_text(int(ordinals[place])).replace("-", "") for place in order]
    columns = {
        "row": np.asarray(numbers, dtype=np.int32)[rows],
        "column": repeated(names, columns_at),
        "month": ordinals[order][columns_at],
        "value": pa.array(counts[:, order].T.ravel(), mask=empty[:, order].T.ravel()),
    }
    return facts_table(columns | {name: repeated(cells, rows) for name, cells in texts.items()})

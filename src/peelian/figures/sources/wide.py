"""The Metropolitan Police's wide tables: a row for a category in an area, a column for each month (YYYYMM)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from peelian.figures.periods import month_ordinal, month_text
from peelian.figures.sources.base import (
    Finding,
    Reading,
    RefusedFile,
    Settings,
    facts_table,
    named,
    note,
    repeated,
    shown,
    warning,
)
from peelian.figures.sources.document import Document
from peelian.figures.sources.numbers import read_counts
from peelian.figures.sources.table import Table
from peelian.figures.sources.totals import refuse_named_totals, refuse_summed_totals

_MONTH = re.compile(r"(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])")

TITLE_CASE, UPPER_CASE = "mps-2019", "mps-2024"
"""The two classifications met: Title Case sub-categories to 2024, fewer UPPER CASE ones since."""


def is_month(key: str) -> bool:
    """Whether a column is a month such as 201706."""
    return _MONTH.fullmatch(key) is not None


def has_months(document: Document) -> bool:
    """Whether any column of the first row is a month such as 201706."""
    return any(_MONTH.fullmatch(key) for key in document.header)


def read_wide(document: Document, dataset: str, keys: dict[str, tuple[str, ...]], settings: Settings) -> Reading:
    """Turn a wide table into facts.

    ``keys`` names the columns that identify a row: our name -> the headers it has had. Raises RefusedFile for cells
    that are no whole numbers of zero or more, repeated rows or months, and rows that are totals of others.
    """
    table = document.table
    months = _months(table)
    texts, headers, findings = _keys(table, keys)
    refuse_named_totals(texts, headers, table.numbers)
    _refuse_repeats(texts, table.numbers)
    classification, found = _classification(texts, headers, table.numbers)
    counts, empty, cell_findings = read_counts(table, list(months), settings.decimal)
    refuse_summed_totals(texts, headers, table.numbers, counts)
    columns = _long(table, texts, months, counts, empty)
    said = [
        *table.findings,
        *findings,
        *_unread(table, headers.values(), months),
        *_span(months),
        *cell_findings,
        *found,
    ]
    return Reading(dataset, columns, said, classification)


def _months(table: Table) -> dict[int, int]:
    """Column position -> month ordinal. Raises RefusedFile for a month that stands twice."""
    months: dict[int, int] = {}
    seen: set[int] = set()
    for place, key in enumerate(table.keys):
        if _MONTH.fullmatch(key):
            ordinal = month_ordinal(int(key[:4]), int(key[4:]))
            if ordinal in seen:
                raise RefusedFile(
                    "the month stands twice", "Keep one of the two columns.", row=1, column=table.header[place]
                )
            seen.add(ordinal)
            months[place] = ordinal
    if not months:
        raise RefusedFile("no column is a month such as 201706", "Fetch the file again.", row=1)
    return months


def _keys(table: Table, keys: dict[str, tuple[str, ...]]) -> tuple[dict[str, list[str]], dict[str, str], list[Finding]]:
    """The texts that identify each row and the headers they stand under, by our names. Raises RefusedFile for an empty cell."""
    texts, headers, findings = {}, {}, []
    for name, known in keys.items():
        texts[name] = table.filled(*known)
        place = table.position(*known)
        headers[name] = header = table.header[place]
        known_texts = set(texts[name])
        changed = sum(row[place] not in known_texts for row in table.rows)
        if changed:
            findings.append(warning(f"{changed} names have spaces to spare", "read without them", column=header))
        if header.casefold() != known[0].casefold():
            findings.append(
                note(
                    f"column {shown(header)} is called {known[0]!r} in other vintages",
                    "read as the same",
                    row=1,
                    column=header,
                )
            )
    return texts, headers, findings


def _refuse_repeats(texts: dict[str, list[str]], numbers: Sequence[int]) -> None:
    """Case does not tell rows apart: areas and categories are matched without it, so that both would be counted."""
    folded = [_folded(cells) for cells in texts.values()]
    if len(set(zip(*folded, strict=True))) == len(numbers):
        return
    seen: dict[tuple[str, ...], int] = {}
    for key, number in zip(zip(*folded, strict=True), numbers, strict=True):
        if key in seen:
            printed = ", ".join(cells[numbers.index(number)] for cells in texts.values())
            raise RefusedFile(
                f"repeats the category and area of row {seen[key]} ({printed})",
                "Keep one of the two rows: which is right cannot be told.",
                row=number,
            )
        seen[key] = number


def _folded(cells: list[str]) -> list[str]:
    fold = {cell: cell.casefold() for cell in set(cells)}
    return [fold[cell] for cell in cells]


def _unread(table: Table, used: Iterable[str], months: dict[int, int]) -> list[Finding]:
    """A column that changed its name must not vanish unnoticed."""
    spare = table.unread(*used, *(table.header[place] for place in months))
    if not spare:
        return []
    return [
        warning(
            f"columns that are neither category, area nor month: {named(spare)}",
            "left out; check that none is a month",
            row=1,
        )
    ]


def _span(months: dict[int, int]) -> list[Finding]:
    """How many months there are, and which between the first and the last have no column."""
    held = set(months.values())
    first, last = month_text(min(held)), month_text(max(held))
    findings = [
        note(
            f"one column a month, {len(held)} of them from {first} to {last}", "every cell is read as a row of its own"
        )
    ]
    missing = [month_text(month) for month in range(min(held), max(held)) if month not in held]
    if missing:
        which = "1 month has no column" if len(missing) == 1 else f"{len(missing)} months have no column"
        findings.append(warning(f"{which}: {named(missing)}", "read as missing, not as zero", row=1))
    return findings


def _classification(
    texts: dict[str, list[str]], headers: dict[str, str], numbers: Sequence[int]
) -> tuple[str, list[Finding]]:
    """Which of the two classifications the rows are in. Raises RefusedFile for a mixture."""
    upper = texts["major"][0].isupper()
    for name in ("major", "minor"):
        other = {cell for cell in set(texts[name]) if cell.isupper() != upper}
        if other:
            row = next(place for place, cell in enumerate(texts[name]) if cell in other)
            raise RefusedFile(
                "Title Case and UPPER CASE categories stand in one table: two classifications are mixed",
                "Load each publication as its own file.",
                row=numbers[row],
                column=headers[name],
            )
    classification = UPPER_CASE if upper else TITLE_CASE
    case = "UPPER CASE" if upper else "Title Case"
    return classification, [
        note(
            f"categories are in {case}: classification {classification}",
            "never joined to figures of the other classification",
        )
    ]


def _long(
    table: Table,
    texts: dict[str, list[str]],
    months: dict[int, int],
    counts: npt.NDArray[np.int64],
    empty: npt.NDArray[np.bool_],
) -> pa.Table:
    """One row a figure, sorted by month; a cell that was empty is null, which is not the same as an absent row."""
    ordinals = np.array(list(months.values()), dtype=np.int32)
    order = np.argsort(ordinals, kind="stable")
    size = len(table.numbers)
    rows = np.tile(np.arange(size), len(order))
    columns_at = np.repeat(np.arange(len(order)), size)
    names = [table.header[list(months)[place]] for place in order]
    columns = {
        "row": np.asarray(table.numbers, dtype=np.int32)[rows],
        "column": repeated(names, columns_at),
        "month": ordinals[order][columns_at],
        "value": pa.array(counts[:, order].T.ravel(), mask=empty[:, order].T.ravel()),
    }
    return facts_table(columns | {name: repeated(cells, rows) for name, cells in texts.items()})

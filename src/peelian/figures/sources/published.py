"""A published table, entered by officers as CSV: one row a printed figure, with the line it is printed on."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

import pyarrow as pa

from peelian.figures.errors import PeelianError
from peelian.figures.periods import Period
from peelian.figures.sources.base import Finding, Reading, RefusedFile, Settings, note
from peelian.figures.sources.document import Document, column_key

COLUMNS = ("document", "page_or_line", "body", "measure", "area", "period", "value", "unit", "compared_period",
           "compared_value", "printed_change", "change_unit", "note")  # fmt: skip
ADDED = ("numerator", "denominator")
NUMBERS = ("value", "compared_value", "printed_change", *ADDED)
CHANGE_UNITS = {"", "percent", "points", "count"}


class PublishedTables:
    """What a document prints, exactly as printed: kept beside what is computed, never mixed with it."""

    dataset = "published-tables"
    version = 1
    facts = False

    def recognise(self, document: Document) -> bool:
        """The officers' columns of EXAMPLES."""
        return {column_key(name) for name in COLUMNS} <= document.header

    def read(self, document: Document, settings: Settings) -> Reading:
        """Raises RefusedFile for a period, number or unit that is none, or a figure without document, line or measure."""
        table = document.table
        texts = {name: table.column(name) for name in COLUMNS}
        texts |= {name: table.column(name) if table.has(name) else [""] * len(table.rows) for name in ADDED}
        for place, number in enumerate(table.numbers):
            _check({name: cells[place] for name, cells in texts.items()}, number)
        arrays = {name: pa.array(cells, type=pa.string()) for name, cells in texts.items()}
        rows = pa.array(table.numbers, type=pa.int32())
        findings = [*table.findings, *_silent(texts)]
        return Reading(self.dataset, pa.table({"row": rows, **arrays}), findings, facts=False)


def _check(cells: dict[str, str], row: int) -> None:
    for name in ("document", "page_or_line", "measure", "area", "period"):
        if not cells[name]:
            raise RefusedFile("the cell is empty", "Every printed figure says its document, line, measure, area and period.",
                              row=row, column=name)
    for name in ("period", "compared_period"):
        if cells[name]:
            try:
                Period.parse(cells[name])
            except PeelianError as error:
                raise RefusedFile(error.message, error.remedy, row=row, column=name) from error
    for name in NUMBERS:
        if cells[name] and not _is_number(cells[name]):
            raise RefusedFile(f"{cells[name]!r} is no number", "Write it without thousands separators or signs for units.",
                              row=row, column=name)
    if cells["change_unit"] not in CHANGE_UNITS:
        raise RefusedFile(f"{cells['change_unit']!r} is no unit of change", "Write percent, points or count.",
                          row=row, column="change_unit")


def _is_number(text: str) -> bool:
    try:
        return bool(re.fullmatch(r"[+-]?\d+(\.\d+)?", text)) and Decimal(text).is_finite()
    except InvalidOperation:
        return False


def _silent(texts: dict[str, list[str]]) -> list[Finding]:
    empty = sum(not value for value in texts["value"])
    return [note(f"{empty} printed rows give no value", "kept, with their note")] if empty else []

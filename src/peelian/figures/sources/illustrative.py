"""Generated figures, for a house that shows what Peelian does before any real file is loaded."""

from __future__ import annotations

import re

from peelian.figures.errors import PeelianError
from peelian.figures.periods import parse_month
from peelian.figures.sources.base import Reading, RefusedFile, Settings, facts_table, shown, warning
from peelian.figures.sources.document import Document

HEADER = ("illustrative_measure", "area", "month", "value")


class Illustrative:
    """``illustrative_measure, area, month, value``: values are whole numbers, or hundredths for a survey's per cents."""

    dataset = "illustrative"
    version = 1
    facts = True

    def recognise(self, document: Document) -> bool:
        """The header says itself that the figures are generated."""
        return {name.replace("_", "") for name in HEADER} <= document.header

    def read(self, document: Document, settings: Settings) -> Reading:
        """Raises RefusedFile for a month that is none, or a value that is no number of at most two decimals."""
        table = document.table
        columns = {
            "row": table.numbers,
            "column": ["value"] * len(table.rows),
            "month": [_month(cell, number) for cell, number in zip(table.column("month"), table.numbers, strict=True)],
            "value": [
                _hundredths(cell, number) for cell, number in zip(table.column("value"), table.numbers, strict=True)
            ],
            "area": table.filled("area"),
            "measure": table.filled("illustrative_measure"),
        }
        found = warning("these figures are generated, not recorded", "shown as illustrative wherever they appear")
        return Reading(self.dataset, facts_table(columns, scale=2), [*table.findings, found])


def _month(cell: str, row: int) -> int:
    try:
        return parse_month(cell)
    except PeelianError as error:
        raise RefusedFile(f"{shown(cell)} is no month", "Write months as 2017-06.", row=row, column="month") from error


def _hundredths(cell: str, row: int) -> int:
    if not re.fullmatch(r"[0-9]{1,12}(\.[0-9]{1,2})?", cell):
        raise RefusedFile(f"{shown(cell)} is no figure", "Correct the cell.", row=row, column="value")
    whole, _, part = cell.partition(".")
    return int(whole) * 100 + int(part.ljust(2, "0") or 0)

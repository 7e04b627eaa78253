"""The Home Office's police workforce tables: officers, staff, support officers and volunteers by force, at two dates a year.

Real statistical tables: a sheet has a title, a unit, dates above columns, regions above their forces, symbols for what is not
there, and notes below. Regions and totals are checked against their forces and left out.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from peelian.figures.sources.base import Reading, RefusedFile, Settings, facts_table, named, note
from peelian.figures.sources.document import Document
from peelian.figures.sources.workforce_findings import SCALE, about
from peelian.figures.sources.workforce_tables import Cell, WorkforceTable, read_sheet, title_of


class HomeOfficeWorkforce:
    """Sheets whose title reads ``Table 1: Police officers by police force area … (FTE)``."""

    dataset = "home-office-workforce"
    version = 1
    facts = True

    def recognise(self, document: Document) -> bool:
        """Any sheet with such a title."""
        return document.workbook is not None and any(title_of(sheet) for sheet in document.workbook.shown)

    def read(self, document: Document, settings: Settings) -> Reading:
        """Raises RefusedFile for a table without dates or forces, for a cell that is no figure, and for a force twice."""
        workbook = document.workbook
        assert workbook is not None
        tables = [read_sheet(sheet) for sheet in workbook.shown if title_of(sheet)]
        cells = [(table, cell) for table in tables for cell in table.cells if cell.kind == "force"]
        _refuse_repeats(cells)
        columns = {
            "row": [cell.row for _, cell in cells],
            "column": [cell.column for _, cell in cells],
            "month": [cell.month for _, cell in cells],
            "value": [_stored(cell.value) for _, cell in cells],
            "area": [cell.area for _, cell in cells],
            "item": [table.item for table, _ in cells],
            "basis": [table.basis for table, _ in cells],
            "sheet": [table.sheet for table, _ in cells],
            "printed": [_odd(cell) for _, cell in cells],
        }
        rest = [sheet.name for sheet in workbook.shown if not title_of(sheet)]
        left = [note(f"sheets that are no table by force: {named(rest)}", "left out")] if rest else []
        return Reading(self.dataset, facts_table(columns, scale=SCALE), [*workbook.findings, *left, *about(tables)])


def _odd(cell: Cell) -> str | None:
    """The text of a cell that is not read as the very number it shows."""
    stored = _stored(cell.value)
    plain = stored is not None and Decimal(stored).scaleb(-SCALE) == cell.value and "," not in cell.printed
    return None if plain else cell.printed


def _stored(value: Decimal | None) -> int | None:
    """The figure times ten to the SCALE, half up."""
    return None if value is None else int(value.scaleb(SCALE).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def _refuse_repeats(cells: list[tuple[WorkforceTable, Cell]]) -> None:
    seen: dict[tuple[str, str, str, int], tuple[str, int]] = {}
    for table, cell in cells:
        key = (table.item, table.basis, cell.area.casefold(), cell.month)
        if key in seen:
            sheet, row = seen[key]
            raise RefusedFile(
                f"counts {table.item} of {cell.area} again, as row {row} of {sheet} does",
                "Keep one of the two: which is right cannot be told.",
                row=cell.row,
                column=cell.column,
                sheet=table.sheet,
            )
        seen[key] = (table.sheet, cell.row)

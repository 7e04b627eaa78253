"""What is odd about the workforce tables, said in the load report; and whether regions and totals are the sums of their forces."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal

from peelian.figures.periods import month_name
from peelian.figures.sources.base import Finding, named, note, shown, warning
from peelian.figures.sources.workforce_tables import Cell, WorkforceTable

SCALE = 2
_ALL_FORCES = "total 43 forces"
_LONGEST_NOTE = 300
_MOST_NOTES = 15


def about(tables: list[WorkforceTable]) -> list[Finding]:
    """Everything that is said of the tables."""
    return [*_tables(tables), *_sums(tables), *_symbols(tables), *_decimals(tables), *_notes(tables)]


def _tables(tables: list[WorkforceTable]) -> list[Finding]:
    held = [f"{table.item} ({table.basis})" for table in tables]
    dates = sorted({cell.month for table in tables for cell in table.cells})
    return [
        note(f"{len(tables)} tables by force: {named(held, 20)}", "each is read; full-time equivalents and heads are never mixed"),
        note(f"counts at the end of {', '.join(map(month_name, dates))}", "a count at one day: never added up over time"),
    ]  # fmt: skip


def _sums(tables: list[WorkforceTable]) -> list[Finding]:
    """Every region and the total of all forces against the forces that they are made of."""
    checked, wrong = 0, []
    for table in tables:
        for cell in table.cells:
            parts = _parts(cell, table.cells)
            if parts is None:
                continue
            checked += 1
            total = sum((part.value or Decimal(0) for part in parts), Decimal(0))
            if abs(total - (cell.value or Decimal(0))) > Decimal("0.01"):
                wrong.append((table, cell, total))
    findings = [
        note(
            f"{checked} figures of regions and totals are checked against their forces", "left out: the forces are read"
        )
    ]
    for table, cell, total in wrong[:5]:
        what = f"{cell.area} is printed as {cell.printed or 'nothing'} and its forces add up to {total.normalize():f}"
        findings.append(warning(what, "the forces are read", row=cell.row, column=cell.column, sheet=table.sheet))
    if len(wrong) > 5:
        findings.append(
            warning(f"{len(wrong) - 5} more regions or totals differ from their forces", "the forces are read")
        )
    return findings


def _parts(whole: Cell, cells: Iterable[Cell]) -> list[Cell] | None:
    """The forces that a region, or the total of all forces, is made of; None for anything else."""
    if whole.kind == "region":
        return [cell for cell in cells if cell.region == whole.area and cell.month == whole.month]
    if whole.kind == "total" and whole.area.casefold() == _ALL_FORCES:
        return [cell for cell in cells if cell.region and cell.month == whole.month]
    return None


def _symbols(tables: list[WorkforceTable]) -> list[Finding]:
    counted: Counter[tuple[str, str]] = Counter()
    for table in tables:
        for cell in table.cells:
            if cell.value is None:
                counted[cell.printed, table.meanings.get(cell.printed, "")] += 1
    findings = []
    for (symbol, meaning), number in sorted(counted.items()):
        cells = f"{number} cells hold {shown(symbol)}" if symbol else f"{number} cells are empty"
        if symbol and not meaning:
            findings.append(warning(f"{cells}, which the sheet does not explain", "read as missing, not as zero"))
        else:
            findings.append(note(f"{cells}{f' ({meaning})' if meaning else ''}", "read as missing, not as zero"))
    return findings


def _decimals(tables: list[WorkforceTable]) -> list[Finding]:
    values = [(table, cell, cell.value) for table in tables for cell in table.cells if cell.value is not None]
    long = [cell for _, cell, value in values if value != round(value, SCALE)]
    findings = []
    if long:
        what = f"{len(long)} cells hold more decimals than {SCALE}, as {long[0].printed}"
        findings.append(note(what, "rounded, half up", row=long[0].row, column=long[0].column))
    broken = [(table, cell) for table, cell, value in values if table.basis == "headcount" and value % 1]
    if broken:
        table, cell = broken[0]
        what = f"{len(broken)} headcounts are no whole numbers, as {cell.printed} for {cell.area}"
        findings.append(warning(what, "read as printed", row=cell.row, column=cell.column, sheet=table.sheet))
    return findings


def _notes(tables: list[WorkforceTable]) -> list[Finding]:
    """The publisher's notes, each once, with the tables that carry it."""
    sheets: dict[str, list[str]] = {}
    for table in tables:
        for text in table.notes:
            bare = text.lstrip("0123456789. ").strip()
            if bare.casefold() not in ("notes", "note", ""):
                sheets.setdefault(bare, []).append(table.sheet)
    findings = [
        note(
            f"a note of {named(where, 20)} says: {text[:_LONGEST_NOTE]}",
            "kept in the original; read it before comparing",
        )
        for text, where in list(sheets.items())[:_MOST_NOTES]
    ]
    if len(sheets) > _MOST_NOTES:
        findings.append(note(f"{len(sheets) - _MOST_NOTES} more notes stand below the tables", "kept in the original"))
    return findings

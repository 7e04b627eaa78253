"""Dates and decimals whatever the locale: told from the whole column, asked for where it cannot be told, never guessed."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Literal

from peelian.figures.periods import month_ordinal
from peelian.figures.sources.base import Finding, RefusedFile, note, warning
from peelian.figures.sources.document import Table

Order = Literal["d/m/y", "m/d/y"]
Mark = Literal["comma", "point"]

_DATE = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})(?:[ T]00:00(?::00)?)?")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T]00:00(?::00)?)?")
_NUMBER = re.compile(r"-?\d+(?:([.,])\d+)?(\s*%)?")
_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def read_dates(table: Table, column: str, told: Order | None) -> tuple[list[int], list[Finding]]:
    """Month ordinals of a column of dates. Raises RefusedFile where day and month cannot be told apart."""
    cells = table.column(column)
    parts = [_date_parts(cell, number, column) for cell, number in zip(cells, table.numbers, strict=True)]
    slashed = [(first, second) for iso, first, second, _ in parts if not iso]
    order = told or _order(slashed, column)
    months = []
    for (iso, first, second, year), number in zip(parts, table.numbers, strict=True):
        day, month = (second, first) if (iso or order == "m/d/y") else (first, second)
        if not (1 <= month <= 12 and 1 <= day <= _DAYS[month - 1]):
            raise RefusedFile(f"{first}/{second}/{year} is no date as {order}", "Correct the cell.", row=number, column=column)
        months.append(month_ordinal(year, month))
    shown = "day/month/year" if order == "d/m/y" else "month/day/year"
    return months, [note(f"dates are {shown}", "told from days above 12" if not told else "as you said", column=column)] \
        if slashed else []


def _date_parts(cell: str, number: int, column: str) -> tuple[bool, int, int, int]:
    found = _ISO.fullmatch(cell)
    if found:
        return True, int(found[2]), int(found[3]), int(found[1])
    found = _DATE.fullmatch(cell)
    if not found:
        raise RefusedFile(f"{cell!r} is no date", "Write dates as 2017-06-30 or 30/06/2017.", row=number, column=column)
    return False, int(found[1]), int(found[2]), int(found[3])


def _order(slashed: list[tuple[int, int]], column: str) -> Order:
    day_first = any(first > 12 for first, _ in slashed)
    month_first = any(second > 12 for _, second in slashed)
    if day_first and month_first:
        raise RefusedFile("some dates are day/month/year and others month/day/year", "Export the table again in one order.",
                          column=column)
    if slashed and not (day_first or month_first) and any(first != second for first, second in slashed):
        raise RefusedFile("no date has a day above 12: day and month cannot be told apart",
                          "Say which with --dates d/m/y or --dates m/d/y.", column=column)
    return "m/d/y" if month_first else "d/m/y"


def read_decimals(table: Table, column: str, told: Mark | None) -> tuple[list[Decimal], list[Finding]]:
    """Decimals of a column, per cents divided by 100. Raises RefusedFile for a mixture of marks or a cell that is none."""
    cells = table.column(column)
    marks: dict[str, int] = {}
    percents = 0
    for cell, number in zip(cells, table.numbers, strict=True):
        found = _NUMBER.fullmatch(cell)
        if not found:
            raise RefusedFile(f"{cell!r} is no number", "Correct the cell, or leave the row out.", row=number, column=column)
        if found[1]:
            marks.setdefault(found[1], number)
        percents += bool(found[2])
    if len(marks) > 1:
        raise RefusedFile("some numbers have a decimal comma and others a decimal point", "Export the table again in one locale.",
                          row=max(marks.values()), column=column)
    _refuse_thousands(cells, table, column, told)
    findings = []
    if "," in marks:
        first = table.numbers.index(marks[","])
        findings.append(warning("decimal comma", f"read as {cells[first].replace(',', '.')}", row=marks[","], column=column))
    if percents:
        findings.append(note(f"{percents} values have a per cent sign", "divided by 100", column=column))
    return [_decimal(cell) for cell in cells], findings


def _refuse_thousands(cells: list[str], table: Table, column: str, told: Mark | None) -> None:
    """``1,234`` may be a thousand or one and a bit: where every marked cell is so, a person must say."""
    marked = [cell.rstrip("% ") for cell in cells if re.search(r"[.,]", cell)]
    if told is None and marked and all(re.fullmatch(r"-?[1-9]\d{0,2}[.,]\d{3}", cell) for cell in marked):
        number = next(number for cell, number in zip(cells, table.numbers, strict=True) if re.search(r"[.,]", cell))
        raise RefusedFile(f"{marked[0]!r} may be thousands or decimals", "Say which with --decimal comma or --decimal point.",
                          row=number, column=column)


def _decimal(cell: str) -> Decimal:
    number = Decimal(cell.rstrip("% ").strip().replace(",", "."))
    return number / 100 if cell.rstrip().endswith("%") else number

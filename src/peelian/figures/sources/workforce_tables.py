"""One sheet of the Home Office's workforce tables: what it counts, and every figure with its place, symbols and notes kept."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from peelian.figures.periods import MONTH_NAMES, month_ordinal
from peelian.figures.sources.base import RefusedFile, shown
from peelian.figures.sources.workbook import HEAD_ROWS, Sheet

_TITLE = re.compile(r"Table \w+:\s*(.+?) by police force area\b.*\((FTE|headcount)\)", re.IGNORECASE | re.DOTALL)
_FOOTNOTE = re.compile(r"(?<=s\.39)[0-9]|(?<=[a-z])[0-9]+$")
"""A footnote's number stands right behind the word: ``s.391`` is section 39 with note 1."""
_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-[0-9]{2}")
_WORDS = re.compile(rf"[0-9]{{1,2}} ({'|'.join(MONTH_NAMES)}) ([0-9]{{4}})")
_NUMBER = re.compile(r"-?(?:[0-9]{1,3}(?:,[0-9]{3}){1,3}|[0-9]{1,9})(?:\.[0-9]{1,30})?")
_SYMBOL = re.compile(r"\[[a-z]{1,4}\]|[.:*~\-–—#]{1,3}|n/?a", re.IGNORECASE)
_MEANING = re.compile(r"['‘\"](.{1,6}?)['’\"]\s*(?:denotes|indicates|means|=)\s*(.+)", re.IGNORECASE)
_ZERO = re.compile(r"\b(?:nil|zero|none)\b", re.IGNORECASE)
_REGIONS = frozenset(
    ("north east", "north west", "yorkshire and the humber", "east midlands", "west midlands", "east of england", "eastern",
     "london", "south east", "south west", "wales")
)  # fmt: skip
_BOTH = "west midlands"
"""A region and a force: the region stands first."""


@dataclass(frozen=True)
class Cell:
    """One figure: as printed, where it stands, what it is for; ``value`` is None where a symbol or nothing stands for it.

    ``kind`` is ``force``, ``region`` or ``total``; ``region`` is the one that a force stands under.
    """

    row: int
    column: str
    area: str
    kind: str
    region: str
    month: int
    printed: str
    value: Decimal | None


@dataclass(frozen=True)
class WorkforceTable:
    """A sheet's table: what it counts, in FTE or by head, its cells, its notes, and what its symbols mean."""

    sheet: str
    item: str
    basis: str
    cells: list[Cell]
    notes: list[str]
    meanings: dict[str, str]


def title_of(sheet: Sheet) -> tuple[str, str] | None:
    """What a sheet counts, and whether in FTE or by head; None for a sheet that is no table by force."""
    first = sheet.rows(0, 1)
    found = _TITLE.match(first[0][0].strip()) if first and first[0] else None
    if not found:
        return None
    item = _FOOTNOTE.sub("", " ".join(found[1].split())).removesuffix(" combined").casefold()
    return item, "FTE" if found[2].upper() == "FTE" else "headcount"


def read_sheet(sheet: Sheet) -> WorkforceTable:
    """Raises RefusedFile for a table without dates or rows, and for a cell that is neither a number nor a symbol."""
    title = title_of(sheet)
    assert title is not None
    rows = sheet.rows()
    at, months = _dates(rows, sheet.name)
    body = list(enumerate(rows[at + 1 :], start=at + 2))
    notes = [row[0].strip() for _, row in body if row[0].strip() and not _holds(row, months)]
    meanings = {found[1]: found[2].strip() for text in notes if (found := _MEANING.search(text))}
    figures = [(number, row) for number, row in body if row[0].strip() and _holds(row, months)]
    if not figures:
        raise RefusedFile(
            "no row of figures stands below the dates", "Fetch the file again.", row=at + 1, sheet=sheet.name
        )
    return WorkforceTable(
        sheet.name, *title, list(_cells(figures, rows[at], months, meanings, sheet.name)), notes, meanings
    )


def _dates(rows: list[list[str]], sheet: str) -> tuple[int, dict[int, int]]:
    """The row of the dates, and which column is of which month. Raises RefusedFile where there is none, or one twice."""
    for at, row in enumerate(rows[:HEAD_ROWS]):
        months = {place: month for place, cell in enumerate(row) if place and (month := _month(cell)) is not None}
        if len(set(months.values())) < len(months):
            raise RefusedFile(
                "a date stands twice above the figures", "Keep one of the two columns.", row=at + 1, sheet=sheet
            )
        if months:
            return at, months
    raise RefusedFile("no dates stand above the figures", "Fetch the file again.", row=1, sheet=sheet)


def _month(cell: str) -> int | None:
    if found := _ISO.fullmatch(cell.strip()):
        return month_ordinal(int(found[1]), int(found[2]))
    if found := _WORDS.fullmatch(" ".join(cell.split())):
        return month_ordinal(int(found[2]), MONTH_NAMES.index(found[1]) + 1)
    return None


def _holds(row: list[str], months: Iterable[int]) -> bool:
    return any(row[place].strip() for place in months)


def _cells(
    figures: list[tuple[int, list[str]]],
    header: list[str],
    months: dict[int, int],
    meanings: dict[str, str],
    sheet: str,
) -> Iterable[Cell]:
    kinds = _kinds([row[0].strip() for _, row in figures])
    region = ""
    for (number, row), kind in zip(figures, kinds, strict=True):
        area = " ".join(row[0].split())
        region = area if kind == "region" else "" if kind == "total" else region
        for place, month in months.items():
            printed = row[place].strip()
            value = _value(printed, meanings, number, header[place], sheet)
            yield Cell(number, header[place], area, kind, region if kind == "force" else "", month, printed, value)


def _kinds(names: list[str]) -> list[str]:
    """For each row whether it is a force, a region above its forces, or a total."""
    folded = [" ".join(name.casefold().split()) for name in names]
    grouped = len(set(folded) & _REGIONS - {_BOTH}) > 2
    kinds, seen = [], set()
    for name in folded:
        if name.startswith("total") or name in ("england", "england and wales"):
            kinds.append("total")
        else:
            kinds.append("region" if grouped and name in _REGIONS and name not in seen else "force")
        seen.add(name)
    return kinds


def _value(printed: str, meanings: dict[str, str], row: int, column: str, sheet: str) -> Decimal | None:
    """The number in a cell, None for what is not there; zero for a symbol that the notes call nil. Raises RefusedFile."""
    if _NUMBER.fullmatch(printed):
        return Decimal(printed.replace(",", ""))
    if not printed or _SYMBOL.fullmatch(printed):
        return Decimal(0) if _ZERO.search(meanings.get(printed, "")) else None
    raise RefusedFile(
        f"{shown(printed)} is neither a number nor a symbol", "Correct the cell, or fetch the file again.",
        row=row, column=column, sheet=sheet,
    )  # fmt: skip

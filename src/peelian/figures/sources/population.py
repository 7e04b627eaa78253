"""Population by borough and year: the GLA's land-area-and-density table, estimates and projections told apart."""

from __future__ import annotations

import re
from collections.abc import Iterator

from peelian.figures.periods import month_ordinal
from peelian.figures.sources.base import (
    Finding,
    Reading,
    RefusedFile,
    Settings,
    facts_table,
    named,
    note,
    shown,
    warning,
)
from peelian.figures.sources.document import Document
from peelian.figures.sources.numbers import read_counts
from peelian.figures.sources.table import MOST_FINDINGS, Table

ESTIMATE, PROJECTION = 0, 1
COLUMNS = ("Code", "Name", "Year", "Source", "Population")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_CODE = re.compile(r"[A-Z][0-9]{8}")


class PopulationBorough:
    """``Code, Name, Year, Source, Population``: an estimate goes before a projection of the same year."""

    dataset = "population-borough"
    version = 1
    facts = True

    def recognise(self, document: Document) -> bool:
        """A code, a year, where the number is from, and the number."""
        return {name.casefold() for name in COLUMNS} <= document.header

    def read(self, document: Document, settings: Settings) -> Reading:
        """Raises RefusedFile for a code, year or population that is none, and for a repeated area, year and source."""
        table = document.table
        codes, names, bases = table.filled("Code"), table.filled("Name"), table.filled("Source")
        _refuse_other(table, "Code", codes, _CODE, "no area code (a letter and eight digits)")
        _refuse_other(table, "Year", table.column("Year"), _YEAR, "no year")
        years = [int(cell) for cell in table.column("Year")]
        _refuse_repeats(list(zip(codes, years, bases, strict=True)), table)
        people, _, findings = read_counts(table, [table.position("Population")], settings.decimal)
        columns = {
            "row": table.numbers,
            "column": ["Population"] * len(years),
            "month": [month_ordinal(year, 12) for year in years],
            "value": _or_missing(people[:, 0].tolist(), table.column("Population")),
            "area": codes,
            "name": names,
            "basis": bases,
            "rank": [PROJECTION if _projects(basis) else ESTIMATE for basis in bases],
        }
        said = [
            *table.findings,
            *table.unread_note(*COLUMNS),
            *findings,
            *_by_basis(bases, years),
            *_wider(codes, names),
        ]
        return Reading(self.dataset, facts_table(columns), said)


def _or_missing(numbers: list[int], cells: list[str]) -> list[int | None]:
    return [number if cell else None for number, cell in zip(numbers, cells, strict=True)]


def _refuse_other(table: Table, column: str, cells: list[str], form: re.Pattern[str], what: str) -> None:
    for cell, number in zip(cells, table.numbers, strict=True):
        if not form.fullmatch(cell):
            raise RefusedFile(f"{shown(cell)} is {what}", "Correct the cell.", row=number, column=column)


def _refuse_repeats(keys: list[tuple[str, int, str]], table: Table) -> None:
    seen: dict[tuple[str, int, str], int] = {}
    for key, number in zip(keys, table.numbers, strict=True):
        if key in seen:
            raise RefusedFile(
                f"repeats area, year and source of row {seen[key]}",
                "Keep one of the two rows: which is right cannot be told.",
                row=number,
            )
        seen[key] = number


def _projects(basis: str) -> bool:
    return "project" in basis.casefold() or "forecast" in basis.casefold()


def _by_basis(bases: list[str], years: list[int]) -> Iterator[Finding]:
    spans: dict[str, list[int]] = {}
    for basis, year in zip(bases, years, strict=True):
        spans.setdefault(basis, []).append(year)
    if len(spans) > MOST_FINDINGS:
        yield warning(
            f"rows of {len(spans):,} sources: {named(spans)}", "each read as estimates or projections by its name"
        )
        return
    for basis, span in spans.items():
        kind = "projections" if _projects(basis) else "estimates"
        yield note(
            f"{len(span)} rows of {basis}, {min(span)} to {max(span)}",
            f"read as {kind}; an estimate goes before a projection of the same year",
        )


def _wider(codes: list[str], names: list[str]) -> list[Finding]:
    """Regions and halves of London stand among the boroughs; one of them goes by two names."""
    beyond: dict[str, set[str]] = {}
    for code, name in zip(codes, names, strict=True):
        if not code.startswith("E09"):
            beyond.setdefault(code, set()).add(name)
    if not beyond:
        return []
    told = [" or ".join(sorted(called)) for called in beyond.values()]
    return [note(f"rows of wider areas stand among the boroughs: {named(told)}", "kept out of sums of boroughs")]

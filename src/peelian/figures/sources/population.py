"""Population by borough and year: the GLA's land-area-and-density table, estimates and projections told apart."""

from __future__ import annotations

import re
from collections import Counter

from peelian.figures.periods import month_ordinal
from peelian.figures.sources.base import Reading, RefusedFile, Settings, facts_table, named, note
from peelian.figures.sources.document import Document

ESTIMATE, PROJECTION = 0, 1
_YEAR = re.compile(r"(?:19|20)\d{2}")


class PopulationBorough:
    """``Code, Name, Year, Source, Population``: an estimate goes before a projection of the same year."""

    dataset = "population-borough"
    version = 1
    facts = True

    def recognise(self, document: Document) -> bool:
        """A code, a year, where the number is from, and the number."""
        return {"code", "name", "year", "source", "population"} <= document.header

    def read(self, document: Document, settings: Settings) -> Reading:
        """Raises RefusedFile for a year or a population that is no whole number."""
        table = document.table
        years = _whole(table.column("Year"), table.numbers, "Year", _YEAR)
        people = _whole(table.column("Population"), table.numbers, "Population", re.compile(r"\d+"))
        bases = table.column("Source")
        ranks = [PROJECTION if "projection" in basis.casefold() else ESTIMATE for basis in bases]
        names, codes = table.column("Name"), table.column("Code")
        columns = {
            "row": table.numbers,
            "column": ["Population"] * len(years),
            "month": [month_ordinal(year, 12) for year in years],
            "value": people,
            "area": codes,
            "name": names,
            "basis": bases,
            "rank": ranks,
        }
        reading = Reading(self.dataset, facts_table(columns), list(table.findings))
        for basis, times in Counter(bases).items():
            span = [year for year, other in zip(years, bases, strict=True) if other == basis]
            kind = "projections" if "projection" in basis.casefold() else "estimates"
            reading.findings.append(note(f"{times} rows of {basis}, {min(span)} to {max(span)}",
                                         f"read as {kind}; an estimate goes before a projection of the same year"))
        beyond = {name for name, code in zip(names, codes, strict=True) if not code.startswith("E09")}
        if beyond:
            reading.findings.append(note(f"rows of wider areas stand among the boroughs: {named(beyond)}",
                                         "kept out of sums of boroughs"))
        return reading


def _whole(cells: list[str], numbers: list[int], column: str, form: re.Pattern[str]) -> list[int]:
    for cell, number in zip(cells, numbers, strict=True):
        if not form.fullmatch(cell):
            raise RefusedFile(f"{cell!r} is no {column.casefold()}", "Correct the cell.", row=number, column=column)
    return [int(cell) for cell in cells]

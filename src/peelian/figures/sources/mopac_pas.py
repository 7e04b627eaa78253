"""MOPAC's Public Attitude Survey, borough and force: a proportion for each measure and quarter, in any locale.

Every figure is a survey's own rolling twelve months to the quarter's end (DOMAIN 2.5), so it is never charted as months.
"""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

from peelian.figures.sources.base import Finding, Reading, RefusedFile, Settings, facts_table, named, note, warning
from peelian.figures.sources.document import Document, Table
from peelian.figures.sources.locale import read_dates, read_decimals

SCALE = 4
_QUARTER_ENDS = {2, 5, 8, 11}


class MopacPas:
    """``Date, Survey, Borough, Measure, Proportion``: decimal comma or point, day or month first, told from the content."""

    dataset = "mopac-pas"
    version = 1
    facts = True

    def recognise(self, document: Document) -> bool:
        """The five columns of the survey's dashboard files."""
        return {"date", "survey", "borough", "measure", "proportion"} <= document.header

    def read(self, document: Document, settings: Settings) -> Reading:
        """Raises RefusedFile where date order or decimal mark cannot be told, or a proportion is outside 0 to 1."""
        table = document.table
        months, date_findings = read_dates(table, "Date", settings.dates)
        values, value_findings = read_decimals(table, "Proportion", settings.decimal)
        areas, measures = table.column("Borough"), table.column("Measure")
        _refuse_outside(values, table)
        findings = [*table.findings, *date_findings, *value_findings, *_oddities(table, areas, measures, months)]
        _refuse_repeats(list(zip(areas, measures, months, strict=True)), table)
        columns = {
            "row": table.numbers,
            "column": ["Proportion"] * len(months),
            "month": months,
            "value": [int((value * 100).scaleb(SCALE)) for value in values],
            "area": areas,
            "measure": measures,
        }
        return Reading(self.dataset, facts_table(columns, scale=SCALE), findings)


def _refuse_outside(values: list[Decimal], table: Table) -> None:
    for value, number in zip(values, table.numbers, strict=True):
        if not 0 <= value <= 1:
            raise RefusedFile(f"{value} is no proportion between 0 and 1",
                              "Divide per cents by 100, or write them with a per cent sign.", row=number, column="Proportion")


def _refuse_repeats(keys: list[tuple[str, str, int]], table: Table) -> None:
    seen: dict[tuple[str, str, int], int] = {}
    for (area, measure, month), number in zip(keys, table.numbers, strict=True):
        key = (area.casefold(), measure, month)
        if key in seen:
            raise RefusedFile(f"repeats area, measure and date of row {seen[key]}",
                              "Keep one of the two rows: which is right cannot be told.", row=number)
        seen[key] = number


def _oddities(table: Table, areas: list[str], measures: list[str], months: list[int]) -> list[Finding]:
    findings = [warning("no sample size or interval is given", "no change is tested; how sure a figure is cannot be told")]
    quoted = sorted({measure for measure in measures if '"' in measure})
    if quoted:
        findings.append(note(f"a measure's name holds quote marks: {named(quoted)}", "kept as printed"))
    spellings: dict[str, set[str]] = {}
    for area in set(areas):
        spellings.setdefault(area.casefold(), set()).add(area)
    for variants in spellings.values():
        if len(variants) > 1:
            findings.append(note(f"one area is spelt {' and '.join(sorted(variants))}", "read as one"))
    absent = len(spellings) * len(set(measures)) * len(set(months)) - len(table.rows)
    if absent:
        by_measure = Counter(measures)
        fewer = [name for name, times in by_measure.items() if times < max(by_measure.values())]
        findings.append(note(f"{absent} combinations of area, measure and quarter are not in it ({named(fewer)})",
                             "missing, not zero"))
    odd = sorted({month for month in months if month % 12 not in _QUARTER_ENDS})
    if odd:
        findings.append(warning(f"{len(odd)} dates are not the end of a quarter", "read as printed"))
    return findings

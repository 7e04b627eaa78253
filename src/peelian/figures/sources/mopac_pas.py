"""MOPAC's Public Attitude Survey, borough and force: a proportion for each measure and quarter, in any locale.

Every figure is a survey's own rolling twelve months to the quarter's end (DOMAIN 2.5), so it is never charted as months.
"""

from __future__ import annotations

from collections import Counter
from decimal import ROUND_HALF_UP, Decimal

from peelian.figures.sources.base import Finding, Reading, RefusedFile, Settings, facts_table, named, note, warning
from peelian.figures.sources.document import Document
from peelian.figures.sources.locale import read_dates
from peelian.figures.sources.numbers import read_decimals
from peelian.figures.sources.table import Table

SCALE = 4
COLUMNS = ("Date", "Survey", "Borough", "Measure", "Proportion")
_QUARTER_ENDS = {2, 5, 8, 11}
_OTHER_NAMES = {"City of Westminster": "Westminster"}
"""How this publisher calls an area that the others call otherwise."""


class MopacPas:
    """``Date, Survey, Borough, Measure, Proportion``: decimal comma or point, day or month first, told from the content."""

    dataset = "mopac-pas"
    version = 1
    facts = True

    def recognise(self, document: Document) -> bool:
        """The five columns of the survey's dashboard files."""
        return {name.casefold() for name in COLUMNS} <= document.header

    def read(self, document: Document, settings: Settings) -> Reading:
        """Raises RefusedFile where date order or decimal mark cannot be told, or a proportion is outside 0 to 1."""
        table = document.table
        months, date_findings = read_dates(table, "Date", settings.dates)
        values, value_findings = read_decimals(table, "Proportion", settings.decimal)
        areas, measures = table.filled("Borough"), table.filled("Measure")
        _refuse_other_surveys(table)
        _refuse_outside(values, table)
        _refuse_repeats(list(zip(areas, measures, months, strict=True)), table)
        stored = [_stored(value) for value in values]
        findings = [
            *table.findings,
            *table.unread_note(*COLUMNS),
            *date_findings,
            *value_findings,
            *_rounded(values, stored),
            *_about_areas(areas),
            *_about_measures(measures, months),
            *_absent(areas, measures, months),
        ]
        columns = {
            "row": table.numbers,
            "column": ["Proportion"] * len(months),
            "month": months,
            "value": stored,
            "area": areas,
            "measure": measures,
            "printed": table.column("Proportion"),
        }
        return Reading(self.dataset, facts_table(columns, scale=SCALE), findings)


def _stored(value: Decimal | None) -> int | None:
    """Per cent times ten to the SCALE, half up."""
    if value is None:
        return None
    return int((value * 100).scaleb(SCALE).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def _rounded(values: list[Decimal | None], stored: list[int | None]) -> list[Finding]:
    changed = sum(
        value is not None and (value * 100).scaleb(SCALE) != kept for value, kept in zip(values, stored, strict=True)
    )
    told = note(f"{changed} proportions have more than {SCALE + 2} decimals", "rounded, half up", column="Proportion")
    return [told] if changed else []


def _refuse_other_surveys(table: Table) -> None:
    for survey, number in zip(table.column("Survey"), table.numbers, strict=True):
        if survey.casefold() not in ("pas", "public attitude survey"):
            raise RefusedFile(
                f"{survey!r} is not the Public Attitude Survey (PAS): two surveys are never mixed",
                "Keep the rows of the PAS only.",
                row=number,
                column="Survey",
            )


def _refuse_outside(values: list[Decimal | None], table: Table) -> None:
    for value, number in zip(values, table.numbers, strict=True):
        if value is not None and not 0 <= value <= 1:
            raise RefusedFile(
                f"{value} is no proportion between 0 and 1",
                "Divide per cents by 100, or write them with a per cent sign.",
                row=number,
                column="Proportion",
            )


def _refuse_repeats(keys: list[tuple[str, str, int]], table: Table) -> None:
    seen: dict[tuple[str, str, int], int] = {}
    for (area, measure, month), number in zip(keys, table.numbers, strict=True):
        key = (area.casefold(), measure.casefold(), month)
        if key in seen:
            raise RefusedFile(
                f"repeats area, measure and date of row {seen[key]}",
                "Keep one of the two rows: which is right cannot be told.",
                row=number,
            )
        seen[key] = number


def _about_areas(areas: list[str]) -> list[Finding]:
    findings = []
    spellings: dict[str, set[str]] = {}
    for area in set(areas):
        spellings.setdefault(area.casefold(), set()).add(area)
    for variants in spellings.values():
        if len(variants) > 1:
            findings.append(
                note(f"one area is spelt {' and '.join(sorted(variants))}", "read as one", column="Borough")
            )
    for here, elsewhere in _OTHER_NAMES.items():
        if here.casefold() in spellings:
            findings.append(
                note(f"{here} is called {elsewhere} by other publishers", "read as the same", column="Borough")
            )
    return findings


def _about_measures(measures: list[str], months: list[int]) -> list[Finding]:
    quarters = set(months)
    findings = [
        note(f"{len(set(measures))} measures at {len(quarters)} dates, each the twelve months to its date",
             "never read as single months"),
        warning("no sample size or interval is given", "no change is tested; how sure a figure is cannot be told"),
    ]  # fmt: skip
    quoted = {measure for measure in measures if '"' in measure}
    if quoted:
        findings.append(
            note(f"a measure's name holds quote marks: {named(quoted)}", "kept as printed", column="Measure")
        )
    odd = sum(month % 12 not in _QUARTER_ENDS for month in quarters)
    if odd:
        findings.append(
            warning(f"{odd} dates are not in the last month of a quarter", "read as printed", column="Date")
        )
    return findings


def _absent(areas: list[str], measures: list[str], months: list[int]) -> list[Finding]:
    places = {area.casefold() for area in areas}
    absent = len(places) * len(set(measures)) * len(set(months)) - len(months)
    if absent <= 0:
        return []
    times = Counter(measures)
    most = max(times.values())
    fewer = [name for name, number in times.items() if number < most]
    which = f" ({named(fewer)})" if fewer else ""
    return [note(f"{absent} combinations of area, measure and quarter are not in it{which}", "missing, not zero")]

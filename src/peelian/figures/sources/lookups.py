"""Look-ups of small areas: ward to borough (ONS) and LSOA to borough (GLA)."""

from __future__ import annotations

import re
from collections import Counter

import pyarrow as pa

from peelian.figures.sources.base import Finding, Reading, RefusedFile, Settings, note, shown, warning
from peelian.figures.sources.document import Document
from peelian.figures.sources.table import Table

_CODE = re.compile(r"[A-Z][0-9]{8}")


class WardLookup:
    """``WD23CD, WardName, LAD23CD, LAD23NM``; the year in the column names moves on with each edition."""

    dataset = "ward-lookup"
    version = 1
    facts = False

    def recognise(self, document: Document) -> bool:
        """A ward code and name, a district code and name, of one edition."""
        return _edition(document) is not None

    def read(self, document: Document, settings: Settings) -> Reading:
        """Every ward of the country, with its district. Raises RefusedFile for a code that is none, or a ward in two districts."""
        edition = _edition(document) or ""
        table = document.table
        used = (
            f"WD{edition}CD",
            "WardName" if table.has("WardName") else f"WD{edition}NM",
            f"LAD{edition}CD",
            f"LAD{edition}NM",
        )
        cells = dict(zip(("code", "name", "district", "district_name"), map(table.filled, used), strict=True))
        _refuse_codes(table, used[0], cells["code"])
        _refuse_codes(table, used[2], cells["district"])
        keep = _once(table, cells["code"], cells["district"], used[2])
        findings = [*table.findings, *table.unread_note(*used)]
        if len(keep) < len(table.rows):
            findings.append(
                warning(f"{len(table.rows) - len(keep)} rows repeat a ward", "the first row of each is kept")
            )
        findings.append(
            note(
                f"edition 20{edition}: {len(keep)} wards of the whole country", "those of the pack's boroughs are used"
            )
        )
        return Reading(self.dataset, _picked(table, cells, keep), findings, facts=False)


class LsoaWardLookup:
    """``LSOA21CD, LSOA21NM, WD23CD, WD23NM, LAD23CD, LAD23NM`` of any years: the ward and district that best fit a small area."""

    dataset = "lsoa-ward-lookup"
    version = 1
    facts = False

    def recognise(self, document: Document) -> bool:
        """A small area's code and name beside what a ward look-up has."""
        return _edition(document) is not None and _small_year(document) is not None

    def read(self, document: Document, settings: Settings) -> Reading:
        """One row for each small area. Raises RefusedFile for a code that is none, or a small area in two wards."""
        small, edition, table = _small_year(document) or "", _edition(document) or "", document.table
        ward = "WardName" if table.has("WardName") else f"WD{edition}NM"
        used = (f"LSOA{small}CD", f"LSOA{small}NM", f"WD{edition}CD", ward, f"LAD{edition}CD", f"LAD{edition}NM")
        names = ("code", "name", "ward", "ward_name", "district", "district_name")
        cells = dict(zip(names, map(table.filled, used), strict=True))
        for name, column in zip(("code", "ward", "district"), used[::2], strict=True):
            _refuse_codes(table, column, cells[name])
        keep = _once(table, cells["code"], cells["ward"], used[2])
        findings = [*table.findings, *table.unread_note(*used), *_repeats(cells["code"], keep)]
        findings.append(
            note(f"small areas of 20{small} and wards of 20{edition}", "areas of other years are not in it")
        )
        return Reading(self.dataset, _picked(table, cells, keep), findings, facts=False)


class LsoaLookup:
    """``AreaCode, LSOA_Name, BoroughName``: published with every LSOA four times over."""

    dataset = "lsoa-lookup"
    version = 1
    facts = False

    def recognise(self, document: Document) -> bool:
        """A small area's code and name, and its borough."""
        return {"areacode", "lsoaname", "boroughname"} <= document.header

    def read(self, document: Document, settings: Settings) -> Reading:
        """One row for each LSOA. Raises RefusedFile for a code that is none, or an LSOA in two boroughs."""
        table = document.table
        used = ("AreaCode", "LSOA_Name", "BoroughName")
        cells = dict(zip(("code", "name", "borough"), map(table.filled, used), strict=True))
        _refuse_codes(table, used[0], cells["code"])
        keep = _once(table, cells["code"], cells["borough"], used[2])
        findings = [*table.findings, *table.unread_note(*used), *_repeats(cells["code"], keep)]
        return Reading(self.dataset, _picked(table, cells, keep), findings, facts=False)


def _refuse_codes(table: Table, column: str, cells: list[str]) -> None:
    for cell, number in zip(cells, table.numbers, strict=True):
        if not _CODE.fullmatch(cell):
            raise RefusedFile(
                f"{shown(cell)} is no area code (a letter and eight digits)",
                "Correct the cell.",
                row=number,
                column=column,
            )


def _once(table: Table, codes: list[str], homes: list[str], column: str) -> list[int]:
    """The place of the first row of each code. Raises RefusedFile where a later row puts it elsewhere."""
    first: dict[str, int] = {}
    for place, (code, home) in enumerate(zip(codes, homes, strict=True)):
        before = first.setdefault(code, place)
        if homes[before] != home:
            raise RefusedFile(
                f"{code} stands in {home} and, in row {table.numbers[before]}, in {homes[before]}",
                "Keep one of the two rows: which is right cannot be told.",
                row=table.numbers[place],
                column=column,
            )
    return list(first.values())


def _repeats(codes: list[str], keep: list[int]) -> list[Finding]:
    if len(keep) == len(codes):
        return []
    times = Counter(Counter(codes).values())
    told = ", ".join(
        f"{count} areas {'once' if each == 1 else f'{each} times'}" for each, count in sorted(times.items())
    )
    return [
        warning(
            f"rows are repeated: {len(codes)} rows for {len(keep)} areas ({told})",
            "one row of each is kept, so that no join multiplies counts",
        )
    ]


def _picked(table: Table, cells: dict[str, list[str]], keep: list[int]) -> pa.Table:
    rows = pa.array([table.numbers[place] for place in keep], type=pa.int32())
    return pa.table(
        {"row": rows, **{name: pa.array([column[place] for place in keep]) for name, column in cells.items()}}
    )


def _edition(document: Document) -> str | None:
    """The two-digit year of the code columns, if both are there; the latest where there are several."""
    for key in sorted(document.header, reverse=True):
        found = re.fullmatch(r"wd([0-9]{2})cd", key)
        if found:
            year = found[1]
            named = {"wardname", f"wd{year}nm"} & document.header
            if named and {f"lad{year}cd", f"lad{year}nm"} <= document.header:
                return year
    return None


def _small_year(document: Document) -> str | None:
    """The two-digit year of the small areas, if their code and name are there."""
    found = (re.fullmatch(r"lsoa([0-9]{2})cd", key) for key in sorted(document.header, reverse=True))
    return next((hit[1] for hit in found if hit and f"lsoa{hit[1]}nm" in document.header), None)

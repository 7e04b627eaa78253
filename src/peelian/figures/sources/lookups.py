"""Look-ups of small areas: ward to borough (ONS) and LSOA to borough (GLA)."""

from __future__ import annotations

from collections import Counter

import pyarrow as pa

from peelian.figures.sources.base import Reading, Settings, note, warning
from peelian.figures.sources.document import Document


class WardLookup:
    """``WD23CD, WardName, LAD23CD, LAD23NM``; the year in the column names moves on with each edition."""

    dataset = "ward-lookup"
    version = 1
    facts = False

    def recognise(self, document: Document) -> bool:
        """A ward code and name, a district code and name, of one edition."""
        return _edition(document) is not None

    def read(self, document: Document, settings: Settings) -> Reading:
        """Every ward of the country, with its district. Rows that repeat a ward are counted, the first is kept."""
        edition = _edition(document) or ""
        table = document.table
        codes = table.column(f"WD{edition}CD")
        names = table.column("WardName", f"WD{edition}NM")
        districts, district_names = table.column(f"LAD{edition}CD"), table.column(f"LAD{edition}NM")
        first = {code: place for place, code in reversed(list(enumerate(codes)))}
        keep = sorted(first.values())
        findings = list(table.findings)
        if len(keep) < len(codes):
            findings.append(warning(f"{len(codes) - len(keep)} wards stand more than once", "the first row of each is kept"))
        findings.append(note(f"edition 20{edition}: {len(keep)} wards of the whole country", "those of the pack's boroughs are used"))
        columns = {"code": codes, "name": names, "district": districts, "district_name": district_names}
        picked = {name: pa.array([cells[place] for place in keep]) for name, cells in columns.items()}
        rows = pa.array([table.numbers[place] for place in keep], type=pa.int32())
        return Reading(self.dataset, pa.table({"row": rows, **picked}), findings, facts=False)


class LsoaLookup:
    """``AreaCode, LSOA_Name, BoroughName``: published with every LSOA four times over."""

    dataset = "lsoa-lookup"
    version = 1
    facts = False

    def recognise(self, document: Document) -> bool:
        """A small area's code and name, and its borough."""
        return {"areacode", "lsoaname", "boroughname"} <= document.header

    def read(self, document: Document, settings: Settings) -> Reading:
        """One row for each LSOA. Repeats are counted and said; the first row of each is kept."""
        table = document.table
        codes = table.column("AreaCode")
        first = {code: place for place, code in reversed(list(enumerate(codes)))}
        keep = sorted(first.values())
        findings = list(table.findings)
        times = Counter(Counter(codes).values())
        if len(keep) < len(codes):
            shown = ", ".join(f"{count} areas {each} times" for each, count in sorted(times.items()))
            findings.append(warning(f"rows are repeated: {len(codes)} rows for {len(keep)} areas ({shown})",
                                    "one row of each is kept, so that no join multiplies counts"))
        columns = {"code": codes, "name": table.column("LSOA_Name"), "borough": table.column("BoroughName")}
        picked = {name: pa.array([cells[place] for place in keep]) for name, cells in columns.items()}
        rows = pa.array([table.numbers[place] for place in keep], type=pa.int32())
        return Reading(self.dataset, pa.table({"row": rows, **picked}), findings, facts=False)


def _edition(document: Document) -> str | None:
    """The two-digit year of the code columns, if both are there."""
    for key in document.header:
        if key.startswith("wd") and key.endswith("cd") and key[2:-2].isdigit():
            year = key[2:-2]
            named = {"wardname", f"wd{year}nm"} & document.header
            if named and {f"lad{year}cd", f"lad{year}nm"} <= document.header:
                return year
    return None

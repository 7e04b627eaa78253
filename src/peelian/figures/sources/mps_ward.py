"""Recorded crime by ward, wide: "MPS Ward Level Crime", on the ward boundaries of 2022."""

from __future__ import annotations

import re
from collections import Counter

import pyarrow as pa
import pyarrow.compute as pc

from peelian.figures.sources.base import Finding, Reading, RefusedFile, Settings, named, note
from peelian.figures.sources.document import Document
from peelian.figures.sources.wide import has_months, read_wide

KEYS = {
    "major": ("MajorText",),
    "minor": ("MinorText",),
    "ward": ("WardName",),
    "area": ("WardCode",),
    "borough": ("BoroughName", "LookUp_BoroughName"),
}


class MpsWard:
    """A ward's rows may stand under two boroughs (an airport has police of its own): its total holds both."""

    dataset = "mps-ward"
    version = 1
    facts = True

    def recognise(self, document: Document) -> bool:
        """Categories, a ward with its code, months."""
        return {"majortext", "minortext", "wardname", "wardcode"} <= document.header and has_months(document)

    def read(self, document: Document, settings: Settings) -> Reading:
        """See wide.read_wide; also refuses ward codes that are no codes."""
        reading = read_wide(document, self.dataset, KEYS)
        wards = reading.table.select(["area", "ward", "borough"]).group_by(["area", "ward", "borough"]).aggregate([])
        for code in pc.unique(reading.table.column("area")).to_pylist():
            if not re.fullmatch(r"E05\d{6}", code):
                row = reading.table.filter(pc.equal(reading.table.column("area"), code)).column("row")[0].as_py()
                raise RefusedFile(f"{code!r} is no ward code (E05 and six digits)", "Correct the cell.", row=row,
                                  column="WardCode")
        reading.findings.extend(_ward_findings(wards))
        return reading


def _ward_findings(wards: pa.Table) -> list[Finding]:
    codes, names = wards.column("area").to_pylist(), wards.column("ward").to_pylist()
    boroughs = wards.column("borough").to_pylist()
    name_of = dict(zip(codes, names, strict=True))
    shared = [name for name, times in Counter(name_of.values()).items() if times > 1]
    findings = [note(f"{len(name_of)} ward codes have {len(set(name_of.values()))} names; shared: {named(shared)}",
                     "wards are told apart by code")] if shared else []
    homes: dict[str, set[str]] = {}
    for code, borough in zip(codes, boroughs, strict=True):
        homes.setdefault(code, set()).add(borough)
    for code, places in sorted(homes.items()):
        if len(places) > 1:
            findings.append(note(f"ward {name_of[code]} ({code}) stands under {named(places)}",
                                 "its rows are added up; the ward keeps its one code"))
    return findings
